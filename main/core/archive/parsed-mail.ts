/** The mail that a parse thread hands to the writer thread; plain data, cloneable. */
import type { BlockKind, Person } from "../../../shared/schemas.ts";

/** A run of lines in a mail's text: kind, first line, number of lines; runs cover the text in order. */
export type BlockRange = readonly [kind: BlockKind, firstLine: number, lineCount: number];

/** A parsed attachment by name, type and decoded size. */
export type ParsedAttachment = {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly isInline: boolean;
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
  readonly isAutomatic: boolean;
  readonly sizeBytes: number;
};

/** Why an item could not become a document; a closed list. */
export type FailureCategory = "malformed" | "too-large" | "timeout" | "crash";

/** What became of one item of a source; offset and length are bytes in the source. */
export type ParsedItem = { readonly offset: number; readonly length: number } & (
  | { readonly ok: true; readonly mail: ParsedMail }
  | { readonly ok: false; readonly category: FailureCategory; readonly message: string }
);
