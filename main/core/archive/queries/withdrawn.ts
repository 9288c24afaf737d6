/** Withdrawn documents: kept in the archive, hidden from the model. What that means for a prefix is prompt/. */
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** The numbers of all withdrawn documents. */
export function withdrawnNumbers(db: ReadableDatabase): number[] {
  return db.prepare("SELECT document_id FROM withdrawn ORDER BY document_id").pluck().all() as number[];
}

/** Withdraws documents, or takes them back. */
export function setWithdrawn(
  db: WritableDatabase,
  numbers: readonly number[],
  isWithdrawn: boolean,
  nowMs: number,
): null {
  const run = isWithdrawn
    ? db.prepare("INSERT OR IGNORE INTO withdrawn (document_id, withdrawn_at_ms) VALUES (?, ?)")
    : db.prepare("DELETE FROM withdrawn WHERE document_id = ?");
  for (const number of numbers) isWithdrawn ? run.run(number, nowMs) : run.run(number);
  return null;
}
