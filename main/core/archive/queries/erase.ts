/**
 * Erasing documents: every row that holds or derives from their words goes, and they do not come back at an import.
 *
 * Runs on the writer thread. Derived rows that name the document go by the trigger of migration 50; here is what does
 * not name it, and what makes the freed bytes unreadable.
 */
import { createHash } from "node:crypto";
import { type DocumentKind, formatDocumentId } from "../../../../shared/document-id.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** What goes with some documents: the documents themselves (attached ones too), answers and drafts that cite, answer or repeat them. */
export type ErasePlan = {
  readonly documents: readonly { readonly number: number; readonly id: string }[];
  readonly answers: readonly number[];
  readonly drafts: readonly number[];
  /** The sources whose own files still hold them, by path. */
  readonly sources: readonly string[];
};

/** Runs of so many words tell that a text repeats a document; fewer are anybody's. */
const RUN_WORDS = 4;

function wordRuns(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const runs = new Set<string>();
  for (let at = 0; at + RUN_WORDS <= words.length; at += 1) runs.add(words.slice(at, at + RUN_WORDS).join(" "));
  return runs;
}

/** Rows of a table whose texts repeat words of these documents, cited or not. */
function repeating(db: ReadableDatabase, rows: string, documents: string): number[] {
  const texts = db
    .prepare("SELECT text FROM bodies WHERE document_id IN (SELECT value FROM json_each(?))")
    .pluck()
    .all(documents) as string[];
  const erased = wordRuns(texts.join("\n\n"));
  const found: number[] = [];
  for (const { id, text } of db.prepare(rows).iterate() as IterableIterator<{ id: number; text: string }>)
    for (const run of wordRuns(text)) {
      if (!erased.has(run)) continue;
      found.push(id);
      break;
    }
  return found;
}

type Doomed = { readonly number: number; readonly kind: DocumentKind };

/** What is erased with these documents: what was attached to them goes too, unless another mail brought it as well. */
export function planErase(db: ReadableDatabase, numbers: readonly number[]): ErasePlan {
  const doomed = db
    .prepare(
      `WITH RECURSIVE doomed(id) AS (
         SELECT value FROM json_each(@numbers)
         UNION SELECT d.id FROM documents d JOIN doomed ON d.parent_id = doomed.id
           WHERE NOT EXISTS (SELECT 1 FROM attachments a WHERE a.child_id = d.id AND a.document_id <> d.parent_id))
       SELECT d.id AS number, d.kind FROM documents d WHERE d.id IN (SELECT id FROM doomed) ORDER BY d.id`,
    )
    .all({ numbers: JSON.stringify(numbers) }) as Doomed[];
  const documents = doomed.map(({ number, kind }) => ({ number, id: formatDocumentId(kind, number) }));
  const answers = new Set<number>();
  const citing = db
    .prepare("SELECT id FROM answers WHERE citations LIKE ? OR citations LIKE ? OR answer LIKE ? OR answer LIKE ?")
    .pluck();
  for (const { id } of documents)
    for (const answer of citing.all(`%"${id}"%`, `%"${id}.%`, `%[${id}]%`, `%[${id}.%`) as number[])
      answers.add(answer);
  const json = JSON.stringify(documents.map(({ number }) => number));
  for (const id of repeating(db, "SELECT id, question || char(10) || answer AS text FROM answers", json))
    answers.add(id);
  const drafts = new Set(
    db
      .prepare("SELECT id FROM drafts WHERE reply_to IN (SELECT value FROM json_each(?))")
      .pluck()
      .all(json) as number[],
  );
  const draftTexts = "SELECT id, draft || char(10) || coalesce(edited, '') AS text FROM drafts";
  for (const id of repeating(db, draftTexts, json)) drafts.add(id);
  return {
    documents,
    answers: [...answers].sort((a, b) => a - b),
    drafts: [...drafts].sort((a, b) => a - b),
    sources: db
      .prepare(
        `SELECT DISTINCT s.path FROM places p JOIN sources s ON s.id = p.source_id
         WHERE p.document_id IN (SELECT value FROM json_each(?)) ORDER BY s.path`,
      )
      .pluck()
      .all(json) as string[],
  };
}

