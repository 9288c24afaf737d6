/**
 * Every kind of source: items by a key of their own in one ledger, jobs that wait, pause and go on at any item,
 * names of documents that are no mail, and what is known of a source's files.
 */
import type { Migration } from "./index.ts";

export const sources: Migration = {
  version: 30,
  title: "sources",
  up(db) {
    db.exec(`
      ALTER TABLE documents ADD COLUMN name TEXT NOT NULL DEFAULT '';
      -- Why an attachment of a readable type is no document; null where it is one or need not be.
      ALTER TABLE attachments ADD COLUMN note TEXT;

      -- checkpoint: JSON of the place behind the last stored item; in_hand: the key of the item being tried alone.
      CREATE TABLE import_jobs_30 (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'cancelled', 'failed')),
        started_at_ms INTEGER NOT NULL,
        finished_at_ms INTEGER,
        imported INTEGER NOT NULL DEFAULT 0,
        duplicates INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        skipped INTEGER NOT NULL DEFAULT 0,
        bytes INTEGER NOT NULL DEFAULT 0,
        checkpoint TEXT,
        stalls INTEGER NOT NULL DEFAULT 0,
        in_hand TEXT
      ) STRICT;
      INSERT INTO import_jobs_30 (id, source_id, state, started_at_ms, finished_at_ms, imported, duplicates, failed,
          skipped, bytes, checkpoint)
        SELECT id, source_id, state, started_at_ms, finished_at_ms, imported, duplicates, failed, skipped, bytes,
          CASE WHEN next_offset_bytes > 0 THEN json_object('file', '', 'entry', NULL, 'offset', next_offset_bytes) END
        FROM import_jobs;
      DROP TABLE import_jobs;
      ALTER TABLE import_jobs_30 RENAME TO import_jobs;
      CREATE INDEX import_jobs_source ON import_jobs (source_id);

      -- The ledger: what became of every item of a source. file, entry, offset and length say where its bytes lie.
      CREATE TABLE items (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        item_key TEXT NOT NULL,
        job_id INTEGER REFERENCES import_jobs(id) ON DELETE SET NULL,
        state TEXT NOT NULL CHECK (state IN ('imported', 'duplicate', 'skipped', 'failed')),
        document_id INTEGER REFERENCES documents(id) ON DELETE CASCADE,
        category TEXT,
        message TEXT,
        file TEXT NOT NULL,
        entry TEXT,
        offset_bytes INTEGER NOT NULL,
        length_bytes INTEGER NOT NULL,
        raw BLOB,
        is_gone INTEGER NOT NULL DEFAULT 0,
        UNIQUE (source_id, item_key),
        CHECK ((state IN ('imported', 'duplicate')) = (document_id IS NOT NULL))
      ) STRICT;
      CREATE INDEX items_job ON items (job_id) WHERE job_id IS NOT NULL;
      CREATE INDEX items_document ON items (document_id) WHERE document_id IS NOT NULL;
      CREATE INDEX items_state ON items (source_id, state, id);
      CREATE INDEX items_file ON items (source_id, file);
      INSERT INTO items (id, source_id, item_key, state, document_id, file, offset_bytes, length_bytes)
        SELECT p.id, p.source_id, CAST(p.offset_bytes AS TEXT),
          CASE WHEN p.id = (SELECT min(q.id) FROM places q WHERE q.document_id = p.document_id)
            THEN 'imported' ELSE 'duplicate' END,
          p.document_id, '', p.offset_bytes, p.length_bytes
        FROM places p;
      INSERT INTO items (source_id, item_key, state, category, message, file, offset_bytes, length_bytes)
        SELECT source_id, CAST(offset_bytes AS TEXT), 'failed', category, message, '', offset_bytes, length_bytes
        FROM failures f WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.source_id = f.source_id
          AND i.item_key = CAST(f.offset_bytes AS TEXT));
      DROP TABLE failures;

      -- part: 0 is the item itself, else the attachment it came in (1 the first; inner ones by thousands).
      CREATE TABLE places_30 (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
        part INTEGER NOT NULL DEFAULT 0,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        folder TEXT NOT NULL,
        offset_bytes INTEGER NOT NULL,
        length_bytes INTEGER NOT NULL,
        UNIQUE (item_id, part)
      ) STRICT;
      INSERT INTO places_30 (id, source_id, item_id, document_id, folder, offset_bytes, length_bytes)
        SELECT id, source_id, id, document_id, folder, offset_bytes, length_bytes FROM places;
      DROP TABLE places;
      ALTER TABLE places_30 RENAME TO places;
      CREATE INDEX places_document ON places (document_id);
      CREATE INDEX places_folder ON places (folder, document_id);
      CREATE INDEX places_source ON places (source_id);

      -- Files that were read to their end, so that the next import of the source can leave them alone.
      CREATE TABLE source_files (
        source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        file TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        modified_ms INTEGER NOT NULL,
        sample BLOB NOT NULL,
        PRIMARY KEY (source_id, file)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
