/** The sizes and rates that the bundled model's README names, and the depths at which facts are planted. */
import type { EndpointChoice } from "../../shared/schemas.ts";
import { plantFacts } from "./planted-facts.ts";
import { measureRates, type Rates } from "./rates.ts";

/** Rates are shares of all questions, measured by the README's author on other mail. */
export const README_RATES = [
  { tokens: 860, answered: 25 / 30, refused: 29 / 30 },
  { tokens: 1490, answered: 23 / 30, refused: 27 / 30 },
  { tokens: 2630, answered: 6 / 30, refused: 27 / 30 },
] as const;

/** What the README advises to leave a rate over new cases. */
export const ROOM = 0.1;

/** A loaded machine takes minutes for a size; how long it takes decides nothing. */
export const LONG_MS = 15 * 60_000;

const DEPTHS = [0, 0.25, 0.5, 0.75, 1] as const;

/** Facts at each depth; more where a few more questions cost little. */
const ROUNDS: Readonly<Record<number, number>> = { 860: 6, 1490: 3, 2630: 3 };

/** Answers repeat on one build: the cases are pinned. */
const SEED = 11;

/** Asks for facts at five depths in mail of one size, and for as many that are not there. */
export async function ratesAtDepths(
  tokens: number,
  endpoint: EndpointChoice,
): Promise<Rates & { readonly count: number }> {
  const count = DEPTHS.length * (ROUNDS[tokens] ?? 3);
  const rates = await measureRates(await plantFacts(count, tokens, SEED, DEPTHS), endpoint);
  return { ...rates, count };
}

/** The least number that is not below a share, with the room that the README advises. */
export function least(share: number, count: number): number {
  return Math.ceil((share - ROOM) * count - 1e-9);
}
