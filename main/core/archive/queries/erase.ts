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
/** A shorter word tells nothing by itself. */
const TELLING_LETTERS = 4;

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function* wordRuns(words: readonly string[]): Generator<string> {
  for (let at = 0; at + RUN_WORDS <= words.length; at += 1) yield words.slice(at, at + RUN_WORDS).join(" ");
}

/**
 * Prepares the question whether a text repeats words of these documents (a JSON array of numbers), cited or not: a run of
 * words, or a single one that no other document has.
 */
function repeatReader(db: ReadableDatabase, documents: string): (text: string) => boolean {
  const texts = db
    .prepare("SELECT text FROM bodies WHERE document_id IN (SELECT value FROM json_each(?))")
    .pluck()
    .all(documents) as string[];
  const words = wordsOf(texts.join("\n\n"));
  const runs = new Set(wordRuns(words));
  const own = new Set(words.filter((word) => word.length >= TELLING_LETTERS));
  const elsewhere = db.prepare(
    "SELECT 1 FROM search WHERE search MATCH ? AND rowid NOT IN (SELECT value FROM json_each(?)) LIMIT 1",
  );
  const telling = new Map<string, boolean>();
  const isTelling = (word: string): boolean => {
    let known = telling.get(word);
    if (known === undefined) {
      known = elsewhere.get(`"${word}"`, documents) === undefined;
      telling.set(word, known);
    }
    return known;
  };
  return (text) => {
    const said = wordsOf(text);
    for (const run of wordRuns(said)) if (runs.has(run)) return true;
    return said.some((word) => own.has(word) && isTelling(word));
  };
}

/** The keys of rows whose `text` repeats a document; a row has a `key`. */
function repeating<K>(db: ReadableDatabase, rows: string, repeats: (text: string) => boolean): K[] {
  const found: K[] = [];
  for (const { key, text } of db.prepare(rows).iterate() as IterableIterator<{ key: K; text: string }>)
    if (repeats(text)) found.push(key);
  return found;
}

/** All that an answer and a draft keep of what was read, as one text each. */
const ANSWER_TEXTS = `SELECT id AS key, concat_ws(char(10), question, answer, title, tail, citations, notices) AS text FROM answers
  UNION ALL SELECT answer_id, result FROM sweep_windows WHERE result IS NOT NULL`;
const DRAFT_TEXTS =
  "SELECT id AS key, concat_ws(char(10), draft, edited, remark, wishes, target, checks, warnings) AS text FROM drafts";
const CELL_TEXTS = `SELECT json_array(exam_id, question_key, length) AS key, concat_ws(char(10), question, expected, answer) AS text
  FROM exam_cells`;
const BACKTEST_TEXTS = "SELECT json_array(backtest_id, arm, reply) AS key, draft AS text FROM backtest_drafts";

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
  const repeats = repeatReader(db, json);
  for (const id of repeating<number>(db, ANSWER_TEXTS, repeats)) answers.add(id);
  const drafts = new Set(
    db
      .prepare("SELECT id FROM drafts WHERE reply_to IN (SELECT value FROM json_each(?))")
      .pluck()
      .all(json) as number[],
  );
  for (const id of repeating<number>(db, DRAFT_TEXTS, repeats)) drafts.add(id);
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

/**
 * Exams and backtests: scores stay, words go. A backtest that hid one of the documents goes whole; its drafts imitate it.
 * `documents` is a JSON array of numbers.
 */
function eraseMeasured(db: WritableDatabase, documents: string): void {
  const repeats = repeatReader(db, documents);
  const blank = db.prepare(
    "UPDATE exam_cells SET question = '', expected = '[]', answer = '' WHERE exam_id = ? AND question_key = ? AND length = ?",
  );
  for (const key of repeating<string>(db, CELL_TEXTS, repeats)) blank.run(...(JSON.parse(key) as unknown[]));
  db.prepare(
    `DELETE FROM backtests WHERE id IN (SELECT backtest_id FROM backtest_drafts
       WHERE reply IN (SELECT value FROM json_each(?)))`,
  ).run(documents);
  const drop = db.prepare("DELETE FROM backtest_drafts WHERE backtest_id = ? AND arm = ? AND reply = ?");
  for (const key of repeating<string>(db, BACKTEST_TEXTS, repeats)) drop.run(...(JSON.parse(key) as unknown[]));
}

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
  eraseMeasured(db, doomed);
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
  // An address that no document names any more tells with whom the owner spoke; a backtest's report names people too.
  const alone = "is_me = 0 AND NOT EXISTS (SELECT 1 FROM participants p WHERE p.address_id = addresses.id)";
  db.exec(
    `DELETE FROM backtests WHERE EXISTS (SELECT 1 FROM addresses WHERE ${alone} AND instr(backtests.report, address) > 0)`,
  );
  db.exec(`DELETE FROM addresses WHERE ${alone}`);
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
