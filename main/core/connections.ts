/** The core's log of connections: those of this process and those that the archive keeps, told as one. */
import type { ConnectionPlace, ConnectionReport } from "../../shared/egress.ts";
import type { ReadableDatabase } from "./archive/connection.ts";
import {
  connectionTotals,
  type KeyedConnection,
  placesBeyond,
  readConnections,
  storedConnections,
} from "./archive/queries/connections.ts";
import type { Writer } from "./archive/writer.ts";
import { type ConnectionLog, createConnectionLog } from "./endpoint/connection-log.ts";

/** The log, and how it is read. */
export type Connections = ConnectionLog & {
  report(query: { readonly limit: number; readonly beyond: boolean }): ConnectionReport;
};

/** Adds to the stored places what is not stored: whole entries, and what open ones have moved since they began. */
function joinPlaces(
  stored: readonly ConnectionPlace[],
  recent: readonly KeyedConnection[],
  isStored: (entry: KeyedConnection) => boolean,
): ConnectionPlace[] {
  const places = new Map(stored.map((place) => [`${place.host} ${place.port}`, place]));
  for (const entry of recent) {
    const { host, port, at, sentBytes, receivedBytes, isLocal, outcome } = entry;
    if (isLocal || outcome === "refused" || (isStored(entry) && outcome !== "open")) continue;
    const known = places.get(`${host} ${port}`);
    places.set(`${host} ${port}`, {
      host,
      port,
      connections: (known?.connections ?? 0) + (isStored(entry) ? 0 : 1),
      sentBytes: (known?.sentBytes ?? 0) + sentBytes,
      receivedBytes: (known?.receivedBytes ?? 0) + receivedBytes,
      lastAt: known === undefined || known.lastAt < at ? at : known.lastAt,
    });
  }
  return [...places.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
}

/** Stores through the writer; without one the log of this process ends with it. */
export function createConnections(db: ReadableDatabase, writer: Writer | undefined): Connections {
  const log = createConnectionLog(async (entry) => writer?.call("putConnections", [entry]));
  return {
    ...log,
    report({ limit, beyond }) {
      const recent = log.recent();
      const keys = storedConnections(
        db,
        recent.map(({ key }) => key),
      );
      // Of a process that may not write, or whose row is still on its way.
      const loose = recent.filter(({ key }) => !keys.has(key));
      const fresh = new Map(recent.map((entry) => [entry.key, entry]));
      const { total, since } = connectionTotals(db);
      const all = [...readConnections(db, limit, beyond).map((entry) => fresh.get(entry.key) ?? entry), ...loose]
        .filter(({ isLocal }) => !beyond || !isLocal)
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
      return {
        since: since ?? loose[0]?.at ?? null,
        total: total + loose.length,
        beyond: joinPlaces(placesBeyond(db), recent, ({ key }) => keys.has(key)),
        connections: all.slice(0, limit).map(({ key: _, ...entry }) => entry),
      };
    },
  };
}
