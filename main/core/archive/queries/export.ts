/**
 * Reading all of an archive for an export: items in first-seen order, what is stored of documents, the owner's own work.
 *
 * Owns no files: ../../core/export writes them.
 */
import type { DocumentKind } from "../../../../shared/document-id.ts";
import type { ReadableDatabase } from "../connection.ts";
import type { HistoryTable, Manifest, StoredContent } from "../export-format.ts";
import { EXPORTED_SETTINGS } from "../export-format.ts";
import { listMe } from "./identity.ts";
import { getSetting } from "./settings.ts";

/** An item that became a document, and where its bytes lie. */
export type ItemToExport = {
  readonly id: number;
  readonly number: number;
  readonly kind: DocumentKind;
  readonly rawSha256: Buffer;
  readonly messageId: string | null;
  readonly dateMs: number | null;
  readonly isDraft: number;
  readonly name: string;
  readonly isFirst: number;
  readonly isGone: number;
  readonly path: string;
  readonly file: string;
  readonly entry: string | null;
  readonly offset: number;
  readonly length: number;
  readonly folder: string;
  readonly labels: string;
  readonly numbers: string;
};

/** How many {@link itemsToExport} gives. */
export function countItemsToExport(db: ReadableDatabase): number {
  return Number(db.prepare("SELECT count(*) FROM items WHERE document_id IS NOT NULL").pluck().get());
}

/** The items that became documents, in the order in which the archive saw them. */
export function itemsToExport(db: ReadableDatabase): IterableIterator<ItemToExport> {
  return db
    .prepare(
      `SELECT i.id, d.id AS number, d.kind, d.raw_sha256 AS rawSha256, d.message_id AS messageId, d.date_ms AS dateMs,
         d.is_draft AS isDraft, d.name, i.state = 'imported' AS isFirst, i.is_gone AS isGone, s.path, i.file, i.entry,
         i.offset_bytes AS offset, i.length_bytes AS length, p.folder,
         (SELECT json_group_array(l.label) FROM labels l WHERE l.document_id = d.id) AS labels,
         (SELECT json_group_array(json_array(q.part, q.document_id)) FROM places q WHERE q.item_id = i.id) AS numbers
       FROM items i JOIN documents d ON d.id = i.document_id JOIN sources s ON s.id = i.source_id
         JOIN places p ON p.item_id = i.id AND p.part = 0
       ORDER BY i.id`,
    )
    .iterate() as IterableIterator<ItemToExport>;
}

type StoredRow = {
  readonly kind: DocumentKind;
  readonly rawSha256: Buffer;
  readonly textSha256: Buffer;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly dateMs: number | null;
  readonly localDate: string | null;
  readonly dateHeader: string | null;
  readonly subject: string;
  readonly name: string;
  readonly isDraft: number;
  readonly isSpam: number;
  readonly automaticKind: "bounce" | "receipt" | "reply" | "digest" | "other" | null;
  readonly protection: "pgp-encrypted" | "pgp-signed" | "smime-encrypted" | "smime-signed" | null;
  readonly sizeBytes: number;
  readonly pages: number | null;
  readonly text: string;
  readonly blocks: string;
};
type PersonRow = { readonly role: string; readonly name: string; readonly address: string };
type AttachmentRow = {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly isInline: number;
  readonly note: string | null;
  readonly childId: number | null;
};

