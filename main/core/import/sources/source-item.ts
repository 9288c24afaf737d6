/** What sources yield: items in a stable order, each with a key, and where their bytes lie. Types only. */
import type { FileMark, ItemPlace, ParsedItem } from "../../archive/parsed-mail.ts";
import type { KnownFile } from "../../archive/queries/jobs.ts";

/** How an item's bytes are to be read. */
export type ItemForm = "mail" | "mbox" | "emlx" | "pdf" | "text";

/** Bytes of a file, of a zip's entry or of a PST's message. */
export type RawSource = {
  readonly path: string;
  readonly entry: string | null;
  readonly offset: number;
  readonly length: number;
};

/** An item for a parse thread. */
export type ParseTask = ItemPlace & {
  readonly form: ItemForm;
  /** Where the thread reads the bytes itself; null where they come along. */
  readonly source: RawSource | null;
  /** The file itself, where what lies beside it may belong to it (Apple Mail). */
  readonly path: string | null;
  /** The file's path below the root of its source. */
  readonly name: string;
  readonly modifiedMs: number | null;
  readonly isDraft: boolean;
  readonly labels: readonly string[];
};

/** What reading a source yields, in the source's order. */
export type SourceEvent =
  | { readonly type: "task"; readonly task: ParseTask; readonly bytes: Uint8Array | null }
  | { readonly type: "settled"; readonly item: ParsedItem }
  | { readonly type: "file-end"; readonly mark: FileMark }
  /** Items that an earlier import settled, in a file that is as it was. */
  | { readonly type: "known"; readonly imported: number; readonly skipped: number; readonly bytes: number };

/** A file of a source, found by the walk. */
export type SourceFile = {
  /** Its path below the source's; empty where the source is the file. */
  readonly file: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
};

/** What the reader of a source is given. */
export type ReadOptions = {
  /** The name of the source, for its own folder. */
  readonly rootName: string;
  readonly maxMessageBytes: number;
  /** What an earlier import knows of a file. */
  known(file: string): Promise<KnownFile | undefined>;
};
