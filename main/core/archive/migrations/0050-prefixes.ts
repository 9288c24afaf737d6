/**
 * Sealed prefixes, saved scopes, what was withdrawn and what was erased.
 *
 * Whatever is derived from a document names it, so that a document that goes takes it along by a trigger: no way of
 * removing one can forget it.
 */
import type { Migration } from "./index.ts";

export const prefixes: Migration = {
  version: 50,
  title: "prefixes",
  up(db) {
    db.exec(`
      -- scope: JSON of the shape in shared/schemas.ts.
      CREATE TABLE scopes (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        scope TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE withdrawn (
        document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
        withdrawn_at_ms INTEGER NOT NULL
      ) STRICT;

      -- What must not come back at the next import: hashes, which tell nothing of the words (see queries/erase.ts).
      CREATE TABLE erased (mark BLOB PRIMARY KEY, erased_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

      -- scope: the canonical key of queries/scope.ts; me: the addresses it was rendered for, a JSON array.
      CREATE TABLE prefixes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        scope TEXT NOT NULL,
        format INTEGER NOT NULL,
        me TEXT NOT NULL,
        built_at_ms INTEGER NOT NULL,
        used_at_ms INTEGER NOT NULL,
        UNIQUE (scope, format)
      ) STRICT;

      -- memory: what rendering these documents taught the renderer (JSON) and shingles (see prompt/memory.ts).
      CREATE TABLE prefix_segments (
        prefix_id INTEGER NOT NULL REFERENCES prefixes(id) ON DELETE CASCADE,
        segment INTEGER NOT NULL,
        text TEXT NOT NULL,
        memory TEXT NOT NULL,
        shingles BLOB NOT NULL,
        PRIMARY KEY (prefix_id, segment)
      ) STRICT;

      -- In the order in which they stand; chars are UTF-16 units of the segment's text.
      CREATE TABLE prefix_documents (
        prefix_id INTEGER NOT NULL REFERENCES prefixes(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        document_id INTEGER NOT NULL,
        segment INTEGER NOT NULL,
        chars INTEGER NOT NULL,
        header_chars INTEGER NOT NULL,
        quoted_chars INTEGER NOT NULL,
        folded_chars INTEGER NOT NULL,
        PRIMARY KEY (prefix_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX prefix_documents_document ON prefix_documents (document_id, prefix_id);

      -- Which documents refer to which instead of quoting it.
      CREATE TABLE prefix_folds (
        prefix_id INTEGER NOT NULL REFERENCES prefixes(id) ON DELETE CASCADE,
        target_id INTEGER NOT NULL,
        document_id INTEGER NOT NULL,
        PRIMARY KEY (prefix_id, target_id, document_id)
      ) STRICT, WITHOUT ROWID;

      -- counts: tokens a document; ids: all of them in a row. Both little-endian unsigned 32-bit.
      CREATE TABLE prefix_tokens (
        prefix_id INTEGER NOT NULL REFERENCES prefixes(id) ON DELETE CASCADE,
        tokenizer TEXT NOT NULL,
        segment INTEGER NOT NULL,
        counts BLOB NOT NULL,
        ids BLOB NOT NULL,
        PRIMARY KEY (prefix_id, tokenizer, segment)
      ) STRICT;

      -- A cache, made anew: now it says whose words each row holds (0: the rules).
      DROP TABLE token_ids;
      CREATE TABLE token_ids (
        tokenizer TEXT NOT NULL,
        text_sha256 BLOB NOT NULL,
        document_id INTEGER NOT NULL,
        tokens INTEGER NOT NULL,
        ids BLOB NOT NULL,
        PRIMARY KEY (tokenizer, text_sha256)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX token_ids_document ON token_ids (document_id);

      CREATE TRIGGER documents_gone AFTER DELETE ON documents BEGIN
        DELETE FROM prefixes WHERE id IN (SELECT prefix_id FROM prefix_documents WHERE document_id = old.id);
        DELETE FROM token_ids WHERE document_id = old.id;
      END;
    `);
  },
};