/** Prepares the reading of a document as it is stored, with what is attached to it. */
export function storedReader(db: ReadableDatabase): (number: number) => StoredContent {
  const document = db.prepare(
    `SELECT d.kind, d.raw_sha256 AS rawSha256, d.text_sha256 AS textSha256, d.message_id AS messageId,
       d.in_reply_to AS inReplyTo, d.date_ms AS dateMs, d.local_date AS localDate, d.date_header AS dateHeader, d.subject,
       d.name, d.is_draft AS isDraft, d.is_spam AS isSpam, d.automatic_kind AS automaticKind, d.protection,
       d.size_bytes AS sizeBytes, d.pages, b.text, b.blocks
     FROM documents d JOIN bodies b ON b.document_id = d.id WHERE d.id = ?`,
  );
  const people = db.prepare(
    `SELECT p.role, p.name, a.address FROM participants p JOIN addresses a ON a.id = p.address_id
     WHERE p.document_id = ? ORDER BY p.role, p.position`,
  );
  const references = db.prepare("SELECT message_id FROM message_refs WHERE document_id = ? ORDER BY position").pluck();
  const labels = db.prepare("SELECT label FROM labels WHERE document_id = ?").pluck();
  const attachments = db.prepare(
    `SELECT name, type, size_bytes AS sizeBytes, is_inline AS isInline, note, child_id AS childId FROM attachments
     WHERE document_id = ? ORDER BY position`,
  );

  function read(number: number, outer: readonly number[]): StoredContent {
    const row = document.get(number) as StoredRow;
    const { dateMs, localDate, text, sizeBytes } = row;
    const hashes = { rawSha256: row.rawSha256.toString("hex"), textSha256: row.textSha256.toString("hex") };
    if (row.kind !== "mail") {
      const { kind, name, subject: title, pages } = row;
      return { parsedFile: { kind, ...hashes, name, title, dateMs, localDate, text, pages, sizeBytes } };
    }
    const persons = people.all(number) as PersonRow[];
    const inRole = (role: string): { name: string; address: string }[] =>
      persons.filter((one) => one.role === role).map(({ name, address }) => ({ name, address }));
    const { messageId, inReplyTo, dateHeader, subject, automaticKind, protection } = row;
    return {
      mail: {
        ...hashes,
        messageId,
        inReplyTo,
        references: references.all(number) as string[],
        dateMs,
        localDate,
        dateHeader,
        subject,
        from: inRole("from"),
        to: inRole("to"),
        cc: inRole("cc"),
        bcc: inRole("bcc"),
        deliveredTo: inRole("delivered-to"),
        labels: labels.all(number) as string[],
        text,
        blocks: JSON.parse(row.blocks),
        attachments: (attachments.all(number) as AttachmentRow[]).map(({ childId, note, isInline, ...rest }) => ({
          ...rest,
          isInline: isInline === 1,
          ...(note === null ? {} : { note }),
          // Two mails may be attached to one another by their contents being the same.
          ...(childId === null || outer.includes(childId) ? {} : { child: read(childId, [...outer, number]) }),
        })),
        isDraft: row.isDraft === 1,
        isSpam: row.isSpam === 1,
        automaticKind,
        protection,
        sizeBytes,
      },
    };
  }
  return (number) => read(number, [number]);
}

/** The rows of a table of the owner's own work, in an order in which each may refer to those before it. */
export function historyRows(db: ReadableDatabase, table: HistoryTable): IterableIterator<Record<string, unknown>> {
  const keys = (db.pragma(`table_info(${table})`) as { name: string; pk: number }[])
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name);
  return db.prepare(`SELECT * FROM ${table} ORDER BY ${keys.join(", ")}`).iterate() as IterableIterator<
    Record<string, unknown>
  >;
}

/** What the manifest says of the archive, apart from the export's own name and date. */
export function manifestFacts(
  db: ReadableDatabase,
): Pick<Manifest, "lastNumber" | "documents" | "items" | "me" | "settings" | "erased"> {
  const number = (sql: string): number => Number(db.prepare(sql).pluck().get() ?? 0);
  const erased = db.prepare("SELECT mark, erased_at_ms AS atMs FROM erased ORDER BY mark").all() as {
    mark: Buffer;
    atMs: number;
  }[];
  return {
    lastNumber: number("SELECT seq FROM sqlite_sequence WHERE name = 'documents'"),
    documents: number("SELECT count(*) FROM documents"),
    items: countItemsToExport(db),
    me: listMe(db).map(({ address, why }) => ({ address, why })),
    settings: Object.fromEntries(
      EXPORTED_SETTINGS.flatMap((key) => {
        const value = getSetting(db, key);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
    erased: erased.map(({ mark, atMs }) => ({ mark: mark.toString("hex"), atMs })),
  };
}
