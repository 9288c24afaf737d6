/**
 * How many documents there are is known without counting them, and lists by date or of a whole group are read from one
 * index.
 *
 * Counting walks an index of all documents: megabytes of a cold file, before the library's first page. The index by date
 * holds what most scopes restrict by, so that their lists need no document's own row.
 *
 * Whoever inserts a document counts it (queries/document-counts.ts): a trigger would make every insert keep a journal of
 * its own, and imports a quarter slower. What goes or is given a date is counted here, wherever it is done.
 */
import type { Migration } from "./index.ts";

export const documentCounts: Migration = {
  version: 155,
  title: "documents are counted as they come and go",
  up(db) {
    db.exec(`
      CREATE TABLE document_counts (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        documents INTEGER NOT NULL,
        undated INTEGER NOT NULL
      ) STRICT;
      INSERT INTO document_counts (one, documents, undated)
        SELECT 1, count(*), count(*) FILTER (WHERE date_ms IS NULL) FROM documents;
      CREATE TRIGGER documents_counted_out AFTER DELETE ON documents BEGIN
        UPDATE document_counts SET documents = documents - 1, undated = undated - (old.date_ms IS NULL);
      END;
      CREATE TRIGGER documents_redated AFTER UPDATE OF date_ms ON documents
        WHEN (old.date_ms IS NULL) <> (new.date_ms IS NULL) BEGIN
        UPDATE document_counts SET undated = undated + (new.date_ms IS NULL) - (old.date_ms IS NULL);
      END;

      DROP INDEX documents_date;
      CREATE INDEX documents_date ON documents (date_ms, id, kind, is_sent_by_me, is_draft, is_spam, is_automatic);
      -- Who the owner is stands in the status; most addresses are somebody else's.
      CREATE INDEX addresses_me ON addresses (address) WHERE is_me = 1;
    `);
  },
};
