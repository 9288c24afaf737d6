/** Which blocks of a mail are shown, folded or marked. Pure. */
import type { TextBlock } from "../../../shared/schemas.ts";
import { findQuote, type TextRange } from "./find-quote.ts";
import { unwrapLines } from "./unwrap-lines.ts";

/** A block as the reader draws it; `mark` is the part of its text that is marked. */
export type ShownBlock = {
  readonly kind: TextBlock["kind"];
  readonly text: string;
  readonly mark: TextRange | null;
  readonly lines: number;
};

function shown(block: TextBlock): string {
  const text = block.text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
  return block.kind === "signature" ? text : unwrapLines(text);
}

/** The blocks with the quote's place in them; empty blocks are left out, blank lines at a block's edges too. */
export function markBlocks(blocks: readonly TextBlock[], quote: string | null): ShownBlock[] {
  const trimmed = blocks
    .map((block) => ({ kind: block.kind, text: shown(block) }))
    .filter((block) => block.text !== "");
  const whole = trimmed.map((block) => block.text).join("\n");
  const found = quote === null ? null : findQuote(whole, quote);
  let offset = 0;
  return trimmed.map((block) => {
    const start = offset;
    offset += block.text.length + 1;
    const isHere = found !== null && found.start < start + block.text.length && found.end > start;
    return {
      ...block,
      lines: block.text.split("\n").length,
      mark: isHere
        ? { start: Math.max(0, found.start - start), end: Math.min(block.text.length, found.end - start) }
        : null,
    };
  });
}
