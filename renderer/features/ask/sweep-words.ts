/** Windows of a sweep in words. Pure. */
import type { SweepWindowResult } from "../../../shared/sweep.ts";
import { countOf, formatCount, percent } from "../../format.ts";
import type { CellState, SweepCell } from "./sweep-cells.ts";

/** Whether a window says that it holds something. */
export function isAnswered({ isEmpty, answer }: SweepWindowResult): boolean {
  return !isEmpty && answer.trim() !== "";
}

/** Short names, for the legend and for who cannot see the colours. */
export const CELL_WORDS: Readonly<Record<CellState, string>> = {
  waiting: "waiting",
  reading: "reading",
  found: "found something",
  said: "answered without proof",
  nothing: "nothing here",
  failed: "failed",
};

/** `Window 3: reading, 62 %` */
export function cellName({ number, state, share }: SweepCell): string {
  const done = state === "reading" ? `, ${Math.round(percent(share, 1))} %` : "";
  return `Window ${formatCount(number)}: ${CELL_WORDS[state]}${done}`;
}

/** `24 documents, m40 to m61, 1,912 tokens` */
export function cellRange({ documents, first, last, tokens }: SweepCell): string {
  const range = first === last ? first : `${first} to ${last}`;
  return `${countOf(documents, "document")}, ${range}, ${countOf(tokens, "token")}`;
}
