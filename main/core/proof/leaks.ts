/**
 * Leaks: phrases of a draft that stand word for word in mail with somebody else.
 *
 * A model that learned from all mail may carry Bob's affairs into a mail to Alice. What the owner says to three people or
 * more is a stock phrase and no leak; nor is what the person written to has seen. Pure.
 */
import type { Leak } from "../../../shared/schemas.ts";
import { wordsOf } from "../../../shared/words.ts";

/** Words in a row that are no chance. */
const LEAK_WORDS = 8;
/** People a phrase must have been used to, to be a stock phrase. */
const STOCK_PEOPLE = 3;

/** A mail that may leak: who takes part in it, and to whom the owner wrote it (empty where others wrote it). */
export type LeakSource = {
  readonly id: string;
  readonly text: string;
  readonly people: readonly string[];
  readonly writtenTo: readonly string[];
};

function keysOf(text: string): string[] {
  return wordsOf(text).map((word) => word.text.toLowerCase());
}

function* gramsOf(words: readonly string[]): Generator<readonly [at: number, gram: string]> {
  for (let at = 0; at + LEAK_WORDS <= words.length; at += 1) yield [at, words.slice(at, at + LEAK_WORDS).join(" ")];
}

type Holder = { readonly ids: Set<string>; readonly writtenTo: Set<string>; isKnown: boolean };

/**
 * The leaks of a draft to `recipients` (addresses). `given` are the texts it was given: the message, its thread, the
 * points; nothing in them leaks.
 */
export function findLeaks(
  draft: string,
  sources: Iterable<LeakSource>,
  options: { readonly recipients: ReadonlySet<string>; readonly given: readonly string[] },
): Leak[] {
  const words = wordsOf(draft);
  const holders = new Map<string, Holder>();
  for (const [, gram] of gramsOf(words.map((word) => word.text.toLowerCase()))) {
    holders.set(gram, { ids: new Set(), writtenTo: new Set(), isKnown: false });
  }
  if (holders.size === 0) return [];
  for (const text of options.given) {
    for (const [, gram] of gramsOf(keysOf(text))) {
      const holder = holders.get(gram);
      if (holder !== undefined) holder.isKnown = true;
    }
  }
  for (const { id, text, people, writtenTo } of sources) {
    const isKnown = people.some((address) => options.recipients.has(address));
    for (const [, gram] of gramsOf(keysOf(text))) {
      const holder = holders.get(gram);
      if (holder === undefined) continue;
      if (isKnown) holder.isKnown = true;
      holder.ids.add(id);
      for (const address of writtenTo) holder.writtenTo.add(address);
    }
  }
  const leaks: Leak[] = [];
  let first = -1;
  let shared: readonly string[] = [];
  const finish = (lastGram: number): void => {
    const [start, end] = [words[first]?.start ?? 0, words[lastGram + LEAK_WORDS - 1]?.end ?? 0];
    const [id = "", ...alsoIn] = shared;
    leaks.push({ text: draft.slice(start, end).replace(/\s+/g, " ").trim(), start, end, id, alsoIn });
  };
  const grams = [...gramsOf(words.map((word) => word.text.toLowerCase()))];
  for (const [at, gram] of grams) {
    const holder = holders.get(gram);
    const isLeak =
      holder !== undefined && !holder.isKnown && holder.ids.size > 0 && holder.writtenTo.size < STOCK_PEOPLE;
    const ids = isLeak ? [...holder.ids] : [];
    const still = first < 0 ? ids : shared.filter((id) => ids.includes(id));
    if (first >= 0 && still.length === 0) {
      finish(at - 1);
      first = -1;
    }
    if (!isLeak) continue;
    if (first < 0) first = at;
    shared = still.length === 0 ? ids : still;
  }
  if (first >= 0) finish(grams.length - 1);
  return leaks;
}
