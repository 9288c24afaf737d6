/**
 * The place in the sent documents that comes nearest to words which stand nowhere exactly.
 *
 * Pure. Says what the source has in their place, so that the difference can be shown; it never counts as proof.
 */
import { unhyphenated, weightOf, wordsInCommon, wordsOf } from "../../../shared/words.ts";
import type { Haystack } from "./haystack.ts";

/** The nearest words of a document, as they stand there. */
export type Near = { readonly id: string; readonly source: string };

/** The longest run in common must be so long (words), and so large a part of the quote must stand there in order. */
const MIN_RUN_WEIGHT = 2;
const MIN_SHARE = 0.7;
/** Words before and after that may stand in the source and not in the quote. */
const SLACK = 6;
const MAX_CANDIDATES = 8;

/** The nearest words to `words`; `claimed` ids are looked at first. */
export function nearest(words: readonly string[], claimed: readonly string[], haystack: Haystack): Near | undefined {
  const runs = [...haystack.runs(words, MIN_RUN_WEIGHT)].sort(
    (a, b) => weightOf(words.slice(b.first, b.first + b.count)) - weightOf(words.slice(a.first, a.first + a.count)),
  );
  let best: (Near & { readonly share: number }) | undefined;
  const seen = new Set<string>();
  for (const run of runs.slice(0, 3)) {
    const holders = haystack.holders(words.slice(run.first, run.first + run.count));
    const candidates = [...holders.filter((id) => claimed.includes(id)), ...holders];
    for (const id of candidates.slice(0, MAX_CANDIDATES)) {
      const key = `${id} ${run.first}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const text = haystack.textOf(id) ?? "";
      for (const variant of [text, ...unhyphenated(text)]) {
        const found = align(words, run, id, variant);
        if (found !== undefined && found.share >= MIN_SHARE && found.share > (best?.share ?? 0)) best = found;
      }
    }
  }
  return best === undefined ? undefined : { id: best.id, source: best.source };
}

function align(
  words: readonly string[],
  run: { readonly first: number; readonly count: number },
  id: string,
  text: string,
): (Near & { readonly share: number }) | undefined {
  const have = wordsOf(text);
  const at = have.findIndex((_, index) =>
    words.slice(run.first, run.first + run.count).every((word, offset) => have[index + offset]?.text === word),
  );
  if (at < 0) return undefined;
  const begin = Math.max(0, at - run.first - SLACK);
  const end = Math.min(have.length, at + (words.length - run.first) + SLACK);
  const pairs = wordsInCommon(
    words,
    have.slice(begin, end).map((word) => word.text),
  );
  const [start, stop] = [pairs[0], pairs.at(-1)];
  if (start === undefined || stop === undefined) return undefined;
  // What the quote has before the first and after the last word in common stands in the place of as many words here.
  const first = have[Math.max(0, begin + start.have - start.wanted)];
  const last = have[Math.min(have.length - 1, begin + stop.have + (words.length - 1 - stop.wanted))];
  const source = text.slice(first?.start, last?.end).replace(/\s+/g, " ");
  return { id, share: pairs.length / words.length, source };
}
