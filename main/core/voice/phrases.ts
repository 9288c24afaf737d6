/** Favourite phrases: runs of words the owner comes back to, and others do not. Pure. */
import type { Habit } from "../../../shared/voice.ts";
import { LANGUAGE_WORDS } from "./language.ts";
import type { VoiceSample } from "./material.ts";
import { bodyOf } from "./opening.ts";
import { proseOf, styleWords } from "./stylometry/words.ts";

const SIZES = [5, 4, 3] as const;
const MIN_MAILS = 3;
const MAX_PHRASES = 14;
/** Runs of these alone ("is in the") are anybody's. */
const EMPTY = new Set(
  `${Object.values(LANGUAGE_WORDS).join(" ")} here there has had been one some any an it's i'm they he she them by or into out up`.split(
    " ",
  ),
);
const MAX_EVIDENCE = 3;

function gramsOf(sentence: string, size: number): string[] {
  const words = styleWords(sentence);
  return Array.from({ length: Math.max(0, words.length - size + 1) }, (_, at) => words.slice(at, at + size).join(" "));
}

function sentencesOf(text: string): string[] {
  return proseOf(text).split(/(?<=[.!?])\s+|\n\s*\n/);
}

function countIn(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const seen = new Set(SIZES.flatMap((size) => sentencesOf(text).flatMap((sentence) => gramsOf(sentence, size))));
    for (const gram of seen) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** The phrases that stand in three mails or more, sorted by how much more the owner uses them than others do. */
export function favouritePhrases(samples: readonly VoiceSample[], others: readonly string[]): Habit[] {
  // How a mail begins and ends is told by itself.
  const mine = countIn(samples.map(({ text, recipients }) => bodyOf(text, recipients)));
  const theirs = countIn(others);
  const share = (count: number, of: number): number => (count + 0.5) / (of + 1);
  const ranked = [...mine]
    .filter(([gram, count]) => count >= MIN_MAILS && gram.split(" ").some((word) => !EMPTY.has(word)))
    .map(([gram, count]) => {
      const ratio = share(count, samples.length) / share(theirs.get(gram) ?? 0, others.length);
      return { gram, count, score: count * Math.log2(1 + ratio) * gram.split(" ").length };
    })
    .sort((a, b) => b.score - a.score || (a.gram < b.gram ? -1 : 1));
  const chosen: { gram: string; count: number }[] = [];
  for (const { gram, count } of ranked) {
    if (chosen.length === MAX_PHRASES) break;
    // Of runs that overlap the best one stands for all.
    const isPart = chosen.some((other) => sharesRun(other.gram, gram));
    if (!isPart) chosen.push({ gram, count });
  }
  return chosen.map(({ gram, count }) => ({ form: gram, count, evidence: evidenceOf(gram, samples) }));
}

function sharesRun(a: string, b: string): boolean {
  const pairs = (text: string): string[] => gramsOf(text, 2);
  const have = new Set(pairs(a));
  return pairs(b).some((pair) => have.has(pair));
}

function evidenceOf(gram: string, samples: readonly VoiceSample[]): Habit["evidence"] {
  const pattern = new RegExp(
    gram
      .split(" ")
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("'", "['’]"))
      .join("[^\\p{L}]+"),
    "iu",
  );
  return samples
    .toReversed()
    .flatMap(({ id, text }) => {
      const found = pattern.exec(text)?.[0];
      return found === undefined ? [] : [{ id, quote: found }];
    })
    .slice(0, MAX_EVIDENCE);
}
