/** Reading sources with their ledger counts, and the counts of the whole archive. */
import path from "node:path";
import { type DocumentKind, formatDocumentId } from "../../../../shared/document-id.ts";
import type { ArchiveStatus, FailureRecord, ItemState, LedgerItem, SourceRecord } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { listMe } from "./identity.ts";

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

/** The items of a source that could not be imported. */
export function listFailures(db: ReadableDatabase, sourceId: number, limit: number): FailureRecord[] {
  return db
    .prepare(
      `SELECT category, message, offset_bytes AS offset, length_bytes AS length FROM items
       WHERE source_id = ? AND state = 'failed' ORDER BY id LIMIT ?`,
    )
    .all(sourceId, limit) as FailureRecord[];
}

/** A page of a source's ledger after item `after`; of one state where that is named. */
export function listLedger(
  db: ReadableDatabase,
  page: {
    readonly sourceId: number;
    readonly state?: ItemState | undefined;
    readonly after: number;
    readonly limit: number;
  },
): LedgerItem[] {
  type Row = Omit<LedgerItem, "documentId"> & { readonly number: number | null; readonly kind: DocumentKind | null };
  const rows = db
    .prepare(
      `SELECT i.id, i.item_key AS key, i.state, i.document_id AS number, d.kind, i.category, i.message,
         i.offset_bytes AS offset, i.length_bytes AS length
       FROM items i LEFT JOIN documents d ON d.id = i.document_id
       WHERE i.source_id = @sourceId AND i.id > @after AND (@state IS NULL OR i.state = @state) ORDER BY i.id LIMIT @limit`,
    )
    .all({ ...page, state: page.state ?? null }) as Row[];
  return rows.map(({ number, kind, ...row }) => ({
    ...row,
    documentId: number === null || kind === null ? null : formatDocumentId(kind, number),
  }));
}

/** Where the bytes of an item lie, and the bytes themselves where they were kept. */
export type ItemRaw = {
  readonly path: string;
  readonly file: string;
  readonly entry: string | null;
  readonly offset: number;
  readonly length: number;
  /** Deflated. */
  readonly raw: Uint8Array | null;
};

/** Where the bytes of a ledger's item lie. */
export function itemRaw(db: ReadableDatabase, itemId: number): ItemRaw | undefined {
  return db
    .prepare(
      `SELECT s.path, i.file, i.entry, i.offset_bytes AS offset, i.length_bytes AS length, i.raw
       FROM items i JOIN sources s ON s.id = i.source_id WHERE i.id = ?`,
    )
    .get(itemId) as ItemRaw | undefined;
}

/** The archive in numbers. */
export function readStatus(db: ReadableDatabase): Omit<ArchiveStatus, "canWrite"> {
  const counts = db
    .prepare(
      `SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM sources) AS sources,
         (SELECT count(*) FROM items WHERE state = 'failed') AS failed,
         (SELECT min(date_ms) FROM documents WHERE date_ms > 0) AS firstMs, (SELECT max(date_ms) FROM documents) AS lastMs`,
    )
    .get() as { documents: number; sources: number; failed: number; firstMs: number | null; lastMs: number | null };
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    documents: counts.documents,
    sources: counts.sources,
    failed: counts.failed,
    firstDate: iso(counts.firstMs),
    lastDate: iso(counts.lastMs),
    me: listMe(db),
  };
}
