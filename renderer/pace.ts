/** How long the rest of a piece of work takes, by how fast it went so far. Pure. */

/** Too early, an estimate would only jump about. */
const MIN_ELAPSED_MS = 1500;

/** Milliseconds for `left` after `done` took `elapsedMs`; null where that cannot be known yet. */
export function remainingMs(elapsedMs: number, done: number, left: number): number | null {
  return elapsedMs < MIN_ELAPSED_MS || done <= 0 || left <= 0 ? null : (elapsedMs / done) * left;
}
