/**
 * The search box for people. The answer path never imports this file; a test pins that.
 *
 * Matches come in groups, subjects before people before text, the newest in the archive first, and the reading ends
 * with the last one that is shown: a word that stands in every mail costs no more than a rare one. Weighing every match
 * (bm25) would cost seconds at half a million mails.
 */
import type { DocumentSummary } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { summariesOf } from "./documents.ts";

const WORD = /[\p{L}\p{N}\p{M}_]+/gu;

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
  const terms = words.match(WORD) ?? [];
  const last = terms.at(-1);
  if (last === undefined) return undefined;
  return `${terms.map((term) => `"${term}"`).join(" ")}${isBeginning(last) ? "*" : ""}`;
}

/** Words as the index tells them apart: in small letters, without accents. */
function foldedWords(text: string): string[] {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(WORD) ?? [];
}

/** Whether a text holds all words by itself, the last one as a beginning. */
function holdsAll(text: string, words: readonly string[]): boolean {
  const own = foldedWords(text);
  return words.every((word, index) =>
    own.some((other) => (index === words.length - 1 && isBeginning(word) ? other.startsWith(word) : other === word)),
  );
}

/** 0 where the subject holds all words, 1 where the people do, else 2. */
function groupOf({ subject, from, to, cc }: DocumentSummary, words: readonly string[]): 0 | 1 | 2 {
  if (holdsAll(subject, words)) return 0;
  const people = [...(from === null ? [] : [from]), ...to, ...cc];
  return holdsAll(people.map(({ name, address }) => `${name} ${address}`).join(" "), words) ? 1 : 2;
}

/** The documents to search among: a table of their numbers in `id`, and how many they are. */
export type Members = { readonly table: string; readonly size: number };

/** So few documents are all looked at: what would be asked three times is asked once. */
const FEW = 1000;

/** Subjects before people before text, otherwise as they come. */
function inGroups(summaries: readonly DocumentSummary[], words: string): DocumentSummary[] {
  const wanted = foldedWords(words);
  const grouped = summaries.map((summary) => ({ summary, group: groupOf(summary, wanted) }));
  return grouped.sort((a, b) => a.group - b.group).map(({ summary }) => summary);
}

/** The matches of the words, by subject, by people, by text, each newest first; only `members`, where they are given. */
export function searchDocuments(
  db: ReadableDatabase,
  words: string,
  members: Members | undefined,
  limit: number,
): DocumentSummary[] {
  const match = toMatch(words);
  if (match === undefined) return [];
  const among = members === undefined ? "" : `AND EXISTS (SELECT 1 FROM ${members.table} m WHERE m.id = search.rowid)`;
  const find = db.prepare(`SELECT rowid FROM search WHERE search MATCH ? ${among} ORDER BY rowid DESC LIMIT ?`).pluck();
  const idsOf = (columns: string, most: number): number[] => find.all(`${columns} (${match})`, most) as number[];
  if (members !== undefined && members.size <= FEW)
    return inGroups(summariesOf(db, idsOf("", members.size)), words).slice(0, limit);
  // Each question merges all words that begin with the last one anew. A word of which the subjects alone are full, the
  // costliest kind, is asked for once; a rare one costs nothing twice.
  const found = new Set(idsOf("subject :", limit));
  if (found.size === limit) return summariesOf(db, [...found]);
  const any = idsOf("", limit + 1);
  // These are all there are: what a list shows of them tells the groups.
  if (any.length <= limit) return inGroups(summariesOf(db, any), words);
  for (const id of idsOf("people :", limit)) found.add(id);
  for (const id of any) found.add(id);
  return summariesOf(db, [...found].slice(0, limit));
}
