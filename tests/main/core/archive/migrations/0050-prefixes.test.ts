import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openWritable, type WritableDatabase } from "../../../../../main/core/archive/connection.ts";
import { migrate, schemaVersion } from "../../../../../main/core/archive/migrations/index.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let db: WritableDatabase;
beforeEach(() => {
  scratch = temporaryDirectory();
  db = openWritable(path.join(scratch.path, "archive.sqlite"), () => undefined);
  migrate(db, 45);
  db.exec(`
    INSERT INTO documents (id, kind, raw_sha256, text_sha256, thread_id, subject, size_bytes)
      VALUES (1, 'mail', x'01', x'01', 1, 'a', 1), (2, 'mail', x'02', x'02', 2, 'b', 1);
    INSERT INTO token_ids (tokenizer, text_sha256, tokens, ids) VALUES ('t', x'01', 1, x'00000000');
  `);
});
afterEach(() => {
  db.close();
  scratch.dispose();
});

const count = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

it("keeps the documents and forgets token ids of which nobody knows whose they are", () => {
  migrate(db, 50);
  expect(schemaVersion(db)).toBe(50);
  expect([count("documents"), count("token_ids")]).toEqual([2, 0]);
});

// Whatever removes a document, nothing that was derived from its words may stay.
it("lets everything derived go with a document: prefixes that hold it, and only those, and its token ids", () => {
  migrate(db, 50);
  db.exec(`
    INSERT INTO prefixes (id, scope, format, me, built_at_ms, used_at_ms)
      VALUES (1, 'one', 1, '[]', 0, 0), (2, 'two', 1, '[]', 0, 0);
    INSERT INTO prefix_segments VALUES (1, 0, 'text', '{}', x''), (2, 0, 'text', '{}', x'');
    INSERT INTO prefix_documents VALUES (1, 0, 1, 0, 4, 0, 0, 0), (1, 1, 2, 0, 4, 0, 0, 0), (2, 0, 2, 0, 4, 0, 0, 0);
    INSERT INTO prefix_folds VALUES (1, 1, 2);
    INSERT INTO prefix_tokens VALUES (1, 't', 0, x'', x''), (2, 't', 0, x'', x'');
    INSERT INTO token_ids VALUES ('t', x'01', 1, 1, x'00000000'), ('t', x'02', 2, 1, x'00000000'), ('t', x'00', 0, 1, x'00000000');
    INSERT INTO withdrawn VALUES (1, 0);
    DELETE FROM documents WHERE id = 1;
  `);
  expect(db.prepare("SELECT scope FROM prefixes").pluck().all()).toEqual(["two"]);
  const tables = ["prefix_segments", "prefix_documents", "prefix_folds", "prefix_tokens", "token_ids", "withdrawn"];
  expect(tables.map(count)).toEqual([1, 1, 0, 1, 2, 0]);
});
