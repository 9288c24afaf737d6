/** Waiting for a change: what may have to wait looks again each time something was notified. */

/** A gate; {@link Gate.wait} resolves at the next notification, or after `timeoutMs`. */
export type Gate = { notify(): void; wait(timeoutMs?: number): Promise<void> };

/** Creates a gate. */
export function createGate(): Gate {
  let waiting: (() => void)[] = [];
  return {
    notify() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    wait(timeoutMs) {
      return new Promise((resolve) => {
        const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}
