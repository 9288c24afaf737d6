/**
 * Signatures: after a delimiter, in one line ("Sent from my iPhone"), a list's footer, or the sender's name and
 * addresses at the end.
 *
 * Owns what looks like one; where a quote begins, and so where a signature ends at the latest, is for ./blocks.ts. A
 * closing ("Best regards, Nora") is the sender's own words: it belongs to the voice. Pure.
 */
import type { Person } from "../../../shared/schemas.ts";
import { DEVICES, SENT_FROM } from "./quote-words.ts";

/** The delimiter is two hyphens and a space; many programs drop the space. What follows is short by custom. */
const DELIMITER = /^-- *$/;
const MAX_SIGNATURE_LINES = 30;
/** Dashes that people and programs put instead: believed only over a few short lines. */
const LOOSE_DELIMITER = /^\s*(?:[–—]+|_{2,3})\s*$/;
const MAX_LOOSE_LINES = 8;
const MAX_NAME_BLOCK_LINES = 12;
const MAX_LINE_LENGTH = 80;
/** Mailing lists and free mail services put a line of underscores, a name and an address under every mail. */
const FOOTER_RULER = /^_{20,}$/;
const FOOTER_WORDS = /\b(?:mailing list|mailman|listinfo|unsubscribe)\b|https?:\/\/|\bwww\./i;

const MOBILE = new RegExp(
  `^\\W{0,3}(?:${SENT_FROM.join("|")})(?!\\p{L})\\s?[^,;:]{0,30}(?<!\\p{L})(?:${DEVICES.join("|")})|^(?:iphoneから送信|发自我的|從我的)`,
  "iu",
);
const SENTENCE_END = /[.!?:。]\s*$/;
const POSTSCRIPT = /^\W*(?:p\.?\s?s\b|nb\b)/i;
const ANY_RULER = /^\s*[-_=*~–—]{2,}\s*$/;

/** Whether a line is all that a device or a program signs with. */
export function isMobileSignature(line: string): boolean {
  const text = line.replace(/<[^<>]*>|\(https?:[^()]*\)/g, "").trim();
  return text.length <= MAX_LINE_LENGTH && MOBILE.test(text) && text.split(/\s+/).length <= 11;
}

function isShort(lines: readonly string[], max: number): boolean {
  const filled = lines.filter((line) => line.trim() !== "");
  return filled.length > 0 && filled.length <= max && filled.every((line) => line.length <= MAX_LINE_LENGTH);
}

/** The footer below a ruler ends at the first blank line: what follows may be an older mail. */
function footerLength(rest: readonly string[]): number {
  const blank = rest.findIndex((line) => line.trim() === "");
  const footer = blank < 0 ? rest : rest.slice(0, blank);
  return footer.length > 0 && footer.length <= 6 && FOOTER_WORDS.test(footer.join("\n")) ? footer.length + 1 : 0;
}

/**
 * How many lines of a signature begin at `index`, of a text that runs to `end` (a quote, or the last line); 0 for none.
 */
export function signatureLength(lines: readonly string[], index: number, end: number): number {
  const line = lines[index] ?? "";
  const count = end - index - 1;
  if (DELIMITER.test(line)) return lines.length - index <= MAX_SIGNATURE_LINES || count < 12 ? end - index : 0;
  if (LOOSE_DELIMITER.test(line) && count <= 2 * MAX_LOOSE_LINES) {
    const rest = lines.slice(index + 1, end);
    const isProse = rest.some((text) => SENTENCE_END.test(text) && text.split(/\s+/).length > 6);
    return isShort(rest, MAX_LOOSE_LINES) && !isProse ? end - index : 0;
  }
  if (FOOTER_RULER.test(line.trim())) return footerLength(lines.slice(index + 1, Math.min(end, index + 9)));
  const isAlone =
    (lines[index - 1] ?? "").trim() === "" && (index + 1 >= end || (lines[index + 1] ?? "").trim() === "");
  return isAlone && isMobileSignature(line) ? 1 : 0;
}

const CONTACT =
  /\S@\S|\bwww\.|https?:\/\/|(?:\+|\()?\d[\d\s()./-]{6,}\d|^\W*(?:via|tel|fax|phone|mobile?|cell|office|t|m|p|f|e)[\s:.]|\bvia mobile\b/i;

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}]+/gu) ?? [];
}

/** Whether a line is the sender's name, perhaps with initials and titles; a first name alone is a closing. */
function isNameLine(line: string, sender: Person): boolean {
  const said = words(line);
  const name = words(sender.name);
  if (said.length === 0 || said.length > 6 || line.length > 60) return false;
  if (name.length >= 2) return name.filter((word) => said.includes(word)).length >= 2;
  // Known by the address alone: "john@example.com" signs as "John E. Doe, Ph.D.".
  const local = words(sender.address.split("@")[0] ?? "");
  return said.length >= 2 && /^\W*\p{Lu}/u.test(line) && local.includes(said[0] ?? "");
}

/** The start with a ruler above it. */
function withRuler(lines: readonly string[], start: number): number {
  let at = start - 1;
  while (at > 0 && (lines[at] ?? "").trim() === "" && at > start - 3) at -= 1;
  return ANY_RULER.test(lines[at] ?? "") ? at : start;
}

/**
 * The line at which the sender's name and addresses begin that end a text without a delimiter; -1 for none.
 *
 * Believed only where the name stands in a line of its own and one of the few lines below says how to reach the sender.
 */
export function nameBlockStart(lines: readonly string[], end: number, sender: Person): number {
  let start = -1;
  let filled = 0;
  let isReachable = false;
  for (let at = end - 1; at >= 0 && filled < MAX_NAME_BLOCK_LINES; at -= 1) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || ANY_RULER.test(line)) continue;
    filled += 1;
    const isProse = SENTENCE_END.test(line) && words(line).length > 6;
    if (line.length > MAX_LINE_LENGTH || isProse || POSTSCRIPT.test(line)) break;
    if (isReachable && isNameLine(line, sender)) start = at;
    isReachable ||= CONTACT.test(line);
  }
  return start < 0 ? -1 : withRuler(lines, start);
}
