/**
 * Windows of the documents by date, newest first, undated last, and what must be known to find one anywhere.
 *
 * Owns the queries. Those that walk through the archive (landmarks, a scope's list) are for a thread of their own; what
 * is remembered of them is ../list-pages.ts.
 */
import type { Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { type Condition, scopeCondition } from "./scope.ts";

/** Rows from one landmark to the next, and how far from either end a window is found without any. */
export const STRIDE = 1000;

/** How many documents there are, and how many of them have a date; counted as they come and go. */
export function countDocuments(db: ReadableDatabase): { readonly total: number; readonly dated: number } {
  return db
    .prepare("SELECT documents AS total, documents - undated AS dated FROM document_counts WHERE one = 1")
    .get() as {
    total: number;
    dated: number;
  };
}

/** Date and number of every {@link STRIDE}th dated document, newest first, in one row: date, number, date, number. */
export function dateLandmarks(db: ReadableDatabase): Float64Array<ArrayBuffer> {
  type Key = { readonly dateMs: number; readonly id: number };
  const next = db.prepare(
    `SELECT date_ms AS dateMs, id FROM documents WHERE date_ms <= @dateMs AND (date_ms, id) <= (@dateMs, @id)
     ORDER BY date_ms DESC, id DESC LIMIT 1 OFFSET ${STRIDE}`,
  );
  const first = db.prepare(
    "SELECT date_ms AS dateMs, id FROM documents WHERE date_ms IS NOT NULL ORDER BY date_ms DESC, id DESC LIMIT 1",
  );
  const keys: number[] = [];
  for (let key = first.get() as Key | undefined; key !== undefined; key = next.get(key) as Key | undefined)
    keys.push(key.dateMs, key.id);
  return Float64Array.from(keys);
}

/** What a window of the whole archive is found by. */
export type WholeWindow = {
  readonly offset: number;
  readonly limit: number;
  /** Documents with a date. */
  readonly dated: number;
  /** Of {@link dateLandmarks}; may be of a moment ago. Not needed near the ends: see {@link needsLandmarks}. */
  readonly landmarks: Float64Array | undefined;
};

/** Whether a window lies so far from both ends of the dated documents that only landmarks lead there quickly. */
export function needsLandmarks({ offset, limit, dated }: Omit<WholeWindow, "landmarks">): boolean {
  return offset >= STRIDE && offset < dated && dated - offset - limit >= STRIDE;
}

/** The numbers of the dated documents in a window. */
function datedWindow(db: ReadableDatabase, { offset, limit, dated, landmarks }: WholeWindow): number[] {
  const count = Math.min(limit, dated - offset);
  if (count <= 0) return [];
  const behind = dated - offset - count;
  if (behind < STRIDE && offset >= STRIDE) {
    const fromEnd = db
      .prepare("SELECT id FROM documents WHERE date_ms IS NOT NULL ORDER BY date_ms, id LIMIT ? OFFSET ?")
      .pluck();
    return (fromEnd.all(count, behind) as number[]).reverse();
  }
  const marks = landmarks === undefined ? 0 : landmarks.length / 2;
  const at = Math.min(Math.floor(offset / STRIDE), marks - 1);
  if (at <= 0 || landmarks === undefined) {
    const fromTop = db
      .prepare("SELECT id FROM documents WHERE date_ms IS NOT NULL ORDER BY date_ms DESC, id DESC LIMIT ? OFFSET ?")
      .pluck();
    return fromTop.all(count, offset) as number[];
  }
  return db
    .prepare(
      `SELECT id FROM documents WHERE date_ms <= @dateMs AND (date_ms, id) <= (@dateMs, @id)
       ORDER BY date_ms DESC, id DESC LIMIT @count OFFSET @skip`,
    )
    .pluck()
    .all({ dateMs: landmarks[at * 2], id: landmarks[at * 2 + 1], count, skip: offset - at * STRIDE }) as number[];
}

/** The numbers of the documents in a window of the whole archive. */
export function wholeWindow(db: ReadableDatabase, window: WholeWindow): number[] {
  const ids = datedWindow(db, window);
  const rest = window.limit - ids.length;
  if (rest <= 0) return ids;
  const undated = db
    .prepare("SELECT id FROM documents WHERE date_ms IS NULL ORDER BY id DESC LIMIT ? OFFSET ?")
    .pluck();
  return [...ids, ...(undated.all(rest, Math.max(0, window.offset - window.dated)) as number[])];
}

/** Fewer documents than one in so many are sought out one by one; for more, the index by date is walked. */
const FEW = 200;

/** Whether some part of a condition leaves so few documents that looking at each by itself costs less than a walk. */
function isNarrow(db: ReadableDatabase, { among }: Condition): boolean {
  const few = Math.ceil(countDocuments(db).total / FEW);
  return among.some(({ sql, values }) => {
    const count = db.prepare(`SELECT count(*) FROM (${sql} LIMIT ${few + 1})`).pluck();
    return Number(count.get(...values)) <= few;
  });
}

/** The rows of a scope as a FROM clause over `documents d`, with every value bound: the quicker way of two. */
export function fromScope(
  db: ReadableDatabase,
  scope: Scope,
): { readonly from: string; readonly values: Condition["values"] } {
  const condition = scopeCondition(db, scope);
  // Left to itself SQLite seeks out the row of every document of a folder: a whole archive's rows for a large one.
  const walk = isNarrow(db, condition) ? "" : "INDEXED BY documents_date";
  return { from: `documents d ${walk} WHERE ${condition.sql}`, values: condition.values };
}

/** The numbers of a scope's documents, in the order of the list. */
export function scopeNumbers(db: ReadableDatabase, scope: Scope): Float64Array<ArrayBuffer> {
  const { from, values } = fromScope(db, scope);
  const rows = db
    .prepare(`SELECT d.id FROM ${from} ORDER BY d.date_ms DESC, d.id DESC`)
    .pluck()
    .all(...values) as number[];
  return Float64Array.from(rows);
}
