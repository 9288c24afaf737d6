/** Sources and import jobs: rows with a state. Runs on the writer thread. */
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** Counts of an import job; they always add up to the items seen. */
export type JobCounts = {
  readonly imported: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly skipped: number;
  readonly bytes: number;
};

/** A job that a dead process left running, with the byte where it goes on. */
export type InterruptedJob = { readonly jobId: number; readonly path: string; readonly nextOffset: number };

/** The key of a source, added where it is new. */
export function addSource(db: WritableDatabase, kind: string, path: string): number {
  db.prepare("INSERT INTO sources (kind, path, added_at_ms) VALUES (?, ?, ?) ON CONFLICT (path) DO NOTHING").run(
    kind,
    path,
    Date.now(),
  );
  return Number(db.prepare("SELECT id FROM sources WHERE path = ?").pluck().get(path));
}

/** Begins a job. */
export function startJob(db: WritableDatabase, sourceId: number): number {
  const result = db
    .prepare("INSERT INTO import_jobs (source_id, state, started_at_ms) VALUES (?, 'running', ?)")
    .run(sourceId, Date.now());
  return Number(result.lastInsertRowid);
}

/** The jobs that are marked as running; only the process that holds the lock may ask, so nobody runs them. */
export function interruptedJobs(db: ReadableDatabase): InterruptedJob[] {
  return db
    .prepare(
      `SELECT j.id AS jobId, s.path, j.next_offset_bytes AS nextOffset FROM import_jobs j JOIN sources s ON s.id = j.source_id
       WHERE j.state = 'running' ORDER BY j.id`,
    )
    .all() as InterruptedJob[];
}

/** Adds to the counts of a running job; everything before `nextOffset` is stored. */
export function addToJob(db: WritableDatabase, jobId: number, counts: JobCounts, nextOffset: number): void {
  db.prepare(
    `UPDATE import_jobs SET imported = imported + @imported, duplicates = duplicates + @duplicates,
       failed = failed + @failed, skipped = skipped + @skipped, bytes = bytes + @bytes,
       next_offset_bytes = max(next_offset_bytes, @nextOffset) WHERE id = @jobId`,
  ).run({ ...counts, jobId, nextOffset });
}

/** Ends a job. */
export function finishJob(db: WritableDatabase, jobId: number, state: "done" | "cancelled" | "failed"): void {
  db.prepare("UPDATE import_jobs SET state = ?, finished_at_ms = ? WHERE id = ?").run(state, Date.now(), jobId);
}
