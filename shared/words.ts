/**
 * Text as a row of words: the unit in which quotes are compared, in the core and where the window marks them.
 *
 * Pure. Punctuation around a word, line breaks, soft hyphens and typographic variants do not count; figures, signs that
 * carry meaning (%, #, @, &, a minus) and the case of letters do.
 */

/** A word as it is compared, and where it stands in its text (end exclusive). */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

/** Scripts written without spaces: each character is a word of its own, with the marks that belong to it. */
const UNSPACED =
  /(?:[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]|[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])\p{M}*/u;
const PIECES = new RegExp(`${UNSPACED.source}|[\\s\\S]+?(?=${UNSPACED.source}|$)`, "gu");
const IDEOGRAPHIC = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]/u;

/** Punctuation of any script at a word's edges. A minus before a figure is part of the figure. */
const LEADING = /^(?:(?![\-−]\d)[[\p{P}`>]--[%‰#@\&]])+/v;
const TRAILING = /[[\p{P}`>]--[%‰#@\&]]+$/v;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** The words of a text, in order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/\S+/gu)) {
    if (UNSPACED.test(match[0])) {
      for (const piece of match[0].matchAll(PIECES)) add(words, piece[0], match.index + piece.index);
    } else add(words, match[0], match.index);
  }
  return words;
}

function add(words: Word[], raw: string, at: number): void {
  const lead = LEADING.exec(raw)?.[0].length ?? 0;
  const bare = raw.slice(lead).replace(TRAILING, "");
  const text = comparable(bare);
  if (text !== "") words.push({ text, start: at + lead, end: at + lead + bare.length });
}

/** A word with its typographic variants made one: apostrophes, minus signs, ligatures, composed letters. */
function comparable(word: string): string {
  // Plain letters are most of all mail; only others can have variants.
  if (/^[\x21-\x7e]*$/.test(word)) return word;
  return word.normalize("NFKC").replace(INVISIBLE, "").replace(/[’‘ʼ]/g, "'").replace(/−/g, "-");
}

/** How much a word says, in words: a character of a script without spaces is a part of one. */
export function wordWeight(word: string): number {
  if (!UNSPACED.test(word)) return 1;
  return IDEOGRAPHIC.test(word) ? 0.5 : 0.2;
}

/** The weight of words in a row. */
export function weightOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + wordWeight(word), 0);
}

const LINE_END_HYPHEN = /(\p{L})[-\u2010\u00ad]\n(?:>[ \t]?)*[ \t]*(?=\p{Ll})/gu;

/**
 * A text with the words that were parted at its line ends put together: without the hyphen ("exam-ple" was "example"),
 * and with it ("well-known" stays). Empty where nothing was parted.
 */
export function unhyphenated(text: string): readonly string[] {
  const joined = text.replace(LINE_END_HYPHEN, "$1");
  return joined === text ? [] : [joined, text.replace(LINE_END_HYPHEN, "$1-")];
}

/** The longest row of words that both hold in this order, by their positions in each; letters' case does not count. */
export function wordsInCommon(
  wanted: readonly string[],
  have: readonly string[],
): { readonly wanted: number; readonly have: number }[] {
  const a = wanted.map((word) => word.toLowerCase());
  const b = have.map((word) => word.toLowerCase());
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const found: { readonly wanted: number; readonly have: number }[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      found.push({ wanted: i, have: j });
      i += 1;
      j += 1;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return found;
}
