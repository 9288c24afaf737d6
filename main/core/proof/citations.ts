/**
 * Finds and verifies the quotes of an answer by comparing words with the documents that were sent.
 *
 * Words in quotation marks are quotes; so are four words or more that stand verbatim in a document, with or without
 * an id. No model is called and no index is used: every document that was sent is searched.
 */
import { isAbsentAnswer } from "../../../shared/absence.ts";
import type { Citation } from "../../../shared/schemas.ts";
import { documentWords, type SentDocument, type Word, wordsOf } from "./words.ts";

/** Words in a row that are proof by themselves. */
const MIN_RUN_WORDS = 4;
const ID = /\[((?:[mpf]\d+(?:\.\d+)?)(?:\s*,\s*[mpf]\d+(?:\.\d+)?)*)\]/g;
const QUOTE = /"([^"\n]{2,}?)"|“([^”\n]{2,}?)”|«([^»\n]{2,}?)»|„([^“”\n]{2,}?)[“”]/g;

type Span = {
  readonly first: number;
  readonly count: number;
  readonly documents: readonly string[];
  /** In quotation marks: nothing but what stands between them is claimed to be a quote. */
  readonly isQuoted: boolean;
};

/** A sent document as the row of words that is searched. */
type Searched = { readonly id: string; readonly words: readonly string[] };

type Claim = { readonly id: string; readonly at: number };

/** The verified, misattributed and unproven quotes of an answer, in the order in which they stand in it. */
export function findCitations(answer: string, sent: readonly SentDocument[]): Citation[] {
  if (isAbsentAnswer(answer)) return [];
  // Told apart once: the whole archive is searched for every quote.
  const documents = sent.map((document): Searched => ({ id: document.id, words: documentWords(document) }));
  const claims = [...answer.matchAll(ID)].flatMap((match) =>
    (match[1] ?? "").split(",").map((id): Claim => ({ id: id.trim(), at: match.index })),
  );
  // Ids are blanked, so that they neither count as words nor break a quote apart.
  const bare = answer.replace(ID, (match) => " ".repeat(match.length));
  const words = wordsOf(bare);
  const quotes = quotedSpans(bare, words);
  const runs = verbatimRuns(words, documents, quotes);
  const cited = new Set<Claim>();
  const found: { at: number; citation: Citation }[] = [];
  const vocabulary = vocabularies(documents);
  for (const span of [...quotes, ...runs]) {
    const start = words[span.first]?.start ?? 0;
    const end = words[span.first + span.count - 1]?.end ?? start;
    const quote = trimQuote(bare.slice(start, end));
    const claim = claimFor(answer, claims, start, end);
    if (claim !== undefined) cited.add(claim);
    const holders =
      span.documents.length > 0
        ? span.documents
        : documentsWith(words.slice(span.first, span.first + span.count), documents);
    const citation = judge(quote, claim?.id ?? null, holders);
    const sentence = span.isQuoted
      ? undefined
      : departsFrom(words, span, [...quotes, ...runs], vocabulary(citation.id), bare);
    found.push({
      at: start,
      citation: sentence === undefined ? citation : { ...citation, quote: sentence, state: "near" },
    });
  }
  for (const claim of claims) {
    if (cited.has(claim)) continue;
    const text = sentenceBefore(bare, claim.at);
    const claimWords = wordsOf(text);
    // Fewer words than a run prove nothing about where they come from, but they can be checked where the model says.
    const holders =
      claimWords.length > 0 && claimWords.length < MIN_RUN_WORDS ? documentsWith(claimWords, documents) : [];
    const isThere = holders.includes(claim.id);
    found.push({ at: claim.at, citation: judge(trimQuote(text), claim.id, isThere ? [claim.id] : []) });
  }
  return found.sort((a, b) => a.at - b.at).map((item) => item.citation);
}

function judge(quote: string, claimedId: string | null, holders: readonly string[]): Citation {
  const base = { claimedId, quote };
  if (holders.length === 0) return { ...base, id: null, state: "not-found", alsoIn: [] };
  if (claimedId !== null && holders.includes(claimedId)) {
    return { ...base, id: claimedId, state: "verified", alsoIn: holders.filter((id) => id !== claimedId) };
  }
  const [id, ...alsoIn] = holders;
  return { ...base, id: id ?? null, state: claimedId === null ? "verified" : "wrong-id", alsoIn };
}

function trimQuote(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^["“„«]+|["”“»]+$/g, "");
}

/** Looks up the words of a sent document by id, in lower case (a sentence may begin with any of them). */
function vocabularies(documents: readonly Searched[]): (id: string | null) => ReadonlySet<string> {
  return (id) =>
    new Set(
      documents
        .filter((document) => document.id === id)
        .flatMap((document) => document.words)
        .map((word) => word.toLowerCase()),
    );
}

/**
 * The sentence around a verbatim run, where it says more than its document: words in the same clause as the run, or
 * figures anywhere in it. "The code is 7702" proves nothing by the words "The code is" alone; "According to Alice,"
 * before a run is the answer's own.
 */
