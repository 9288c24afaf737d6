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

/**
 * Whether a word that is being typed is taken as a beginning. The index knows beginnings of three letters; all words
 * that begin with one or two Latin letters would be merged at each key, seconds at half a million mails. In scripts
 * that set no space between words one letter says much, and few words share it.
 */
function isBeginning(term: string): boolean {
  return [...term].length >= 3 || /[^\p{Script=Latin}\p{N}\p{M}_]/u.test(term);
}

/** Every word must occur, the last one as a beginning; quotes and operators of the query language are plain text. */
function toMatch(words: string): string | undefined {
  const terms = words.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  const last = terms.at(-1);
  if (last === undefined) return undefined;
  return `${terms.map((term) => `"${term}"`).join(" ")}${isBeginning(last) ? "*" : ""}`;
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
