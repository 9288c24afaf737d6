/** Answers and drafts are kept; an import remembers how far it came. */
import type { Migration } from "./index.ts";

export const history: Migration = {
  version: 20,
  title: "history",
  up(db) {
    db.exec(`
      ALTER TABLE import_jobs ADD COLUMN next_offset_bytes INTEGER NOT NULL DEFAULT 0;

      -- scope, citations, receipt and fit are JSON of the shapes in shared/schemas.ts.
      CREATE TABLE answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped')),
        asked_at_ms INTEGER NOT NULL,
        question TEXT NOT NULL,
        scope TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        model TEXT NOT NULL,
        answer TEXT NOT NULL,
        citations TEXT NOT NULL,
        receipt TEXT,
        fit TEXT,
        error_code TEXT,
        error_message TEXT
      ) STRICT;

      CREATE TABLE drafts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped')),
        created_at_ms INTEGER NOT NULL,
        edited_at_ms INTEGER,
        reply_to INTEGER REFERENCES documents(id) ON DELETE SET NULL,
        wishes TEXT NOT NULL,
        scope TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        model TEXT NOT NULL,
        draft TEXT NOT NULL,
        edited TEXT,
        warnings TEXT NOT NULL,
        receipt TEXT,
        fit TEXT,
        error_code TEXT,
        error_message TEXT
      ) STRICT;
      CREATE INDEX drafts_reply_to ON drafts (reply_to) WHERE reply_to IS NOT NULL;
    `);
  },
};
