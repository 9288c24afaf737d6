/** Reading sources with their ledger counts, and the counts of the whole archive. Single items are ./ledger.ts. */
import path from "node:path";
import type { ArchiveStatus, SourceRecord } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { readMe } from "./identity.ts";
import { ARCHIVE_ID_KEY, getSetting } from "./settings.ts";

type SourceRow = Omit<SourceRecord, "name" | "addedAt" | "lastJob" | "ledger"> & {
  readonly path: string;
  readonly ledger: string;
  readonly jobId: number;
  readonly addedAtMs: number;
  readonly jobState: SourceRecord["lastJob"]["state"];
  readonly jobStartedAtMs: number;
  readonly imported: number;
  readonly duplicates: number;
  readonly jobFailed: number;
  readonly skipped: number;
};

/** All sources, newest first. `failed` counts the items that are not in the archive now. */
export function listSources(db: ReadableDatabase): SourceRecord[] {
  const rows = db
    .prepare(
      `SELECT s.id, s.kind, s.path, s.added_at_ms AS addedAtMs,
         (SELECT count(DISTINCT document_id) FROM places p WHERE p.source_id = s.id) AS documents,
         (SELECT count(*) FROM items i WHERE i.source_id = s.id AND i.state = 'failed') AS failed,
         (SELECT json_group_object(state, n) FROM (SELECT state, count(*) AS n FROM items i
            WHERE i.source_id = s.id GROUP BY state)) AS ledger,
         j.id AS jobId, j.state AS jobState, j.started_at_ms AS jobStartedAtMs, j.imported, j.duplicates, j.failed AS jobFailed, j.skipped
       FROM sources s JOIN import_jobs j ON j.id = (SELECT max(id) FROM import_jobs WHERE source_id = s.id)
       ORDER BY s.id DESC`,
    )
    .all() as SourceRow[];
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: path.basename(row.path),
    addedAt: new Date(row.addedAtMs).toISOString(),
    documents: row.documents,
    failed: row.failed,
    ledger: { imported: 0, duplicate: 0, skipped: 0, failed: 0, ...(JSON.parse(row.ledger) as object) },
    lastJob: {
      id: row.jobId,
      state: row.jobState,
      startedAt: new Date(row.jobStartedAtMs).toISOString(),
      imported: row.imported,
      duplicates: row.duplicates,
      failed: row.jobFailed,
      skipped: row.skipped,
    },
  }));
}

/** The archive in numbers. */
export function readStatus(db: ReadableDatabase): Omit<ArchiveStatus, "canWrite"> {
  // CROSS JOIN: the failures of each source are looked up; left to itself SQLite goes through every item.
  const counts = db
    .prepare(
      `SELECT (SELECT documents FROM document_counts) AS documents, (SELECT count(*) FROM sources) AS sources,
         (SELECT count(*) FROM sources s CROSS JOIN items i ON i.source_id = s.id AND i.state = 'failed') AS failed,
         (SELECT min(date_ms) FROM documents WHERE date_ms > 0) AS firstMs, (SELECT max(date_ms) FROM documents) AS lastMs`,
    )
    .get() as { documents: number; sources: number; failed: number; firstMs: number | null; lastMs: number | null };
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    id: getSetting(db, ARCHIVE_ID_KEY) ?? null,
    documents: counts.documents,
    sources: counts.sources,
    failed: counts.failed,
    firstDate: iso(counts.firstMs),
    lastDate: iso(counts.lastMs),
    me: readMe(db),
  };
}
