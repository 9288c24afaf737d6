/** Whether an archive is whole: what SQLite says of the file, and what the rows must say of each other. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { ReadableDatabase } from "../../main/core/archive/connection.ts";
import { takeLock } from "../../main/core/archive/lock.ts";
import { openForReading } from "../../main/core/archive/open.ts";

/** Queries that must find nothing, by what a row of theirs would mean. */
const FINDINGS: Readonly<Record<string, string>> = {
  "a document without its text": "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM bodies)",
  "a text without its document": "SELECT document_id FROM bodies WHERE document_id NOT IN (SELECT id FROM documents)",
  "a document that was seen nowhere": "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM places)",
  "a document that the search box does not know":
    "SELECT id FROM documents WHERE id NOT IN (SELECT id FROM search_docsize)",
  "the same bytes as two documents": "SELECT raw_sha256 FROM documents GROUP BY raw_sha256 HAVING count(*) > 1",
  "an item without a place": `SELECT id FROM items WHERE state IN ('imported', 'duplicate')
     AND id NOT IN (SELECT item_id FROM places)`,
  "counts of a source that do not add up to its items": `SELECT j.source_id FROM import_jobs j GROUP BY j.source_id
     HAVING count(*) = 1 AND sum(imported + duplicates + failed + skipped) <>
       (SELECT count(*) FROM items i WHERE i.source_id = j.source_id) AND NOT EXISTS (SELECT 1 FROM erased)`,
  // An erased document takes its item along; the counts of its import stay.
  "more items than were ever counted": `SELECT j.source_id FROM import_jobs j GROUP BY j.source_id
     HAVING count(*) = 1 AND sum(imported + duplicates + failed + skipped) <
       (SELECT count(*) FROM items i WHERE i.source_id = j.source_id)`,
  "an answer that says it is still being written": "SELECT id FROM answers WHERE state = 'running'",
};

/** What is wrong with an open archive; empty where it is whole. */
export function findingsOf(db: ReadableDatabase, options: { readonly atRest?: boolean } = {}): string[] {
  const findings: string[] = [];
  for (const line of db.prepare("PRAGMA integrity_check(5)").pluck().all())
    if (line !== "ok") findings.push(String(line));
  if (db.prepare("PRAGMA foreign_key_check").all().length > 0) findings.push("a row refers to one that is not there");
  for (const [meaning, sql] of Object.entries(FINDINGS)) {
    if (meaning.includes("still being written") && options.atRest !== true) continue;
    const rows = db.prepare(sql).all();
    if (rows.length > 0) findings.push(`${meaning} (${rows.length})`);
  }
  return findings;
}

/**
 * What is wrong with the archive of a directory that no process uses; empty where it is whole. `atRest`: a core was
 * opened on it since, so nothing may be under way.
 */
export function unsoundness(directory: string, options: { readonly atRest?: boolean } = {}): string[] {
  const findings: string[] = [];
  try {
    takeLock(directory, "a check").release();
  } catch {
    findings.push("a stale lock");
  }
  const db = openForReading(directory);
  try {
    findings.push(...findingsOf(db, options));
  } finally {
    db.close();
  }
  for (const folder of [directory, path.join(directory, "backups")]) {
    if (!existsSync(folder)) continue;
    // One in the backups' folder goes when it is a day old: another process may be making it.
    for (const name of readdirSync(folder))
      if (name.includes(".part") && options.atRest === true && folder === directory)
        findings.push(`left behind: ${name}`);
  }
  return findings;
}
