/** Where questions of a sheet go: few new needles a length, because shorter lengths' needles serve longer ones. Pure. */
import { DEPTHS, type Place } from "./ruler.ts";

/** One of several sheets that together cover the depths. */
export type Round = { readonly index: number; readonly of: number };

const ONLY_ROUND: Round = { index: 0, of: 1 };

/** `count` depths from start to end, of RULER's 40; with several rounds, those of one round. */
export function spreadDepths(count: number, round = ONLY_ROUND): number[] {
  const all = count * round.of;
  if (all <= 1) return [0.5];
  const depths = Array.from(
    { length: all },
    (_, index) => (DEPTHS[Math.round((index * (DEPTHS.length - 1)) / (all - 1))] as number) / 100,
  );
  return depths.filter((_, index) => index % round.of === round.index);
}

/**
 * The places at which needles are hidden so that every length has about `countAt(length)` depths.
 *
 * A needle at depth 1 of 2,048 tokens is one at depth 0.5 of 4,096: what is there already is not hidden again.
 */
export function choosePlaces(
  lengths: readonly number[],
  countAt: (length: number) => number,
  round = ONLY_ROUND,
): Place[] {
  const places: Place[] = [];
  for (const length of [...lengths].sort((a, b) => a - b)) {
    const count = countAt(length);
    const there = places.map((place) => (place.length * place.depth) / length);
    for (const depth of spreadDepths(count, round)) {
      const near = there.findIndex((other) => Math.abs(other - depth) < 0.5 / count);
      if (near >= 0) there.splice(near, 1);
      else places.push({ length, depth });
    }
  }
  return places;
}
