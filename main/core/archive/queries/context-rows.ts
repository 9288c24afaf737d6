/** What the context map needs of every document: kind, date, who wrote it, where it lies. No text. */
import type { DocumentKind } from "../../../../shared/document-id.ts";
import type { ReadableDatabase } from "../connection.ts";

/** A document without its text. */
export type ContextRow = {
  readonly number: number;
  readonly kind: DocumentKind;
  readonly dateMs: number | null;
  readonly isSentByMe: boolean;
  readonly title: string;
  readonly folder: string;
  readonly address: string;
  readonly name: string;
};

type Row = {
  readonly number: number;
  readonly kind: DocumentKind;
  readonly dateMs: number | null;
  readonly isSentByMe: number;
  readonly title: string;
  readonly folder: string | null;
  readonly address: string | null;
  readonly name: string | null;
};

/** The documents behind a number, in first-seen order, at most so many. A part of a mail lies where its mail lies. */
export function readContextRows(db: ReadableDatabase, after: number, limit: number): ContextRow[] {
  const rows = db
    .prepare(
      `SELECT d.id AS number, d.kind, d.date_ms AS dateMs, d.is_sent_by_me AS isSentByMe,
         CASE d.subject WHEN '' THEN d.name ELSE d.subject END AS title,
         (SELECT p.folder FROM places p WHERE p.document_id = d.id ORDER BY p.id LIMIT 1) AS folder,
         a.address, p.name
       FROM documents d
       LEFT JOIN participants p ON p.document_id = coalesce(d.parent_id, d.id) AND p.role = 'from' AND p.position = 0
       LEFT JOIN addresses a ON a.id = p.address_id
       WHERE d.id > ? ORDER BY d.id LIMIT ?`,
    )
    .all(after, limit) as Row[];
  return rows.map((row) => ({
    ...row,
    isSentByMe: row.isSentByMe === 1,
    folder: row.folder ?? "",
    address: row.address ?? "",
    name: row.name ?? "",
  }));
}

/** A value that changes whenever documents come or go. */
export function archiveStamp(db: ReadableDatabase): string {
  // A number is never given twice: what comes moves the last one given, what goes makes the count less.
  const row = db
    .prepare(
      `SELECT (SELECT documents FROM document_counts) AS n,
         (SELECT seq FROM sqlite_sequence WHERE name = 'documents') AS last`,
    )
    .get() as { readonly n: number; readonly last: number | null };
  return `${row.n}/${row.last ?? 0}`;
}
