/** Intervals by bootstrap: how much a figure would move if other mails of the same hand had been drawn. Pure. */
import { resampled, seededRandom } from "./random.ts";

/** A figure with its interval; `low` and `high` are percentiles of the resampled figures. */
export type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** The percentile interval of a figure over items that are drawn anew `rounds` times. */
export function bootstrapInterval<T>(
  items: readonly T[],
  figure: (items: readonly T[]) => number,
  { rounds = 300, share = 0.95, seed = 1 } = {},
): Interval {
  const random = seededRandom(seed);
  const value = figure(items);
  const figures = Array.from({ length: rounds }, () => figure(resampled(items, random)))
    .filter((drawn) => Number.isFinite(drawn))
    .sort((a, b) => a - b);
  const at = (part: number): number =>
    figures[Math.min(figures.length - 1, Math.floor(part * figures.length))] ?? value;
  return { value, low: at((1 - share) / 2), high: at(1 - (1 - share) / 2) };
}

/** The mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