/** By what a document is known again: its bytes, and its Message-ID with its own text. */
export function eraseMarks(document: {
  readonly rawSha256: Uint8Array;
  readonly messageId: string | null;
  readonly textSha256: Uint8Array;
}): Buffer[] {
  const marks = [Buffer.from(document.rawSha256)];
  if (document.messageId !== null)
    marks.push(createHash("sha256").update(`${document.messageId}\n`).update(document.textSha256).digest());
  return marks;
}

/** Prepares the look-up of erased documents, for imports. */
export function erasedReader(db: ReadableDatabase): (document: Parameters<typeof eraseMarks>[0]) => boolean {
  const find = db.prepare("SELECT 1 FROM erased WHERE mark = ?").pluck();
  // Nearly always nothing was: then no mark needs to be made.
  const isAny = db.prepare("SELECT 1 FROM erased LIMIT 1").pluck();
  return (document) => isAny.get() !== undefined && eraseMarks(document).some((mark) => find.get(mark) !== undefined);
}

type MarkRow = { readonly rawSha256: Buffer; readonly textSha256: Buffer; readonly messageId: string | null };

/** Erases documents with all that {@link planErase} names. Inside a transaction; {@link scrub} must follow outside. */
export function eraseDocuments(db: WritableDatabase, numbers: readonly number[], nowMs: number): ErasePlan {
  db.pragma("secure_delete = ON");
  const plan = planErase(db, numbers);
  const readMark = db.prepare(
    "SELECT raw_sha256 AS rawSha256, text_sha256 AS textSha256, message_id AS messageId FROM documents WHERE id = ?",
  );
  const mark = db.prepare("INSERT OR IGNORE INTO erased (mark, erased_at_ms) VALUES (?, ?)");
  const unlink = db.prepare("DELETE FROM search WHERE rowid = ?");
  const forget = db.prepare("UPDATE items SET raw = NULL WHERE document_id = ?");
  // An attachment that another mail brought as well belongs to that one now.
  const hand = db.prepare(
    `UPDATE documents SET parent_id = (SELECT a.document_id FROM attachments a
       WHERE a.child_id = documents.id AND a.document_id NOT IN (SELECT value FROM json_each(@doomed)) LIMIT 1)
     WHERE parent_id = @number AND id NOT IN (SELECT value FROM json_each(@doomed))`,
  );
  const remove = db.prepare("DELETE FROM documents WHERE id = ?");
  const doomed = JSON.stringify(plan.documents.map(({ number }) => number));
  for (const { number } of [...plan.documents].reverse()) {
    for (const each of eraseMarks(readMark.get(number) as MarkRow)) mark.run(each, nowMs);
    unlink.run(number);
    forget.run(number);
    hand.run({ number, doomed });
    remove.run(number);
  }
  const dropAnswer = db.prepare("DELETE FROM answers WHERE id = ?");
  for (const id of plan.answers) dropAnswer.run(id);
  const dropDraft = db.prepare("DELETE FROM drafts WHERE id = ?");
  for (const id of plan.drafts) dropDraft.run(id);
  // An address that no document names any more tells with whom the owner spoke.
  db.exec(
    `DELETE FROM addresses WHERE is_me = 0 AND NOT EXISTS (SELECT 1 FROM participants p WHERE p.address_id = addresses.id)`,
  );
  return plan;
}

/**
 * Makes erased bytes unreadable: the search index is merged, the file written anew, the log emptied.
 *
 * False where that could not be done to the end (a full disk): then freed pages may still hold some of the bytes.
 */
export function scrub(db: WritableDatabase): boolean {
  try {
    db.exec("INSERT INTO search (search) VALUES ('optimize')");
    db.exec("VACUUM");
    const [checkpoint] = db.pragma("wal_checkpoint(TRUNCATE)") as { readonly busy: number }[];
    return checkpoint?.busy === 0;
  } catch {
    return false;
  }
}
