/** The log of connections, stored; where they are made is endpoint/http.ts. */
import type { ConnectionEntry, ConnectionPlace } from "../../../../shared/egress.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** An entry under the name that the process which made it gave it. */
export type KeyedConnection = ConnectionEntry & { readonly key: string };

/** Entries kept; the oldest go first. */
export const MOST_CONNECTIONS = 5000;

type Row = Omit<KeyedConnection, "at" | "endedAt" | "isLocal" | "isEncrypted"> & {
  readonly atMs: number;
  readonly endedAtMs: number | null;
  readonly isLocal: number;
  readonly isEncrypted: number;
};

const iso = (ms: number): string => new Date(ms).toISOString();

/** Stores entries, each as it stands now; what was stored of one before is replaced. */
export function putConnections(db: WritableDatabase, entries: readonly KeyedConnection[]): null {
  const put = db.prepare(
    `INSERT INTO connections (key, at_ms, ended_at_ms, host, port, address, is_local, is_encrypted, purpose, requests,
       sent_bytes, received_bytes, outcome, code)
     VALUES (@key, @atMs, @endedAtMs, @host, @port, @address, @isLocal, @isEncrypted, @purpose, @requests,
       @sentBytes, @receivedBytes, @outcome, @code)
     ON CONFLICT (key) DO UPDATE SET ended_at_ms = excluded.ended_at_ms, requests = excluded.requests,
       sent_bytes = excluded.sent_bytes, received_bytes = excluded.received_bytes, outcome = excluded.outcome,
       code = excluded.code`,
  );
  for (const { at, endedAt, isLocal, isEncrypted, ...entry } of entries) {
    put.run({
      ...entry,
      atMs: Date.parse(at),
      endedAtMs: endedAt === null ? null : Date.parse(endedAt),
      isLocal: isLocal ? 1 : 0,
      isEncrypted: isEncrypted ? 1 : 0,
    });
  }
  db.prepare("DELETE FROM connections WHERE id <= (SELECT max(id) FROM connections) - ?").run(MOST_CONNECTIONS);
  return null;
}

/** What a dead process left open is over; nobody knows how it ended. */
export function endLostConnections(db: WritableDatabase): null {
  db.prepare("UPDATE connections SET outcome = 'unknown' WHERE outcome = 'open'").run();
  return null;
}

/** The newest entries, the last made first. */
export function readConnections(db: ReadableDatabase, limit: number, beyond: boolean): KeyedConnection[] {
  const rows = db
    .prepare(
      `SELECT key, at_ms AS atMs, ended_at_ms AS endedAtMs, host, port, address, is_local AS isLocal,
         is_encrypted AS isEncrypted, purpose, requests, sent_bytes AS sentBytes, received_bytes AS receivedBytes,
         outcome, code
       FROM connections WHERE NOT (? AND is_local) ORDER BY id DESC LIMIT ?`,
    )
    .all(beyond ? 1 : 0, limit) as Row[];
  return rows.map(({ atMs, endedAtMs, isLocal, isEncrypted, ...row }) => ({
    ...row,
    at: iso(atMs),
    endedAt: endedAtMs === null ? null : iso(endedAtMs),
    isLocal: isLocal === 1,
    isEncrypted: isEncrypted === 1,
  }));
}

/** Whether entries are stored, by their names. */
export function storedConnections(db: ReadableDatabase, keys: readonly string[]): Set<string> {
  const find = db.prepare("SELECT 1 FROM connections WHERE key = ?");
  return new Set(keys.filter((key) => find.get(key) !== undefined));
}

/** How many entries there are, and since when. */
export function connectionTotals(db: ReadableDatabase): { readonly total: number; readonly since: string | null } {
  const { total, sinceMs } = db.prepare("SELECT count(*) AS total, min(at_ms) AS sinceMs FROM connections").get() as {
    readonly total: number;
    readonly sinceMs: number | null;
  };
  return { total, since: sinceMs === null ? null : iso(sinceMs) };
}

/** The places beyond this machine, the last used first; what was refused never went there. */
export function placesBeyond(db: ReadableDatabase): ConnectionPlace[] {
  const rows = db
    .prepare(
      `SELECT host, port, count(*) AS connections, sum(sent_bytes) AS sentBytes, sum(received_bytes) AS receivedBytes,
         max(at_ms) AS lastAtMs
       FROM connections WHERE is_local = 0 AND outcome <> 'refused' GROUP BY host, port ORDER BY lastAtMs DESC`,
    )
    .all() as (Omit<ConnectionPlace, "lastAt"> & { readonly lastAtMs: number })[];
  return rows.map(({ lastAtMs, ...place }) => ({ ...place, lastAt: iso(lastAtMs) }));
}
