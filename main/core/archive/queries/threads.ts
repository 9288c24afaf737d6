/**
 * The thread a mail joins: by References and In-Reply-To, and where it has neither, by subject.
 *
 * A thread is a number on its documents, the smallest document of it; two threads that turn out to be one are merged.
 * So parents may be missing or come later, and references may run in circles. Runs on the writer thread.
 */
import type { WritableDatabase } from "../connection.ts";

/** What joining a thread needs to know of a mail that is already stored. */
export type ThreadedMail = {
  readonly id: number;
  readonly messageId: string | null;
  readonly references: readonly string[];
  readonly subject: string;
  readonly dateMs: number | null;
};

/** "Re:" and "Fwd:" in many languages, "Re[2]:", and a list's tag in brackets. */
const REPLY_PREFIX =
  /^\s*(?:re|aw|antw|antwort|sv|vs|odp|ynt|vá|atb|rif|res|réf|ref|отв|ответ|答复|回复|回覆|返信|fwd?|wg|tr|rv|enc|vl|pd)\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*/iu;
const LIST_TAG = /^\s*\[[^\]]{1,40}\]\s*/;
const MAX_PREFIXES = 20;

/** A subject without its prefixes, and whether it had one that says it is an answer. */
export function baseSubject(subject: string): { readonly base: string; readonly isReply: boolean } {
  let base = subject.replace(/\s+/g, " ").trim();
  let isReply = false;
  for (let round = 0; round < MAX_PREFIXES; round += 1) {
    const plain = base.replace(LIST_TAG, "");
    const cut = plain.replace(REPLY_PREFIX, "");
    if (cut !== plain) isReply = true;
    if (cut === base || cut === "") break;
    base = cut;
  }
  return { base: base.toLowerCase().trim(), isReply };
}

/** Subjects alone join only what lies this close together. */
const MAX_DISTANCE_MS = 45 * 86_400_000;
const MAX_CANDIDATES = 50;

/** The subject as a phrase for the search index; `undefined` where it has too little to tell one from another. */
function phrase(base: string): string | undefined {
  const words = base.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.join("").length < 4 ? undefined : `subject : "${words.join(" ")}"`;
}

/** Prepares the statements and returns the function that puts a stored mail into its thread. */
export function createThreadStore(db: WritableDatabase): (mail: ThreadedMail) => void {
  const threadOfMessage = db.prepare("SELECT DISTINCT thread_id FROM documents WHERE message_id = ?").pluck();
  const threadsWaiting = db
    .prepare(
      `SELECT DISTINCT d.thread_id FROM message_refs r JOIN documents d ON d.id = r.document_id
       WHERE r.message_id = ? AND d.thread_id <> 0`,
    )
    .pluck();
  // The search index finds the few mails of a subject; which of them fit is decided here.
  const sameSubject = db.prepare(
    `SELECT d.id, d.subject, d.date_ms AS dateMs, d.thread_id AS threadId,
       EXISTS (SELECT 1 FROM message_refs r WHERE r.document_id = d.id) AS hasReferences
     FROM (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ${MAX_CANDIDATES}) AS hit
     JOIN documents d ON d.id = hit.rowid
     WHERE d.kind = 'mail' AND d.id <> ? AND d.date_ms IS NOT NULL`,
  );
  const sharePeople = db
    .prepare(
      `SELECT 1 FROM participants a JOIN participants b ON b.address_id = a.address_id AND b.role <> 'delivered-to'
       WHERE a.document_id = ? AND b.document_id = ? AND a.role <> 'delivered-to' LIMIT 1`,
    )
    .pluck();
  const isAddress = db.prepare("SELECT 1 FROM addresses WHERE address = ?").pluck();
  const setThread = db.prepare("UPDATE documents SET thread_id = ? WHERE id = ?");
  const mergeThread = db.prepare("UPDATE documents SET thread_id = ? WHERE thread_id = ?");

  /**
   * The threads that a mail without references belongs to by its subject: "Re: plan" goes to the nearest "plan" before
   * it between the same people, and "plan" takes the answers that came before it.
   */
  function bySubject(mail: ThreadedMail): number[] {
    const { base, isReply } = baseSubject(mail.subject);
    const query = phrase(base);
    if (query === undefined || mail.dateMs === null) return [];
    const moment = mail.dateMs;
    const rows = sameSubject.all(query, mail.id) as {
      readonly id: number;
      readonly subject: string;
      readonly dateMs: number;
      readonly threadId: number;
      readonly hasReferences: number;
    }[];
    const fitting = rows.filter((row) => {
      const other = baseSubject(row.subject);
      if (other.base !== base || Math.abs(row.dateMs - moment) > MAX_DISTANCE_MS) return false;
      // Two mails that merely bear the same subject ("Invoice") are two threads: one must answer, and come later.
      const isAnswered = isReply && row.dateMs <= moment;
      const answers = other.isReply && row.hasReferences === 0 && row.dateMs >= moment;
      return (isAnswered || answers) && sharePeople.get(mail.id, row.id) !== undefined;
    });
    const before = fitting.filter((row) => row.dateMs <= moment).sort((a, b) => b.dateMs - a.dateMs || b.id - a.id);
    const after = fitting.filter((row) => row.dateMs > moment);
    return [...(isReply ? before.slice(0, 1) : []), ...(isReply ? [] : after)].map((row) => row.threadId);
  }

  return (mail) => {
    const threads = new Set<number>();
    // Some programs put a person's address where a message id belongs: it would join all that person's mail.
    const references = mail.references.filter((reference) => isAddress.get(reference.toLowerCase()) === undefined);
    for (const reference of references) {
      for (const thread of threadOfMessage.all(reference)) threads.add(Number(thread));
      for (const thread of threadsWaiting.all(reference)) threads.add(Number(thread));
    }
    if (mail.messageId !== null) for (const thread of threadsWaiting.all(mail.messageId)) threads.add(Number(thread));
    if (references.length === 0) for (const thread of bySubject(mail)) threads.add(thread);
    threads.delete(0);
    threads.delete(mail.id);
    const target = Math.min(mail.id, ...threads);
    setThread.run(target, mail.id);
    for (const thread of threads) if (thread !== target) mergeThread.run(target, thread);
  };
}
