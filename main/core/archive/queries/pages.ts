/**
 * Any window of the documents by date, newest first, undated last, without walking what lies before it.
 *
 * Owns what is remembered between two pages of one connection, and when it is too old: for the whole archive the keys
 * of every few thousandth document (as far down as somebody scrolled), for a scope the numbers of all its documents in
 * order. Both are forgotten when the archive has changed.
 */
import type { DocumentSummary, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { summariesOf } from "./documents.ts";
import { type Condition, scopeCondition, scopeKey } from "./scope.ts";

/** A window of a list; `total` counts the whole of it. */
export type DocumentPage = { readonly total: number; readonly items: DocumentSummary[] };

/** Rows from one landmark to the next. */
const STRIDE = 4000;
/** Scopes whose lists are remembered; each takes eight bytes a document. */
const MAX_LISTS = 6;
/** While an import changes the archive all the time, making lists takes at most this part of it. */
const WORK_SHARE = 0.1;

type Key = { readonly dateMs: number; readonly id: number };
type Whole = { version: number; total: number; dated: number; readonly landmarks: Key[] };
type ScopeList = { version: number; ids: Float64Array; madeAtMs: number; costMs: number };

const wholes = new WeakMap<ReadableDatabase, Whole>();
const scopeLists = new WeakMap<ReadableDatabase, Map<string, ScopeList>>();

/** Changes with every commit of another connection. */
function versionOf(db: ReadableDatabase): number {
  return Number(db.pragma("data_version", { simple: true }));
}

/** A window of the documents in a scope by date, newest first, undated last. */
export function pageDocuments(
  db: ReadableDatabase,
  scope: Scope,
  page: { readonly offset: number; readonly limit: number },
): DocumentPage {
  const condition = scopeCondition(db, scope);
  if (condition.sql === "1") {
    const whole = wholeOf(db);
    return { total: whole.total, items: summariesOf(db, wholeWindow(db, whole, page.offset, page.limit)) };
  }
  const ids = listOf(db, scopeKey(db, scope), condition);
  const window = ids.subarray(page.offset, page.offset + page.limit);
  return { total: ids.length, items: summariesOf(db, [...window]) };
}

function wholeOf(db: ReadableDatabase): Whole {
  const version = versionOf(db);
  const known = wholes.get(db);
  if (known?.version === version) return known;
  const count = (where: string): number => Number(db.prepare(`SELECT count(*) FROM documents ${where}`).pluck().get());
  const total = count("");
  const whole = { version, total, dated: total - count("WHERE date_ms IS NULL"), landmarks: [] };
  wholes.set(db, whole);
  return whole;
}

function wholeWindow(db: ReadableDatabase, whole: Whole, offset: number, limit: number): number[] {
  const ids: number[] = [];
  if (offset < whole.dated) {
    const landmark = Math.floor(offset / STRIDE);
    extend(db, whole.landmarks, landmark);
    const key = whole.landmarks[landmark];
    if (key !== undefined) {
      const rows = db
        .prepare(
          `SELECT id FROM documents WHERE date_ms <= @dateMs AND (date_ms, id) <= (@dateMs, @id)
           ORDER BY date_ms DESC, id DESC LIMIT @limit OFFSET @skip`,
        )
        .pluck()
        .all({ ...key, limit, skip: offset % STRIDE }) as number[];
      ids.push(...rows);
    }
  }
  if (ids.length < limit) {
    const undated = db
      .prepare("SELECT id FROM documents WHERE date_ms IS NULL ORDER BY id DESC LIMIT ? OFFSET ?")
      .pluck();
    ids.push(...(undated.all(limit - ids.length, Math.max(0, offset - whole.dated)) as number[]));
  }
  return ids;
}

/** Walks on from the last landmark, so that every row is passed once for all pages together. */
function extend(db: ReadableDatabase, landmarks: Key[], upTo: number): void {
  const first = db.prepare(
    "SELECT date_ms AS dateMs, id FROM documents WHERE date_ms IS NOT NULL ORDER BY date_ms DESC, id DESC LIMIT 1",
  );
  const next = db.prepare(
    `SELECT date_ms AS dateMs, id FROM documents WHERE date_ms <= @dateMs AND (date_ms, id) <= (@dateMs, @id)
     ORDER BY date_ms DESC, id DESC LIMIT 1 OFFSET ${STRIDE}`,
  );
  while (landmarks.length <= upTo) {
    const last = landmarks.at(-1);
    const key = (last === undefined ? first.get() : next.get(last)) as Key | undefined;
    if (key === undefined) return;
    landmarks.push(key);
  }
}

function listOf(db: ReadableDatabase, key: string, { sql, values }: Condition): Float64Array {
  const lists = scopeLists.get(db) ?? new Map<string, ScopeList>();
  scopeLists.set(db, lists);
  const version = versionOf(db);
  const known = lists.get(key);
  const now = performance.now();
  if (known !== undefined && (known.version === version || now - known.madeAtMs < known.costMs / WORK_SHARE)) {
    lists.delete(key);
    lists.set(key, known);
    return known.ids;
  }
  const rows = db
    .prepare(`SELECT d.id FROM documents d WHERE ${sql} ORDER BY d.date_ms DESC, d.id DESC`)
    .pluck()
    .all(...values) as number[];
  const madeAtMs = performance.now();
  const list = { version, ids: Float64Array.from(rows), madeAtMs, costMs: madeAtMs - now };
  lists.delete(key);
  lists.set(key, list);
  for (const oldest of lists.keys()) {
    if (lists.size <= MAX_LISTS) break;
    lists.delete(oldest);
  }
  return list.ids;
}
