/**
 * The thread a mail joins: by References and In-Reply-To, and where it has neither, by subject.
 *
 * A thread is a number on its documents, the smallest document of it; two threads that turn out to be one are merged.
 * So parents may be missing or come later, and references may run in circles. Runs on the writer thread.
 */
import { hash } from "node:crypto";
import type { WritableDatabase } from "../connection.ts";

/** What joining a thread needs to know of a mail that is already stored. */
export type ThreadedMail = {
  readonly id: number;
  readonly messageId: string | null;
  readonly references: readonly string[];
  readonly subject: string;
  readonly subjectKey: number | null;
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
/** Of a subject that thousands bear ("Invoice"), only the nearest are looked at. */
const MAX_CANDIDATES = 50;
const FIRST_CANDIDATES = 4;

/**
 * What stands for a subject without its prefixes in the index of {@link createThreadStore}: 48 bits of a hash; null where
 * it has too little to tell one from another. Stored with every mail: whoever changes it, or {@link baseSubject}, needs a
 * migration.
 */
export function subjectKey(base: string): number | null {
  const letters = base.match(/[\p{L}\p{N}\p{M}]+/gu)?.join("") ?? "";
  return letters.length < 4 ? null : hash("sha256", base, "buffer").readUIntBE(0, 6);
}

type Candidate = { readonly id: number; readonly subject: string; readonly threadId: number };

/** Prepares the statements and returns the function that puts a stored mail into its thread. */
export function createThreadStore(db: WritableDatabase): (mail: ThreadedMail) => void {
  // "= (SELECT ?)": SQLite with STAT4 plans a join or an ordered query anew for every value that is bound directly.
  const threadOfMessage = db.prepare("SELECT thread_id FROM documents WHERE message_id = ?").pluck();
  // Whoever names a message is in one thread with all others that do: one of them answers for all.
  const threadNaming = db
    .prepare(
      `SELECT (SELECT thread_id FROM documents d WHERE d.id = r.document_id) FROM message_refs r
       WHERE r.message_id = ? AND r.document_id <> ? LIMIT 1`,
    )
    .pluck();
  const sameSubject = (range: string, order: string): string =>
    `SELECT id, subject, thread_id AS threadId FROM documents
     WHERE subject_key = (SELECT @key) AND date_ms ${range} AND id <> @id ORDER BY ${order} LIMIT @limit`;
  const before = db.prepare(sameSubject("BETWEEN @moment - @distance AND @moment", "date_ms DESC, id DESC"));
  // Whoever names messages has a thread by them.
  const after = db.prepare(
    `SELECT * FROM (${sameSubject("BETWEEN @moment + 1 AND @moment + @distance", "date_ms, id")}) AS candidate
     WHERE NOT EXISTS (SELECT 1 FROM message_refs r WHERE r.document_id = candidate.id)`,
  );
  // "+": by the two mails' own rows; the other way would visit every mail of a list's address.
  const sharePeople = db
    .prepare(
      `SELECT 1 FROM participants a JOIN participants b ON +b.address_id = a.address_id AND b.role <> 'delivered-to'
       WHERE a.document_id = (SELECT ?) AND b.document_id = (SELECT ?) AND a.role <> 'delivered-to' LIMIT 1`,
    )
    .pluck();
  const isAddress = db.prepare("SELECT 1 FROM addresses WHERE address = ?").pluck();
  const setThread = db.prepare("UPDATE documents SET thread_id = ? WHERE id = ?");
  const mergeThread = db.prepare("UPDATE documents SET thread_id = ? WHERE thread_id = ?");

  /**
   * The threads that a mail without references belongs to by its subject: "Re: plan" goes to the nearest "plan" before
   * it between the same people, and "plan" takes the answers that came before it. Two mails that merely bear the same
   * subject ("Invoice") are two threads.
   */
  function bySubject({ id, subject, subjectKey: key, dateMs: moment }: ThreadedMail): number[] {
    if (key === null || moment === null) return [];
    const { base, isReply } = baseSubject(subject);
    const rows = (limit: number): Candidate[] =>
      (isReply ? before : after).all({ key, moment, distance: MAX_DISTANCE_MS, id, limit }) as Candidate[];
    const fits = (row: Candidate): boolean => {
      const other = baseSubject(row.subject);
      return other.base === base && (isReply || other.isReply) && sharePeople.get(id, row.id) !== undefined;
    };
    if (!isReply)
      return rows(MAX_CANDIDATES)
        .filter(fits)
        .map((row) => row.threadId);
    // Nearly always it is one of the first.
    const nearest = rows(FIRST_CANDIDATES).find(fits) ?? rows(MAX_CANDIDATES).find(fits);
    return nearest === undefined ? [] : [nearest.threadId];
  }

  return (mail) => {
    const threads = new Set<number>();
    // Some programs put a person's address where a message id belongs: it would join all that person's mail.
    const isMessage = (reference: string): boolean => isAddress.get(reference.toLowerCase()) === undefined;
    let isReferring = false;
    for (const reference of mail.references) {
      const naming = threadNaming.get(reference, mail.id);
      // Those that name a message already are with it, where it is there.
      const found = naming === undefined ? threadOfMessage.all(reference) : [naming];
      if (found.length === 0 && isReferring) continue;
      if (!isMessage(reference)) continue;
      isReferring = true;
      for (const thread of found) threads.add(Number(thread));
    }
    const naming = mail.messageId === null ? undefined : threadNaming.get(mail.messageId, mail.id);
    if (naming !== undefined) threads.add(Number(naming));
    if (!isReferring) for (const thread of bySubject(mail)) threads.add(thread);
    threads.delete(0);
    threads.delete(mail.id);
    const target = Math.min(mail.id, ...threads);
    setThread.run(target, mail.id);
    for (const thread of threads) if (thread !== target) mergeThread.run(target, thread);
  };
}
