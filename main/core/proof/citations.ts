/**
 * Verifies the quotes of an answer by comparing words with the documents that were sent.
 *
 * Words in quotation marks are quotes; so are four words or more that stand verbatim in a document, with or without
 * an id. No model is called and no index is used: every document that was sent is searched. What the answer claims is
 * read in ./answer-parts.ts, exact search is ./haystack.ts, the nearest words are ./near.ts.
 */
import { isAbsentAnswer } from "../../../shared/absence.ts";
import type { Citation } from "../../../shared/schemas.ts";
import { type Word, weightOf, wordsOf } from "../../../shared/words.ts";
import { type Claim, claimsFor, partsOf } from "./answer-parts.ts";
import { type Haystack, haystackOf, type SentDocument } from "./haystack.ts";
import { nearest } from "./near.ts";

export type { SentDocument } from "./haystack.ts";

/** Words in a row that are proof by themselves (see `wordWeight`). */
const MIN_RUN_WEIGHT = 4;
/** A part of a quote with an ellipsis must say so much to be looked for by itself. */
const MIN_PART_WEIGHT = 2;

/**
 * Articles, and the words for "of" and "for", in the languages of Longhand's word lists: they say nothing by themselves,
 * and models swap them freely. Other prepositions turn a sentence round ("to Alice", "from Alice") and are not here.
 */
const HOLLOW = new Set(
  (
    "a an the of for der die das des den dem ein eine einer eines einem von vom für le la les un une du de des pour " +
    "el los las una del para il lo gli di della het een van voor"
  ).split(" "),
);

type Span = {
  readonly first: number;
  readonly count: number;
  /** In quotation marks: nothing but what stands between them is claimed to be a quote. */
  readonly isQuoted: boolean;
};

/** The verified, misattributed and unproven quotes of an answer, in the order in which they stand in it. */
export function findCitations(answer: string, sent: readonly SentDocument[]): Citation[] {
  if (isAbsentAnswer(answer)) return [];
  const haystack = haystackOf(sent);
  const { bare, words, claims, quotes } = partsOf(answer);
  const quoted = quotes.map((quote): Span => ({ ...quote, isQuoted: true }));
  const spans = [...quoted, ...verbatimRuns(words, quoted, haystack)];
  const cited = new Set<Claim>();
  const found: { at: number; citation: Citation }[] = [];
  for (const span of spans) {
    const start = words[span.first]?.start ?? 0;
    const end = sentenceEnd(bare, words[span.first + span.count - 1]?.end ?? start);
    const mine = claimsFor(answer, claims, start, end);
    for (const claim of mine) cited.add(claim);
    const quote = tidy(bare.slice(start, end));
    const holders = holdersOf(quote, haystack);
    const named = mine.map((claim) => claim.id);
    const sentence =
      span.isQuoted || holders.length === 0
        ? undefined
        : departsFrom(
            words,
            span,
            spans,
            haystack.textOf(judgeAs(named[0] ?? null, holders, haystack).id ?? "") ?? "",
            bare,
          );
    for (const claimedId of named.length === 0 ? [null] : named) {
      const judged = judge(quote, claimedId, holders, haystack);
      const near = sentence === undefined ? undefined : nearest(wordTexts(sentence), named, haystack);
      const citation: Citation =
        sentence === undefined ? judged : { ...judged, quote: sentence, state: "near", source: near?.source ?? quote };
      found.push({ at: start, citation });
    }
  }
  for (const claim of claims) {
    if (cited.has(claim)) continue;
    const quote = tidy(sentenceBefore(bare, claim.at));
    // Fewer words than a run prove nothing about where they come from, but they can be checked where the model says.
    const isShort = quote !== "" && weightOf(wordTexts(quote)) < MIN_RUN_WEIGHT;
    const holders = isShort ? holdersOf(quote, haystack).filter((id) => isSame(claim.id, id)) : [];
    found.push({ at: claim.at, citation: judge(quote, claim.id, holders, haystack) });
  }
  return found.sort((a, b) => a.at - b.at).map((item) => item.citation);
}

function wordTexts(text: string): string[] {
  return wordsOf(text).map((word) => word.text);
}

/** `p13` names any page of it. */
function isSame(claimed: string, id: string): boolean {
  return id === claimed || id.startsWith(`${claimed}.`);
}

/** The documents that hold a quote: all of it, or each part around an ellipsis, in this order. */
function holdersOf(quote: string, haystack: Haystack): string[] {
  const words = wordTexts(quote);
  const whole = exactOrCapital(words, haystack);
  if (whole.length > 0) return whole;
  const parts = quote
    .split(/\s*(?:\[(?:\.{3}|…)\]|\((?:\.{3}|…)\)|\.{3,}|…)\s*/)
    .map(wordTexts)
    .filter((part) => part.length > 0);
  if (parts.length < 2 || parts.some((part) => weightOf(part) < MIN_PART_WEIGHT)) return [];
  const [first = [], ...rest] = parts;
  return exactOrCapital(first, haystack).filter((id) => {
    const have = ` ${wordTexts(haystack.textOf(id) ?? "").join(" ")} `;
    let at = 0;
    for (const part of [first, ...rest]) {
      at = have.indexOf(` ${part.join(" ")} `, at);
      if (at < 0) return false;
      at += part.join(" ").length;
    }
    return true;
  });
}

