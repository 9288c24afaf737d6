/** The windows of sweeps: written when a sweep is planned, filled one by one, so that a sweep goes on where it stopped. */
import { formatDocumentId } from "../../../../shared/document-id.ts";
import type { SweepPlan, SweepWindowResult } from "../../../../shared/sweep.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** A plan with what of it was read; null for a window that was not. */
export type StoredSweep = {
  readonly plan: SweepPlan;
  readonly results: readonly (SweepWindowResult | null)[];
};

/** Stores the plan of an answer's sweep, with what of it was read; an earlier plan of it is forgotten. */
export function putSweepPlan(
  db: WritableDatabase,
  answerId: number,
  plan: SweepPlan,
  results: readonly (SweepWindowResult | null)[] = [],
): null {
  db.prepare("DELETE FROM sweep_windows WHERE answer_id = ?").run(answerId);
  const insert = db.prepare(
    "INSERT INTO sweep_windows (answer_id, position, documents, tokens, prefix_sha256, result) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const [position, { documents, tokens, prefixSha256 }] of plan.windows.entries()) {
    const result = results[position] ?? null;
    const said = result === null ? null : JSON.stringify(result);
    insert.run(answerId, position, JSON.stringify(documents), tokens, prefixSha256, said);
  }
  db.prepare("UPDATE answers SET sweep_too_large = ? WHERE id = ?").run(JSON.stringify(plan.tooLarge), answerId);
  return null;
}

/** Stores what a window said. */
export function putSweepWindow(
  db: WritableDatabase,
  item: { readonly answerId: number; readonly position: number; readonly result: SweepWindowResult },
): null {
  db.prepare("UPDATE sweep_windows SET result = ? WHERE answer_id = ? AND position = ?").run(
    JSON.stringify(item.result),
    item.answerId,
    item.position,
  );
  return null;
}

type WindowRow = {
  readonly documents: string;
  readonly tokens: number;
  readonly prefixSha256: string;
  readonly result: string | null;
};

/** A sweep as it stands; undefined where the answer is none. A window that failed is to be read again. */
export function readSweep(db: ReadableDatabase, answerId: number): StoredSweep | undefined {
  const rows = db
    .prepare(
      `SELECT documents, tokens, prefix_sha256 AS prefixSha256, result
       FROM sweep_windows WHERE answer_id = ? ORDER BY position`,
    )
    .all(answerId) as WindowRow[];
  if (rows.length === 0) return undefined;
  const tooLarge = db.prepare("SELECT sweep_too_large FROM answers WHERE id = ?").pluck().get(answerId);
  const idOf = db.prepare("SELECT kind FROM documents WHERE id = ?").pluck();
  const windows = rows.map((row) => {
    const documents = JSON.parse(row.documents) as number[];
    const id = (number: number | undefined): string => {
      const kind = number === undefined ? undefined : (idOf.get(number) as "mail" | "pdf" | "file" | undefined);
      return kind === undefined || number === undefined ? "" : formatDocumentId(kind, number);
    };
    const { tokens, prefixSha256 } = row;
    return { documents, first: id(documents[0]), last: id(documents.at(-1)), tokens, prefixSha256 };
  });
  const results = rows.map(({ result }): SweepWindowResult | null => {
    const parsed = result === null ? null : (JSON.parse(result) as SweepWindowResult);
    return parsed?.error === null ? parsed : null;
  });
  return {
    plan: { windows, tooLarge: typeof tooLarge === "string" ? (JSON.parse(tooLarge) as SweepPlan["tooLarge"]) : [] },
    results,
  };
}
