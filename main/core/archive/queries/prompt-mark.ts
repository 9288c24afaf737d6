/** Whether one document stands in the sealed prompt of a scope. Reads only what sealing stored; builds nothing. */
import type { PromptMark, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { findPrefix } from "./prefixes.ts";
import { scopeCondition, scopeKey } from "./scope.ts";

type Row = { readonly chars: number; readonly folded: number; readonly position: number };

/** See {@link PromptMark}; `format` is the prompt format in use. */
export function promptMark(db: ReadableDatabase, number: number, scope: Scope, format: number): PromptMark {
  const { sql, values } = scopeCondition(db, scope);
  const isWithdrawn = db.prepare("SELECT 1 FROM withdrawn WHERE document_id = ?").get(number) !== undefined;
  if (isWithdrawn) return { state: "withdrawn" };
  const isInScope =
    db.prepare(`SELECT 1 FROM documents d WHERE d.id = ? AND ${sql}`).get(number, ...values) !== undefined;
  if (!isInScope) return { state: "outside" };
  const prefix = findPrefix(db, scopeKey(db, scope), format);
  if (prefix === undefined) return { state: "not-built" };
  const row = db
    .prepare(
      "SELECT chars, folded_chars AS folded, position FROM prefix_documents WHERE prefix_id = ? AND document_id = ?",
    )
    .get(prefix.id, number) as Row | undefined;
  if (row === undefined) return { state: "next" };
  return { state: row.folded > 0 ? "folded" : "in", chars: row.chars, foldedChars: row.folded };
}
