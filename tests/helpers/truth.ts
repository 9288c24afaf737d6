/** The corpora's ground truth (Python's email package) and our reading of the same files, in comparable form. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ReadableDatabase } from "../../main/core/archive/connection.ts";
import { getSummary } from "../../main/core/archive/queries/documents.ts";
import { CORPORA } from "./paths.ts";

/** The fields that are compared. */
export const TRUTH_FIELDS = ["messageId", "date", "from", "subject", "attachments"] as const;
export type TruthField = (typeof TRUTH_FIELDS)[number];

/** A line of the ground truth. */
export type TruthRow = {
  readonly file: string;
  readonly message_id?: string;
  readonly date_utc?: string;
  readonly from?: string;
  readonly subject?: string;
  readonly attachments?: readonly { readonly filename?: string; readonly size: number }[];
};

/** Ours where the truth says something else: file to hash of our value. */
export type Disagreement = {
  readonly field: TruthField;
  readonly reason: string;
  readonly ours: Readonly<Record<string, string>>;
};

const oneLine = (text: string | undefined): string => (text ?? "").replace(/\s+/g, " ").trim();

/** What stands for a value in a fixture: the mail is real people's. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function addressOf(from: string | undefined): string {
  const line = oneLine(from).toLowerCase();
  return /<([^<>]*)>/.exec(line)?.[1] ?? line.replace(/^"(.*)"$/, "$1");
}

/** The lines of a ground truth file. */
export function readTruth<T>(name: string): T[] {
  return readFileSync(path.join(CORPORA, "ground-truth", name), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

/** What the truth says. */
export function truthValues(row: TruthRow): Record<TruthField, string> {
  // Parts without a name are no attachments to Python where they are not marked so; ours lists inner messages.
  const named = (row.attachments ?? []).filter(({ filename }) => oneLine(filename) !== "");
  const attachments = named.map(({ filename, size }) => `${oneLine(filename)} ${size}`);
  return {
    messageId: oneLine(row.message_id).replace(/^<|>$/g, ""),
    date: row.date_utc ?? "",
    from: addressOf(row.from),
    subject: oneLine(row.subject),
    attachments: attachments.sort().join("; "),
  };
}

/** What the archive says of a document. */
export function ourValues(db: ReadableDatabase, number: number): Record<TruthField, string> {
  const document = getSummary(db, number);
  // Text without a header that a mail could have: a file has none of these.
  if (document.kind !== "mail") return { messageId: "", date: "", from: "", subject: "", attachments: "" };
  const attachments = db
    .prepare("SELECT name || ' ' || size_bytes FROM attachments WHERE document_id = ? AND name <> 'unnamed'")
    .pluck()
    .all(number) as string[];
  return {
    messageId: document.messageId ?? "",
    date: document.date?.replace(".000Z", "Z") ?? "",
    from: document.from?.address || (document.from?.name.toLowerCase() ?? ""),
    subject: document.subject,
    attachments: attachments.sort().join("; "),
  };
}

/** Letters and digits in runs. */
function wordsOf(text: string): string[] {
  return text.normalize("NFKC").match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The share of the words of `theirs` that stand in `ours`, each as often; 1 where there are none. */
export function wordRate(theirs: string, ours: string): number {
  const left = new Map<string, number>();
  for (const word of wordsOf(ours)) left.set(word, (left.get(word) ?? 0) + 1);
  const wanted = wordsOf(theirs);
  let found = 0;
  for (const word of wanted) {
    const count = left.get(word) ?? 0;
    if (count > 0) found += 1;
    left.set(word, count - 1);
  }
  return wanted.length === 0 ? 1 : found / wanted.length;
}
