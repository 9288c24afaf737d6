/** Sources' files and import jobs: rows with a state and a checkpoint. Runs on the writer thread, apart from reading. */
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";
import type { Checkpoint, FileMark } from "../parsed-mail.ts";

/** Counts of an import job; they always add up to the items seen. */
export type JobCounts = {
  readonly imported: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly skipped: number;
  readonly bytes: number;
};

/** A job that waits or that a dead process left running, with the place where it goes on. */
export type InterruptedJob = {
  readonly jobId: number;
  readonly path: string;
  readonly state: "queued" | "running" | "paused";
  readonly checkpoint: Checkpoint | null;
  /** How often in a row it was begun anew without storing anything. */
  readonly stalls: number;
  /** The item that was tried alone when the process died, and how often that was so. */
  readonly inHand: { readonly key: string; readonly deaths: number } | null;
};

/** The key of a source, added where it is new. */
export function addSource(db: WritableDatabase, kind: string, path: string): number {
  db.prepare(
    "INSERT INTO sources (kind, path, added_at_ms) VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE SET kind = excluded.kind",
  ).run(kind, path, Date.now());
  return Number(db.prepare("SELECT id FROM sources WHERE path = ?").pluck().get(path));
}

/** Adds a job that waits for its turn. */
export function queueJob(db: WritableDatabase, sourceId: number): number {
  const result = db
    .prepare("INSERT INTO import_jobs (source_id, state, started_at_ms) VALUES (?, 'queued', ?)")
    .run(sourceId, Date.now());
  return Number(result.lastInsertRowid);
}

/** Begins a job, or goes on with it: what it knows of earlier attempts counts this one. */
export function beginJob(db: WritableDatabase, jobId: number): void {
  db.prepare(
    `UPDATE import_jobs SET state = 'running', finished_at_ms = NULL, stalls = stalls + 1,
       in_hand = CASE WHEN in_hand IS NOT NULL THEN json_object('key', json_extract(in_hand, '$.key'),
         'deaths', json_extract(in_hand, '$.deaths') + json_extract(in_hand, '$.isHeld'), 'isHeld', 0) END
     WHERE id = ?`,
  ).run(jobId);
}

/** Remembers the item that is about to be tried alone. */
export function holdItem(db: WritableDatabase, jobId: number, key: string): void {
  db.prepare(
    `UPDATE import_jobs SET in_hand = json_object('key', @key, 'isHeld', 1, 'deaths',
       CASE WHEN json_extract(in_hand, '$.key') = @key THEN json_extract(in_hand, '$.deaths') ELSE 0 END) WHERE id = @jobId`,
  ).run({ jobId, key });
}

const JOB_COLUMNS = "j.id AS jobId, s.path, j.state, j.checkpoint, j.stalls, j.in_hand AS inHand";

type JobRow = Omit<InterruptedJob, "checkpoint" | "inHand"> & {
  readonly checkpoint: string | null;
  readonly inHand: string | null;
};

function toJob(row: JobRow): InterruptedJob {
  return {
    ...row,
    checkpoint: row.checkpoint === null ? null : (JSON.parse(row.checkpoint) as Checkpoint),
    inHand: row.inHand === null ? null : (JSON.parse(row.inHand) as InterruptedJob["inHand"]),
  };
}

/** The jobs that are not ended; only the process that holds the lock may ask, so nobody runs them. */
export function interruptedJobs(db: ReadableDatabase): InterruptedJob[] {
  const rows = db
    .prepare(
      `SELECT ${JOB_COLUMNS} FROM import_jobs j JOIN sources s ON s.id = j.source_id
       WHERE j.state IN ('running', 'queued', 'paused') ORDER BY j.id`,
    )
    .all() as JobRow[];
  return rows.map(toJob);
}

/** A job as {@link interruptedJobs} gives it. */
export function readJob(db: ReadableDatabase, jobId: number): InterruptedJob {
  const row = db
    .prepare(`SELECT ${JOB_COLUMNS} FROM import_jobs j JOIN sources s ON s.id = j.source_id WHERE j.id = ?`)
    .get(jobId) as JobRow | undefined;
  if (row === undefined) throw new Error(`there is no job ${jobId}`);
  return toJob(row);
}

/** Adds to the counts of a running job; everything before the checkpoint is stored. */
export function addToJob(
  db: WritableDatabase,
  jobId: number,
  counts: JobCounts,
  checkpoint: Checkpoint | undefined,
): void {
  db.prepare(
    `UPDATE import_jobs SET imported = imported + @imported, duplicates = duplicates + @duplicates,
       failed = failed + @failed, skipped = skipped + @skipped, bytes = bytes + @bytes,
       checkpoint = coalesce(@checkpoint, checkpoint), stalls = 0, in_hand = NULL WHERE id = @jobId`,
  ).run({ ...counts, jobId, checkpoint: checkpoint === undefined ? null : JSON.stringify(checkpoint) });
}

/** Ends a job, or lets it rest. */
export function finishJob(
  db: WritableDatabase,
  jobId: number,
  state: "done" | "cancelled" | "failed" | "paused" | "queued",
): void {
  db.prepare("UPDATE import_jobs SET state = ?, finished_at_ms = ? WHERE id = ?").run(state, Date.now(), jobId);
}

/** Prepares what remembers that a file was read to its end; what lay behind that end before is gone from it. */
export function createFileMarker(db: WritableDatabase): (sourceId: number, mark: FileMark) => void {
  const setGone = db.prepare(
    "UPDATE items SET is_gone = 1 WHERE source_id = ? AND file = ? AND entry IS NULL AND offset_bytes > 0 AND offset_bytes >= ?",
  );
  const insert = db.prepare(
    "INSERT OR REPLACE INTO source_files (source_id, file, size_bytes, modified_ms, sample) VALUES (?,?,?,?,?)",
  );
  return (sourceId, mark) => {
    setGone.run(sourceId, mark.file, mark.sizeBytes);
    insert.run(sourceId, mark.file, mark.sizeBytes, Math.round(mark.modifiedMs), mark.sample);
  };
}

/** Whether any file of a source was ever read to its end. */
export function hasKnownFiles(db: ReadableDatabase, sourceId: number): boolean {
  return db.prepare("SELECT 1 FROM source_files WHERE source_id = ? LIMIT 1").get(sourceId) !== undefined;
}

/** What the archive knows of a file of a source from earlier imports. */
export type KnownFile = {
  readonly mark: FileMark;
  readonly imported: number;
  readonly failed: number;
  readonly skipped: number;
  /** Where its last item begins. */
  readonly lastOffset: number;
};

/** What is known of a file; undefined where it was never read to its end. */
export function knownFile(db: ReadableDatabase, sourceId: number, file: string): KnownFile | undefined {
  const mark = db
    .prepare(
      `SELECT file, size_bytes AS sizeBytes, modified_ms AS modifiedMs, sample FROM source_files
       WHERE source_id = ? AND file = ?`,
    )
    .get(sourceId, file) as FileMark | undefined;
  if (mark === undefined) return undefined;
  const counts = db
    .prepare(
      `SELECT count(*) FILTER (WHERE document_id IS NOT NULL) AS imported, count(*) FILTER (WHERE state = 'failed') AS failed,
         count(*) FILTER (WHERE state = 'skipped') AS skipped, coalesce(max(offset_bytes), 0) AS lastOffset
       FROM items WHERE source_id = ? AND file = ? AND is_gone = 0`,
    )
    .get(sourceId, file) as Omit<KnownFile, "mark">;
  return { mark: { ...mark, sample: new Uint8Array(mark.sample) }, ...counts };
}
