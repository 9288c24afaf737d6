/**
 * Finds the words of a quote in a text, whatever the line breaks, quote marks and punctuation between them.
 *
 * Pure. Words are those of shared/words.ts, as in the core; the case of letters does not count here.
 * A quote that is not there word for word is looked for by its longest run, as a near quote shows it.
 */

import { type Word, wordsOf } from "../../../shared/words.ts";

/** Where words stand in a text: offsets, end exclusive. */
export type TextRange = { readonly start: number; readonly end: number };

/** A shorter run would mark words that stand anywhere. */
const MIN_RUN = 3;

function lowerWords(text: string): Word[] {
  return wordsOf(text).map((word) => ({ ...word, text: word.text.toLowerCase() }));
}

/** The place of a quote, or of its longest run; null where not even that is there. */
export function findQuote(text: string, quote: string): TextRange | null {
  const have = lowerWords(text);
  const wanted = lowerWords(quote);
  if (wanted.length === 0) return null;
  let best: { first: number; count: number } | null = null;
  for (let at = 0; at < have.length; at += 1) {
    for (let from = 0; from < wanted.length; from += 1) {
      if (have[at]?.text !== wanted[from]?.text) continue;
      let count = 1;
      while (from + count < wanted.length && have[at + count]?.text === wanted[from + count]?.text) count += 1;
      if (best === null || count > best.count) best = { first: at, count };
      if (count === wanted.length) return rangeOf(have, at, count);
    }
  }
  if (best === null || best.count < Math.min(MIN_RUN, wanted.length)) return null;
  return rangeOf(have, best.first, best.count);
}

function rangeOf(words: readonly Word[], first: number, count: number): TextRange | null {
  const start = words[first]?.start;
  const end = words[first + count - 1]?.end;
  return start === undefined || end === undefined ? null : { start, end };
}

/** A piece of text, marked or not. */
export type Piece = { readonly text: string; readonly isMarked: boolean };

/** Cuts a text at a range, for drawing the marked words. */
export function cutAt(text: string, range: TextRange | null): Piece[] {
  if (range === null) return [{ text, isMarked: false }];
  return [
    { text: text.slice(0, range.start), isMarked: false },
    { text: text.slice(range.start, range.end), isMarked: true },
    { text: text.slice(range.end), isMarked: false },
  ].filter((piece) => piece.text !== "");
}
