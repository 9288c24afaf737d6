/**
 * How fast an endpoint reads, as a function of position: every token costs a share of its own and one that grows with
 * what stands before it, so a reading from `a` to `b` takes `linear * (b - a) + quadratic * (b² - a²) / 2`.
 *
 * Pure. Fitted by least squares to what this endpoint took before; never guessed.
 */

/** A stretch of a prompt that was read: from token `from` up to `to`, in milliseconds. */
export type PrefillSample = { readonly from: number; readonly to: number; readonly ms: number };

/** Milliseconds a token, and milliseconds a token and token before it. */
export type PrefillSpeed = { readonly linear: number; readonly quadratic: number };

/** Shorter stretches say more of the request's overhead than of reading. */
export const SAMPLE_TOKENS = 64;

const length = ({ from, to }: Pick<PrefillSample, "from" | "to">): number => to - from;
const area = ({ from, to }: Pick<PrefillSample, "from" | "to">): number => (to * to - from * from) / 2;

/**
 * The speed behind samples; undefined where nothing usable was measured.
 *
 * Residuals count relative to their sample, so that a long one does not drown the others. A negative coefficient is
 * noise: then the other one alone explains the samples.
 */
export function fitSpeed(samples: readonly PrefillSample[]): PrefillSpeed | undefined {
  const usable = samples.filter((sample) => length(sample) >= SAMPLE_TOKENS && sample.ms > 0);
  if (usable.length === 0) return undefined;
  let [xx, xy, yy, x, y] = [0, 0, 0, 0, 0];
  for (const sample of usable) {
    const first = length(sample) / sample.ms;
    const second = area(sample) / sample.ms;
    xx += first * first;
    xy += first * second;
    yy += second * second;
    x += first;
    y += second;
  }
  const determinant = xx * yy - xy * xy;
  // Samples of one length alone cannot tell the two shares apart.
  if (determinant > 1e-6 * xx * yy) {
    const linear = (x * yy - y * xy) / determinant;
    const quadratic = (y * xx - x * xy) / determinant;
    if (linear >= 0 && quadratic >= 0) return { linear, quadratic };
    if (linear < 0) return { linear: 0, quadratic: y / yy };
  }
  return { linear: x / xx, quadratic: 0 };
}

/** Milliseconds that reading from token `from` to `to` takes. */
export function readingMs(speed: PrefillSpeed, from: number, to: number): number {
  if (to <= from) return 0;
  return speed.linear * length({ from, to }) + speed.quadratic * area({ from, to });
}

/** How many tokens from `from` on are read in `ms` milliseconds. */
export function tokensIn(speed: PrefillSpeed, from: number, ms: number): number {
  const perToken = speed.linear + speed.quadratic * from;
  if (speed.quadratic <= 0) return perToken <= 0 ? Number.POSITIVE_INFINITY : ms / perToken;
  return (-perToken + Math.sqrt(perToken * perToken + 2 * speed.quadratic * ms)) / speed.quadratic;
}
