/** What a parse thread hands to the writer thread: documents, and what became of each item; plain data, cloneable. */
import type { AutomaticKind, BlockKind, MailProtection, Person } from "../../../shared/schemas.ts";

/** A run of lines in a mail's text: kind, first line, number of lines; runs cover the text in order. */
export type BlockRange = readonly [kind: BlockKind, firstLine: number, lineCount: number];

/** A parsed attachment by name, type and decoded size; `child` is the document it holds. */
export type ParsedAttachment = {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly isInline: boolean;
  readonly child?: ParsedContent;
  /** Why an attachment of a readable type is no document. */
  readonly note?: string;
};

/** A parsed mail; times are UTC milliseconds, hashes are SHA-256. */
export type ParsedMail = {
  readonly rawSha256: Uint8Array;
  readonly textSha256: Uint8Array;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly dateMs: number | null;
  readonly localDate: string | null;
  readonly dateHeader: string | null;
  readonly subject: string;
  readonly from: readonly Person[];
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly bcc: readonly Person[];
  readonly deliveredTo: readonly Person[];
  readonly labels: readonly string[];
  readonly text: string;
  readonly blocks: readonly BlockRange[];
  readonly attachments: readonly ParsedAttachment[];
  readonly isDraft: boolean;
  readonly isSpam: boolean;
  /** Null where a person wrote it. */
  readonly automaticKind: AutomaticKind | null;
  readonly protection: MailProtection | null;
  readonly sizeBytes: number;
};

/** A parsed PDF or file. The pages of a PDF stand one after the other in `text`, parted by form feeds. */
export type ParsedFile = {
  readonly kind: "pdf" | "file";
  readonly rawSha256: Uint8Array;
  readonly textSha256: Uint8Array;
  /** A PDF's file name; a file's path below the root of its source. */
  readonly name: string;
  /** A PDF's own title, empty where it has none. */
  readonly title: string;
  readonly dateMs: number | null;
  readonly localDate: string | null;
  readonly text: string;
  readonly pages: number | null;
  readonly sizeBytes: number;
};

/** A document as parsed. */
export type ParsedContent = { readonly mail: ParsedMail } | { readonly parsedFile: ParsedFile };

/** Why an item could not become a document; a closed list. */
export type FailureCategory =
  | "malformed"
  | "too-large"
  | "timeout"
  | "crash"
  | "password"
  | "unreadable"
  | "bomb"
  | "poison";

/** Why an item was left out on purpose; a closed list. */
export type SkipCategory = "binary" | "ignored" | "link" | "special" | "empty" | "no-mail" | "index" | "nested";

/** Where an item lies in its source, and what names it there. */
export type ItemPlace = {
  /** Names the item within its source, the same at every import. */
  readonly key: string;
  /** The path of the file that holds it, below the source's path; empty where the source is that file. */
  readonly file: string;
  /** The entry of a zip, or the number of a message in a PST. */
  readonly entry: string | null;
  /** Bytes in the file or the zip's entry. */
  readonly offset: number;
  readonly length: number;
  readonly folder: string;
  /**
   * From an export: the numbers that the document and those attached to it had, by part. They get them again where the
   * archive takes the export over (./queries/take-over.ts).
   */
  readonly numbers?: readonly (readonly [part: number, number: number])[];
};

/** What became of one item of a source. A failed one brings its bytes where they are at hand. */
export type ParsedItem = ItemPlace &
  (
    | ({ readonly ok: true; readonly message?: string } & ParsedContent)
    | {
        readonly ok: false;
        readonly state: "failed";
        readonly category: FailureCategory;
        readonly message: string;
        readonly raw?: Uint8Array;
      }
    | { readonly ok: false; readonly state: "skipped"; readonly category: SkipCategory; readonly message: string }
  );

/** A file that was read to its end; `sample` is a hash over parts of its bytes. */
export type FileMark = {
  readonly file: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly sample: Uint8Array;
};

/** The place behind the last stored item, where an interrupted job goes on. */
export type Checkpoint = { readonly file: string; readonly entry: string | null; readonly offset: number };
