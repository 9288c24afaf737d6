/** The first schema: documents in one sequence, where they were seen, who is in them, jobs, token ids, search. */
import type { Migration } from "./index.ts";

export const initial: Migration = {
  version: 10,
  title: "initial",
  up(db) {
    db.exec(`
      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        path TEXT NOT NULL UNIQUE,
        added_at_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE import_jobs (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
        started_at_ms INTEGER NOT NULL,
        finished_at_ms INTEGER,
        imported INTEGER NOT NULL DEFAULT 0,
        duplicates INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        skipped INTEGER NOT NULL DEFAULT 0,
        bytes INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX import_jobs_source ON import_jobs (source_id);

      -- AUTOINCREMENT: a number is never used twice, also after its document was erased.
      CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('mail', 'pdf', 'file')),
        raw_sha256 BLOB NOT NULL,
        text_sha256 BLOB NOT NULL,
        message_id TEXT,
        in_reply_to TEXT,
        thread_id INTEGER NOT NULL,
        date_ms INTEGER,
        local_date TEXT,
        date_header TEXT,
        subject TEXT NOT NULL,
        is_sent_by_me INTEGER NOT NULL DEFAULT 0,
        is_draft INTEGER NOT NULL DEFAULT 0,
        is_spam INTEGER NOT NULL DEFAULT 0,
        is_automatic INTEGER NOT NULL DEFAULT 0,
        size_bytes INTEGER NOT NULL,
        parent_id INTEGER REFERENCES documents(id) ON DELETE CASCADE,
        pages INTEGER
      ) STRICT;
      CREATE INDEX documents_raw ON documents (raw_sha256);
      CREATE INDEX documents_message_id ON documents (message_id) WHERE message_id IS NOT NULL;
      CREATE INDEX documents_thread ON documents (thread_id, id);
      CREATE INDEX documents_date ON documents (date_ms, id);
      CREATE INDEX documents_parent ON documents (parent_id) WHERE parent_id IS NOT NULL;

      -- blocks: JSON array of [kind, first line, line count] over the lines of text.
      CREATE TABLE bodies (
        document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        blocks TEXT NOT NULL
      ) STRICT;

      CREATE TABLE addresses (
        id INTEGER PRIMARY KEY,
        address TEXT NOT NULL UNIQUE,
        is_me INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      CREATE TABLE participants (
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        role TEXT NOT NULL CHECK (role IN ('from', 'to', 'cc', 'bcc', 'delivered-to')),
        position INTEGER NOT NULL,
        address_id INTEGER NOT NULL REFERENCES addresses(id),
        name TEXT NOT NULL,
        PRIMARY KEY (document_id, role, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX participants_address ON participants (address_id, role, document_id);

      CREATE TABLE message_refs (
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        message_id TEXT NOT NULL,
        PRIMARY KEY (document_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX message_refs_message ON message_refs (message_id, document_id);

      CREATE TABLE attachments (
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        is_inline INTEGER NOT NULL,
        child_id INTEGER REFERENCES documents(id) ON DELETE SET NULL,
        PRIMARY KEY (document_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX attachments_child ON attachments (child_id) WHERE child_id IS NOT NULL;

      -- Every place a document was seen in; offset and length are bytes in the source.
      CREATE TABLE places (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        folder TEXT NOT NULL,
        offset_bytes INTEGER NOT NULL,
        length_bytes INTEGER NOT NULL,
        UNIQUE (source_id, offset_bytes)
      ) STRICT;
      CREATE INDEX places_document ON places (document_id);
      CREATE INDEX places_folder ON places (folder, document_id);

      CREATE TABLE labels (
        document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        PRIMARY KEY (document_id, label)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX labels_label ON labels (label, document_id);

      CREATE TABLE failures (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        offset_bytes INTEGER NOT NULL,
        length_bytes INTEGER NOT NULL,
        category TEXT NOT NULL,
        message TEXT NOT NULL,
        UNIQUE (source_id, offset_bytes)
      ) STRICT;

      -- ids: little-endian unsigned 32-bit token ids of one rendered text.
      CREATE TABLE token_ids (
        tokenizer TEXT NOT NULL,
        text_sha256 BLOB NOT NULL,
        tokens INTEGER NOT NULL,
        ids BLOB NOT NULL,
        PRIMARY KEY (tokenizer, text_sha256)
      ) STRICT, WITHOUT ROWID;

      -- For the search box for people only; the answer path never reads it.
      CREATE VIRTUAL TABLE search USING fts5(
        subject, people, text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
      );
    `);
  },
};
