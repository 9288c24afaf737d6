/**
 * Tells a mail's own text, quoted blocks, forwarded mails and signatures apart, line by line.
 *
 * Owns how the parts of a mail follow each other; what each looks like is ./attribution.ts, ./rulers.ts and
 * ./signature.ts. Every line is in exactly one block, in order. Pure; of the headers it knows what {@link BlockHints} say.
 */
import type { BlockKind, Person, TextBlock } from "../../../shared/schemas.ts";
import { attributionAt } from "./attribution.ts";
import { armourLength } from "./protection.ts";
import { embeddedAt } from "./rulers.ts";
import { nameBlockStart, signatureLength } from "./signature.ts";

/** A run of lines: kind, first line, number of lines. */
type Range = readonly [kind: BlockKind, firstLine: number, lineCount: number];

/** What the headers of a mail say about its text. */
export type BlockHints = {
  /** Who wrote it: a signature without a delimiter begins with that name. */
  readonly sender?: Person;
  /** The subject says that a mail is passed on ("Fwd:"): an unmarked mail in it is forwarded, not quoted. */
  readonly isForward?: boolean;
};

const QUOTE_MARK = /^\s?>/;
/** What some programs and people put instead of ">"; believed only right below an attribution. */
const OTHER_MARK = /^\s*([|}%]|[A-Za-z]{1,4}>|:(?=\s))/;

/** A text of a hundred thousand attributions must not cost the square of its length. */
const MAX_LOOK_AHEAD = 300;

/** Quotes of programs that indent them; believed only below lines that are quoted already. */
const INDENTED_MARK = /^\s{2,8}(?:[A-Z][A-Za-z]{1,4})?>/;
/** What people leave where they cut a quote: "[snip]", "<...>". */
const SNIP = /^\s*[[<(]?\s*(?:\.{2,}\s*)?(?:snip|cut|\.{3,}|…)(?:\s*\.{2,})?\s*[\])>]?\s*$/i;

function isBlank(line: string | undefined): boolean {
  return (line ?? "").trim() === "";
}

function skipBlank(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at])) at += 1;
  return at;
}

function lastFilled(lines: readonly string[], before: number): number {
  let at = before - 1;
  while (at >= 0 && isBlank(lines[at])) at -= 1;
  return at;
}

/** Whether marked lines further down are answers between quotes: an attribution right above them makes them nested. */
function isInterleaved(lines: readonly string[], from: number): boolean {
  let marked = from;
  while (marked < lines.length && marked < from + MAX_LOOK_AHEAD && !QUOTE_MARK.test(lines[marked] ?? "")) marked += 1;
  if (!QUOTE_MARK.test(lines[marked] ?? "")) return false;
  for (let at = Math.max(from, marked - 5); at < marked; at += 1) {
    const length = attributionAt(lines, at)?.length ?? 0;
    if (length > 0 && skipBlank(lines, at + length) === marked) return false;
  }
  return true;
}

/**
 * How far the quote reaches that an attribution at `index` introduces; `index` where it introduces none.
 *
 * Below an attribution beyond doubt everything is quoted, unless nothing of one's own stands above it: then the mail is
 * an answer below an unmarked quote, or no answer at all, and nothing tells them apart.
 */
function introducedQuote(lines: readonly string[], index: number, hasOwnAbove: boolean): number {
  const attribution = attributionAt(lines, index);
  if (attribution === undefined) return index;
  const below = index + attribution.length;
  const first = skipBlank(lines, below);
  const isCut = SNIP.test(lines[first] ?? "");
  const next = isCut ? skipBlank(lines, first + 1) : first;
  if (QUOTE_MARK.test(lines[next] ?? "") || INDENTED_MARK.test(lines[next] ?? "")) return isCut ? first + 1 : below;
  const mark = OTHER_MARK.exec(lines[next] ?? "")?.[1];
  if (mark !== undefined) {
    let end = next;
    while (end < lines.length && (lines[end] ?? "").trimStart().startsWith(mark)) end += 1;
    return end;
  }
  if (attribution.certainty !== "certain") return index;
  return hasOwnAbove && !isInterleaved(lines, below) ? lines.length : below;
}

/** The first line from `from` on that is not the sender's: a quote, an attribution, another mail. */
function ownEnd(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !QUOTE_MARK.test(lines[at] ?? "")) {
    if (armourLength(lines, at) > 0 || embeddedAt(lines, at) !== undefined || introducedQuote(lines, at, true) > at)
      return at;
    at += 1;
  }
  return at;
}

