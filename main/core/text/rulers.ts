/**
 * What stands over an unmarked quote or a forwarded mail: rulers ("-----Original Message-----") and copied headers.
 *
 * Owns their shapes in all languages of ./quote-words.ts, and Lotus Notes' header without a "From:". Everything after
 * one belongs to the other mail; that is for ./blocks.ts. Pure.
 */
import { FORWARDED_MESSAGE, HEADERS, ORIGINAL_MESSAGE } from "./quote-words.ts";

/** Where another mail begins: the first line that belongs to it, its first header line, and whether it was forwarded. */
export type Embedded = { readonly start: number; readonly header: number; readonly kind: "quoted" | "forwarded" };

type HeaderName = keyof typeof HEADERS;

const DASHES = "[-_=*–—]{2,}";
const ORIGINAL = new RegExp(`^\\s*${DASHES}\\s*(?:${ORIGINAL_MESSAGE.join("|")})\\s*:?\\s*(?:${DASHES})?\\s*$`, "iu");
const FORWARDED = new RegExp(
  `^\\s*(?:${DASHES}\\s*(?:${FORWARDED_MESSAGE.join("|")})(?:\\sfrom\\s.{1,80}?)?\\s*:?\\s*(?:${DASHES})?|(?:begin|anfang|début|inicio|inizio|início)\\s.{0,60})\\s*$`,
  "iu",
);
const FORWARDED_WORDS = new RegExp(`^(?:${FORWARDED_MESSAGE.join("|")})\\s?:$`, "iu");
/** Lotus Notes: "------ Forwarded by A B/C/D on 12/01/2000 08:10 AM ------", which may be wrapped before its end. */
const FORWARDED_BY =
  /^\s*[-_]{2,}\s*(?:forwarded by|weitergeleitet von|réexpédié par|reenviado por|inoltrato da)\s+\S/i;
const PLAIN_RULER = /^\s*[-_=*–—]{4,}\s*$/;

