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
  migrate(db, 139);
});
afterEach(() => {
  db.close();
  scratch.dispose();
});

const found = (match: string): unknown[] =>
  db.prepare("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid").pluck().all(match);

it("makes the index anew from what the archive holds: words, people, names of attachments and of files", () => {
  db.exec(`
    INSERT INTO documents (id, kind, raw_sha256, text_sha256, thread_id, subject, name, size_bytes) VALUES
      (1, 'mail', x'01', x'01', 1, 'Harbor plan', '', 1), (2, 'pdf', x'02', x'02', 1, 'Annual', 'plan.pdf', 1);
    INSERT INTO bodies (document_id, text, blocks) VALUES (1, 'the gate code', '[]'), (2, 'page text', '[]');
    INSERT INTO addresses (id, address) VALUES (1, 'zoe@example.org'), (2, 'me@example.org');
    INSERT INTO participants (document_id, role, position, address_id, name) VALUES
      (1, 'from', 0, 1, 'Zoë Müller'), (1, 'delivered-to', 0, 2, '');
    INSERT INTO attachments (document_id, position, name, type, size_bytes, is_inline) VALUES (1, 0, 'photo.jpg', 'image/jpeg', 1, 0);
    INSERT INTO search (rowid, subject, people, text) VALUES (1, 'old', '', ''), (9, 'gone', '', '');
  `);
  migrate(db, 140);
  expect(schemaVersion(db)).toBe(140);
  expect(found("old OR gone")).toEqual([]);
  expect(found("subject : plan")).toEqual([1, 2]);
  expect(found("people : mul*")).toEqual([1]);
  expect(found("people : me")).toEqual([]);
  expect(found("g*")).toEqual([1]);
  expect(found("photo")).toEqual([1]);
  expect(found("page")).toEqual([2]);
  db.exec("DELETE FROM search WHERE rowid = 1");
  expect(found("p*")).toEqual([2]);
});

it("has nothing to do in an empty archive, and still finds what is stored afterwards", () => {
  migrate(db);
  db.exec("INSERT INTO search (rowid, subject, people, text) VALUES (7, 'new', '', '')");
  expect(found("n*")).toEqual([7]);
});
