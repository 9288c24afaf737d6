/**
 * The owner's own mails, paired with what they answer: the material of the voice.
 *
 * Owns which mails are samples: sent by "me", no draft, no spam, written by a person and not by a machine, with words of
 * one's own in them. What others wrote and what is quoted is never part of a sample's text.
 */
import type { Person } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import type { BlockRange } from "../parsed-mail.ts";

/** A mail of the owner as it is stored; `answers` is the number of the mail it answers, null where it answers none here. */
export type SentMail = {
  readonly number: number;
  readonly dateMs: number | null;
  readonly localDate: string | null;
  readonly subject: string;
  readonly threadId: number;
  readonly recipients: readonly Person[];
  readonly text: string;
  readonly blocks: readonly BlockRange[];
  readonly answers: number | null;
};

type SentRow = Omit<SentMail, "recipients" | "blocks" | "answers"> & {
  readonly recipients: string | null;
  readonly blocks: string;
  readonly inReplyTo: string | null;
  readonly references: string | null;
};

/**
 * What makes a mail the owner's own letter, over `documents d`. Nobody sends digests by hand: one of the owner's is an answer
 * to a digest under its subject.
 */
export const IS_OWN_LETTER =
  "d.kind = 'mail' AND d.is_sent_by_me = 1 AND d.is_draft = 0 AND d.is_spam = 0 AND (d.is_automatic = 0 OR d.automatic_kind = 'digest')";

const COLUMNS = `
  d.id AS number, d.date_ms AS dateMs, d.local_date AS localDate, d.subject, d.thread_id AS threadId,
  d.in_reply_to AS inReplyTo, b.text, b.blocks,
  (SELECT json_group_array(json_array(p.name, a.address) ORDER BY p.role = 'cc', p.position)
     FROM participants p JOIN addresses a ON a.id = p.address_id
     WHERE p.document_id = d.id AND p.role IN ('to', 'cc')) AS recipients,
  (SELECT json_group_array(r.message_id ORDER BY r.position) FROM message_refs r WHERE r.document_id = d.id) AS "references"`;

/** The owner's own letters in first-seen order; some may hold no words of their own (bare forwards). */
export function readSentMail(db: ReadableDatabase): SentMail[] {
  const rows = db
    .prepare(
      `SELECT ${COLUMNS} FROM documents d JOIN bodies b ON b.document_id = d.id WHERE ${IS_OWN_LETTER} ORDER BY d.id`,
    )
    .all() as SentRow[];
  const answered = answerFinder(db);
  return rows.map(({ recipients, blocks, inReplyTo, references, ...row }) => ({
    ...row,
    recipients: (JSON.parse(recipients ?? "[]") as [string, string][]).map(([name, address]) => ({ name, address })),
    blocks: JSON.parse(blocks) as BlockRange[],
    answers: answered(row.number, inReplyTo, JSON.parse(references ?? "[]") as string[]),
  }));
}

/** Finds the mail that one answers: by In-Reply-To, else by the nearest reference that is in the archive. */
function answerFinder(db: ReadableDatabase) {
  const byMessageId = db
    .prepare("SELECT id FROM documents WHERE message_id = ? AND kind = 'mail' AND is_draft = 0 ORDER BY id LIMIT 1")
    .pluck();
  return (number: number, inReplyTo: string | null, references: readonly string[]): number | null => {
    for (const messageId of [...(inReplyTo === null ? [] : [inReplyTo]), ...[...references].reverse()]) {
      const found = byMessageId.get(messageId) as number | undefined;
      if (found !== undefined && found !== number) return found;
    }
    return null;
  };
}

/** What people of the archive are called, by address: the name each writes or is written under most often. */
export function readNames(db: ReadableDatabase, addresses: readonly string[]): Map<string, string> {
  const find = db
    .prepare(
      `SELECT p.name FROM participants p JOIN addresses a ON a.id = p.address_id
       WHERE a.address = ? AND p.name <> '' GROUP BY p.name ORDER BY count(*) DESC, p.name LIMIT 1`,
    )
    .pluck();
  return new Map(addresses.map((address) => [address, String(find.get(address) ?? "")]));
}

/** Mails of others by sender, for comparing: those with text, no machine's, newest first, at most `limit` senders. */
export function readOthersMail(
  db: ReadableDatabase,
  options: { readonly senders: number; readonly mailsEach: number },
): Map<
  string,
  { readonly number: number; readonly dateMs: number | null; readonly text: string; readonly blocks: BlockRange[] }[]
> {
  const senders = db
    .prepare(
      `SELECT a.address FROM documents d
         JOIN participants p ON p.document_id = d.id AND p.role = 'from' AND p.position = 0
         JOIN addresses a ON a.id = p.address_id
       WHERE d.kind = 'mail' AND d.is_sent_by_me = 0 AND d.is_draft = 0 AND d.is_spam = 0 AND d.is_automatic = 0
         AND a.is_me = 0
       GROUP BY a.id ORDER BY count(*) DESC, a.address LIMIT ?`,
    )
    .pluck()
    .all(options.senders) as string[];
  const mails = db.prepare(
    `SELECT d.id AS number, d.date_ms AS dateMs, b.text, b.blocks FROM documents d
       JOIN bodies b ON b.document_id = d.id
       JOIN participants p ON p.document_id = d.id AND p.role = 'from' AND p.position = 0
       JOIN addresses a ON a.id = p.address_id
     WHERE a.address = ? AND d.kind = 'mail' AND d.is_draft = 0 AND d.is_spam = 0 AND d.is_automatic = 0
     ORDER BY d.date_ms DESC, d.id DESC LIMIT ?`,
  );
  return new Map(
    senders.map((address) => [
      address,
      (
        mails.all(address, options.mailsEach) as {
          number: number;
          dateMs: number | null;
          text: string;
          blocks: string;
        }[]
      ).map((row) => ({ ...row, blocks: JSON.parse(row.blocks) as BlockRange[] })),
    ]),
  );
}