const HEADER_PATTERNS = (Object.keys(HEADERS) as HeaderName[]).map((name) => ({
  name,
  pattern: new RegExp(`^[\\s*]*(?:${HEADERS[name].join("|")})\\s?\\*?\\s?[:：]\\*?(?!//)`, "iu"),
}));
const CANDIDATE = /^[\s*]*[\p{L}][\p{L}\s'-]{0,30}\*?\s?[:：]/u;

const MAX_HEADER_LINES = 14;

/** Which headers a line may be; the same word is "from" in one language and "date" in another. */
function headersOf(line: string): HeaderName[] {
  if (!/[:：]/.test(line) || !CANDIDATE.test(line)) return [];
  return HEADER_PATTERNS.filter(({ pattern }) => pattern.test(line)).map(({ name }) => name);
}

/** How many lines of copied headers stand from `index` on: sender, and date, or recipient and subject; 0 for none. */
export function headerBlockLength(lines: readonly string[], index: number): number {
  const first = headersOf(lines[index] ?? "");
  if (!first.includes("from") && !first.includes("date")) return 0;
  const seen = new Set<HeaderName>();
  let from = -1;
  let headers = 0;
  let length = 0;
  let continued = 0;
  for (let at = 0; at < MAX_HEADER_LINES; at += 1) {
    const line = lines[index + at];
    if (line === undefined) break;
    if (line.trim() === "") {
      // HTML mail turned into text may have its header lines apart.
      if (headersOf(lines[index + at + 1] ?? "").length === 0) break;
      continue;
    }
    const names = headersOf(line);
    if (names.length === 0) {
      // A long address or subject is wrapped; two such lines in a row are text.
      continued += 1;
      if (continued > 2) break;
      continue;
    }
    continued = 0;
    headers += 1;
    for (const name of names) seen.add(name);
    if (names.includes("from") && from < 0) from = at;
    length = at + 1;
  }
  const others = ["date", "to", "subject"].filter((name) => seen.has(name as HeaderName)).length;
  const isEnough = headers >= 3 ? others >= 1 : headers === 2 && first.includes("from") && seen.has("date");
  // "From: the east gate" and a "To: ..." far below are sentences: a header's fields stand close together.
  return from >= 0 && from <= 3 && isEnough ? length + (continued <= 2 ? trailing(lines, index + length) : 0) : 0;
}

/** The lines of a wrapped last header: those that are indented. */
function trailing(lines: readonly string[], from: number): number {
  let count = 0;
  while (count < 2 && /^\s+\S/.test(lines[from + count] ?? "")) count += 1;
  return count;
}

const NOTES_TO = /^\s*\*?to:\*?(?:\s|$)/i;
const NOTES_CC = /^\s*\*?b?cc:\*?(?:\s|$)/i;
const NOTES_SUBJECT = /^\s*\*?subject:\*?(?:\s|$)/i;
const NOTES_DATE = /\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|^\s*\d{1,2}:\d{2}(?::\d{2})?\s?[ap]m\s*$/i;
/** The sender stands alone in the line above the date: a few words, no sentence. */
const NOTES_NAME = /^\s*(?:[\p{Lu}"'<][^.!?:;]{0,60}(?:@\S.{0,40})?|\S+@\S+)\s*$/u;
const NOTES_OTHER = /^\s*(?:sent by|from|phone(?: no)?):|facsimile|^\s*\S{1,8}\s*$/i;
/** Lines between the sender and "To:", and of recipients. */
const MAX_NOTES_ABOVE = 10;
const MAX_NOTES_RECIPIENTS = 60;

/** Whether "To:", "cc:" and "Subject:" follow each other from a line on, with wrapped recipients between them. */
function isNotesHeader(lines: readonly string[], to: number): boolean {
  if (!NOTES_TO.test(lines[to] ?? "")) return false;
  let hasCopy = false;
  for (let at = to + 1; at < Math.min(lines.length, to + MAX_NOTES_RECIPIENTS); at += 1) {
    const line = lines[at] ?? "";
    if (NOTES_SUBJECT.test(line)) return hasCopy;
    if (NOTES_CC.test(line)) hasCopy = true;
    else if (line.trim() === "" ? !NOTES_SUBJECT.test(lines[at + 1] ?? "") && !hasCopy : line.length > 100)
      return false;
  }
  return false;
}

const withNotesTo = new WeakMap<readonly string[], boolean>();

/** Whether a text has a line at all that Notes' header could go by; asked for every line of it. */
function hasNotesTo(lines: readonly string[]): boolean {
  const known = withNotesTo.get(lines);
  if (known !== undefined) return known;
  const has = lines.some((line) => NOTES_TO.test(line));
  withNotesTo.set(lines, has);
  return has;
}

/**
 * Lotus Notes puts the sender and the date over "To:", "cc:" and "Subject:", in one line ("... on 12/01/2000 08:10:00
 * AM"), in several, or not at all.
 */
function beginsNotesHeader(lines: readonly string[], index: number): boolean {
  if (!hasNotesTo(lines)) return false;
  const line = lines[index] ?? "";
  if (NOTES_TO.test(line)) return isNotesHeader(lines, index);
  const isDated = (text: string): boolean => NOTES_DATE.test(text) && text.length < 120 && !/^\s*[-_]{2}/.test(text);
  if (!NOTES_NAME.test(line) && !isDated(line)) return false;
  let hasDate = isDated(line);
  for (let at = index + 1; at <= index + MAX_NOTES_ABOVE; at += 1) {
    const next = lines[at] ?? "";
    if (NOTES_TO.test(next)) return isNotesHeader(lines, at);
    // An empty line above the date parts the header from words of one's own ("Thanks"); Notes indents its own.
    if (next === "" && !hasDate) return false;
    hasDate ||= isDated(next);
    if (next.trim() !== "" && !isDated(next) && !NOTES_OTHER.test(next) && !NOTES_NAME.test(next)) return false;
  }
  return false;
}

/** The next line that says something, at most three blank ones away. */
function nextFilled(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && at < from + 4 && (lines[at] ?? "").trim() === "") at += 1;
  return at;
}

/** The other mail that begins at line `index`; `undefined` where none does. */
export function embeddedAt(lines: readonly string[], index: number): Embedded | undefined {
  const line = lines[index] ?? "";
  const text = line.trim();
  if (text === "" || text.length > 200) return undefined;
  const isRuled = /^[-_=*–—]{2}/.test(text);
  if (isRuled) {
    const header = nextFilled(lines, index + 1);
    if (FORWARDED.test(line) || FORWARDED_BY.test(line)) return { start: index, header, kind: "forwarded" };
    if (ORIGINAL.test(line)) return { start: index, header, kind: "quoted" };
    // A bare line is a ruler only where headers stand below it.
    if (PLAIN_RULER.test(line) && headerBlockLength(lines, header) > 0) return { start: index, header, kind: "quoted" };
    return undefined;
  }
  if (FORWARDED_WORDS.test(text)) return { start: index, header: nextFilled(lines, index + 1), kind: "forwarded" };
  if (headerBlockLength(lines, index) > 0) return { start: index, header: index, kind: "quoted" };
  return beginsNotesHeader(lines, index) ? { start: index, header: index, kind: "quoted" } : undefined;
}
