/**
 * The export of everything: names and shapes of what lies in its folder, for those who write it (core/export) and those
 * who read it (import/sources/read-export.ts).
 *
 * What comes from such a folder is checked like any input: it may have been made by anybody.
 */
import { z } from "zod";

/** The file by which a folder is known as an export; written last. */
export const MANIFEST = "longhand-export.json";
/** What lay in sources, a line an item, in the order in which the archive saw them. */
export const ITEMS = "items.jsonl";
/** What the archive says of every document, for people and other programs. */
export const DOCUMENTS = "documents.jsonl";

/** The tables of what the owner made, in the order in which rows may refer to each other; a file each in `history/`. */
export const HISTORY_TABLES = [
  "scopes",
  "withdrawn",
  "answers",
  "sweep_windows",
  "drafts",
  "backtests",
  "backtest_drafts",
  "exams",
  "exam_cells",
] as const;
/** One of {@link HISTORY_TABLES}. */
export type HistoryTable = (typeof HISTORY_TABLES)[number];

/** The file of a table's rows, below the export's folder. */
export function historyFile(table: HistoryTable): string {
  return `history/${table.replace("_", "-")}.jsonl`;
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const address = z.string().max(1000);
const count = z.int().min(0);

export const manifestSchema = z.object({
  format: z.literal("longhand-export"),
  /** Whoever changes what a reader must know raises it; a later one is refused. */
  version: z.int().min(1),
  /** Names this export, so that an interrupted reading of it goes on as such. */
  id: z.uuid(),
  madeAt: z.string(),
  /** The highest number that a document ever had. */
  lastNumber: count,
  documents: count,
  items: count,
  me: z.array(z.object({ address, why: z.string().max(1000) })).max(1000),
  /** Settings that mean the same in any archive; not which server is used: that is confirmed anew. */
  settings: z.record(z.string().max(200), z.string().max(1_000_000)),
  /** Marks of what was erased, so that it does not come back: hashes. */
  erased: z.array(z.object({ mark: sha256, atMs: z.int() })),
});
/** What an export says of itself. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The version of this format. */
export const EXPORT_VERSION = 1;

/** Settings that an export takes along: those whose key begins so. */
export const EXPORTED_SETTINGS = ["exam.choices", "kv.limitBytes"];

const person = z.object({ name: z.string(), address: z.string() });
const nullableText = z.string().nullable();

const fileContent = z.object({
  kind: z.enum(["pdf", "file"]),
  rawSha256: sha256,
  textSha256: sha256,
  name: z.string(),
  title: z.string(),
  dateMs: z.number().nullable(),
  localDate: nullableText,
  text: z.string(),
  pages: count.nullable(),
  sizeBytes: count,
});

const mailContent = z.object({
  rawSha256: sha256,
  textSha256: sha256,
  messageId: nullableText,
  inReplyTo: nullableText,
  references: z.array(z.string()),
  dateMs: z.number().nullable(),
  localDate: nullableText,
  dateHeader: nullableText,
  subject: z.string(),
  from: z.array(person),
  to: z.array(person),
  cc: z.array(person),
  bcc: z.array(person),
  deliveredTo: z.array(person),
  labels: z.array(z.string()),
  text: z.string(),
  blocks: z.array(z.tuple([z.enum(["own", "quoted", "forwarded", "signature"]), count, count])),
  attachments: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      sizeBytes: count,
      isInline: z.boolean(),
      note: z.string().optional(),
      get child() {
        return storedSchema.optional();
      },
    }),
  ),
  isDraft: z.boolean(),
  isSpam: z.boolean(),
  automaticKind: z.enum(["bounce", "receipt", "reply", "digest", "other"]).nullable(),
  protection: z.enum(["pgp-encrypted", "pgp-signed", "smime-encrypted", "smime-signed"]).nullable(),
  sizeBytes: count,
});

/** A document as the archive holds it, for one whose own bytes are not there any more. Hashes are hexadecimal. */
export const storedSchema = z.union([z.object({ mail: mailContent }), z.object({ parsedFile: fileContent })]);
/** See {@link storedSchema}. */
export type StoredContent = z.infer<typeof storedSchema>;

export const exportedItemSchema = z.object({
  /** Its key in the export: its line, from 1. */
  n: z.int().min(1),
  document: z.string(),
  kind: z.enum(["mail", "pdf", "file"]),
  /** Where its bytes lie, below the export's folder: a message of an mbox with its separator line, or a whole file. */
  file: z.string().min(1).max(4000),
  offset: count,
  length: count,
  folder: z.string(),
  labels: z.array(z.string()),
  isDraft: z.boolean(),
  /** The file's name in the archive; empty for mail. */
  name: z.string(),
  modifiedMs: z.number().nullable(),
  /** The numbers of the document and of those attached to it, by part (see the table of places). */
  numbers: z.array(z.tuple([count, z.int().min(1)])),
  /** Absent where the bytes at `file` are those that were imported. */
  stored: storedSchema.optional(),
});
/** One line of {@link ITEMS}. */
export type ExportedItem = z.infer<typeof exportedItemSchema>;
