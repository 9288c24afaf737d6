/**
 * What a draft claims that can be right or wrong: names, dates, amounts and promises, with where they stand in it.
 *
 * Owns how each looks and its form for comparing, in the languages that drafts are offered in. Pure; where a claim comes
 * from is ./grounding.ts.
 */
import { DAY_WORDS, MONTH_WORDS, NOT_NAMES, PROMISE } from "./claim-words.ts";

/** What kind of claim. */
export type ClaimKind = "name" | "date" | "amount" | "promise";

/** A claim: its words, where they stand, and the keys that a source must hold, all of them. */
export type Claim = {
  readonly kind: ClaimKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly keys: readonly string[];
  /** The claim without its first word, which may only open the sentence. */
  readonly without?: Claim;
};

const MONTHS = Object.keys(MONTH_WORDS)
  .sort((a, b) => b.length - a.length)
  .join("|");
const DAYS = Object.keys(DAY_WORDS)
  .sort((a, b) => b.length - a.length)
  .join("|");
const DAY_MONTH = new RegExp(
  `(?<![\\p{L}\\d])(\\d{1,2})(?:st|nd|rd|th|er|\\.|º)?\\s+(?:of\\s+|de\\s+)?(${MONTHS})(?!\\p{L})`,
  "giu",
);
const MONTH_DAY = new RegExp(`(?<!\\p{L})(${MONTHS})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.,]\\d|\\d)`, "giu");
const ISO_DATE = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
const NUMERIC_DATE = /(?<![\d.])(\d{1,2})([./])(\d{1,2})\2(?:\d{4}|\d{2})?(?!\d)/g;
const CLOCK =
  /(?<![\d.])([01]?\d|2[0-3])[:.]([0-5]\d)(?:\s*(am|pm))?(?!\.?\d)|(?<!\d)(\d{1,2})\s*(am|pm|Uhr|h)(?!\p{L})/giu;