function kindsOf(lines: readonly string[], hints: BlockHints): BlockKind[] {
  const kinds: BlockKind[] = new Array<BlockKind>(lines.length).fill("own");
  let hasOwnAbove = false;
  let isIndented = false;
  let index = 0;
  let end = -1;
  while (index < lines.length) {
    const line = lines[index] ?? "";
    if (INDENTED_MARK.test(line) && kinds[lastFilled(lines, index)] === "quoted") isIndented = true;
    if (QUOTE_MARK.test(line) || (isIndented && INDENTED_MARK.test(line))) {
      kinds[index] = "quoted";
      index += 1;
      continue;
    }
    if (isBlank(line)) {
      index += 1;
      continue;
    }
    const armour = armourLength(lines, index);
    if (armour > 0) {
      kinds.fill("signature", index, index + armour);
      index += armour;
      continue;
    }
    const embedded = embeddedAt(lines, index);
    if (embedded !== undefined) {
      kinds.fill(hints.isForward === true ? "forwarded" : embedded.kind, index);
      break;
    }
    const quoteEnd = introducedQuote(lines, index, hasOwnAbove);
    if (quoteEnd > index) {
      kinds.fill("quoted", index, quoteEnd);
      index = quoteEnd;
      continue;
    }
    if (end <= index) end = ownEnd(lines, index);
    const signature = signatureLength(lines, index, end);
    if (signature > 0) {
      kinds.fill("signature", index, index + signature);
      index += signature;
      continue;
    }
    hasOwnAbove = true;
    index += 1;
  }
  return kinds;
}

/** The sender's name and addresses at the end of the own text are a signature too. */
function signByName(lines: readonly string[], kinds: BlockKind[], sender: Person): void {
  let end = kinds.lastIndexOf("own") + 1;
  while (end > 0 && kinds[end - 1] === "own" && isBlank(lines[end - 1])) end -= 1;
  if (kinds[end - 1] !== "own") return;
  const start = nameBlockStart(lines, end, sender);
  if (start >= 0 && kinds.slice(start, end).every((kind) => kind === "own")) kinds.fill("signature", start, end);
}

/** Blank lines between two lines of the same part belong to it. */
function closeGaps(lines: readonly string[], kinds: BlockKind[]): void {
  for (let at = 1; at < lines.length; at += 1) {
    const before = kinds[at - 1];
    if (kinds[at] !== "own" || before === "own" || before === undefined || !isBlank(lines[at])) continue;
    const next = skipBlank(lines, at);
    if (kinds[next] === before) kinds.fill(before, at, next);
  }
}

/** The blocks of a text, covering all its lines in order. */
export function splitBlocks(text: string, hints: BlockHints = {}): Range[] {
  const lines = text.split("\n");
  const kinds = kindsOf(lines, hints);
  if (hints.sender !== undefined) signByName(lines, kinds, hints.sender);
  closeGaps(lines, kinds);
  const ranges: [BlockKind, number, number][] = [];
  for (const [line, kind] of kinds.entries()) {
    const last = ranges.at(-1);
    if (last?.[0] === kind) last[2] += 1;
    else ranges.push([kind, line, 1]);
  }
  return ranges;
}

/** The blocks of a text in order; quoted text loses one level of marks. */
export function textBlocks(text: string, ranges: readonly Range[]): TextBlock[] {
  const lines = text.split("\n");
  return ranges.map(([kind, first, count]) => {
    const slice = lines.slice(first, first + count);
    return { kind, text: (kind === "quoted" ? slice.map((line) => line.replace(/^\s?> ?/, "")) : slice).join("\n") };
  });
}

/** The text of the blocks of one kind, in order, as {@link textBlocks} gives it; a forwarded mail is quoted as well. */
export function blockTexts(text: string, ranges: readonly Range[], kind: BlockKind): string[] {
  return textBlocks(text, ranges)
    .filter((block) => block.kind === kind || (kind === "quoted" && block.kind === "forwarded"))
    .map((block) => block.text);
}

/** The owner's words alone: the own blocks, without quoted text and signature. */
export function ownText(text: string, ranges: readonly Range[]): string {
  return blockTexts(text, ranges, "own")
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
