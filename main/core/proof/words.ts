/** Text as a row of words, the unit in which quotes are compared. Punctuation around a word does not count. */
import { unescapeContent } from "../prompt/escape.ts";

/** A word and where it stands in its text. */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

/** Punctuation of any script at a word's edges; signs that carry meaning (%, #, @, &) stay. */
const EDGE = /^[[\p{P}`>]--[%‰#@\&]]+|[[\p{P}`>]--[%‰#@\&]]+$/gv;

/** The words of a text; typographic apostrophes count as plain ones. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/\S+/gu)) {
    const bare = match[0].replace(EDGE, "").replace(/[’‘]/g, "'");
    if (bare !== "") words.push({ text: bare, start: match.index, end: match.index + match[0].length });
  }
  return words;
}

/** A document as it was sent. */
export type SentDocument = { readonly id: string; readonly text: string };

/** The words of a sent document: escapes undone, its id and quote marks left out. */
export function documentWords(document: SentDocument): string[] {
  const text = unescapeContent(document.text.replace(/^\[[^\]]*\]/, ""));
  return wordsOf(text).map((word) => word.text);
}
