/** What rows of answers and of drafts have in common: how far they are, what was sent, what went wrong. */
import type { FitReport, Receipt, RunState, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";

/** The common columns as SQLite gives them. */
export type RunRow = {
  readonly id: number;
  readonly state: RunState;
  readonly scope: string;
  readonly endpoint: string;
  readonly model: string;
  readonly receipt: string | null;
  readonly fit: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
};

/** An error as it is stored with a run. */
export type RunError = { readonly code: string; readonly message: string };

/** The common fields as the API gives them. */
export type RunFields = Pick<RunRow, "id" | "state" | "endpoint" | "model"> & {
  readonly scope: Scope;
  readonly receipt: Receipt | null;
  readonly fit: FitReport | null;
  readonly error: RunError | null;
};

const RUN_COLUMNS =
  "id, state, scope, endpoint, model, receipt, fit, error_code AS errorCode, error_message AS errorMessage";

/** Columns as JSON were written by this program: see answers.ts and drafts.ts. */
function toRunFields(row: RunRow): RunFields {
  return {
    id: row.id,
    state: row.state,
    endpoint: row.endpoint,
    model: row.model,
    scope: JSON.parse(row.scope),
    // Receipts of the first versions do not say that they are exact: they all were.
    receipt: row.receipt === null ? null : { exact: true, ...JSON.parse(row.receipt) },
    fit: row.fit === null ? null : JSON.parse(row.fit),
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
  };
}

/** The values of the common columns that change while something runs. */
export function runValues(change: {
  readonly result?: { readonly receipt: Receipt; readonly fit: FitReport | null };
  readonly error?: RunError;
}): { receipt: string | null; fit: string | null; errorCode: string | null; errorMessage: string | null } {
  const { result, error } = change;
  return {
    receipt: result === undefined ? null : JSON.stringify(result.receipt),
    fit: result === undefined || result.fit === null ? null : JSON.stringify(result.fit),
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
  };
}

/** Readers of one of the two tables; `columns` are its own, `toRecord` adds their fields to the common ones. */
export function createRunReader<Own, Row>(
  table: "answers" | "drafts",
  columns: string,
  toRecord: (fields: RunFields, own: Own) => Row,
) {
  const select = `SELECT ${RUN_COLUMNS}, ${columns} FROM ${table}`;
  const read = (row: unknown): Row => toRecord(toRunFields(row as RunRow), row as Own);
  return {
    /** Newest first, before number `before`. */
    list(db: ReadableDatabase, page: { readonly limit: number; readonly before: number }): Row[] {
      return db.prepare(`${select} WHERE id < ? ORDER BY id DESC LIMIT ?`).all(page.before, page.limit).map(read);
    },
    /** Rows of a condition with named values; `order` is what stands behind ORDER BY. Only fixed SQL goes in. */
    where(
      db: ReadableDatabase,
      condition: string,
      values: Readonly<Record<string, string | number>>,
      order: string,
    ): Row[] {
      return db.prepare(`${select} WHERE ${condition} ORDER BY ${order}`).all(values).map(read);
    },
    get(db: ReadableDatabase, id: number): Row | undefined {
      const row = db.prepare(`${select} WHERE id = ?`).get(id);
      return row === undefined ? undefined : read(row);
    },
  };
}
