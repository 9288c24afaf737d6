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
  `^\\s*(?:${DASHES}\\s*(?:${FORWARDED_MESSAGE.join("|")})\\s*:?\\s*(?:${DASHES})?|(?:begin|anfang|début|inicio|inizio|início)\\s.{0,60})\\s*$`,
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
  if (!CANDIDATE.test(line)) return [];
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
const NOTES_DATE = /\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b.*\b\d{1,2}:\d{2}/;
/** The sender stands alone in the line above the date: a few words, no sentence. */
const NOTES_NAME = /^\s*(?:[\p{Lu}"'<][^.!?:;]{0,60}(?:@\S.{0,40})?|\S+@\S+)\s*$/u;
const NOTES_SENT_BY = /^\s*sent by:/i;

/**
 * Lotus Notes puts the sender and the date over "To:", "cc:" and "Subject:", in one line ("... on 12/01/2000 08:10:00
 * AM") or two. The line with the name is the start.
 */
function notesHeaderAt(lines: readonly string[], index: number): number {
  const isDated = (at: number): boolean =>
    NOTES_DATE.test(lines[at] ?? "") && (lines[at] ?? "").length < 120 && !/^\s*[-_]{2}/.test(lines[at] ?? "");
  let date = index;
  if (!isDated(index)) {
    if (!NOTES_NAME.test(lines[index] ?? "")) return -1;
    date = NOTES_SENT_BY.test(lines[index + 1] ?? "") ? index + 2 : index + 1;
    if (!isDated(date)) return -1;
  }
  let at = date + 1;
  while (at < date + 3 && !NOTES_TO.test(lines[at] ?? "") && (lines[at] ?? "").length < 80) at += 1;
  if (!NOTES_TO.test(lines[at] ?? "")) return -1;
  const below = lines.slice(at + 1, at + 14);
  return below.some((line) => NOTES_CC.test(line)) && below.some((line) => NOTES_SUBJECT.test(line)) ? index : -1;
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
  return notesHeaderAt(lines, index) >= 0 ? { start: index, header: index, kind: "quoted" } : undefined;
}
