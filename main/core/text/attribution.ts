/**
 * Attribution lines: "On Monday, Alice <alice@example.org> wrote:" and its like.
 *
 * Owns their shapes in all languages of ./quote-words.ts: with a verb, or with a date and an address alone. Does not
 * look at what follows; whether a quote is there is the business of ./blocks.ts. Pure.
 */
import { ON, PRONOUNS, WROTE } from "./quote-words.ts";

/**
 * An attribution: its lines, and how sure it is. A certain one needs no marked quote below it; a guess ends in a colon
 * after a date, in words that are not known.
 */
export type Attribution = { readonly length: number; readonly certainty: "certain" | "likely" | "guess" };

const MAX_LINES = 4;
const MAX_LENGTH = 500;

const VERB = new RegExp(`(?<![\\p{L}-])(?:${WROTE.join("|")})(?!\\p{L})`, "iu");
/** Scripts without spaces write the verb right behind the name. */
const VERB_UNSPACED = /(?:写道|寫道|書きました|작성)/u;
const CLOCK = /\b\d{1,2}[:.]\d{2}\b/;
const CLOCKS = /\b\d{1,2}:\d{2}(?::\d{2})?\b/g;
const YEAR = /(?<!\d)(?:19|20)\d{2}(?!\d)/;
const NUMERIC_DATE = "\\d{1,4}(?:[./-]\\d{1,2}[./-]\\d{1,4}|[./-]\\p{L}{3,4}[./-]\\d{2,4})";
const NAMED_DATE =
  "\\d{1,2}(?:st|nd|rd|th|er|º|°)?[.,]?[\\s-](?:de\\s)?\\p{L}{3,}|\\p{L}{3,}\\.?\\s\\d{1,2}(?:st|nd|rd|th)?[,\\s]";
