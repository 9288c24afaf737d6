/**
 * Full rows of documents for the prompt.
 *
 * Owns what the prompt knows of a document. Never reads the search index.
 */
import type { DocumentKind } from "../../../../shared/document-id.ts";
import { formatDocumentId } from "../../../../shared/document-id.ts";
import { LonghandError } from "../../../../shared/errors.ts";
import type { AttachmentSummary, Person, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import type { BlockRange } from "../parsed-mail.ts";
import { type DocumentRow, peopleOf, SUMMARY_COLUMNS } from "./documents.ts";
import { scopeCondition } from "./scope.ts";

/** A document as the prompt needs it. */
export type CorpusDocument = {
  readonly number: number;
  readonly kind: DocumentKind;
  readonly localDate: string | null;
  readonly dateMs: number | null;
  readonly subject: string;
  /** A PDF's file name, a file's path; empty for a mail. */
  readonly name: string;
  readonly from: Person | null;
  /** To, then Cc. */
  readonly recipients: readonly Person[];
  readonly messageId: string | null;
  readonly threadId: number;
  readonly references: readonly string[];
  readonly text: string;
  readonly blocks: readonly BlockRange[];
  readonly attachments: readonly AttachmentSummary[];
};

type CorpusRow = DocumentRow & {
  readonly text: string;
  readonly blocks: string;
  readonly references: string | null;
  readonly attachments: string | null;
};

const CORPUS_COLUMNS = `${SUMMARY_COLUMNS}, b.text, b.blocks,
  (SELECT json_group_array(r.message_id ORDER BY r.position) FROM message_refs r WHERE r.document_id = d.id) AS "references",
  (SELECT json_group_array(json_array(t.name, t.type, t.size_bytes, t.child_id, c.kind) ORDER BY t.position)
     FROM attachments t LEFT JOIN documents c ON c.id = t.child_id
     WHERE t.document_id = d.id AND t.is_inline = 0) AS attachments`;

type AttachmentRow = readonly [string, string, number, number | null, DocumentKind | null];

function toCorpusDocument(row: CorpusRow): CorpusDocument {
  const attachments = JSON.parse(row.attachments ?? "[]") as readonly AttachmentRow[];
  return {
    number: row.id,
    kind: row.kind,
    localDate: row.localDate,
    dateMs: row.dateMs,
    subject: row.subject,
    name: row.name,
    from: peopleOf(row.people, "from")[0] ?? null,
    recipients: [...peopleOf(row.people, "to"), ...peopleOf(row.people, "cc")],
    messageId: row.messageId,
    threadId: row.threadId,
    references: JSON.parse(row.references ?? "[]") as string[],
    text: row.text,
    blocks: JSON.parse(row.blocks) as BlockRange[],
    attachments: attachments.map(([name, type, sizeBytes, child, kind]) => ({
      name,
      type,
      sizeBytes,
      documentId: child === null || kind === null ? null : formatDocumentId(kind, child),
    })),
  };
}

/** The numbers of a scope's documents, in first-seen order. */
export function corpusNumbers(db: ReadableDatabase, scope: Scope): number[] {
  const condition = scopeCondition(db, scope);
  return db
    .prepare(`SELECT d.id FROM documents d WHERE ${condition.sql} ORDER BY d.id`)
    .pluck()
    .all(...condition.values) as number[];
}

/** Documents by number, in the order asked for; a number that is not there is left out. */
export function readNumbers(db: ReadableDatabase, numbers: readonly number[]): CorpusDocument[] {
  const rows = db
    .prepare(
      `SELECT ${CORPUS_COLUMNS} FROM json_each(?) n JOIN documents d ON d.id = n.value
       JOIN bodies b ON b.document_id = d.id ORDER BY n.key`,
    )
    .all(JSON.stringify(numbers)) as CorpusRow[];
  return rows.map(toCorpusDocument);
}

/** The documents of a scope for the prompt, in first-seen order. */
export function readCorpus(db: ReadableDatabase, scope: Scope): CorpusDocument[] {
  const condition = scopeCondition(db, scope);
  const rows = db
    .prepare(
      `SELECT ${CORPUS_COLUMNS} FROM documents d JOIN bodies b ON b.document_id = d.id
       WHERE ${condition.sql} ORDER BY d.id`,
    )
    .all(...condition.values) as CorpusRow[];
  return rows.map(toCorpusDocument);
}

/** One document for the prompt or the reader; throws `DOCUMENT_NOT_FOUND`. */
export function readDocument(db: ReadableDatabase, number: number): CorpusDocument {
  const row = db
    .prepare(`SELECT ${CORPUS_COLUMNS} FROM documents d JOIN bodies b ON b.document_id = d.id WHERE d.id = ?`)
    .get(number) as CorpusRow | undefined;
  if (row === undefined) {
    throw new LonghandError(
      "DOCUMENT_NOT_FOUND",
      `The archive has no document number ${number}.`,
      "See the ids with list.",
    );
  }
  return toCorpusDocument(row);
}

/** A mail as folding compares it; `recipients` are To and Cc. */
export type FoldTargetRow = {
  readonly text: string;
  readonly from: Person | null;
  readonly recipients: readonly Person[];
};

/** What folding asks of the archive, many times a document: its statements are prepared once. */
export type FoldQueries = {
  /** The mails with a Message-ID. */
  mailsByMessageId(messageId: string): number[];
  /** The mails of a thread. */
  mailsOfThread(threadId: number): number[];
  /** Text and people of a mail; `undefined` where it is gone. */
  foldTarget(number: number): FoldTargetRow | undefined;
};

/** Prepares them. */
export function prepareFoldQueries(db: ReadableDatabase): FoldQueries {
  const byMessageId = db.prepare("SELECT id FROM documents WHERE message_id = ? AND kind = 'mail'").pluck();
  const ofThread = db.prepare("SELECT id FROM documents WHERE thread_id = ? AND kind = 'mail'").pluck();
  const textOf = db.prepare("SELECT text FROM bodies WHERE document_id = ?").pluck();
  const peopleOf = db.prepare(
    `SELECT p.role, p.name, a.address FROM participants p JOIN addresses a ON a.id = p.address_id
     WHERE p.document_id = ? AND p.role IN ('from', 'to', 'cc') ORDER BY p.role, p.position`,
  );
  return {
    mailsByMessageId: (messageId) => byMessageId.all(messageId) as number[],
    mailsOfThread: (threadId) => ofThread.all(threadId) as number[],
    foldTarget(number) {
      const text = textOf.get(number) as string | undefined;
      if (text === undefined) return undefined;
      const people = peopleOf.all(number) as (Person & { readonly role: string })[];
      const named = ({ name, address }: Person): Person => ({ name, address });
      const from = people.find(({ role }) => role === "from");
      return {
        text,
        from: from === undefined ? null : named(from),
        recipients: people.filter(({ role }) => role !== "from").map(named),
      };
    },
  };
}

/** How many of these numbers are documents of the archive. */
export function existingCount(db: ReadableDatabase, numbers: readonly number[]): number {
  if (numbers.length === 0) return 0;
  return Number(
    db
      .prepare("SELECT count(*) FROM json_each(?) n JOIN documents d ON d.id = n.value")
      .pluck()
      .get(JSON.stringify(numbers)),
  );
}

/** What the coverage says of a document beside the prompt: see CorpusParts in shared/schemas.ts. */
export type PartRow = {
  readonly number: number;
  readonly kind: DocumentKind;
  readonly subject: string;
  readonly dateMs: number | null;
  readonly localDate: string | null;
  readonly folder: string;
  /** The other side: who sent it, or who is first to get what the owner sent; empty for what is no mail. */
  readonly person: string;
  readonly isSentByMe: number;
  readonly isDraft: number;
  readonly isSpam: number;
  readonly isAutomatic: number;
};

/** Facts of documents by number, in the order asked for. */
export function partRows(db: ReadableDatabase, numbers: readonly number[]): PartRow[] {
  return db
    .prepare(
      `SELECT d.id AS number, d.kind, coalesce(nullif(d.subject, ''), d.name) AS subject, d.date_ms AS dateMs,
         d.local_date AS localDate, d.is_sent_by_me AS isSentByMe, d.is_draft AS isDraft, d.is_spam AS isSpam,
         d.is_automatic AS isAutomatic,
         coalesce((SELECT l.folder FROM places l WHERE l.document_id = d.id ORDER BY l.id LIMIT 1), '') AS folder,
         coalesce((SELECT coalesce(nullif(p.name, ''), a.address) FROM participants p JOIN addresses a ON a.id = p.address_id
           WHERE p.document_id = d.id AND p.role = CASE d.is_sent_by_me WHEN 1 THEN 'to' ELSE 'from' END
             AND p.position = 0), '') AS person
       FROM json_each(?) n JOIN documents d ON d.id = n.value ORDER BY n.key`,
    )
    .all(JSON.stringify(numbers)) as PartRow[];
}
