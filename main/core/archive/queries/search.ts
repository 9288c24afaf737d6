/**
 * The search box for people. The answer path never imports this file; a test pins that.
 */
import type { DocumentSummary, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { getSummary } from "./documents.ts";
import { scopeCondition } from "./scope.ts";

/** Every word must occur, the last one as a beginning; quotes and operators of the query language are plain text. */
function toMatch(words: string): string | undefined {
  const terms = words.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  if (terms.length === 0) return undefined;
  return terms.map((term, index) => `"${term}"${index === terms.length - 1 ? "*" : ""}`).join(" ");
}

/** The best matches of the words in a scope, best first. */
export function searchDocuments(db: ReadableDatabase, words: string, scope: Scope, limit: number): DocumentSummary[] {
  const match = toMatch(words);
  if (match === undefined) return [];
  const condition = scopeCondition(db, scope);
  const ids = db
    .prepare(
      `SELECT d.id FROM search s JOIN documents d ON d.id = s.rowid
       WHERE search MATCH ? AND ${condition.sql} ORDER BY bm25(search, 4, 2, 1), d.id LIMIT ?`,
    )
    .pluck()
    .all(match, ...condition.values, limit) as number[];
  return ids.map((id) => getSummary(db, id));
}
