/** Exams and their cells: rows that grow while an exam runs, and stay for comparison. */
import type {
  ExamCell,
  ExamIdentity,
  ExamPlan,
  ExamPreset,
  ExamRecord,
  ExamRequest,
  ExamState,
  ExamSummary,
} from "../../../../shared/exam.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** An exam as it is begun. */
export type NewExam = ExamIdentity & {
  readonly windowTokens: number;
  /** Without the endpoint's key: that is looked up again. */
  readonly request: ExamRequest;
  readonly plan: ExamPlan;
  readonly today: string;
  readonly lastDocument: number;
};

/** A cell with its place in the exam. */
export type StoredCell = ExamCell & { readonly key: string };

/** What changes while and after an exam runs; absent fields stay. */
export type ExamChange = {
  readonly state: ExamState;
  readonly seconds?: number;
  readonly summary?: ExamSummary;
  readonly error?: { readonly code: string; readonly message: string } | null;
};

/** Begins an exam; returns its number. */
export function insertExam(db: WritableDatabase, exam: NewExam): number {
  const { endpoint, ...request } = exam.request;
  const { apiKey: _, ...choice } = endpoint;
  const result = db
    .prepare(
      `INSERT INTO exams (state, started_at_ms, address, model, model_identity, quantisation, kv_type, version,
         window_tokens, preset, request, plan, today, last_document)
       VALUES ('running', @now, @address, @model, @modelIdentity, @quantisation, @kvType, @version,
         @windowTokens, @preset, @request, @plan, @today, @lastDocument)`,
    )
    .run({
      now: Date.now(),
      address: exam.address,
      model: exam.model,
      modelIdentity: exam.modelIdentity,
      quantisation: exam.quantisation,
      kvType: exam.kvType,
      version: exam.version,
      windowTokens: exam.windowTokens,
      preset: request.preset,
      request: JSON.stringify({ ...request, endpoint: choice }),
      plan: JSON.stringify(exam.plan),
      today: exam.today,
      lastDocument: exam.lastDocument,
    });
  return Number(result.lastInsertRowid);
}

/** Stores a cell; one that is there already stays as it is. */
export function putExamCell(db: WritableDatabase, examId: number, cell: StoredCell): null {
  db.prepare(
    `INSERT OR IGNORE INTO exam_cells (exam_id, question_key, length, task, depth, score, question, expected, answer,
       prompt_tokens, evaluated_tokens, answer_tokens, ms, fault)
     VALUES (@examId, @key, @length, @task, @depth, @score, @question, @expected, @answer, @promptTokens,
       @evaluatedTokens, @answerTokens, @ms, @fault)`,
  ).run({ ...cell, examId, expected: JSON.stringify(cell.expected) });
  return null;
}

/** Changes an exam's state. */
export function updateExam(db: WritableDatabase, id: number, change: ExamChange): null {
  const isOver = change.state !== "running" && change.state !== "paused";
  db.prepare(
    `UPDATE exams SET state = @state, seconds = coalesce(@seconds, seconds), summary = coalesce(@summary, summary),
       error_code = @errorCode, error_message = @errorMessage, finished_at_ms = @finished WHERE id = @id`,
  ).run({
    id,
    state: change.state,
    seconds: change.seconds ?? null,
    summary: change.summary === undefined ? null : JSON.stringify(change.summary),
    errorCode: change.error?.code ?? null,
    errorMessage: change.error?.message ?? null,
    finished: isOver ? Date.now() : null,
  });
  return null;
}

/** Forgets an exam and its cells. */
export function deleteExam(db: WritableDatabase, id: number): null {
  db.prepare("DELETE FROM exams WHERE id = ?").run(id);
  return null;
}

/** Exams that a dead process left running wait to be resumed. */
export function pauseInterruptedExams(db: WritableDatabase): null {
  db.prepare("UPDATE exams SET state = 'paused' WHERE state = 'running'").run();
  return null;
}

type ExamRow = Omit<
  ExamRecord,
  "startedAt" | "finishedAt" | "plan" | "summary" | "error" | "strict" | "seed" | "preset" | "secondsLeft"
> & {
  readonly preset: ExamPreset;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly request: string;
  readonly plan: string;
  readonly summary: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
};

const COLUMNS = `e.id, e.state, e.started_at_ms AS startedAtMs, e.finished_at_ms AS finishedAtMs, e.address, e.model,
  e.model_identity AS modelIdentity, e.quantisation, e.kv_type AS kvType, e.version, e.window_tokens AS windowTokens,
  e.preset, e.request, e.plan, e.summary, e.error_code AS errorCode, e.error_message AS errorMessage,
  (SELECT count(*) FROM exam_cells c WHERE c.exam_id = e.id) AS asked,
  (SELECT coalesce(sum(c.evaluated_tokens + c.answer_tokens), 0) FROM exam_cells c WHERE c.exam_id = e.id) AS tokens`;

