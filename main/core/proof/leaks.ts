/**
 * Leaks: phrases of a draft that stand word for word in mail with somebody else.
 *
 * A model that learned from all mail may carry Bob's affairs into a mail to Alice. What the owner says to three people or
 * more is a stock phrase and no leak; nor is what the person written to has seen. Pure.
 */
import type { Leak } from "../../../shared/schemas.ts";
import { type Word, wordsOf } from "../../../shared/words.ts";

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

/** What a draft is compared for: to whom it goes, and what it was given (nothing of that leaks). */
export type LeakOptions = { readonly recipients: ReadonlySet<string>; readonly given: readonly string[] };

/** Compares one draft with mails, one after the other. */
export type LeakRun = { read(source: LeakSource): void; leaks(): Leak[] };

/** Begins with what the draft was given: the message, its thread, the points. */
export function createLeakSearch(draft: string, options: LeakOptions): LeakRun {
  const words = wordsOf(draft);
  const holders = new Map<string, Holder>();
  for (const [, gram] of gramsOf(words.map((word) => word.text.toLowerCase()))) {
    holders.set(gram, { ids: new Set(), writtenTo: new Set(), isKnown: false });
  }
  for (const text of holders.size === 0 ? [] : options.given) {
    for (const [, gram] of gramsOf(keysOf(text))) {
      const holder = holders.get(gram);
      if (holder !== undefined) holder.isKnown = true;
    }
  }
  return {
    read({ id, text, people, writtenTo }) {
      if (holders.size === 0) return;
      const isKnown = isKnownTo(people, options.recipients);
      for (const [, gram] of gramsOf(keysOf(text))) {
        const holder = holders.get(gram);
        if (holder === undefined) continue;
        if (isKnown) holder.isKnown = true;
        holder.ids.add(id);
        for (const address of writtenTo) holder.writtenTo.add(address);
      }
    },
    leaks: () => leaksOf(draft, words, holders),
  };
}

/** All that the draft goes to must have seen a mail for its words to be known. */
function isKnownTo(people: readonly string[], recipients: ReadonlySet<string>): boolean {
  return recipients.size > 0 && [...recipients].every((address) => people.includes(address));
}

/** The leaks of a draft against all sources at once. */
export function findLeaks(draft: string, sources: Iterable<LeakSource>, options: LeakOptions): Leak[] {
  const run = createLeakSearch(draft, options);
  for (const source of sources) run.read(source);
  return run.leaks();
}

function leaksOf(draft: string, words: readonly Word[], holders: ReadonlyMap<string, Holder>): Leak[] {
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
