/**
 * The context map: what fills the window, by person, year, folder or kind; what would be left without some of it; and
 * the coverage of every document. Shapes that the core answers with and the window draws. Counts are tokens.
 */
import { z } from "zod";

/** What documents are grouped by. */
export const mapBySchema = z.enum(["person", "year", "folder", "kind"]);
/** See {@link mapBySchema}. */
export type MapBy = z.infer<typeof mapBySchema>;

const groupKey = z.string().max(500);

/** One group: all documents of a person, a year, a folder or a kind. */
export const mapGroupSchema = z.strictObject({ by: mapBySchema, key: groupKey });
/** See {@link mapGroupSchema}. */
export type MapGroup = z.infer<typeof mapGroupSchema>;

/** What is taken away to see what is left. */
export const removalSchema = z.array(mapGroupSchema).max(200);

/** Tokens by what they are: header lines, words of the document itself, quoted words that stay. */
export type TokenSplit = { readonly header: number; readonly own: number; readonly quoted: number };

/** A group as the picture shows it. `folded` is what folding keeps out of the prompt: not part of `tokens`. */
export type MapTile = {
  readonly key: string;
  readonly label: string;
  readonly documents: number;
  readonly tokens: number;
  readonly split: TokenSplit;
  readonly folded: number;
};

/** The window as one bar, in the order in which it is read. */
export type WindowBar = {
  readonly windowTokens: number;
  /** Rules at the top. */
  readonly rulesTokens: number;
  readonly documentTokens: number;
  /** Withdrawn documents that the sealed prompt still holds: the tail hides them until the next rebuild. */
  readonly withdrawnTokens: number;
  /** Kept for template, question and answer. */
  readonly reservedTokens: number;
  /** Negative where it does not fit. */
  readonly freeTokens: number;
};

/** What taking away would change. `unfoldedTokens` come back: quotes whose originals went. */
export type RemovalEffect = {
  readonly documents: number;
  readonly tokens: number;
  readonly unfoldedTokens: number;
};

/** How many documents are in, in with folded quotes, and out. */
export type CoverageCounts = { readonly in: number; readonly folded: number; readonly out: number };

/** The map. */
export type ContextMap = {
  readonly by: MapBy;
  readonly exact: boolean;
  readonly documents: number;
  /** All of the bar that is read: rules, documents, what was withdrawn. */
  readonly tokens: number;
  readonly split: TokenSplit;
  readonly folded: number;
  readonly bar: WindowBar;
  /** The largest groups; what is left over is in `rest`. */
  readonly tiles: readonly MapTile[];
  readonly rest: { readonly groups: number; readonly documents: number; readonly tokens: number };
  readonly removed: RemovalEffect;
  readonly coverage: CoverageCounts;
};

/** Whether a document is in the prompt. */
export type CoverageState = "in" | "folded" | "out";

/** Why a document is not in the prompt. */
export type OutReason = "scope" | "withdrawn" | "removed";

/** See {@link OutReason}; `moved` is still in, and leaves at the next rebuild. */
export type CoverageReason = OutReason | "moved";

/** A document in the coverage list. */
export type CoverageRow = {
  readonly id: string;
  readonly date: string | null;
  readonly title: string;
  readonly person: string;
  /** What it takes of the window: more than nothing for a withdrawn one that is still sealed. */
  readonly tokens: number;
  /** Tokens that folding keeps out. */
  readonly folded: number;
  readonly state: CoverageState;
  readonly reason: CoverageReason | null;
};

/** A page of the coverage list. */
export type CoveragePage = { readonly total: number; readonly rows: readonly CoverageRow[] };
