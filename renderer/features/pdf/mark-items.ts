/** Finds a quote in a page's runs of text, as pdfjs gives them. Pure. */
import { findQuote } from "../mail/find-quote.ts";

/** One run of text as the page draws it; `hasEol` says that a line ends after it. */
export type TextRun = { readonly text: string; readonly hasEol: boolean };

/** A part of a run that belongs to the quote: index of the run, offsets in it (end exclusive). */
export type MarkedRun = { readonly run: number; readonly start: number; readonly end: number };

/** The runs of a page's text content. */
export function runsOf(items: readonly unknown[]): TextRun[] {
  return items.flatMap((item) => {
    const { str, hasEOL } = item as { readonly str?: string; readonly hasEOL?: boolean };
    return str === undefined ? [] : [{ text: str, hasEol: hasEOL === true }];
  });
}

/** The parts of the runs where the quote's words stand; empty where they do not stand on this page. */
export function markRuns(runs: readonly TextRun[], quote: string): MarkedRun[] {
  let text = "";
  const starts: number[] = [];
  for (const run of runs) {
    starts.push(text.length);
    text += run.text + (run.hasEol ? "\n" : "");
  }
  const range = findQuote(text, quote);
  if (range === null) return [];
  return runs.flatMap((run, index) => {
    const at = starts[index] ?? 0;
    const start = Math.max(range.start - at, 0);
    const end = Math.min(range.end - at, run.text.length);
    return start < end ? [{ run: index, start, end }] : [];
  });
}