/** A sentence may begin in the answer with what stands in the middle of one in the source, and the other way round. */
function exactOrCapital(words: readonly string[], haystack: Haystack): string[] {
  const exact = haystack.holders(words);
  const [first] = words;
  if (exact.length > 0 || first === undefined || first === "") return exact;
  const head = first.slice(0, 1);
  const swapped = head === head.toLowerCase() ? head.toUpperCase() : head.toLowerCase();
  return swapped === head ? exact : haystack.holders([swapped + first.slice(1), ...words.slice(1)]);
}

/** Which of the holders a claim is about. */
function judgeAs(
  claimedId: string | null,
  holders: readonly string[],
  haystack: Haystack,
): { readonly id: string | null; readonly isClaimed: boolean } {
  if (claimedId === null) return { id: holders[0] ?? null, isClaimed: true };
  const named = holders.find((id) => isSame(claimedId, id));
  if (named !== undefined) return { id: named, isClaimed: true };
  // The mail quotes them; in the prompt a reference stands in the place of the quoted words.
  const folded = haystack.foldsOf(claimedId).find((id) => holders.includes(id));
  if (folded !== undefined) return { id: folded, isClaimed: true };
  return { id: holders[0] ?? null, isClaimed: false };
}

function judge(quote: string, claimedId: string | null, holders: readonly string[], haystack: Haystack): Citation {
  if (holders.length === 0) {
    const near = quote === "" ? undefined : nearest(wordTexts(quote), claimedId === null ? [] : [claimedId], haystack);
    if (near === undefined) return { claimedId, quote, id: null, state: "not-found", alsoIn: [] };
    return { claimedId, quote, id: near.id, state: "near", alsoIn: [], source: near.source };
  }
  const { id, isClaimed } = judgeAs(claimedId, holders, haystack);
  const alsoIn = holders.filter((other) => other !== id);
  return { claimedId, quote, id, state: isClaimed ? "verified" : "wrong-id", alsoIn };
}

function tidy(text: string): string {
  return text
    .replace(/\n(?:[ \t]*>)+[ \t]?/g, "\n")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^["“„«»「『‘*_`>\s]+|["”“»«」』’*_`\s]+$/g, "");
}

/**
 * The sentence around a verbatim run, where it says more than its document: words in the same clause as the run, or
 * figures anywhere in it. "The code is 7702" proves nothing by the words "The code is" alone; "According to Alice,"
 * before a run is the answer's own, and "the code for the depot" says what "the code of the depot" says. See
 * docs/decisions/0006.
 */
function departsFrom(
  words: readonly Word[],
  span: Span,
  spans: readonly Span[],
  source: string,
  text: string,
): string | undefined {
  const vocabulary = new Set(wordTexts(source).map((word) => word.toLowerCase()));
  const endsSentence = (word: Word | undefined): boolean =>
    word === undefined ||
    /^[.!?。！？]["”»」)]*(?:\s|$)/.test(text.slice(word.end)) ||
    /[.!?。！？]["”»」)]*$/.test(text.slice(word.start, word.end));
  const isBreak = (index: number): boolean =>
    text.slice(words[index]?.end ?? 0, words[index + 1]?.start ?? 0).includes("\n");
  let first = span.first;
  while (first > 0 && !endsSentence(words[first - 1]) && !isBreak(first - 1)) first -= 1;
  let last = span.first + span.count - 1;
  while (last + 1 < words.length && !endsSentence(words[last]) && !isBreak(last)) last += 1;
  let clause = span.first;
  const endsClause = (word: Word | undefined): boolean => /^[,:;–—]/.test(text.slice(word?.end));
  while (clause > first && !endsClause(words[clause - 1])) clause -= 1;
  for (let index = first; index <= last; index += 1) {
    if (spans.some((other) => index >= other.first && index < other.first + other.count)) continue;
    const word = words[index]?.text ?? "";
    if (vocabulary.has(word.toLowerCase()) || HOLLOW.has(word.toLowerCase())) continue;
    if (index >= clause || /\d/.test(word))
      return tidy(text.slice(words[first]?.start ?? 0, sentenceEnd(text, words[last]?.end ?? 0)));
  }
  return undefined;
}

/** Where a quote ends that closes its sentence: behind the full stop. */
function sentenceEnd(text: string, at: number): number {
  return at + (/^[.!?…。！？]+/.exec(text.slice(at))?.[0].length ?? 0);
}

/** The sentence that ends at a position. */
function sentenceBefore(text: string, at: number): string {
  const before = text.slice(0, at).trimEnd();
  const start = Math.max(before.lastIndexOf("\n"), before.slice(0, -1).search(/[.!?。]\s(?=[^.!?。]*$)/) + 1);
  return before.slice(Math.max(0, start)).trim();
}

/** The longest runs of the answer's words that stand verbatim in documents; none overlaps another or a quote. */
function verbatimRuns(words: readonly Word[], quotes: readonly Span[], haystack: Haystack): Span[] {
  const texts = words.map((word) => word.text);
  const weight = (run: { readonly first: number; readonly count: number }): number =>
    weightOf(texts.slice(run.first, run.first + run.count));
  const taken: { readonly first: number; readonly count: number }[] = [...quotes];
  const chosen: Span[] = [];
  const runs = haystack.runs(texts, MIN_RUN_WEIGHT).sort((a, b) => weight(b) - weight(a) || a.first - b.first);
  for (const run of runs) {
    if (taken.some((other) => run.first < other.first + other.count && other.first < run.first + run.count)) continue;
    taken.push(run);
    chosen.push({ ...run, isQuoted: false });
  }
  return chosen;
}
