/**
 * RULER's two aggregation tasks: common words and frequent words. Pure.
 *
 * Their haystack is the question, so no two prompts share one: each is a list of its own for its own length.
 */
import type { Random } from "./random.ts";
import { listWords } from "./words.ts";

const CWE_INSTRUCTION =
  "Below is a numbered list of words. In these words, some appear more often than others. Memorize the ones that appear most often.\n";
const CWE_QUESTION = "Question: What are the 10 most common words in the above list?";
const CWE_PREFIX = " Answer: The top 10 words that appear most often in the list are:";

/** How often common and other words appear, below 4,096 tokens and from there on; `example` is the solved one. */
export function cweFrequencies(length: number): {
  readonly common: number;
  readonly other: number;
  readonly example: { readonly words: number; readonly common: number; readonly other: number };
} {
  return length < 4096
    ? { common: 6, other: 1, example: { words: 20, common: 3, other: 1 } }
    : { common: 30, other: 3, example: { words: 40, common: 10, other: 3 } };
}

/** A task in words: `context` is the hay, `opening` stands before it. */
export type WordTask = {
  readonly opening: string;
  readonly context: string;
  readonly text: string;
  readonly answerPrefix: string;
  readonly answers: readonly string[];
};

const COMMON_WORDS = 10;

/** A numbered list in which ten words appear `common` times and the others `other` times. */
export function wordList(words: readonly string[], common: number, other: number, random: Random): string {
  const items = words.flatMap((word, index) => new Array<string>(index < COMMON_WORDS ? common : other).fill(word));
  return random
    .shuffle(items)
    .map((word, index) => `${index + 1}. ${word}`)
    .join(" ");
}

/** Common words: a list of `words` different ones, after a solved example. */
export function drawCwe(length: number, words: number, random: Random): WordTask {
  const { common, other, example } = cweFrequencies(length);
  const exampleWords = random.sample(listWords(0), example.words);
  const chosen = random.sample(listWords(words), Math.max(COMMON_WORDS, words));
  const solved = exampleWords
    .slice(0, COMMON_WORDS)
    .map((word, index) => `${index + 1}. ${word}`)
    .join(" ");
  return {
    opening: `${CWE_INSTRUCTION}${wordList(exampleWords, example.common, example.other, random)}\n${CWE_QUESTION}${CWE_PREFIX} ${solved}\n${CWE_INSTRUCTION}`,
    context: wordList(chosen, common, other, random),
    text: CWE_QUESTION,
    answerPrefix: CWE_PREFIX,
    answers: chosen.slice(0, COMMON_WORDS),
  };
}

/** The exponent of the Zipf distribution, and its zeta: the sum of k to the power of -2. */
const ALPHA = 2;
const ZETA = Math.PI ** 2 / 6;

/** How often the word of each rank appears among about `words`, whole numbers rounded down; ranks count from 1. */
export function zipfCounts(words: number, ranks: number): number[] {
  return Array.from({ length: ranks }, (_, index) => Math.floor((words * (index + 1) ** -ALPHA) / ZETA));
}

const CODED_LENGTH = 6;

/** Frequent words: coded words by Zipf's law; the commonest of all is `...`, which is noise. */
export function drawFwe(length: number, words: number, random: Random): WordTask {
  const vocabulary = new Set<string>();
  const size = Math.max(8, Math.floor(length / 50));
  while (vocabulary.size < size) {
    vocabulary.add(
      Array.from({ length: CODED_LENGTH }, () => "abcdefghijklmnopqrstuvwxyz"[random.between(0, 25)]).join(""),
    );
  }
  const ranked = ["...", ...[...vocabulary].slice(1)];
  const counts = zipfCounts(words, ranked.length);
  const items = ranked.flatMap((word, index) => new Array<string>(counts[index] ?? 0).fill(word));
  return {
    opening:
      "Read the following coded text and track the frequency of each coded word. Find the three most frequently appeared coded words. ",
    context: random.shuffle(items).join(" "),
    text: "Question: Do not provide any explanation. Please ignore the dots '....'. What are the three most frequently appeared words in the above coded text?",
    answerPrefix: " Answer: According to the coded text above, the three most frequently appeared words are:",
    answers: ranked.slice(1, 4),
  };
}
