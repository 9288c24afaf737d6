/**
 * Sealed prefixes: the rendered documents of a scope in the order in which they were sealed, and their tokens.
 *
 * Owns the rows. A sealed segment never changes; what is new is a further segment. What the text means and when it is
 * sealed is prompt/.
 */
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** One document of a sealed prefix; characters are UTF-16 units (see prompt/render.ts). */
export type SealedDocument = {
  readonly number: number;
  readonly segment: number;
  readonly chars: number;
  readonly headerChars: number;
  readonly quotedChars: number;
  readonly foldedChars: number;
};

/** A sealed prefix without its texts. */
export type PrefixRow = {
  readonly id: number;
  readonly scope: string;
  readonly format: number;
  /** The addresses that were "me" when it was rendered, in order. */
  readonly me: readonly string[];
  readonly builtAtMs: number;
};

/** A segment to be sealed: its text, what rendering it taught (JSON), and its documents in order. */
export type NewSegment = {
  readonly text: string;
  readonly memory: string;
  readonly shingles: Uint32Array;
  readonly documents: readonly (Omit<SealedDocument, "segment"> & { readonly targets: readonly number[] })[];
};

/** The tokens of a segment: a count a document, and all ids in a row. */
export type SegmentTokens = { readonly segment: number; readonly counts: Uint32Array; readonly ids: Uint32Array };

/** Prefixes kept; the one that was used longest ago goes first. */
const MAX_PREFIXES = 24;
/** The use of a prefix is noted at most this often. */
const USE_INTERVAL_MS = 600_000;

type Row = Omit<PrefixRow, "me"> & { readonly me: string };

const COLUMNS = "id, scope, format, me, built_at_ms AS builtAtMs";

function toPrefix(row: Row): PrefixRow {
  return { ...row, me: JSON.parse(row.me) as string[] };
}

function fromBlob(blob: Buffer): Uint32Array {
  if (blob.byteOffset % 4 === 0) return new Uint32Array(blob.buffer, blob.byteOffset, blob.length / 4);
  const copy = new Uint8Array(blob.length);
  copy.set(blob);
  return new Uint32Array(copy.buffer);
}