const WEEKDAY = new RegExp(`(?<!\\p{L})(${DAYS})(?!\\p{L})`, "giu");
const NUMBER = /(?<![\p{L}\d])\d+(?:[.,'’ ]\d{3})*(?:[.,]\d+)?(?!\p{L}\d)/gu;
const CURRENCY = /[€$£¥]|(?:^|\s)(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|percent|Prozent)\b|%/i;

/** A number without its separators: `1,200.00`, `1.200` and `1 200` are one. */
function numberKey(text: string): string {
  const plain = text.replace(/[.,'’ ](?=\d{3}(?!\d))/g, "").replace(",", ".");
  return plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain.replace(/^0+(?=\d)/, "");
}

type Found = { readonly start: number; readonly end: number; readonly keys: readonly string[] };

function clockKey(match: RegExpMatchArray): string {
  const [, hours, minutes, suffix, hourAlone, word] = match;
  const half = (suffix ?? word ?? "").toLowerCase();
  const hour = Number(hours ?? hourAlone) + (half === "pm" && Number(hours ?? hourAlone) < 12 ? 12 : 0);
  return `time:${hour}:${minutes ?? "00"}`;
}

/** All dates and times of a text with their keys: `day:11-24`, `weekday:5`, `time:10:30`. */
export function datesIn(text: string): Found[] {
  const found: Found[] = [];
  const add = (match: RegExpMatchArray, ...keys: string[]): void => {
    const start = match.index ?? 0;
    if (found.every((other) => start >= other.end || start + match[0].length <= other.start)) {
      found.push({ start, end: start + match[0].length, keys });
    }
  };
  for (const match of text.matchAll(ISO_DATE)) add(match, `day:${Number(match[2])}-${Number(match[3])}`);
  for (const match of text.matchAll(DAY_MONTH)) {
    add(match, `day:${MONTH_WORDS[(match[2] ?? "").toLowerCase()] ?? 0}-${Number(match[1])}`);
  }
  for (const match of text.matchAll(MONTH_DAY)) {
    add(match, `day:${MONTH_WORDS[(match[1] ?? "").toLowerCase()] ?? 0}-${Number(match[2])}`);
  }
  for (const match of text.matchAll(NUMERIC_DATE)) {
    // 24.11. is the day first; 11/24 the month first where that is the only way to read it.
    const [first, second] = [Number(match[1]), Number(match[3])];
    if (first > 31 || second > 31 || (first > 12 && second > 12)) continue;
    const isMonthFirst = second > 12;
    add(match, isMonthFirst ? `day:${first}-${second}` : `day:${second}-${first}`);
  }
  for (const match of text.matchAll(CLOCK)) add(match, clockKey(match));
  for (const match of text.matchAll(WEEKDAY)) add(match, `weekday:${DAY_WORDS[(match[1] ?? "").toLowerCase()] ?? 0}`);
  return found.sort((a, b) => a.start - b.start);
}

/** All numbers of a text with their keys; small bare ones ("2 boats") are no claim, but are found in sources. */
export function numbersIn(text: string): (Found & { readonly isAmount: boolean })[] {
  return [...text.matchAll(NUMBER)].map((match) => {
    const start = match.index;
    const end = start + match[0].length;
    const around = text.slice(Math.max(0, start - 5), start) + text.slice(end, end + 9);
    const key = numberKey(match[0]);
    return {
      start,
      end,
      keys: [`number:${key}`],
      isAmount: key.replace(/\D/g, "").length > 1 || CURRENCY.test(around),
    };
  });
}

const CAPITALISED = /\p{Lu}[\p{L}\p{M}'’-]*\p{L}(?:[ ]\p{Lu}[\p{L}\p{M}'’-]*\p{L})*/gu;
const SENTENCE_START = /(?:^|[.!?:;–—\n]["“”»')]*\s*|\n\s*[-*•]\s*)$/;

/** The key of a name's word: without the owner's "s". */
export function nameKey(word: string): string {
  return word.replace(/['’]s$/, "").toLowerCase();
}

/** What name-finding needs to know of a draft's language and people. */
export type NameHints = {
  /** Words of the names of people in the archive, as {@link nameKey} has them. */
  readonly known: ReadonlySet<string>;
  /** German writes every noun with a capital: there only known names and pairs of words count. */
  readonly hasCapitalNouns: boolean;
};

function namesIn(text: string, hints: NameHints): (Found & { readonly without?: Found })[] {
  const found: (Found & { readonly without?: Found })[] = [];
  for (const match of text.matchAll(CAPITALISED)) {
    let start = match.index;
    let words = match[0].split(" ");
    const drop = (): void => {
      start += (words[0]?.length ?? 0) + 1;
      words = words.slice(1);
    };
    // "Dear Alice", "The Harbor": the first word is no name where it is a common one.
    while (words[0] !== undefined && NOT_NAMES.has(words[0].toLowerCase())) drop();
    // At the opening of a sentence every word has a capital: "Ask Bob Marsh". A line of its own is a signature.
    const isLine = /^\s*(?:\n|$)/.test(text.slice(match.index + match[0].length)) && words.length > 1;
    const isOpening = !isLine && SENTENCE_START.test(text.slice(0, start)) && !hints.known.has(nameKey(words[0] ?? ""));
    if (isOpening && words.length < 2) continue;
    const last = words.length;
    if (last === 0) continue;
    const keys = words.map((word) => nameKey(word));
    if (hints.hasCapitalNouns && words.length < 2 && !hints.known.has(keys[0] ?? "")) continue;
    // "Friday", "March", "I'll" are no names; all in capitals of two letters are abbreviations like "OK".
    if (keys.every((key) => key in DAY_WORDS || key in MONTH_WORDS || key.length < 3)) continue;
    const named = keys.map((key) => `name:${key}`);
    const end = start + words.join(" ").length;
    const later = start + (words[0]?.length ?? 0) + 1;
    found.push({
      start,
      end,
      keys: named,
      ...(isOpening ? { without: { start: later, end, keys: named.slice(1) } } : {}),
    });
  }
  return found;
}

const SENTENCE = /[^.!?\n]+(?:[.!?]+|\n|$)/g;
const SMALL = 4;

function promisesIn(text: string): Found[] {
  return [...text.matchAll(SENTENCE)].flatMap((match) => {
    if (!PROMISE.test(match[0])) return [];
    const lead = match[0].length - match[0].trimStart().length;
    const keys = contentKeys(match[0]);
    // "I will." alone promises nothing that could be looked up.
    if (keys.length === 0) return [];
    return [{ start: match.index + lead, end: match.index + match[0].trimEnd().length, keys }];
  });
}

/** The words of a sentence that carry its content, cut to their stems: "bringing" and "brings" are "bring". */
export function contentKeys(sentence: string): string[] {
  const words = sentence.toLowerCase().match(/\p{L}[\p{L}\p{M}]+/gu) ?? [];
  const stems = words
    .filter((word) => word.length >= SMALL && !NOT_NAMES.has(word) && !(word in DAY_WORDS))
    .map((word) => `stem:${word.replace(/(?:ing|ed|es|s|en|e|t)$/, "").slice(0, 7)}`);
  return [...new Set(stems)];
}

/** The claims of a draft, in the order in which they stand; a date inside a promise is a claim of its own. */
export function findClaims(draft: string, hints: NameHints): Claim[] {
  const dates = datesIn(draft);
  const isDated = (at: Found): boolean => dates.some((date) => at.start < date.end && date.start < at.end);
  const claim =
    (kind: ClaimKind) =>
    ({ start, end, keys }: Found): Claim => ({ kind, text: draft.slice(start, end), start, end, keys });
  return [
    ...dates.map(claim("date")),
    ...numbersIn(draft)
      .filter((number) => number.isAmount && !isDated(number))
      .map(claim("amount")),
    ...namesIn(draft, hints)
      .filter((name) => !isDated(name))
      .map(({ without, ...name }): Claim => {
        const whole = claim("name")(name);
        return without === undefined ? whole : { ...whole, without: claim("name")(without) };
      }),
    ...promisesIn(draft).map(claim("promise")),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
}
