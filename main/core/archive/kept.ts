/**
 * What is remembered of an archive for as long as it is true, or nearly.
 *
 * Owns when something remembered is too old. What it is and who makes it is the callers' business.
 */
import type { ReadableDatabase } from "./connection.ts";

/** While an import changes the archive all the time, making a thing anew takes at most this part of it... */
const WORK_SHARE = 0.1;
/** ...but nothing is older than this when it is asked for. */
const MAX_AGE_MS = 20_000;

/** Things by key; the one that was used longest ago goes first. */
export type Kept<T> = {
  /** What is remembered, unless the archive changed and it is no longer as good as new. */
  get(key: string): T | undefined;
  /** To be called before it is made; what comes back takes what was made. */
  begin(key: string): (made: T) => void;
};

/** Changes with every commit of another connection. */
function versionOf(db: ReadableDatabase): number {
  return Number(db.pragma("data_version", { simple: true }));
}

/** Remembers at most `most` things. */
export function createKept<T>(db: ReadableDatabase, most: number): Kept<T> {
  type Entry = { readonly version: number; readonly made: T; readonly freshUntilMs: number };
  const kept = new Map<string, Entry>();
  const put = (key: string, entry: Entry): void => {
    kept.delete(key);
    kept.set(key, entry);
  };
  return {
    get(key) {
      const known = kept.get(key);
      if (known === undefined) return undefined;
      if (known.version !== versionOf(db) && performance.now() >= known.freshUntilMs) return undefined;
      put(key, known);
      return known.made;
    },
    begin(key) {
      const version = versionOf(db);
      const begunMs = performance.now();
      return (made) => {
        const nowMs = performance.now();
        put(key, { version, made, freshUntilMs: nowMs + Math.min((nowMs - begunMs) / WORK_SHARE, MAX_AGE_MS) });
        for (const oldest of kept.keys()) {
          if (kept.size <= most) break;
          kept.delete(oldest);
        }
      };
    },
  };
}
