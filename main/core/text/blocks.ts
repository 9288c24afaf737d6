/**
 * Tells a mail's own text, quoted blocks and signature apart, line by line.
 *
 * Simple rules: `>` marks, an attribution line before them, "Original Message" rulers and header blocks that
 * quote everything after them, and the `-- ` signature delimiter. Pure; knows no mail headers.
 */
import type { BlockKind, TextBlock } from "../../../shared/schemas.ts";

/** A run of lines: kind, first line, number of lines. */
type Range = readonly [kind: BlockKind, firstLine: number, lineCount: number];

/** Attribution lines: "On ... wrote:" and its like; at most three wrapped lines, ending in a colon. */
const ATTRIBUTION =
  /^(?:(?:on|am|le|el|il|op|den|em|w dniu|dne|on the)\b.{0,300}|.{1,200}[<(]?\S+@\S+[>)]?.{0,60}|.{1,120})(?<!\p{L})(?:wrote|writes|schrieb|écrit|a écrit|escribió|ha scritto|schreef|skrev|escreveu|napisał\S*|napsal\S*|kirjoitti)(?!\p{L})[^:]{0,40}:\s*$/iu;

/** Rulers after which everything is quoted. */
const RULER =
  /^\s*(?:[-_]{2,}\s*(?:original message|forwarded message|forwarded by.*|original appointment|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message transféré|mensaje original|mensaje reenviado|messaggio originale|oorspronkelijk bericht|mensagem original)\s*[-_]{0,}|begin forwarded message:|_{20,})\s*$/i;

/** First line of a quoted header block, as Outlook writes it without a ruler. */
const HEADER_FROM = /^\s*\*?(?:from|von|de|da|van|från|fra)\s*:\*?\s+\S/i;
const HEADER_NEXT =
  /^\s*\*?(?:sent|date|gesendet|datum|envoyé|enviado|fecha|inviato|data|verzonden|skickat|sendt|to|an|à|para|a|aan|till|til)\s*:\*?\s+\S/i;

const QUOTE_MARK = /^\s?>/;

function isForwardHeader(lines: readonly string[], index: number): boolean {
  if (!HEADER_FROM.test(lines[index] ?? "")) return false;
  return [1, 2, 3].some((step) => HEADER_NEXT.test(lines[index + step] ?? ""));
}

/** How an attribution that is wrapped over lines begins: with a word of time and a number. */
const OPENER = /^(?:on|am|le|el|il|op|den|em|w dniu|dne)\b.*\d/i;

/**
 * How many lines an attribution takes that begins at `index`; 0 where none does. Does not look at what follows.
 *
 * Only an opener may run over several lines: words of one's own above an attribution are not part of it.
 */
export function attributionLength(lines: readonly string[], index: number): number {
  for (let length = 1; length <= 3; length += 1) {
    const wrapped = lines.slice(index, index + length).map((line) => line.trim());
    if (wrapped.includes("") || wrapped.length < length) return 0;
    const text = wrapped.join(" ");
    if (text.length > 500) return 0;
    if (!ATTRIBUTION.test(text)) continue;
    const isWrapped = OPENER.test(wrapped[0] ?? "") && !wrapped.slice(1).some((line) => OPENER.test(line));
    return length === 1 || isWrapped ? length : 0;
  }
  return 0;
}

function introducesQuote(lines: readonly string[], index: number): number {
  const length = attributionLength(lines, index);
  const next = lines.slice(index + length).find((line) => line.trim() !== "");
  return length > 0 && next !== undefined && QUOTE_MARK.test(next) ? length : 0;
}

function kindsOf(lines: readonly string[]): BlockKind[] {
  const kinds: BlockKind[] = new Array<BlockKind>(lines.length).fill("own");
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? "";
    if (QUOTE_MARK.test(line)) {
      kinds[index] = "quoted";
      index += 1;
      continue;
    }
    if (RULER.test(line) || isForwardHeader(lines, index)) return kinds.fill("quoted", index);
    const attribution = introducesQuote(lines, index);
    if (attribution > 0) {
      kinds.fill("quoted", index, index + attribution);
      index += attribution;
      continue;
    }
    // The delimiter is two hyphens and a space; many programs drop the space. What follows is short by custom.
    if (/^-- ?$/.test(line) && lines.length - index <= 30) {
      let end = index;
      while (end < lines.length && !QUOTE_MARK.test(lines[end] ?? "") && !RULER.test(lines[end] ?? "")) end += 1;
      kinds.fill("signature", index, end);
      index = end;
      continue;
    }
    index += 1;
  }
  // Blank lines between two quoted lines belong to the quote.
  for (let at = 0; at < lines.length; at += 1) {
    if (kinds[at] !== "own" || (lines[at] ?? "").trim() !== "" || kinds[at - 1] !== "quoted") continue;
    let next = at;
    while (next < lines.length && (lines[next] ?? "").trim() === "") next += 1;
    if (kinds[next] === "quoted") kinds.fill("quoted", at, next);
  }
  return kinds;
}

/** The blocks of a text, covering all its lines in order. */
export function splitBlocks(text: string): Range[] {
  const kinds = kindsOf(text.split("\n"));
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

/** The text of the blocks of one kind, in order, as {@link textBlocks} gives it. */
export function blockTexts(text: string, ranges: readonly Range[], kind: BlockKind): string[] {
  return textBlocks(text, ranges)
    .filter((block) => block.kind === kind)
    .map((block) => block.text);
}

/** The owner's words alone: the own blocks, without quoted text and signature. */
export function ownText(text: string, ranges: readonly Range[]): string {
  return blockTexts(text, ranges, "own")
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
