/** The shapes of a sweep: what will be read window by window, what each window said, and the account at the end. */
import type { Citation, Receipt } from "./schemas.ts";

/** One window: its documents by number, in first-seen order; `tokens` is its prefix without template and tail. */
export type SweepWindow = {
  readonly documents: readonly number[];
  readonly first: string;
  readonly last: string;
  readonly tokens: number;
  readonly prefixSha256: string;
};

/** A document that no window can hold; tokens. */
export type TooLarge = { readonly id: string; readonly tokens: number };

/** What a sweep will read. */
export type SweepPlan = { readonly windows: readonly SweepWindow[]; readonly tooLarge: readonly TooLarge[] };

/** What one window said; with `error` it was not read. `isEmpty`: it says that it holds nothing. */
export type SweepWindowResult = {
  readonly answer: string;
  readonly isEmpty: boolean;
  readonly citations: readonly Citation[];
  readonly receipt: Receipt | null;
  readonly error: string | null;
};

/** Words of a document that a window gave as proof, as they stand there. */
export type SweepFinding = { readonly id: string; readonly quote: string };

/**
 * The account of a sweep: `read` of `documents` were read, each in one window; the others are in a window with an
 * error, or too large. `isTooMany`: the findings were more than could be asked again, so they stand for the answer.
 */
export type SweepReport = {
  readonly windows: readonly (SweepWindowResult & {
    readonly first: string;
    readonly last: string;
    readonly documents: number;
    readonly tokens: number;
  })[];
  readonly documents: number;
  readonly read: number;
  readonly tooLarge: readonly TooLarge[];
  readonly findings: readonly SweepFinding[];
  readonly isTooMany: boolean;
};
