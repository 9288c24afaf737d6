/**
 * One queue an endpoint: whatever is generated there waits for its turn, in the order in which it was asked for.
 *
 * Owns turns and nothing else; what a turn does to the cache is ./reader.ts.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { ReadPurpose } from "../../../shared/schemas.ts";

/** What waits before something: how many, and what runs now. */
export type QueuePlace = { readonly ahead: number; readonly running: ReadPurpose };

/** Turns, one at a time. */
export type EndpointQueue = {
  /**
   * Waits for the turn and does the work; `onWait` is told the place at once and whenever it changes.
   *
   * An abort while waiting throws `CANCELLED` and gives the place up.
   */
  run<T>(
    turn: { readonly purpose: ReadPurpose; readonly signal: AbortSignal; onWait?(place: QueuePlace): void },
    work: () => Promise<T>,
  ): Promise<T>;
  /** What runs now, and how many wait. */
  state(): { readonly running: ReadPurpose | null; readonly waiting: number };
};

type Waiting = { readonly purpose: ReadPurpose; start(): void; onWait?(place: QueuePlace): void };

/** Creates an empty queue. */
export function createEndpointQueue(): EndpointQueue {
  let running: ReadPurpose | null = null;
  const waiting: Waiting[] = [];

  function tellPlaces(): void {
    for (const [ahead, entry] of waiting.entries()) if (running !== null) entry.onWait?.({ ahead: ahead + 1, running });
  }

  function leave(): void {
    running = null;
    const next = waiting.shift();
    if (next === undefined) return;
    running = next.purpose;
    next.start();
    tellPlaces();
  }

  function enter(purpose: ReadPurpose, signal: AbortSignal, onWait?: (place: QueuePlace) => void): Promise<void> {
    if (signal.aborted) return Promise.reject(new LonghandError("CANCELLED", "The request was cancelled."));
    if (running === null) {
      running = purpose;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        const at = waiting.indexOf(entry);
        if (at < 0) return;
        waiting.splice(at, 1);
        reject(new LonghandError("CANCELLED", "The request was cancelled."));
        tellPlaces();
      };
      const entry: Waiting = {
        purpose,
        start() {
          signal.removeEventListener("abort", onAbort);
          resolve();
        },
        ...(onWait === undefined ? {} : { onWait }),
      };
      waiting.push(entry);
      signal.addEventListener("abort", onAbort, { once: true });
      tellPlaces();
    });
  }

  return {
    async run({ purpose, signal, onWait }, work) {
      await enter(purpose, signal, onWait);
      try {
        return await work();
      } finally {
        leave();
      }
    },
    state: () => ({ running, waiting: waiting.length }),
  };
}
