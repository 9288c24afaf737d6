/**
 * The search box for people. The answer path never imports this file; a test pins that.
 *
 * Matches come in groups, subjects before people before text, the newest in the archive first, and the reading ends
 * with the last one that is shown: a word that stands in every mail costs no more than a rare one. Weighing every match
 * (bm25) would cost seconds at half a million mails.
 */
import type { DocumentSummary, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { summariesOf } from "./documents.ts";
import { scopeCondition } from "./scope.ts";

/** Every word must occur, the last one as a beginning; quotes and operators of the query language are plain text. */
function toMatch(words: string): string | undefined {
  const terms = words.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  if (terms.length === 0) return undefined;
  return terms.map((term, index) => `"${term}"${index === terms.length - 1 ? "*" : ""}`).join(" ");
}

/** The matches of the words in a scope: by subject, by people, by text, each newest first. */
export function searchDocuments(db: ReadableDatabase, words: string, scope: Scope, limit: number): DocumentSummary[] {
  const match = toMatch(words);
  if (match === undefined) return [];
  const condition = scopeCondition(db, scope);
  // CROSS JOIN: the index's order is the result's, and the documents are looked at one by one until there are enough.
  const from =
    condition.sql === "1"
      ? "search s WHERE search MATCH ?"
      : `search s CROSS JOIN documents d ON d.id = s.rowid WHERE search MATCH ? AND ${condition.sql}`;
  const find = db.prepare(`SELECT s.rowid FROM ${from} ORDER BY s.rowid DESC LIMIT ?`).pluck();
  const found = new Set<number>();
  for (const columns of ["subject :", "people :", ""]) {
    if (found.size >= limit) break;
    const ids = find.all(`${columns} (${match})`, ...condition.values, limit) as number[];
    for (const id of ids) if (found.size < limit) found.add(id);
  }
  return summariesOf(db, [...found]);
}