function departsFrom(
  words: readonly Word[],
  span: Span,
  spans: readonly Span[],
  vocabulary: ReadonlySet<string>,
  text: string,
): string | undefined {
  const endsSentence = (word: Word | undefined): boolean =>
    word === undefined || /[.!?]["”»)]*$/.test(text.slice(word.start, word.end));
  const isBreak = (index: number): boolean =>
    text.slice(words[index]?.end ?? 0, words[index + 1]?.start ?? 0).includes("\n");
  let first = span.first;
  while (first > 0 && !endsSentence(words[first - 1]) && !isBreak(first - 1)) first -= 1;
  let last = span.first + span.count - 1;
  while (last + 1 < words.length && !endsSentence(words[last]) && !isBreak(last)) last += 1;
  let clause = span.first;
  const endsClause = (word: Word | undefined): boolean => /[,:;–—]$/.test(text.slice(word?.start, word?.end));
  while (clause > first && !endsClause(words[clause - 1])) clause -= 1;
  for (let index = first; index <= last; index += 1) {
    if (spans.some((other) => index >= other.first && index < other.first + other.count)) continue;
    const word = words[index]?.text ?? "";
    if (vocabulary.has(word.toLowerCase())) continue;
    if (index >= clause || /\d/.test(word)) {
      return trimQuote(text.slice(words[first]?.start ?? 0, words[last]?.end ?? 0));
    }
  }
  return undefined;
}

/** The sentence that ends at a position. */
function sentenceBefore(text: string, at: number): string {
  const before = text.slice(0, at).trimEnd();
  const start = Math.max(before.lastIndexOf("\n"), before.slice(0, -1).search(/[.!?]\s(?=[^.!?]*$)/) + 1);
  return before.slice(Math.max(0, start)).trim();
}

/** The id a model gave for a quote: the nearest one after it in the same sentence, else just before it. */
function claimFor(answer: string, claims: readonly Claim[], start: number, end: number): Claim | undefined {
  const after = claims.find((claim) => claim.at >= end && !/[.!?\n]\s+\S/.test(answer.slice(end - 1, claim.at)));
  if (after !== undefined) return after;
  return [...claims].reverse().find((claim) => claim.at < start && !/[.!?]\s|\n\n/.test(answer.slice(claim.at, start)));
}

function quotedSpans(text: string, words: readonly Word[]): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(QUOTE)) {
    const start = match.index;
    const end = start + match[0].length;
    const first = words.findIndex((word) => word.end > start);
    const count = words.filter((word) => word.start >= start && word.start < end).length;
    if (first >= 0 && count > 0) spans.push({ first, count, documents: [], isQuoted: true });
  }
  return spans;
}

/** The ids of the documents that hold these words in a row. */
function documentsWith(words: readonly Word[], documents: readonly Searched[]): string[] {
  const wanted = words.map((word) => word.text);
  const first = wanted[0];
  if (first === undefined) return [];
  const holds = (have: readonly string[]): boolean => {
    for (let at = have.indexOf(first); at >= 0; at = have.indexOf(first, at + 1)) {
      if (wanted.every((word, offset) => have[at + offset] === word)) return true;
    }
    return false;
  };
  return documents.filter((document) => holds(document.words)).map((document) => document.id);
}

/** The longest runs of the answer's words that stand verbatim in documents; none overlaps another or a quote. */
function verbatimRuns(words: readonly Word[], documents: readonly Searched[], quotes: readonly Span[]): Span[] {
  const grams = new Map<string, number[]>();
  for (let at = 0; at + MIN_RUN_WORDS <= words.length; at += 1) {
    const key = gram(words.slice(at, at + MIN_RUN_WORDS).map((word) => word.text));
    const places = grams.get(key);
    if (places === undefined) grams.set(key, [at]);
    else places.push(at);
  }
  if (grams.size === 0) return [];
  const runs = new Map<string, { first: number; count: number; documents: string[]; isQuoted: false }>();
  for (const document of documents) {
    const have = document.words;
    for (let at = 0; at + MIN_RUN_WORDS <= have.length; at += 1) {
      for (const first of grams.get(gram(have.slice(at, at + MIN_RUN_WORDS))) ?? []) {
        // Only where a run begins: its later words are part of it.
        if (first > 0 && at > 0 && words[first - 1]?.text === have[at - 1]) continue;
        let count = MIN_RUN_WORDS;
        while (words[first + count] !== undefined && words[first + count]?.text === have[at + count]) count += 1;
        const key = `${first}:${count}`;
        const run = runs.get(key);
        if (run === undefined) runs.set(key, { first, count, documents: [document.id], isQuoted: false });
        else if (!run.documents.includes(document.id)) run.documents.push(document.id);
      }
    }
  }
  const taken: { first: number; count: number }[] = quotes.map((quote) => ({ first: quote.first, count: quote.count }));
  const chosen: Span[] = [];
  for (const run of [...runs.values()].sort((a, b) => b.count - a.count || a.first - b.first)) {
    if (taken.some((other) => run.first < other.first + other.count && other.first < run.first + run.count)) continue;
    taken.push(run);
    chosen.push(run);
  }
  return chosen;
}

function gram(words: readonly string[]): string {
  return words.join("\u0000");
}
