/** The history of questions and answers. Rows are written when a question is asked and filled as its answer comes. */
import type { AnswerRecord, AskResult, RunState, Scope } from "../../../../shared/schemas.ts";
import type { WritableDatabase } from "../connection.ts";
import { createRunReader, type RunError, runValues } from "./run-rows.ts";

/** A question as it is asked. */
export type NewAnswer = {
  readonly question: string;
  readonly scope: Scope;
  readonly endpoint: string;
  readonly model: string;
};

/** What changes while and after it is answered. */
export type AnswerChange = {
  readonly state: RunState;
  readonly answer: string;
  readonly result?: AskResult;
  readonly error?: RunError;
};

/** Records a question; returns its number. */
export function insertAnswer(db: WritableDatabase, item: NewAnswer): number {
  const result = db
    .prepare(
      `INSERT INTO answers (state, asked_at_ms, question, scope, endpoint, model, answer, citations)
       VALUES ('running', ?, ?, ?, ?, ?, '', '[]')`,
    )
    .run(Date.now(), item.question, JSON.stringify(item.scope), item.endpoint, item.model);
  return Number(result.lastInsertRowid);
}

/** Fills in what is known of an answer. */
export function updateAnswer(db: WritableDatabase, id: number, change: AnswerChange): null {
  db.prepare(
    `UPDATE answers SET state = @state, answer = @answer, citations = @citations, receipt = @receipt, fit = @fit,
       error_code = @errorCode, error_message = @errorMessage WHERE id = @id`,
  ).run({
    id,
    state: change.state,
    answer: change.result?.answer ?? change.answer,
    citations: JSON.stringify(change.result?.citations ?? []),
    ...runValues(change),
  });
  return null;
}

/** Forgets an answer. */
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
};

const answers = createRunReader(
  "answers",
  "asked_at_ms AS askedAtMs, question, answer, citations",
  (fields, own: AnswerColumns): AnswerRecord => ({
    ...fields,
    askedAt: new Date(own.askedAtMs).toISOString(),
    question: own.question,
    answer: own.answer,
    citations: JSON.parse(own.citations),
  }),
);

/** Answers, newest first, before a number. */
export const listAnswers = answers.list;

/** One answer by number. */
export const getAnswer = answers.get;
