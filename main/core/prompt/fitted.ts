/**
 * What was fitted stays: the room of "the newest that fit" goes by steps, and what was chosen for it is kept in memory.
 *
 * Without this every question would have a prefix of its own, by the length of its words, and would be read anew. Owns
 * the steps and what is kept; which documents are chosen is ./corpus.ts.
 */
import type { FitReport } from "../../../shared/schemas.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { type CountedCorpus, countCorpus } from "./counting.ts";
import type { PrefixArchive } from "./sealed.ts";

/** Documents that were chosen because they fit, counted. */
export type Chosen = { readonly corpus: CountedCorpus; readonly fit: FitReport };

/** Answer and tail together take whole steps of at most so many tokens: a question of ordinary length takes one. */
const LONGEST_STEP = 1024;
/** Chosen prefixes kept in memory for one archive. */
const MAX_KEPT = 2;

/**
 * The room for fitted documents, in tokens: `budget`, which goes by the tail's length, lowered to the next step.
 *
 * Tails that differ by some words so leave the same room, and the same documents are chosen for them.
 */
export function steadyBudget(endpoint: Endpoint, budget: number): number {
  const { windowTokens } = endpoint.description;
  const step = Math.max(1, Math.min(LONGEST_STEP, Math.floor(windowTokens / 8)));
  const forTheRest = windowTokens - endpoint.overheadTokens - budget;
  return windowTokens - endpoint.overheadTokens - Math.ceil(forTheRest / step) * step;
}

type Kept = Chosen & { readonly documents: CountedCorpus["documents"]; readonly withdrawn: string };

const kept = new WeakMap<object, Map<string, Kept>>();

/**
 * What was chosen of `all` for this room before, else what `choose` says, kept under the archive's prefixes `owner`.
 *
 * An estimate learns between questions: what was chosen is then counted again, and chosen anew only where it no longer
 * fits.
 */
export async function chosenBefore(
  owner: object,
  all: CountedCorpus,
  place: { readonly scopeKey: string; readonly endpoint: Endpoint; readonly archive: PrefixArchive },
  room: number,
  choose: () => Promise<Chosen>,
): Promise<Chosen> {
  const { endpoint, archive, scopeKey } = place;
  const { tokenizer, address, model } = endpoint.description;
  const entries = kept.get(owner) ?? new Map<string, Kept>();
  kept.set(owner, entries);
  const key = JSON.stringify([scopeKey, tokenizer, address, model, room]);
  const withdrawn = JSON.stringify(all.withdrawn);
  const before = entries.get(key);
  let chosen: Chosen | undefined;
  if (before?.documents === all.documents && before.withdrawn === withdrawn) {
    if (before.corpus.exact) chosen = before;
    else {
      const corpus = await countCorpus(before.corpus, endpoint, archive);
      if (corpus.tokens <= room) chosen = { corpus, fit: before.fit };
    }
  }
  chosen ??= await choose();
  entries.delete(key);
  entries.set(key, { ...chosen, documents: all.documents, withdrawn });
  const [oldest] = entries.keys();
  if (entries.size > MAX_KEPT && oldest !== undefined) entries.delete(oldest);
  return { corpus: chosen.corpus, fit: chosen.fit };
}
