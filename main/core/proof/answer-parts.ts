/**
 * What an answer claims: the ids it names and the words it puts in quotation marks, whatever the model's habit.
 *
 * Pure, and knows no documents: whether a claim is true is ./citations.ts.
 */
import { type Word, wordsOf } from "../../../shared/words.ts";

/** An id that the answer names, and where its mark begins and ends. */
export type Claim = { readonly id: string; readonly at: number; readonly end: number };

/** Words that the answer puts in quotation marks; indices of words. */
export type QuotedSpan = { readonly first: number; readonly count: number };

/** An answer taken apart. `bare` has the ids blanked, so that offsets stay and ids are neither words nor breaks. */
export type AnswerParts = {
  readonly bare: string;
  readonly words: readonly Word[];
  readonly claims: readonly Claim[];
  readonly quotes: readonly QuotedSpan[];
};

const ID = String.raw`[mpf]\d{1,15}(?:\.\d{1,9})?`;
/** What models write around ids inside a bracket: "see", "mail", "id:", "and", "page 3", their own footnote marks. */
const FILLER = String.raw`(?:\s|[,;:&#/+*_†]|(?:see|cf|in|from|mail|mails|email|document|doc|id|ids|source|sources|and|und|et|y|e|pages?|p\.)\b\.?|page\s\d+)*`;
const BRACKETED = new RegExp(
  String.raw`\*{0,2}[[(【{⟦]{1,2}${FILLER}(?:\\)?(${ID}(?:${FILLER}${ID})*)${FILLER}[\])】}⟧]{1,2}\*{0,2}`,
  "giu",
);
const ONE_ID = new RegExp(ID, "gi");
/** An id without brackets counts where nothing else can be meant: after a word that announces it. */
const ANNOUNCED = new RegExp(String.raw`\b(?:see|source|id|document|mail|e-?mail|message)[:\s]+(${ID})\b`, "giu");

const QUOTES =
  /"([^"]{2,2000}?)"|“([^“”]{2,2000}?)”|«([^«»]{2,2000}?)»|»([^«»]{2,2000}?)«|„([^„“”]{2,2000}?)[“”]|「([^「」]{2,2000}?)」|『([^『』]{2,2000}?)』|‘([^‘’]{8,2000}?)’(?!\p{L})|\u0060([^\u0060\n]{8,2000}?)\u0060/gu;
const QUOTED_LINES = /^(?:[ \t]*>[^\n]*(?:\n|$))+/gm;

function claimsOf(answer: string): Claim[] {
  const claims: Claim[] = [];
  for (const match of answer.matchAll(BRACKETED)) {
    for (const id of (match[1] ?? "").matchAll(ONE_ID))
      claims.push({ id: id[0].toLowerCase(), at: match.index, end: match.index + match[0].length });
  }
  for (const match of answer.matchAll(ANNOUNCED)) {
    const id = (match[1] ?? "").toLowerCase();
    const at = match.index + match[0].length - id.length;
    if (!claims.some((claim) => at >= claim.at && at < claim.end)) claims.push({ id, at, end: at + id.length });
  }
  return claims.sort((a, b) => a.at - b.at);
}

function blank(text: string, claims: readonly Claim[]): string {
  let bare = text;
  for (const { at, end } of claims) bare = bare.slice(0, at) + " ".repeat(end - at) + bare.slice(end);
  return bare;
}

/** Takes an answer apart. */
export function partsOf(answer: string): AnswerParts {
  const claims = claimsOf(answer);
  const bare = blank(answer, claims);
  const words = wordsOf(bare);
  const quotes: QuotedSpan[] = [];
  const add = (start: number, end: number): void => {
    const first = words.findIndex((word) => word.end > start);
    const count = words.filter((word) => word.start >= start && word.start < end).length;
    const isTaken = quotes.some((other) => first < other.first + other.count && other.first < first + count);
    if (first >= 0 && count > 0 && !isTaken) quotes.push({ first, count });
  };
  for (const match of bare.matchAll(QUOTES)) {
    // A blank line ends a paragraph: marks on both sides of one are no pair.
    if (!/\n[ \t]*\n/.test(match[0])) add(match.index, match.index + match[0].length);
  }
  for (const match of bare.matchAll(QUOTED_LINES)) add(match.index, match.index + match[0].length);
  return { bare, words, claims, quotes: quotes.sort((a, b) => a.first - b.first) };
}

/** The ids a model gave for words: the nearest mark after them in the same sentence, else the one just before. */
export function claimsFor(answer: string, claims: readonly Claim[], start: number, end: number): readonly Claim[] {
  const together = (claim: Claim | undefined): readonly Claim[] =>
    claim === undefined ? [] : claims.filter((other) => other.at === claim.at);
  const after = claims.find(
    (claim) => claim.at >= end && !/[.!?。]["”»」)]?\s+\S|\n\s*\n/.test(answer.slice(end - 1, claim.at)),
  );
  if (after !== undefined) return together(after);
  const before = [...claims]
    .reverse()
    .find((claim) => claim.end <= start && !/[.!?。]\s|\n\s*\n/.test(answer.slice(claim.end, start)));
  return together(before);
}
