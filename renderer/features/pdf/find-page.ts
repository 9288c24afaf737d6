/** Looks through a PDF's pages for cited words. */
import type { PDFDocumentProxy } from "./load-pdf.ts";
import { markRuns, runsOf } from "./mark-items.ts";

/** The first page that holds the words; undefined where none does, or when it is `isOver`. */
export async function pageWith(
  pdf: PDFDocumentProxy,
  quote: string,
  isOver: () => boolean,
): Promise<number | undefined> {
  for (let number = 1; number <= pdf.numPages && !isOver(); number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    if (markRuns(runsOf(items), quote).length > 0) return number;
  }
  return undefined;
}
