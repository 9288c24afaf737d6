/** Backtests: what was planned, every draft as it came, and the report. */
import type { EndpointChoice, Receipt } from "../../../../shared/schemas.ts";
import type { Arm, BacktestPlan, BacktestRecord, BacktestReport } from "../../../../shared/voice.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** A backtest as it is begun. `choice` holds no key. */
export type NewBacktest = {
  readonly plan: BacktestPlan;
  readonly choice: EndpointChoice;
  readonly endpoint: string;
  readonly model: string;
  readonly modelIdentity: string;
};

/** A draft of a backtest; `reply` is the number of the mail that was really written. */
export type BacktestDraft = {
  readonly arm: Arm;
  readonly reply: number;
  readonly draft: string;
  readonly receipt: Receipt;
};

/** What changes of a backtest. */
export type BacktestChange = {
  readonly state: BacktestRecord["state"];
  readonly report?: BacktestReport;
  readonly error?: { readonly code: string; readonly message: string };
};

const ALL = -1;
const toNumber = (arm: Arm): number => (arm === "all" ? ALL : arm);
const toArm = (number: number): Arm => (number === ALL ? "all" : number === 0 ? 0 : 20);

/** Records a backtest that begins; returns its number. */
export function insertBacktest(db: WritableDatabase, item: NewBacktest): number {
  const result = db
    .prepare(
      `INSERT INTO backtests (state, created_at_ms, cutoff, endpoint, model, model_identity, choice, plan)
       VALUES ('running', ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      Date.now(),
      item.plan.cutoff,
      item.endpoint,
      item.model,
      item.modelIdentity,
      JSON.stringify(item.choice),
      JSON.stringify(item.plan),
    );
  return Number(result.lastInsertRowid);
}

/** Keeps one draft. */
export function putBacktestDraft(db: WritableDatabase, id: number, item: BacktestDraft): null {
  db.prepare(
    "INSERT OR REPLACE INTO backtest_drafts (backtest_id, arm, reply, draft, receipt) VALUES (?, ?, ?, ?, ?)",
  ).run(id, toNumber(item.arm), item.reply, item.draft, JSON.stringify(item.receipt));
  return null;
}

/** Sets how far a backtest is. */
export function updateBacktest(db: WritableDatabase, id: number, { state, report, error }: BacktestChange): null {
  db.prepare(
    `UPDATE backtests SET state = @state, report = coalesce(@report, report), error_code = @code, error_message = @message,
       finished_at_ms = CASE WHEN @state IN ('done', 'failed') THEN @now END WHERE id = @id`,
  ).run({
    id,
    state,
    report: report === undefined ? null : JSON.stringify(report),
    code: error?.code ?? null,
    message: error?.message ?? null,
    now: Date.now(),
  });
  return null;
}

/** Forgets a backtest with its drafts. */
export function deleteBacktest(db: WritableDatabase, id: number): null {
  db.prepare("DELETE FROM backtests WHERE id = ?").run(id);
  return null;
}

/** What a dead process left running rests until it is gone on with. */
export function pauseInterrupted(db: WritableDatabase): null {
  db.prepare("UPDATE backtests SET state = 'paused' WHERE state = 'running'").run();
  return null;
}

type Row = {
  readonly id: number;
  readonly state: BacktestRecord["state"];
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
  readonly cutoff: string;
  readonly endpoint: string;
  readonly model: string;
  readonly choice: string;
  readonly plan: string;
  readonly report: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly done: number;
};

const SELECT = `SELECT id, state, created_at_ms AS createdAtMs, finished_at_ms AS finishedAtMs, cutoff, endpoint, model, choice,
  plan, report, error_code AS errorCode, error_message AS errorMessage,
  (SELECT count(*) FROM backtest_drafts d WHERE d.backtest_id = b.id) AS done FROM backtests b`;

function toRecord(row: Row): BacktestRecord {
  const plan = JSON.parse(row.plan) as BacktestPlan;
  return {
    id: row.id,
    state: row.state,
    createdAt: new Date(row.createdAtMs).toISOString(),
    finishedAt: row.finishedAtMs === null ? null : new Date(row.finishedAtMs).toISOString(),
    cutoff: row.cutoff,
    endpoint: row.endpoint,
    model: row.model,
    choice: JSON.parse(row.choice),
    plan,
    done: row.done,
    total: plan.replies * plan.arms.length,
    report: row.report === null ? null : JSON.parse(row.report),
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
  };
}

/** Backtests, newest first. */
export function listBacktests(db: ReadableDatabase): BacktestRecord[] {
  return (db.prepare(`${SELECT} ORDER BY id DESC LIMIT 50`).all() as Row[]).map(toRecord);
}

/** One backtest by number. */
export function getBacktest(db: ReadableDatabase, id: number): BacktestRecord | undefined {
  const row = db.prepare(`${SELECT} WHERE id = ?`).get(id) as Row | undefined;
  return row === undefined ? undefined : toRecord(row);
}

/** The drafts of a backtest so far. */
export function readBacktestDrafts(db: ReadableDatabase, id: number): BacktestDraft[] {
  const rows = db
    .prepare("SELECT arm, reply, draft, receipt FROM backtest_drafts WHERE backtest_id = ? ORDER BY arm, reply")
    .all(id) as { arm: number; reply: number; draft: string; receipt: string }[];
  return rows.map((row) => ({ ...row, arm: toArm(row.arm), receipt: JSON.parse(row.receipt) as Receipt }));
}

/** The newest finished report on a model, by its identity. */
export function newestReport(db: ReadableDatabase, modelIdentity: string): BacktestReport | undefined {
  const report = db
    .prepare("SELECT report FROM backtests WHERE state = 'done' AND model_identity = ? ORDER BY id DESC LIMIT 1")
    .pluck()
    .get(modelIdentity) as string | undefined;
  return report === undefined ? undefined : (JSON.parse(report) as BacktestReport);
}

/** The newest finished backtest of a model, by its identity: what was planned, and what it came to. */
export function newestBacktest(
  db: ReadableDatabase,
  modelIdentity: string,
): { readonly plan: BacktestPlan; readonly report: BacktestReport } | undefined {
  const row = db
    .prepare(
      `SELECT plan, report FROM backtests
       WHERE state = 'done' AND report IS NOT NULL AND model_identity = ? ORDER BY id DESC LIMIT 1`,
    )
    .get(modelIdentity) as { readonly plan: string; readonly report: string } | undefined;
  return row === undefined
    ? undefined
    : { plan: JSON.parse(row.plan) as BacktestPlan, report: JSON.parse(row.report) as BacktestReport };
}
