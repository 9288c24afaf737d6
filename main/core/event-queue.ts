/** Turns callbacks into an async iterable: events pushed on one side, awaited on the other. */

/** A queue of events that ends when the work behind it ends. */
export type EventQueue<T> = { push(event: T): void; iterate(work: Promise<unknown>): AsyncGenerator<T, void> };

/** Creates a queue. `iterate` yields what was pushed until `work` settles, then throws what `work` threw. */
export function createEventQueue<T>(): EventQueue<T> {
  const events: T[] = [];
  let wake: () => void = () => undefined;
  return {
    push(event) {
      events.push(event);
      wake();
    },
    async *iterate(work) {
      let isOver = false;
      const end = (): void => {
        isOver = true;
        wake();
      };
      work.then(end, end);
      for (;;) {
        const event = events.shift();
        if (event !== undefined) {
          yield event;
          continue;
        }
        if (isOver) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (events.length > 0 || isOver) resolve();
        });
      }
      await work;
    },
  };
}
