/**
 * What is being put together or counted right now, for whoever wants to see it: a large archive takes minutes once, and
 * every screen that waits for it waits for the same work.
 *
 * Owns how often it is told. The work itself is ./sealed.ts and ./counting.ts.
 */
import type { WorkProgress } from "./sealed.ts";

/** A board for one archive. */
export type WorkBoard = {
  /** Notes how far the work of a scope is; `null` where it ended. */
  put(key: string, progress: WorkProgress | null): void;
  /** What is under way now and, after every change, then; `null` where nothing is. Ends with the signal. */
  watch(signal: AbortSignal): AsyncGenerator<WorkProgress | null>;
};

/** Told at most this often. */
const TELL_INTERVAL_MS = 150;

/** An empty board. */
export function createWorkBoard(): WorkBoard {
  const works = new Map<string, WorkProgress>();
  const watchers = new Set<() => void>();

  return {
    put(key, progress) {
      if (progress === null && !works.has(key)) return;
      if (progress === null) works.delete(key);
      else works.set(key, progress);
      for (const wake of watchers) wake();
    },
    async *watch(signal) {
      let told: WorkProgress | null | undefined;
      while (!signal.aborted) {
        const now = [...works.values()].at(-1) ?? null;
        if (now !== told) {
          told = now;
          yield now;
          await nextChange(new Set(), signal, TELL_INTERVAL_MS);
        } else await nextChange(watchers, signal);
      }
    },
  };
}

/** Waits for a call to a watcher, the signal, or so many milliseconds. */
function nextChange(watchers: Set<() => void>, signal: AbortSignal, limitMs?: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      watchers.delete(end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = limitMs === undefined ? undefined : setTimeout(end, limitMs);
    watchers.add(end);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
