/**
 * Reading the ledger: what became of every item of a source, page by page, and what an undoing would take.
 *
 * Owns reading only; the rows are written in ./store-item.ts, removed in ./remove.ts.
 */
import { type DocumentKind, formatDocumentId } from "../../../../shared/document-id.ts";
import type {
  ItemState,
  LedgerFilter,
  LedgerItem,
  LedgerSummary,
  RemovalPreview,
  SourceImport,
} from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";

type ItemRow = Omit<LedgerItem, "documentId" | "title"> & {
  readonly number: number | null;
  readonly kind: DocumentKind | null;
  readonly subject: string | null;
  readonly name: string | null;
};

const ITEM_COLUMNS = `i.id, i.item_key AS key, i.state, i.document_id AS number, d.kind, d.subject, d.name, i.category,
  i.message, i.offset_bytes AS offset, i.length_bytes AS length, i.job_id AS importId`;

/** The conditions that a filter really makes, each by itself: an index serves what stands there, not what might. */
function conditionOf({ state, category, importId }: LedgerFilter): string {
  return [
    "i.source_id = @sourceId",
    ...(state === undefined ? [] : ["i.state = @state"]),
    ...(category === undefined ? [] : ["i.category = @category"]),
    ...(importId === undefined ? [] : ["i.job_id = @importId"]),
  ].join(" AND ");
}

function toItem({ number, kind, subject, name, ...row }: ItemRow): LedgerItem {
  return {
    ...row,
    documentId: number === null || kind === null ? null : formatDocumentId(kind, number),
    title: kind === null ? null : subject || name || "",
  };
}

/** The items of a source after item `after`, for a reader that goes through all of them. */
export function listLedger(
  db: ReadableDatabase,
  { after, limit, ...filter }: LedgerFilter & { readonly after: number; readonly limit: number },
): LedgerItem[] {
  const rows = db
    .prepare(
      `SELECT ${ITEM_COLUMNS} FROM items i LEFT JOIN documents d ON d.id = i.document_id
       WHERE ${conditionOf(filter)} AND i.id > @after ORDER BY i.id LIMIT @limit`,
    )
    .all({ ...filter, after, limit }) as ItemRow[];
  return rows.map(toItem);
}

/** The numbers of the items that a filter leaves, in the order they were seen. */
export function ledgerNumbers(db: ReadableDatabase, filter: LedgerFilter): Float64Array<ArrayBuffer> {
  const rows = db
    .prepare(`SELECT i.id FROM items i WHERE ${conditionOf(filter)} ORDER BY i.id`)
    .pluck()
    .all(filter) as number[];
  return Float64Array.from(rows);
}

/** Items by their numbers, in the order of the numbers; those that are gone are left out. */
export function itemsOf(db: ReadableDatabase, numbers: readonly number[]): LedgerItem[] {
  const rows = db
    .prepare(
      `SELECT ${ITEM_COLUMNS} FROM json_each(?) wanted CROSS JOIN items i ON i.id = wanted.value
       LEFT JOIN documents d ON d.id = i.document_id ORDER BY wanted.key`,
    )
    .all(JSON.stringify(numbers)) as ItemRow[];
  return rows.map(toItem);
}