function toBlob(values: Uint32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** The sealed prefix of a scope; `undefined` where none was sealed. */
export function findPrefix(db: ReadableDatabase, scope: string, format: number): PrefixRow | undefined {
  const row = db.prepare(`SELECT ${COLUMNS} FROM prefixes WHERE scope = ? AND format = ?`).get(scope, format);
  return row === undefined ? undefined : toPrefix(row as Row);
}

/** All sealed prefixes with the number of their documents, the last used first. */
export function listPrefixes(db: ReadableDatabase): (PrefixRow & { readonly documents: number })[] {
  const rows = db
    .prepare(
      `SELECT ${COLUMNS}, (SELECT count(*) FROM prefix_documents d WHERE d.prefix_id = prefixes.id) AS documents
       FROM prefixes ORDER BY used_at_ms DESC`,
    )
    .all() as (Row & { readonly documents: number })[];
  return rows.map((row) => ({ ...toPrefix(row), documents: row.documents }));
}

/** How many documents a prefix holds; 0 where it is gone. */
export function sealedCount(db: ReadableDatabase, prefixId: number): number {
  return Number(db.prepare("SELECT count(*) FROM prefix_documents WHERE prefix_id = ?").pluck().get(prefixId));
}

/** The documents of a prefix from a position on, in order, at most so many. */
export function sealedDocuments(db: ReadableDatabase, prefixId: number, from = 0, limit = -1): SealedDocument[] {
  return db
    .prepare(
      `SELECT document_id AS number, segment, chars, header_chars AS headerChars, quoted_chars AS quotedChars,
         folded_chars AS foldedChars
       FROM prefix_documents WHERE prefix_id = ? AND position >= ? ORDER BY position LIMIT ?`,
    )
    .all(prefixId, from, limit) as SealedDocument[];
}

/** The texts of a prefix's segments from `first` to `last`, in order. */
export function sealedTexts(db: ReadableDatabase, prefixId: number, first: number, last: number): string[] {
  return db
    .prepare("SELECT text FROM prefix_segments WHERE prefix_id = ? AND segment BETWEEN ? AND ? ORDER BY segment")
    .pluck()
    .all(prefixId, first, last) as string[];
}

/** What rendering the segments of a prefix taught, in order. */
export function sealedMemory(
  db: ReadableDatabase,
  prefixId: number,
): { readonly memory: string; readonly shingles: Uint32Array }[] {
  const rows = db
    .prepare("SELECT memory, shingles FROM prefix_segments WHERE prefix_id = ? ORDER BY segment")
    .all(prefixId) as { readonly memory: string; readonly shingles: Buffer }[];
  return rows.map(({ memory, shingles }) => ({ memory, shingles: fromBlob(shingles) }));
}

/** The fold targets of a prefix: by document the documents it refers to. */
export function sealedFolds(db: ReadableDatabase, prefixId: number): Map<number, number[]> {
  const folds = new Map<number, number[]>();
  const rows = db
    .prepare("SELECT document_id, target_id FROM prefix_folds WHERE prefix_id = ? ORDER BY document_id, target_id")
    .raw()
    .all(prefixId) as [number, number][];
  for (const [document, target] of rows) folds.set(document, [...(folds.get(document) ?? []), target]);
  return folds;
}

/** The stored tokens of a prefix's segments from `first` to `last`, in order; segments that were not counted are not there. */
export function segmentTokens(
  db: ReadableDatabase,
  prefixId: number,
  tokenizer: string,
  [first, last]: readonly [number, number],
): SegmentTokens[] {
  const rows = db
    .prepare(
      `SELECT segment, counts, ids FROM prefix_tokens WHERE prefix_id = ? AND tokenizer = ? AND segment BETWEEN ? AND ?
       ORDER BY segment`,
    )
    .all(prefixId, tokenizer, first, last) as {
    readonly segment: number;
    readonly counts: Buffer;
    readonly ids: Buffer;
  }[];
  return rows.map(({ segment, counts, ids }) => ({ segment, counts: fromBlob(counts), ids: fromBlob(ids) }));
}

/** The characters of a prefix, and its tokens under a tokenizer; null where not all of it was counted. */
export function prefixTotals(
  db: ReadableDatabase,
  prefixId: number,
  tokenizer: string,
): { readonly chars: number; readonly tokens: number | null } {
  return db
    .prepare(
      `SELECT coalesce(sum(length(s.text)), 0) AS chars,
         CASE WHEN count(t.segment) = count(*) THEN sum(length(t.ids) / 4) END AS tokens
       FROM prefix_segments s
       LEFT JOIN prefix_tokens t ON t.prefix_id = s.prefix_id AND t.segment = s.segment AND t.tokenizer = ?
       WHERE s.prefix_id = ?`,
    )
    .get(tokenizer, prefixId) as { readonly chars: number; readonly tokens: number | null };
}

/** Which prefixes hold a document, and whether others in them refer to it. */
export function prefixesWith(
  db: ReadableDatabase,
  number: number,
): { readonly prefixId: number; readonly scope: string; readonly referring: readonly number[] }[] {
  const rows = db
    .prepare(
      `SELECT p.id AS prefixId, p.scope,
         (SELECT json_group_array(f.document_id ORDER BY f.document_id) FROM prefix_folds f
           WHERE f.prefix_id = p.id AND f.target_id = d.document_id) AS referring
       FROM prefix_documents d JOIN prefixes p ON p.id = d.prefix_id WHERE d.document_id = ? ORDER BY p.id`,
    )
    .all(number) as { readonly prefixId: number; readonly scope: string; readonly referring: string }[];
  return rows.map((row) => ({ ...row, referring: JSON.parse(row.referring) as number[] }));
}

/** What is appended to a prefix, or begins a new one. */
export type SealRequest = {
  readonly scope: string;
  readonly format: number;
  readonly me: readonly string[];
  /** The prefix that goes on and how many documents it holds; null begins a new one in place of the old. */
  readonly append: { readonly prefixId: number; readonly documents: number } | null;
  readonly segments: readonly NewSegment[];
  readonly nowMs: number;
};

/** Seals segments; the prefix's id, or null where it is not any more what the request goes on from. */
export function sealSegmentRows(db: WritableDatabase, request: SealRequest): number | null {
  const { scope, format, append, nowMs } = request;
  if (append !== null && sealedCount(db, append.prefixId) !== append.documents) return null;
  let prefixId = append?.prefixId;
  if (prefixId === undefined) {
    db.prepare("DELETE FROM prefixes WHERE scope = ? AND format = ?").run(scope, format);
    db.prepare(
      "DELETE FROM prefixes WHERE id NOT IN (SELECT id FROM prefixes ORDER BY used_at_ms DESC, id DESC LIMIT ?)",
    ).run(MAX_PREFIXES - 1);
    const result = db
      .prepare("INSERT INTO prefixes (scope, format, me, built_at_ms, used_at_ms) VALUES (?, ?, ?, ?, ?)")
      .run(scope, format, JSON.stringify(request.me), nowMs, nowMs);
    prefixId = Number(result.lastInsertRowid);
  }
  let position = append?.documents ?? 0;
  let segment = Number(
    db.prepare("SELECT coalesce(max(segment) + 1, 0) FROM prefix_segments WHERE prefix_id = ?").pluck().get(prefixId),
  );
  const insertSegment = db.prepare(
    "INSERT INTO prefix_segments (prefix_id, segment, text, memory, shingles) VALUES (?, ?, ?, ?, ?)",
  );
  const insertDocument = db.prepare(
    `INSERT INTO prefix_documents (prefix_id, position, document_id, segment, chars, header_chars, quoted_chars, folded_chars)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertFold = db.prepare(
    "INSERT OR IGNORE INTO prefix_folds (prefix_id, target_id, document_id) VALUES (?, ?, ?)",
  );
  const isThere = db.prepare("SELECT 1 FROM documents WHERE id = ?").pluck();
  for (const { text, memory, shingles, documents } of request.segments) {
    // Erased while it was being rendered: nothing of it may be kept. The caller begins again.
    if (documents.some(({ number }) => isThere.get(number) === undefined)) return undo(db, prefixId, append === null);
    insertSegment.run(prefixId, segment, text, memory, toBlob(shingles));
    for (const document of documents) {
      const { number, chars, headerChars, quotedChars, foldedChars } = document;
      insertDocument.run(prefixId, position, number, segment, chars, headerChars, quotedChars, foldedChars);
      for (const target of document.targets) insertFold.run(prefixId, target, number);
      position += 1;
    }
    segment += 1;
  }
  return prefixId;
}

function undo(db: WritableDatabase, prefixId: number, isNew: boolean): null {
  if (isNew) db.prepare("DELETE FROM prefixes WHERE id = ?").run(prefixId);
  return null;
}

/** Stores the tokens of segments; nothing where the prefix is gone. */
export function putSegmentTokens(
  db: WritableDatabase,
  prefixId: number,
  tokenizer: string,
  items: readonly SegmentTokens[],
): null {
  const insert = db.prepare(
    `INSERT OR REPLACE INTO prefix_tokens (prefix_id, tokenizer, segment, counts, ids)
     SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM prefixes WHERE id = ?)`,
  );
  for (const { segment, counts, ids } of items)
    insert.run(prefixId, tokenizer, segment, toBlob(counts), toBlob(ids), prefixId);
  return null;
}

/** Notes that a prefix is in use, so that it is not the one that goes. */
export function usePrefix(db: WritableDatabase, prefixId: number, nowMs: number): null {
  db.prepare("UPDATE prefixes SET used_at_ms = ? WHERE id = ? AND used_at_ms < ?").run(
    nowMs,
    prefixId,
    nowMs - USE_INTERVAL_MS,
  );
  return null;
}

/** Forgets sealed prefixes, so that the next use builds them anew: those with these ids, or all. */
export function dropPrefixes(db: WritableDatabase, ids: readonly number[] | "all"): number {
  if (ids === "all") return db.prepare("DELETE FROM prefixes").run().changes;
  return db.prepare("DELETE FROM prefixes WHERE id IN (SELECT value FROM json_each(?))").run(JSON.stringify(ids))
    .changes;
}
