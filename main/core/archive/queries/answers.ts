/** The history of questions and answers. Rows are written when a question is asked and filled as its answer comes. */
import type { AnswerRecord, AskResult, RunState, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

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
  readonly error?: { readonly code: string; readonly message: string };
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
    `UPDATE answers SET state = ?, answer = ?, citations = ?, receipt = ?, fit = ?, error_code = ?, error_message = ? WHERE id = ?`,
  ).run(
    change.state,
    change.result?.answer ?? change.answer,
    JSON.stringify(change.result?.citations ?? []),
    change.result === undefined ? null : JSON.stringify(change.result.receipt),
    change.result?.fit == null ? null : JSON.stringify(change.result.fit),
    change.error?.code ?? null,
    change.error?.message ?? null,
    id,
  );
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

type AnswerRow = {
  readonly id: number;
  readonly state: RunState;
  readonly askedAtMs: number;
  readonly question: string;
  readonly scope: string;
  readonly endpoint: string;
  readonly model: string;
  readonly answer: string;
  readonly citations: string;
  readonly receipt: string | null;
  readonly fit: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
};

const COLUMNS = `id, state, asked_at_ms AS askedAtMs, question, scope, endpoint, model, answer, citations, receipt, fit,
  error_code AS errorCode, error_message AS errorMessage`;

function toRecord(row: AnswerRow): AnswerRecord {
  const { askedAtMs, errorCode, errorMessage, ...rest } = row;
  return {
    ...rest,
    askedAt: new Date(askedAtMs).toISOString(),
    scope: JSON.parse(row.scope),
    citations: JSON.parse(row.citations),
    receipt: row.receipt === null ? null : JSON.parse(row.receipt),
    fit: row.fit === null ? null : JSON.parse(row.fit),
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" },
  };
}

/** Answers, newest first, before number `before`. */
export function listAnswers(
  db: ReadableDatabase,
  page: { readonly limit: number; readonly before: number },
): AnswerRecord[] {
  const rows = db
    .prepare(`SELECT ${COLUMNS} FROM answers WHERE id < ? ORDER BY id DESC LIMIT ?`)
    .all(page.before, page.limit);
  return (rows as AnswerRow[]).map(toRecord);
}

/** One answer by number. */
export function getAnswer(db: ReadableDatabase, id: number): AnswerRecord | undefined {
  const row = db.prepare(`SELECT ${COLUMNS} FROM answers WHERE id = ?`).get(id) as AnswerRow | undefined;
  return row === undefined ? undefined : toRecord(row);
}
