/**
 * Burrows's Delta and cosine Delta over the most frequent words.
 *
 * Delta is the mean difference of z-scores of word frequencies (Burrows 2002, "Delta: a measure of stylistic
 * difference"); the cosine of the same scores tells authors apart better (Smith and Aldridge 2011; Evert et al. 2017).
 * Personal pronouns follow the topic and are left out (Hoover 2004). Nothing here is trusted below 1,500 pooled words.
 * Pure.
 */
import { shuffled } from "./random.ts";
import { styleWords } from "./words.ts";

/** Pooled words below which nothing is said. */
export const MIN_POOLED_WORDS = 1500;

/** How texts are compared: which words, and how each is spread over the authors. */
export type StyleSpace = {
  readonly words: readonly string[];
  /** The z-scores of a bag of words, one a word of the space. */
  scores(bag: readonly string[]): Float64Array;
};

const PRONOUNS = new Set(
  (
    "i me my mine you your yours he him his she her hers we us our ours they them their theirs i'm i'd i'll i've you're " +
    "ich mich mir mein meine du dich dir dein deine er ihn ihm sie ihr wir uns unser je me moi mon ma mes tu te toi ton " +
    "il elle nous vous notre votre"
  ).split(" "),
);

/** Words that every space is made of at most; more of them are the topic's. */
const SPACE_WORDS = 150;
/** The spread of a word is measured over pieces of this many words. */
const PIECE_WORDS = 400;

function frequencies(bag: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of bag) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const [word, count] of counts) counts.set(word, count / bag.length);
  return counts;
}

function piecesOf(bag: readonly string[]): (readonly string[])[] {
  const count = Math.max(1, Math.floor(bag.length / PIECE_WORDS));
  // Every piece takes words of all of the text: the mails of one day are about one thing.
  return Array.from({ length: count }, (_, piece) => bag.filter((_word, at) => at % count === piece));
}

/**
 * Makes the space of some authors' bags of words; every author weighs the same, however much he wrote.
 *
 * Words count that at least half of the authors use: what one person alone writes about is no style.
 */
export function createStyleSpace(authors: readonly (readonly string[])[], size = SPACE_WORDS): StyleSpace {
  const perAuthor = authors.filter((bag) => bag.length > 0).map(frequencies);
  const totals = new Map<string, { sum: number; users: number }>();
  for (const counts of perAuthor) {
    for (const [word, share] of counts) {
      const total = totals.get(word) ?? { sum: 0, users: 0 };
      totals.set(word, { sum: total.sum + share, users: total.users + 1 });
    }
  }
  const words = [...totals]
    .filter(([word, { users }]) => !PRONOUNS.has(word) && users * 2 >= perAuthor.length)
    .sort((a, b) => b[1].sum - a[1].sum || (a[0] < b[0] ? -1 : 1))
    .slice(0, size)
    .map(([word]) => word);
  const pieces = authors.map((bag) => piecesOf(bag).map(frequencies));
  const centre = new Float64Array(words.length);
  const spread = new Float64Array(words.length);
  for (const [at, word] of words.entries()) {
    const means = pieces.map((own) => own.reduce((sum, piece) => sum + (piece.get(word) ?? 0), 0) / own.length);
    const middle = means.reduce((sum, value) => sum + value, 0) / means.length;
    const variance =
      pieces.reduce(
        (sum, own) =>
          sum + own.reduce((inner, piece) => inner + ((piece.get(word) ?? 0) - middle) ** 2, 0) / own.length,
        0,
      ) / pieces.length;
    centre[at] = middle;
    spread[at] = Math.sqrt(variance);
  }
  return {
    words,
    scores(bag) {
      const counts = frequencies(bag);
      return Float64Array.from(words, (word, at) => {
        const width = spread[at] ?? 0;
        return width === 0 ? 0 : ((counts.get(word) ?? 0) - (centre[at] ?? 0)) / width;
      });
    },
  };
}

/** Burrows's Delta: the mean absolute difference; 0 is the same. */
export function burrowsDelta(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return a.length === 0 ? Number.NaN : sum / a.length;
}

/** Cosine Delta: 0 is the same direction, 1 none in common, 2 the opposite. */
export function cosineDelta(a: Float64Array, b: Float64Array): number {
  let dot = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let at = 0; at < a.length; at += 1) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    dot += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return lengthA === 0 || lengthB === 0 ? Number.NaN : 1 - dot / Math.sqrt(lengthA * lengthB);
}

/** The bag of words of several texts. */
export function bagOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => styleWords(text));
}

/** Words a profile is made of at most: authors are compared by profiles of like size, or the longest would win. */
const PROFILE_WORDS = 1500;

/** A bag of at most {@link PROFILE_WORDS} words, drawn by chance from all of the text. */
export function profileBag(bag: readonly string[], random: () => number, words = PROFILE_WORDS): readonly string[] {
  return bag.length <= words ? bag : shuffled(bag, random).slice(0, words);
}
