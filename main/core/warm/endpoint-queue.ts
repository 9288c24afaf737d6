/**
 * One queue an endpoint: whatever is generated there waits for its turn, in the order in which it was asked for. Only
 * turns of one purpose that say so stand beside each other, where the endpoint has slots for them (a sweep's windows).
 *
 * Owns turns and nothing else; what a turn does to the cache is ./reader.ts.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { ReadPurpose } from "../../../shared/schemas.ts";

/** What waits before something: how many, and what runs now. */
export type QueuePlace = { readonly ahead: number; readonly running: ReadPurpose };

/** Turns, one at a time but for those that may stand beside each other. */
export type EndpointQueue = {
  /**
   * Waits for the turn and does the work; `onWait` is told the place at once and whenever it changes.
   *
   * An abort while waiting throws `CANCELLED` and gives the place up. `beside` is how many turns of this purpose may
   * run at once; nothing overtakes what waits.
   */
  run<T>(
    turn: {
      readonly purpose: ReadPurpose;
      readonly signal: AbortSignal;
      readonly beside?: number;
      onWait?(place: QueuePlace): void;
    },
    work: () => Promise<T>,
  ): Promise<T>;
  /** What runs now, and how many wait. */
  state(): { readonly running: ReadPurpose | null; readonly waiting: number };
};

type Waiting = {
  readonly purpose: ReadPurpose;
  readonly beside: number;
  start(): void;
  onWait?(place: QueuePlace): void;
};

/** Creates an empty queue. */
export function createEndpointQueue(): EndpointQueue {
  const running: ReadPurpose[] = [];
  const waiting: Waiting[] = [];

  const mayStart = ({ purpose, beside }: Pick<Waiting, "purpose" | "beside">): boolean =>
    running.length === 0 || (running.length < beside && running.every((other) => other === purpose));

  function tellPlaces(): void {
    const [now] = running;
    if (now === undefined) return;
    for (const [ahead, entry] of waiting.entries()) entry.onWait?.({ ahead: ahead + 1, running: now });
  }

  function leave(purpose: ReadPurpose): void {
    running.splice(running.indexOf(purpose), 1);
    const before = waiting.length;
    for (let next = waiting[0]; next !== undefined && mayStart(next); next = waiting[0]) {
      waiting.shift();
      running.push(next.purpose);
      next.start();
    }
    if (waiting.length < before) tellPlaces();
  }

  function enter(
    purpose: ReadPurpose,
    signal: AbortSignal,
    beside: number,
    onWait?: (place: QueuePlace) => void,
  ): Promise<void> {
    if (signal.aborted) return Promise.reject(new LonghandError("CANCELLED", "The request was cancelled."));
    if (waiting.length === 0 && mayStart({ purpose, beside })) {
      running.push(purpose);
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
        beside,
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
    async run({ purpose, signal, beside, onWait }, work) {
      await enter(purpose, signal, beside ?? 1, onWait);
      try {
        return await work();
      } finally {
        leave(purpose);
      }
    },
    state: () => ({ running: running[0] ?? null, waiting: waiting.length }),
  };
}
