/**
 * What stands over a quote and only introduces it: an attribution, a ruler, copied headers.
 *
 * Owns how many lines that are and whether they say nothing but what the quoted document's header says. Their shapes,
 * in all languages, are text/attribution.ts and text/rulers.ts. Pure.
 */
import { attributionAt } from "../text/attribution.ts";
import { HEADERS, PRONOUNS } from "../text/quote-words.ts";
import { embeddedAt, headerBlockLength } from "../text/rulers.ts";
import type { FoldTarget } from "./memory.ts";

/** Words that make a sentence of one's own of what looks like an attribution: "As I wrote:". */
const OWN_WORDS = new RegExp(`(?<![\\p{L}<"])(?:${PRONOUNS.join("|")})(?![\\p{L}@.])`, "iu");
const NOTES_SUBJECT = /^\s*\*?subject:\*?(?:\s|$)/i;
const MAX_NOTES_LINES = 80;
const RULER_LINE = /^\s*[-_=*–—]{2,}/;

function isBlank(line: string | undefined): boolean {
  return (line ?? "").trim() === "";
}

/** The lines of a quote without its inner marks. */
export function unmarked(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^[\s>]+/, "").trimEnd());
}

/** How many lines an embedded mail's headers take from `header` on; Lotus Notes ends its own with the subject. */
function headersLength(plain: readonly string[], header: number): number {
  const length = headerBlockLength(plain, header);
  if (length > 0) return length;
  for (let at = header; at < Math.min(plain.length, header + MAX_NOTES_LINES); at += 1) {
    if (NOTES_SUBJECT.test(plain[at] ?? "")) return at + 1 - header;
  }
  return 0;
}

/** How many lines introduce the quote that begins at `from`; blank ones above them count too. */
export function introductionLength(plain: readonly string[], from = 0): number {
  let at = from;
  while (at < plain.length && isBlank(plain[at])) at += 1;
  if (at >= plain.length) return 0;
  const embedded = embeddedAt(plain, at);
  if (embedded !== undefined) {
    const headers = headersLength(plain, embedded.header);
    return (headers > 0 ? embedded.header + headers : at + 1) - from;
  }
  const attribution = attributionAt(plain, at);
  if (attribution === undefined || attribution.certainty === "guess") return 0;
  const said = plain.slice(at, at + attribution.length).join(" ");
  return attribution.certainty === "certain" || !OWN_WORDS.test(said) ? at + attribution.length - from : 0;
}

/** Where the mails begin that a quote holds one after the other or in one another; the first is 0. */
export function sectionStarts(plain: readonly string[]): number[] {
  const starts = [0];
  let at = introductionLength(plain);
  while (at < plain.length) {
    const isCertain =
      !isBlank(plain[at]) && (embeddedAt(plain, at) !== undefined || attributionAt(plain, at)?.certainty === "certain");
    if (!isCertain) {
      at += 1;
      continue;
    }
    starts.push(at);
    at += Math.max(1, introductionLength(plain, at));
  }
  return starts;
}

/** Below this line of copied headers stand the recipients. */
const TO_LINE = new RegExp(`^[\\s*]*(?:${HEADERS.to.join("|")})\\s?\\*?\\s?[:：]`, "iu");

function nameWords(target: FoldTarget): string[] {
  const { name = "", address = "" } = target.from ?? {};
  return `${name} ${address.split("@")[0] ?? ""}`.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
}

/** An address as it is written, or as list archives write it: "nora at example.org", "nora at ...". */
const ADDRESS = /[\w.+-]+(?:@| at )(?:[\w-]+(?:\.[\w-]+)+|\.{3})/gi;
/** What stands behind a name in an address of Lotus Notes: `Nora Hale/HOU/ECT@ECT`. */
const NOTES_PLACES = /(?:\/\w+)*@[\w@]+(?![\w.])|\/\w+/g;
const AFTER_RECIPIENTS =
  /^[\s*]*(?:subject|date|sent|importance|betreff|datum|objet|oggetto|data|asunto|fecha)\b.*[:：]/i;
const LABEL = /^[\s*]*[\p{L} ]{1,14}[:：]/u;

function addressOf(text: string): string {
  return text.toLowerCase().replace(/ at /g, "@");
}

/** Whether every address that is named is one of the target's header: one that is not stands nowhere else. */
function knowsAddresses(introduction: readonly string[], target: FoldTarget): boolean {
  const people = [...(target.from === null ? [] : [target.from]), ...target.recipients];
  const known = people.map(({ name, address }) => addressOf(`${name} ${address}`)).join(" ");
  const named = introduction.join(" ").match(ADDRESS) ?? [];
  return named.every((address) => known.includes(addressOf(address).replace(/^[.+-]+|[.+-]+$/g, "")));
}

/** Whether everybody in copied recipients, from the line `to` on, stands in the target's header; exports lose some. */
function knowsRecipients(introduction: readonly string[], to: number, target: FoldTarget): boolean {
  const people = [...(target.from === null ? [] : [target.from]), ...target.recipients];
  const known = people.map(({ name, address }) => `${name} ${address}`.toLowerCase()).join(" ");
  const end = introduction.findIndex((line, index) => index > to && AFTER_RECIPIENTS.test(line));
  const named = introduction
    .slice(to, end < 0 ? undefined : end)
    .map((line) => line.replace(LABEL, " "))
    .join(" ")
    .replace(NOTES_PLACES, " ")
    .match(/\p{L}{3,}/gu);
  return named?.every((word) => known.includes(word.toLowerCase())) !== false;
}

const FORWARDED_BY =
  /^\s*[-_]{2,}\s*(?:forwarded by|weitergeleitet von|réexpédié par|reenviado por|inoltrato da)\s+\S/i;

/** How many lines at the start of an introduction say who passed the mail on, which no header says. */
export function forwarderLength(introduction: readonly string[]): number {
  const first = introduction.findIndex((line) => !isBlank(line));
  if (first < 0 || !FORWARDED_BY.test(introduction[first] ?? "")) return 0;
  let at = first;
  // Notes wraps the line before the dashes at its end.
  while (at < first + 2 && at + 1 < introduction.length && !/[-_]{2,}\s*$/.test(introduction[at] ?? "")) at += 1;
  return at + 1;
}

/**
 * Whether an introduction says only what the header of `target` says: it names the target's sender, or nobody, and no
 * address that the header has not.
 *
 * A mail that merely holds the same words was not what somebody else is said to have written.
 */
export function isSaidByHeader(introduction: readonly string[], target: FoldTarget): boolean {
  const to = introduction.findIndex((line) => TO_LINE.test(line));
  // Then its own header does not say who else got it.
  if (to >= 0 && target.recipients.length === 0) return false;
  if (to >= 0 && !knowsRecipients(introduction, to, target)) return false;
  if (!knowsAddresses(introduction, target)) return false;
  const said = (to < 0 ? introduction : introduction.slice(0, to))
    .filter((line) => !isBlank(line) && !RULER_LINE.test(line))
    .join(" ")
    .toLowerCase();
  if (said === "") return true;
  const words = new Set(said.match(/[\p{L}\p{N}]{2,}/gu) ?? []);
  return nameWords(target).some((word) => words.has(word));
}
