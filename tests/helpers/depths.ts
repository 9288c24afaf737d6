/**
 * The sizes and rates that the bundled model's README names, and the facts they are measured again with: the README's
 * kind of mail, through the whole product.
 */
import type { EndpointChoice } from "../../shared/schemas.ts";
import { ownWordsHaystack, plantFacts } from "./planted-facts.ts";
import { measureRates, type Rates } from "./rates.ts";

/** Rates are shares of all questions, measured by the README's author on thirty questions a size. */
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
const FACTS_A_SEED = 30;

/** Rates over several seeds, and what each seed gave. */
export type PooledRates = Rates & {
  readonly count: number;
  readonly bySeed: readonly { readonly seed: number; readonly verified: number; readonly refused: number }[];
};

/**
 * Asks for facts at five depths in mail of one size, and for as many that are not there. Seeds count from 1, and all of
 * them count together, so that none was picked.
 */
export async function ratesAtDepths(tokens: number, endpoint: EndpointChoice, seeds: number): Promise<PooledRates> {
  const haystack = await ownWordsHaystack();
  const all: (Rates & { readonly seed: number })[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const mailboxes = await plantFacts(FACTS_A_SEED, tokens, seed, { depths: DEPTHS, haystack });
    all.push({ seed, ...(await measureRates(mailboxes, endpoint)) });
  }
  const sum = (of: (rates: Rates) => number): number => all.reduce((total, rates) => total + of(rates), 0);
  return {
    verified: sum(({ verified }) => verified),
    refused: sum(({ refused }) => refused),
    misled: sum(({ misled }) => misled),
    meanTokens: sum(({ meanTokens }) => meanTokens) / all.length,
    wrong: all.flatMap(({ wrong }) => wrong),
    count: FACTS_A_SEED * seeds,
    bySeed: all.map(({ seed, verified, refused }) => ({ seed, verified, refused })),
  };
}

/** Rates in words, for the log. */
export function ratesLine(name: string, rates: PooledRates): string {
  const { verified, refused, misled, count, meanTokens, bySeed } = rates;
  const seeds = bySeed.map((each) => `${each.verified}/${each.refused}`).join(", ");
  return `${name}: ${verified} of ${count} verified, ${refused} of ${count} refused, ${misled} misled, ${Math.round(meanTokens)} tokens (verified/refused by seed: ${seeds})`;
}

/** The least number that is not below a share. */
export function least(share: number, count: number): number {
  return Math.ceil(share * count - 1e-9);
}
