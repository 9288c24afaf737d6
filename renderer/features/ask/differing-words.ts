/** Marks in a source's words what a near quote does not have. Pure. */
import { wordsInCommon, wordsOf } from "../../../shared/words.ts";
import type { Piece } from "../mail/find-quote.ts";

/** The source cut into pieces; marked are the words that do not stand in the quote in this order. */
export function differingPieces(quote: string, source: string): Piece[] {
  const have = wordsOf(source);
  const common = new Set(
    wordsInCommon(
      wordsOf(quote).map((word) => word.text),
      have.map((word) => word.text),
    ).map((pair) => pair.have),
  );
  const pieces: Piece[] = [];
  let at = 0;
  for (const [index, word] of have.entries()) {
    if (common.has(index)) continue;
    if (word.start > at) pieces.push({ text: source.slice(at, word.start), isMarked: false });
    pieces.push({ text: source.slice(word.start, word.end), isMarked: true });
    at = word.end;
  }
  if (at < source.length) pieces.push({ text: source.slice(at), isMarked: false });
  return pieces;
}
