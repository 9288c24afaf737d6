/**
 * The log of connections: what is noted when one is made and when it ends.
 *
 * Owns the entries of this process. Every connection passes ./http.ts, which notes it here, and what the egress guard
 * refuses is noted by ./guarded-http.ts. Where entries are kept beyond the process is the core's business. No path, no
 * header and no body comes here.
 */
import { randomUUID } from "node:crypto";
import type { ConnectionEntry, ConnectionPurpose } from "../../../shared/egress.ts";
import { type Grant, isLoopback } from "./egress.ts";

/** An entry under a name of its own. */
export type NotedConnection = ConnectionEntry & { readonly key: string };

/** Bytes that went over a connection so far. */
export type Traffic = { readonly sentBytes: number; readonly receivedBytes: number };

/** A connection that is being made or used. */
export type ConnectionNote = {
  /** One more request goes over it. */
  asked(): void;
  connected(): void;
  /** It is over; `code` says why where it failed. Later calls do nothing. */
  ended(code: string | null): void;
};

/** The log of one core. */
export type ConnectionLog = {
  begin(grant: Grant, purpose: ConnectionPurpose, traffic: () => Traffic): ConnectionNote;
  /** Notes an address that the guard did not let through. */
  refuse(url: URL, purpose: ConnectionPurpose, code: string): void;
  /** Entries of this process that may not be stored yet, the oldest first. */
  recent(): NotedConnection[];
  /** Ends what is still open. */
  close(): Promise<void>;
};

/** Ended entries that stay in memory: those that could not be stored are not lost for this process. */
const MOST_RECENT = 1000;

const portOf = (url: URL): number => (url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port));
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

type Live = { entry: NotedConnection; traffic: (() => Traffic) | undefined };

/** A log; `store` is told of every entry when it begins and when it ends. */
export function createConnectionLog(store: (entry: NotedConnection) => Promise<unknown>): ConnectionLog {
  const entries = new Map<string, Live>();
  const waiting = new Set<Promise<unknown>>();

  const now = ({ entry, traffic }: Live): NotedConnection =>
    traffic === undefined ? entry : { ...entry, ...traffic() };
  const put = (live: Live): void => {
    const stored: Promise<unknown> = store(live.entry)
      .catch(() => undefined)
      .finally(() => waiting.delete(stored));
    waiting.add(stored);
  };
  const trim = (): void => {
    for (const [key, { traffic }] of entries) {
      if (entries.size <= MOST_RECENT) return;
      if (traffic === undefined) entries.delete(key);
    }
  };
  const end = (live: Live, outcome: ConnectionEntry["outcome"], code: string | null): void => {
    live.entry = { ...now(live), outcome, code, endedAt: new Date().toISOString() };
    live.traffic = undefined;
    put(live);
    trim();
  };
  const enter = (url: URL, rest: Pick<ConnectionEntry, "purpose" | "address" | "isLocal">): Live => {
    const live: Live = {
      entry: {
        key: randomUUID(),
        at: new Date().toISOString(),
        endedAt: null,
        host: hostOf(url),
        port: portOf(url),
        isEncrypted: url.protocol === "https:",
        requests: 0,
        sentBytes: 0,
        receivedBytes: 0,
        outcome: "open",
        code: null,
        ...rest,
      },
      traffic: undefined,
    };
    entries.set(live.entry.key, live);
    return live;
  };

  return {
    begin({ url, address }, purpose, traffic) {
      const live = enter(url, { purpose, address, isLocal: isLoopback(address) });
      let isConnected = false;
      // A socket counts what waits to be sent; what was never connected has sent nothing.
      live.traffic = () => (isConnected ? traffic() : { sentBytes: 0, receivedBytes: 0 });
      put(live);
      return {
        asked() {
          live.entry = { ...live.entry, requests: live.entry.requests + 1 };
        },
        connected() {
          isConnected = true;
        },
        ended(code) {
          if (live.entry.outcome !== "open") return;
          end(live, !isConnected ? "failed" : code === null ? "closed" : "broken", code);
        },
      };
    },
    refuse(url, purpose, code) {
      end(enter(url, { purpose, address: null, isLocal: false }), "refused", code);
    },
    recent: () => [...entries.values()].map(now),
    async close() {
      for (const live of entries.values()) if (live.entry.outcome === "open") end(live, "closed", null);
      await Promise.all(waiting);
    },
  };
}

/** A log that ends with the process: for tests and tools. */
export function createMemoryLog(): ConnectionLog {
  return createConnectionLog(() => Promise.resolve());
}
