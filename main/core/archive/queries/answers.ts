/**
 * The history of questions and answers. Rows are written when a question is asked and filled as its answer comes.
 *
 * A conversation is a first question and what follows it; its number is that of the first question.
 */
import type { AnswerRecord, AskResult, RunState, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";
import { createRunReader, type RunError, runValues } from "./run-rows.ts";

/** A question as it is asked. */
export type NewAnswer = {
  readonly question: string;
  readonly scope: Scope;
  readonly endpoint: string;
  readonly model: string;
  /** The conversation that it goes on with. */
  readonly follows?: number;
};

/** What changes while and after it is answered. */
export type AnswerChange = {
  readonly state: RunState;
  readonly answer: string;
  readonly result?: AskResult;
  readonly error?: RunError;
  /** The tail as it was sent, so that a follow-up finds it in the cache. */
  readonly tail?: string;
};

/** Records a question; returns its number. */
export function insertAnswer(db: WritableDatabase, item: NewAnswer): number {
  const result = db
    .prepare(
      `INSERT INTO answers (state, asked_at_ms, question, scope, endpoint, model, answer, citations, follows)
       VALUES ('running', ?, ?, ?, ?, ?, '', '[]', ?)`,
    )
    .run(Date.now(), item.question, JSON.stringify(item.scope), item.endpoint, item.model, item.follows ?? null);
  return Number(result.lastInsertRowid);
}

/** Fills in what is known of an answer. */
export function updateAnswer(db: WritableDatabase, id: number, change: AnswerChange): null {
  db.prepare(
    `UPDATE answers SET state = @state, answer = @answer, citations = @citations, receipt = @receipt, fit = @fit,
       sweep = @sweep, notices = @notices, tail = coalesce(@tail, tail), error_code = @errorCode, error_message = @errorMessage WHERE id = @id`,
  ).run({
    id,
    state: change.state,
    answer: change.result?.answer ?? change.answer,
    citations: JSON.stringify(change.result?.citations ?? []),
    sweep: change.result?.sweep === undefined ? null : JSON.stringify(change.result.sweep),
    notices: JSON.stringify(change.result?.notices ?? []),
    tail: change.tail ?? null,
    ...runValues(change),
  });
  return null;
}

/** Names a conversation; an empty name is its first question again. */
export function renameAnswer(db: WritableDatabase, id: number, title: string): null {
  db.prepare("UPDATE answers SET title = ? WHERE id = ?").run(title.trim() === "" ? null : title.trim(), id);
  return null;
}

/** Forgets an answer; a first question takes what follows it along. */
export function deleteAnswer(db: WritableDatabase, id: number): null {
  db.prepare("DELETE FROM answers WHERE id = ?").run(id);
  return null;
}

/** Marks answers and drafts that a dead process left running as stopped; their partial text stays. */
export function stopInterrupted(db: WritableDatabase): null {
  db.prepare("UPDATE answers SET state = 'stopped' WHERE state = 'running'").run();
  db.prepare("UPDATE drafts SET state = 'stopped' WHERE state = 'running'").run();
  return null;
}

type AnswerColumns = {
  readonly askedAtMs: number;
  readonly question: string;
  readonly answer: string;
  readonly citations: string;
  readonly follows: number | null;
  readonly title: string | null;
  readonly sweep: string | null;
  readonly windows: number;
  readonly notices: string;
};

const answers = createRunReader(
  "answers",
  `asked_at_ms AS askedAtMs, question, answer, citations, follows, title, sweep, notices,
   (SELECT count(*) FROM sweep_windows w WHERE w.answer_id = answers.id) AS windows`,
  (fields, own: AnswerColumns): AnswerRecord => ({
    ...fields,
    askedAt: new Date(own.askedAtMs).toISOString(),
    question: own.question,
    answer: own.answer,
    citations: JSON.parse(own.citations),
    follows: own.follows,
    title: own.title,
    sweep: own.sweep === null ? null : JSON.parse(own.sweep),
    isSweep: own.windows > 0 || own.sweep !== null,
    notices: JSON.parse(own.notices),
  }),
);

/** One answer by number. */
export const getAnswer = answers.get;

/** The answers of a conversation, in the order in which they were asked; empty where there is none. */
export function readConversation(db: ReadableDatabase, first: number): AnswerRecord[] {
  return answers.where(db, "id = @first OR follows = @first", { first }, "id");
}

/** A question of a conversation that was answered; `tail` is null for one that was asked before tails were kept. */
export type StoredTurn = {
  readonly question: string;
  readonly answer: string;
  readonly askedAtMs: number;
  readonly tail: string | null;
};

/** The answered questions of a conversation, in their order; what was stopped or failed is no turn. */
export function readTurns(db: ReadableDatabase, first: number): StoredTurn[] {
  return db
    .prepare(
      `SELECT question, answer, asked_at_ms AS askedAtMs, tail FROM answers
       WHERE (id = @first OR follows = @first) AND state = 'done' ORDER BY id`,
    )
    .all({ first }) as StoredTurn[];
}

/** First questions, newest first, before a number; with words, those in whose conversation all of them occur. */
export function listAnswers(
  db: ReadableDatabase,
  page: { readonly limit: number; readonly before: number; readonly words?: string },
): AnswerRecord[] {
  const words = (page.words ?? "").split(/\s+/).filter((word) => word !== "");
  const parts = words.map(
    (_, index) =>
      `EXISTS (SELECT 1 FROM answers t WHERE (t.id = answers.id OR t.follows = answers.id)
         AND (t.question LIKE @w${index} ESCAPE '\\' OR t.answer LIKE @w${index} ESCAPE '\\'
              OR t.title LIKE @w${index} ESCAPE '\\'))`,
  );
  const values = Object.fromEntries(words.map((word, index) => [`w${index}`, `%${word.replace(/[\\%_]/g, "\\$&")}%`]));
  return answers.where(
    db,
    ["follows IS NULL", "id < @before", ...parts].join(" AND "),
    { before: page.before, limit: page.limit, ...values },
    "id DESC LIMIT @limit",
  );
}