const YEAR_FIRST_DATE = "\\d{4}\\.?\\s\\p{L}{3,}\\.?\\s\\d{1,2}";
const DATE = `(?:${NUMERIC_DATE}|${YEAR_FIRST_DATE}|\\d{4}\\s?[年년]|${NAMED_DATE})`;
const ON_WORD = `(?:${ON.join("|")})`;
/** A line that begins with a date: an opening word, a weekday, a time of day may come first. */
const OPENS_WITH_DATE = new RegExp(
  `^(?:${ON_WORD}\\s+(?:the\\s)?)?(?:\\p{L}{2,12}[.,]{0,2}\\s(?:den\\s)?)?(?:\\d{1,2}[:.]\\d{2}(?:\\s?[ap]m)?,?\\s)?(?:\\p{L}{2,12}[.,]{0,2}\\s)?${DATE}`,
  "iu",
);
/** A line that begins an attribution as a person may shorten it: a word of time and a number. */
const OPENS_WITH_ON = new RegExp(`^${ON_WORD}(?!\\p{L}).*\\d`, "iu");
const BRACKETED = /[<([]\s*(?:mailto:)?[^\s<>]+@[^\s<>]+/i;
const ADDRESS = /\S@\S/;
/** Older Gmail without a verb: "2016-03-03 17:21 GMT+01:00 Some One", "2013/7/20 sam <sam@example.org>". */
const ISO_AND_NAME =
  /^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s\d{1,2}:\d{2}\s(?:GMT|UTC)[+-]\d{1,2}:?\d{2}\s\S.{0,80}|\s\S.{0,80}<[^\s<>]+@[^\s<>]+>)$/;
const SENTENCE = new RegExp(`(?<![\\p{L}<"])(?:${PRONOUNS.join("|")})(?![\\p{L}@.])`, "iu");

function opens(line: string): boolean {
  // Both have a number in them; most lines have none.
  if (!/\d/.test(line)) return false;
  return OPENS_WITH_ON.test(line) || (OPENS_WITH_DATE.test(line) && (YEAR.test(line) || CLOCK.test(line)));
}

/** The words of a line: "---- On Tuesday ... wrote ----" has dashes for the colon. */
function undashed(line: string): string {
  // Some programs put a mark of direction first, which old archives turned into a question mark.
  const text = line.replace(/^[?\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffd]\s?(?=\S)/, "");
  const inner = /^-{2,}\s*(\S.*\S)\s*-{2,}$/.exec(text)?.[1];
  return inner === undefined ? text : `${inner}:`;
}

/** How surely a joined line is an attribution; `undefined` where it is none. */
function judge(line: string): Attribution["certainty"] | undefined {
  if (!/[:：-]$/.test(line)) return undefined;
  const text = undashed(line);
  if (!/[:：]$/.test(text)) return undefined;
  const isDated = OPENS_WITH_DATE.test(text) && (YEAR.test(text) || CLOCK.test(text));
  const verb = VERB.exec(text) ?? VERB_UNSPACED.exec(text);
  if (verb === null) {
    // Without a verb only a date at the very start and the address at the very end make an attribution.
    const isAddressed = /[<[(]\s?[^\s<>]+@[^\s<>]+[>\])]{1,2}\s?[:：]$/.test(text);
    if (isDated && isAddressed) return "certain";
    // People write verbs of their own: "On Mon, 3 May 2004 at 10:12 Bob thought:".
    return isDated && CLOCK.test(text) && text.length < 200 ? "guess" : undefined;
  }
  const before = text.slice(0, verb.index);
  const after = text.slice(verb.index + verb[0].length).replace(/[:：]$/, "");
  const isNamedAfter = after.trim().length > 3;
  if (isNamedAfter && after.length > 40 && !(isDated && (ADDRESS.test(after) || after.length < 100))) return undefined;
  if (after.replace(CLOCKS, "").includes(":") && !ADDRESS.test(after)) return undefined;
  if (!isDated && before.length > 200 && !BRACKETED.test(before)) return undefined;
  // A date without a time or an address may be a sentence's: "On 5 May 2004 Bob said:".
  const isSure = isDated && (CLOCK.test(text) || ADDRESS.test(text)) && !SENTENCE.test(before);
  if (!isSure) return before.length <= 300 ? "likely" : undefined;
  // "On 3 May 2004 Bob wrote to all of us:" is a sentence; a name behind the verb needs a language that puts it there.
  return isNamedAfter && /^(?:wrote|writes)$/i.test(verb[0]) ? "likely" : "certain";
}

/** The attribution that begins at `index`; `undefined` where none does. */
export function attributionAt(lines: readonly string[], index: number): Attribution | undefined {
  const first = (lines[index] ?? "").trim();
  if (first === "") return undefined;
  const canWrap = opens(first.replace(/^-{2,}\s*/, ""));
  let text = "";
  for (let length = 1; length <= (canWrap ? MAX_LINES : 1); length += 1) {
    const line = (lines[index + length - 1] ?? "").trim();
    // Only an opener may run over several lines: words of one's own above an attribution are not part of it.
    // "<alice@example.org" may be wrapped before its bracket; any other ">" begins a quote.
    const isBracketOpen = text.lastIndexOf("<") > text.lastIndexOf(">");
    if (line === "" || (line.startsWith(">") && !isBracketOpen)) break;
    if (length > 1 && opens(line)) break;
    text = length === 1 ? line : `${text} ${line}`;
    if (text.length > MAX_LENGTH) break;
    const certainty = judge(text);
    if (certainty !== undefined) return { length, certainty };
  }
  return ISO_AND_NAME.test(first) ? { length: 1, certainty: "certain" } : undefined;
}

/**
 * How many lines an attribution takes that begins at `index`; 0 where none does, or one only by a guess. Does not look at
 * what follows.
 */
export function attributionLength(lines: readonly string[], index: number): number {
  const attribution = attributionAt(lines, index);
  return attribution === undefined || attribution.certainty === "guess" ? 0 : attribution.length;
}
