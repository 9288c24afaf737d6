/**
 * Undoing imports: a source, or what one import brought. Runs on the writer thread, inside its transaction.
 *
 * A document goes when no place is left that it was seen in; a duplicate that another source holds stays.
 */
import { basename } from "node:path";
import { LonghandError } from "../../../../shared/errors.ts";
import type { WritableDatabase } from "../connection.ts";

/** How many documents went. */
export type Removal = { readonly documents: number };

function removeItems(db: WritableDatabase, condition: "source_id = ?" | "job_id = ?", value: number): Removal {
  db.exec("CREATE TEMP TABLE IF NOT EXISTS doomed (id INTEGER PRIMARY KEY)");
  db.exec("DELETE FROM temp.doomed");
  db.prepare(
    `INSERT OR IGNORE INTO temp.doomed SELECT p.document_id FROM places p
     WHERE p.item_id IN (SELECT id FROM items WHERE ${condition})`,
  ).run(value);
  db.prepare(`DELETE FROM items WHERE ${condition}`).run(value);
  db.exec("DELETE FROM temp.doomed WHERE EXISTS (SELECT 1 FROM places p WHERE p.document_id = doomed.id)");
  // An attachment that another mail brought as well belongs to that one now.
  db.exec(
    `UPDATE documents SET parent_id = (
       SELECT a.document_id FROM attachments a WHERE a.child_id = documents.id
         AND a.document_id NOT IN (SELECT id FROM temp.doomed) ORDER BY a.document_id LIMIT 1)
     WHERE parent_id IN (SELECT id FROM temp.doomed) AND id NOT IN (SELECT id FROM temp.doomed)`,
  );
  db.exec("DELETE FROM search WHERE rowid IN (SELECT id FROM temp.doomed)");
  const { changes } = db.prepare("DELETE FROM documents WHERE id IN (SELECT id FROM temp.doomed)").run();
  db.exec("DELETE FROM temp.doomed");
  return { documents: changes };
}

function notFound(what: string): LonghandError {
  return new LonghandError("SOURCE_NOT_FOUND", `There is no ${what}.`, "See the sources with sources.");
}

/** Removes a source with everything that only it brought. */
export function removeSource(db: WritableDatabase, sourceId: number): Removal {
  if (db.prepare("SELECT 1 FROM sources WHERE id = ?").get(sourceId) === undefined)
    throw notFound(`source ${sourceId}`);
  const removal = removeItems(db, "source_id = ?", sourceId);
  db.prepare("DELETE FROM sources WHERE id = ?").run(sourceId);
  return removal;
}

/** Removes what one import brought; the source stays known as long as other imports of it are left. */
export function removeImport(db: WritableDatabase, jobId: number): Removal {
  const sourceId = db.prepare("SELECT source_id FROM import_jobs WHERE id = ?").pluck().get(jobId);
  if (sourceId === undefined) throw notFound(`import ${jobId}`);
  const removal = removeItems(db, "job_id = ?", jobId);
  db.prepare("DELETE FROM import_jobs WHERE id = ?").run(jobId);
  // Its files must be read again when the source is imported again.
  db.prepare("DELETE FROM source_files WHERE source_id = ?").run(sourceId);
  db.prepare(
    "DELETE FROM sources WHERE id = ? AND NOT EXISTS (SELECT 1 FROM import_jobs j WHERE j.source_id = sources.id)",
  ).run(sourceId);
  return removal;
}

/** Says where a source lies now; its items and documents stay as they are. */
export function repointSource(db: WritableDatabase, sourceId: number, path: string): void {
  const other = db.prepare("SELECT id FROM sources WHERE path = ? AND id <> ?").pluck().get(path, sourceId);
  if (other !== undefined) {
    throw new LonghandError(
      "INVALID_INPUT",
      `${basename(path)} is already source ${other}.`,
      "Remove one of the two first.",
    );
  }
  if (db.prepare("UPDATE sources SET path = ? WHERE id = ?").run(path, sourceId).changes === 0)
    throw notFound(`source ${sourceId}`);
}
