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
  migrate(db, 30);
  db.exec(`
    INSERT INTO documents (id, kind, raw_sha256, text_sha256, thread_id, subject, size_bytes, is_automatic)
      VALUES (1, 'mail', x'01', x'01', 1, 'a letter', 1, 0), (2, 'mail', x'02', x'02', 2, 'a bounce', 1, 1);
  `);
});
afterEach(() => {
  db.close();
  scratch.dispose();
});

it("keeps that a machine wrote a mail, and takes no kind or protection that nobody knows", () => {
  migrate(db, 45);
  expect(schemaVersion(db)).toBe(45);
  const rows = db.prepare("SELECT id, automatic_kind, protection FROM documents ORDER BY id").raw().all();
  expect(rows).toEqual([
    [1, null, null],
    [2, "other", null],
  ]);
  expect(() => db.exec("UPDATE documents SET automatic_kind = 'robot'")).toThrow(/CHECK/);
  expect(() => db.exec("UPDATE documents SET protection = 'rot13'")).toThrow(/CHECK/);
  db.exec("UPDATE documents SET automatic_kind = 'bounce', protection = 'smime-signed'");
});
