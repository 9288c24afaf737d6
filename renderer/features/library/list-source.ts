/** A list of documents that may not all be here yet. */
import type { DocumentSummary } from "../../../shared/schemas.ts";

/** What the list component needs of any list; `total` undefined until it is known. */
export type ListSource = {
  readonly total: number | undefined;
  readonly error: unknown;
  /** True where there are more than are listed. */
  readonly isCut: boolean;
  at(index: number): DocumentSummary | undefined;
  indexOf(id: string): number;
  /** Tells which rows are in sight, so that their pages are fetched. */
  show(first: number, last: number): void;
};
