/** Sources and import jobs: rows with a state. Runs on the writer thread. */
import type { WritableDatabase } from "../connection.ts";

/** Counts of an import job; they always add up to the items seen. */
export type JobCounts = {
  readonly imported: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly skipped: number;
  readonly bytes: number;
};

/** The key of a source, added where it is new. */
export function addSource(db: WritableDatabase, kind: string, path: string): number {
  db.prepare("INSERT INTO sources (kind, path, added_at_ms) VALUES (?, ?, ?) ON CONFLICT (path) DO NOTHING").run(
    kind,
    path,
    Date.now(),
  );
  return Number(db.prepare("SELECT id FROM sources WHERE path = ?").pluck().get(path));
}

/** Begins a job; jobs that a dead process left running are marked failed first. */
export function startJob(db: WritableDatabase, sourceId: number): number {
  db.prepare("UPDATE import_jobs SET state = 'failed', finished_at_ms = ? WHERE state = 'running'").run(Date.now());
  const result = db
    .prepare("INSERT INTO import_jobs (source_id, state, started_at_ms) VALUES (?, 'running', ?)")
    .run(sourceId, Date.now());
  return Number(result.lastInsertRowid);
}

/** Adds to the counts of a running job. */
export function addToJob(db: WritableDatabase, jobId: number, counts: JobCounts): void {
  db.prepare(
    `UPDATE import_jobs SET imported = imported + @imported, duplicates = duplicates + @duplicates,
       failed = failed + @failed, skipped = skipped + @skipped, bytes = bytes + @bytes WHERE id = @jobId`,
  ).run({ ...counts, jobId });
}

/** Ends a job. */
export function finishJob(db: WritableDatabase, jobId: number, state: "done" | "cancelled" | "failed"): void {
  db.prepare("UPDATE import_jobs SET state = ?, finished_at_ms = ? WHERE id = ?").run(state, Date.now(), jobId);
}
