/**
 * Reading documents: lists for people, and where their bytes lie. Full rows for the prompt are ./corpus.ts.
 *
 * Owns the mapping from rows to the API's shapes. Never reads the search index.
 */

import type { DocumentKind } from "../../../../shared/document-id.ts";
import { formatDocumentId } from "../../../../shared/document-id.ts";
import { LonghandError } from "../../../../shared/errors.ts";
import type {
  AutomaticKind,
  DocumentSummary,
  MailFlag,
  MailProtection,
  Person,
  Scope,
} from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { scopeCondition } from "./scope.ts";

/** A row of {@link SUMMARY_COLUMNS}. */
export type DocumentRow = {
  readonly id: number;
  readonly kind: DocumentKind;
  readonly messageId: string | null;
  readonly dateMs: number | null;
  readonly localDate: string | null;
  readonly subject: string;
  readonly name: string;
  readonly threadId: number;
  readonly isSentByMe: number;
  readonly pages: number | null;
  readonly isDraft: number;
  readonly isSpam: number;
  readonly automaticKind: AutomaticKind | null;
  readonly protection: MailProtection | null;
  readonly folder: string | null;
  readonly labels: string | null;
  readonly people: string | null;
};

/** What a list shows of `documents d`. */
export const SUMMARY_COLUMNS = `
  d.id, d.kind, d.message_id AS messageId, d.date_ms AS dateMs, d.local_date AS localDate, d.subject, d.name,
  d.thread_id AS threadId, d.is_sent_by_me AS isSentByMe, d.pages,
  d.is_draft AS isDraft, d.is_spam AS isSpam, d.automatic_kind AS automaticKind, d.protection,
  (SELECT p.folder FROM places p WHERE p.document_id = d.id ORDER BY p.id LIMIT 1) AS folder,
  (SELECT json_group_array(l.label) FROM labels l WHERE l.document_id = d.id) AS labels,
  (SELECT json_group_array(json_array(p.role, p.name, a.address) ORDER BY p.role, p.position)
     FROM participants p JOIN addresses a ON a.id = p.address_id
     WHERE p.document_id = d.id AND p.role IN ('from', 'to', 'cc')) AS people`;

type PeopleRow = readonly [role: "from" | "to" | "cc", name: string, address: string];

/** The people of a row in one role, in order. */
export function peopleOf(json: string | null, role: PeopleRow[0]): Person[] {
  const rows = JSON.parse(json ?? "[]") as readonly PeopleRow[];
  return rows.filter((row) => row[0] === role).map(([, name, address]) => ({ name, address }));
}

function flagsOf({ isDraft, isSpam, automaticKind, protection }: DocumentRow): MailFlag[] {
  return [
    ...(isDraft === 1 ? (["draft"] as const) : []),
    ...(isSpam === 1 ? (["spam"] as const) : []),
    ...(automaticKind === null ? [] : [automaticKind]),
    ...(protection === null ? [] : [protection]),
  ];
}

function toSummary(row: DocumentRow): DocumentSummary {
  return {
    id: formatDocumentId(row.kind, row.id),
    kind: row.kind,
    messageId: row.messageId,
    date: row.dateMs === null ? null : new Date(row.dateMs).toISOString(),
    from: peopleOf(row.people, "from")[0] ?? null,
    to: peopleOf(row.people, "to"),
    cc: peopleOf(row.people, "cc"),
    // A PDF without a title and a file go by their names.
    subject: row.subject || row.name,
    folder: row.folder ?? "",
    labels: JSON.parse(row.labels ?? "[]") as string[],
    sentByMe: row.isSentByMe === 1,
    threadId: `t${row.threadId}`,
    pages: row.pages,
    flags: flagsOf(row),
  };
}

/** A page of the documents in a scope, in first-seen order, after document number `after`. */
export function listDocuments(
  db: ReadableDatabase,
  scope: Scope,
  page: { readonly limit: number; readonly after?: number },
): DocumentSummary[] {
  const condition = scopeCondition(db, scope);
  const rows = db
    .prepare(`SELECT ${SUMMARY_COLUMNS} FROM documents d WHERE d.id > ? AND ${condition.sql} ORDER BY d.id LIMIT ?`)
    .all(page.after ?? 0, ...condition.values, page.limit) as DocumentRow[];
  return rows.map(toSummary);
}

/** The summaries of documents by their numbers, in the order of the numbers; those that are gone are left out. */
export function summariesOf(db: ReadableDatabase, numbers: readonly number[]): DocumentSummary[] {
  const rows = db
    .prepare(
      `SELECT ${SUMMARY_COLUMNS} FROM json_each(?) wanted CROSS JOIN documents d ON d.id = wanted.value
       ORDER BY wanted.key`,
    )
    .all(JSON.stringify(numbers)) as DocumentRow[];
  return rows.map(toSummary);
}

/** One document's summary by number; throws `DOCUMENT_NOT_FOUND`. */
export function getSummary(db: ReadableDatabase, number: number): DocumentSummary {
  const summary = findSummary(db, number);
  if (summary === undefined) {
    throw new LonghandError(
      "DOCUMENT_NOT_FOUND",
      `The archive has no document number ${number}.`,
      "See the ids with list.",
    );
  }
  return summary;
}

/** One document by number, where it is still there. */
export function findSummary(db: ReadableDatabase, number: number): DocumentSummary | undefined {
  const row = db.prepare(`SELECT ${SUMMARY_COLUMNS} FROM documents d WHERE d.id = ?`).get(number) as
    | DocumentRow
    | undefined;
  return row === undefined ? undefined : toSummary(row);
}

/** Where a document was seen; `part` is the attachment that holds it, 0 for the item itself. */
export type RawPlace = {
  readonly path: string;
  readonly file: string;
  readonly entry: string | null;
  readonly offset: number;
  readonly length: number;
  readonly part: number;
};

/** Where the raw bytes of a document lie: the place it was seen in last, for older ones may have changed since. */
export function rawPlace(db: ReadableDatabase, number: number): RawPlace | undefined {
  return db
    .prepare(
      `SELECT s.path, i.file, i.entry, p.offset_bytes AS offset, p.length_bytes AS length, p.part
       FROM places p JOIN items i ON i.id = p.item_id JOIN sources s ON s.id = p.source_id
       WHERE p.document_id = ? ORDER BY i.is_gone, p.id DESC LIMIT 1`,
    )
    .get(number) as RawPlace | undefined;
}

/** An attachment of a mail by its number in the list; `position` is its number in the mail's own bytes. */
export function findAttachment(
  db: ReadableDatabase,
  number: number,
  index: number,
): { readonly position: number; readonly name: string; readonly type: string } | undefined {
  return db
    .prepare(
      "SELECT position, name, type FROM attachments WHERE document_id = ? AND is_inline = 0 ORDER BY position LIMIT 1 OFFSET ?",
    )
    .get(number, index) as { position: number; name: string; type: string } | undefined;
}
