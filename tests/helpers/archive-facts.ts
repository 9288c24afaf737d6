/** All that an archive says, in a form in which two archives can be compared; apart from where sources lie. */
import type { ReadableDatabase } from "../../main/core/archive/connection.ts";

/** Queries over everything that a person, a prompt or a search could tell the difference by. */
const QUERIES: Readonly<Record<string, string>> = {
  // A mail's size is that of the file it lay in: an mbox has other line ends than an .eml file.
  documents: `SELECT id, kind, hex(raw_sha256) AS raw, hex(text_sha256) AS text, message_id, in_reply_to, thread_id, date_ms,
    local_date, date_header, subject, subject_key, is_sent_by_me, is_draft, is_spam, is_automatic, automatic_kind,
    protection, parent_id, pages, name, CASE kind WHEN 'mail' THEN 0 ELSE size_bytes END AS size FROM documents ORDER BY id`,
  bodies: "SELECT document_id, text, blocks FROM bodies ORDER BY document_id",
  people: `SELECT p.document_id, p.role, p.position, a.address, p.name, a.is_me FROM participants p
    JOIN addresses a ON a.id = p.address_id ORDER BY p.document_id, p.role, p.position`,
  references: "SELECT document_id, position, message_id FROM message_refs ORDER BY document_id, position",
  labels: "SELECT document_id, label FROM labels ORDER BY document_id, label",
  attachments: "SELECT * FROM attachments ORDER BY document_id, position",
  places: "SELECT document_id, folder, part FROM places ORDER BY id",
  items: "SELECT state, document_id FROM items WHERE document_id IS NOT NULL ORDER BY id",
  me: "SELECT address FROM addresses WHERE is_me = 1 ORDER BY address",
  why: "SELECT key, value FROM settings WHERE key LIKE 'me-why:%' OR key = 'exam.choices' ORDER BY key",
  erased: "SELECT hex(mark) AS mark, erased_at_ms FROM erased ORDER BY mark",
  scopes: "SELECT * FROM scopes ORDER BY id",
  withdrawn: "SELECT * FROM withdrawn ORDER BY document_id",
  answers: "SELECT * FROM answers ORDER BY id",
  sweeps: "SELECT * FROM sweep_windows ORDER BY answer_id, position",
  drafts: "SELECT * FROM drafts ORDER BY id",
  exams: "SELECT * FROM exams ORDER BY id",
  cells: "SELECT * FROM exam_cells ORDER BY exam_id, question_key, length",
  backtests: "SELECT * FROM backtests ORDER BY id",
  backtestDrafts: "SELECT * FROM backtest_drafts ORDER BY backtest_id, arm, reply",
  lastNumber: "SELECT seq FROM sqlite_sequence WHERE name = 'documents'",
};

/** Rows by what they are. */
export function factsOf(db: ReadableDatabase): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(Object.entries(QUERIES).map(([name, sql]) => [name, db.prepare(sql).all()]));
}

/** The documents that the search box finds for a word. */
export function found(db: ReadableDatabase, word: string): readonly unknown[] {
  return db.prepare("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid").pluck().all(word);
}