/** JSON columns were written by this program: see {@link insertExam}. */
function toRecord(row: ExamRow): ExamRecord {
  const { startedAtMs, finishedAtMs, request, plan, summary, errorCode, errorMessage, ...rest } = row;
  const asked = JSON.parse(request) as ExamRequest;
  return {
    ...rest,
    startedAt: new Date(startedAtMs).toISOString(),
    finishedAt: finishedAtMs === null ? null : new Date(finishedAtMs).toISOString(),
    strict: asked.strict,
    seed: asked.seed,
    plan: JSON.parse(plan) as ExamPlan,
    summary: summary === null ? null : (JSON.parse(summary) as ExamSummary),
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" },
    secondsLeft: null,
  };
}

/** All exams, newest first. */
export function listExams(db: ReadableDatabase): ExamRecord[] {
  return (db.prepare(`SELECT ${COLUMNS} FROM exams e ORDER BY e.id DESC LIMIT 200`).all() as ExamRow[]).map(toRecord);
}

/** One exam by number. */
export function getExam(db: ReadableDatabase, id: number): ExamRecord | undefined {
  const row = db.prepare(`SELECT ${COLUMNS} FROM exams e WHERE e.id = ?`).get(id) as ExamRow | undefined;
  return row === undefined ? undefined : toRecord(row);
}

/** What an exam needs to go on where it stopped. */
export type ExamStart = {
  readonly request: ExamRequest;
  readonly today: string;
  readonly lastDocument: number;
  readonly seconds: number;
};

/** See {@link ExamStart}. */
export function readExamStart(db: ReadableDatabase, id: number): ExamStart | undefined {
  const row = db
    .prepare("SELECT request, today, last_document AS lastDocument, seconds FROM exams WHERE id = ?")
    .get(id) as (Omit<ExamStart, "request"> & { readonly request: string }) | undefined;
  return row === undefined ? undefined : { ...row, request: JSON.parse(row.request) as ExamRequest };
}

type CellRow = Omit<StoredCell, "expected"> & { readonly expected: string };

/** The cells of an exam by length and task. */
export function listExamCells(db: ReadableDatabase, examId: number): StoredCell[] {
  const rows = db
    .prepare(
      `SELECT question_key AS "key", task, length, depth, score, question, expected, answer, prompt_tokens AS promptTokens,
         evaluated_tokens AS evaluatedTokens, answer_tokens AS answerTokens, ms, fault
       FROM exam_cells WHERE exam_id = ? ORDER BY length, task, depth`,
    )
    .all(examId) as CellRow[];
  return rows.map((row) => ({ ...row, expected: JSON.parse(row.expected) as string[] }));
}

/** The newest exam of an address and model that ran to its end. */
export function newestExam(db: ReadableDatabase, address: string, model?: string): ExamRecord | undefined {
  const row = db
    .prepare(
      `SELECT ${COLUMNS} FROM exams e
       WHERE e.state = 'done' AND e.address = ? AND (? IS NULL OR e.model = ?) ORDER BY e.id DESC LIMIT 1`,
    )
    .get(address, model ?? null, model ?? null) as ExamRow | undefined;
  return row === undefined ? undefined : toRecord(row);
}

/** The latest questions that an endpoint was asked in exams and by the owner: what they cost it. */
export function askedOf(
  db: ReadableDatabase,
  address: string,
  model: string,
): { promptTokens: number; evaluatedTokens: number; answerTokens: number; ms: number }[] {
  return db
    .prepare(
      `SELECT * FROM (SELECT c.prompt_tokens AS promptTokens, c.evaluated_tokens AS evaluatedTokens,
           c.answer_tokens AS answerTokens, c.ms FROM exam_cells c JOIN exams e ON e.id = c.exam_id
         WHERE e.address = @address AND e.model = @model AND c.answer_tokens > 0 ORDER BY e.id DESC LIMIT 200)
       UNION ALL SELECT * FROM (SELECT receipt ->> '$.promptTokens', receipt ->> '$.evaluatedTokens',
           receipt ->> '$.answerTokens', (receipt ->> '$.prefillMs') + (receipt ->> '$.decodeMs')
         FROM answers WHERE endpoint = @address AND model = @model AND receipt ->> '$.evaluatedTokens' IS NOT NULL
         ORDER BY id DESC LIMIT 50)`,
    )
    .all({ address, model }) as ReturnType<typeof askedOf>;
}