/** The counts of a source's ledger by state and reason, and its imports, newest first. */
export function summariseLedger(db: ReadableDatabase, sourceId: number): LedgerSummary {
  const counts = db
    .prepare(
      `SELECT state, category, count(*) AS items FROM items WHERE source_id = ? GROUP BY state, category
       ORDER BY state, items DESC, category`,
    )
    .all(sourceId) as LedgerSummary["counts"];
  const jobs = db
    .prepare(
      `SELECT j.id, j.state, j.started_at_ms AS startedAtMs, j.imported, j.duplicates, j.failed, j.skipped, j.bytes,
         (SELECT count(*) FROM items i WHERE i.job_id = j.id) AS items
       FROM import_jobs j WHERE j.source_id = ? ORDER BY j.id DESC`,
    )
    .all(sourceId) as (Omit<SourceImport, "startedAt"> & { readonly startedAtMs: number })[];
  return {
    counts,
    imports: jobs.map(({ startedAtMs, ...job }) => ({ ...job, startedAt: new Date(startedAtMs).toISOString() })),
  };
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

/** An item and the hash of the document it became, to see whether a place still holds it. */
export type ItemProof = Omit<ItemRaw, "path" | "raw"> & { readonly rawSha256: Uint8Array };

/** Up to `limit` items of a source, spread over it, that lie in its files as they are now. */
export function sampleItems(db: ReadableDatabase, sourceId: number, limit: number): ItemProof[] {
  return db
    .prepare(
      `WITH own AS (SELECT i.*, d.raw_sha256 AS rawSha256, ntile(@limit) OVER (ORDER BY i.id) AS part
         FROM items i JOIN documents d ON d.id = i.document_id
         WHERE i.source_id = @sourceId AND i.state = 'imported' AND i.is_gone = 0)
       SELECT file, entry, offset_bytes AS offset, length_bytes AS length, rawSha256
       FROM own WHERE id IN (SELECT min(id) FROM own GROUP BY part) ORDER BY id`,
    )
    .all({ sourceId, limit }) as ItemProof[];
}

/** How many titles a preview names. */
const EXAMPLES = 5;

/** What removing a source, or undoing an import, would take and what would stay; see ./remove.ts for the rule. */
export function previewRemoval(
  db: ReadableDatabase,
  what: { readonly sourceId: number } | { readonly importId: number },
): RemovalPreview {
  const [column, value] = "sourceId" in what ? ["source_id", what.sourceId] : ["job_id", what.importId];
  const states = db
    .prepare(`SELECT state, count(*) AS items FROM items WHERE ${column} = ? GROUP BY state`)
    .all(value) as { readonly state: ItemState; readonly items: number }[];
  const touched = `WITH touched AS MATERIALIZED (
      SELECT DISTINCT p.document_id AS id FROM items i JOIN places p ON p.item_id = i.id WHERE i.${column} = @value),
    told AS MATERIALIZED (SELECT t.id, EXISTS (
        SELECT 1 FROM places p JOIN items i ON i.id = p.item_id
        WHERE p.document_id = t.id AND i.${column} IS NOT @value) AS stays FROM touched t)`;
  const counts = db
    .prepare(
      `${touched} SELECT count(*) FILTER (WHERE stays = 0) AS goes, count(*) FILTER (WHERE stays) AS stays FROM told`,
    )
    .get({ value }) as { readonly goes: number; readonly stays: number };
  const examples = (stays: 0 | 1): string[] =>
    db
      .prepare(
        `${touched} SELECT coalesce(nullif(d.subject, ''), nullif(d.name, ''), '(no subject)') FROM told
           JOIN documents d ON d.id = told.id WHERE told.stays = @stays ORDER BY d.id LIMIT @limit`,
      )
      .pluck()
      .all({ value, stays, limit: EXAMPLES }) as string[];
  return {
    items: states.reduce((sum, { items }) => sum + items, 0),
    goes: counts.goes,
    stays: counts.stays,
    goesExamples: examples(0),
    staysExamples: examples(1),
  };
}

/** The imports of a source, or the one named: the numbers of their jobs. */
export function importIds(db: ReadableDatabase, sourceId: number): number[] {
  return db.prepare("SELECT id FROM import_jobs WHERE source_id = ?").pluck().all(sourceId) as number[];
}

/** Where a source lies; undefined where there is no such source. */
export function sourcePath(db: ReadableDatabase, sourceId: number): string | undefined {
  return db.prepare("SELECT path FROM sources WHERE id = ?").pluck().get(sourceId) as string | undefined;
}

/** All sources and where they lie. */
export function sourcePaths(db: ReadableDatabase): { readonly id: number; readonly path: string }[] {
  return db.prepare("SELECT id, path FROM sources").all() as { readonly id: number; readonly path: string }[];
}
