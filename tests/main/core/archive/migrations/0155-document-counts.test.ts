import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openWritable, type WritableDatabase } from "../../../../../main/core/archive/connection.ts";
import { migrate, schemaVersion } from "../../../../../main/core/archive/migrations/index.ts";
import { createDocumentCounter } from "../../../../../main/core/archive/queries/document-counts.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let db: WritableDatabase;
beforeEach(() => {
  scratch = temporaryDirectory();
  db = openWritable(path.join(scratch.path, "archive.sqlite"), () => undefined);
  migrate(db, 154);
});
afterEach(() => {
  db.close();
  scratch.dispose();
});

const add = (id: number, dateMs: number | null, parent: number | null = null): void => {
  db.prepare(
    `INSERT INTO documents (id, kind, raw_sha256, text_sha256, thread_id, subject, size_bytes, date_ms, parent_id)
     VALUES (?, 'mail', x'01', x'01', 1, '', 1, ?, ?)`,
  ).run(id, dateMs, parent);
};
const addCounted = (id: number, dateMs: number | null, parent: number | null = null): void => {
  add(id, dateMs, parent);
  createDocumentCounter(db)(dateMs);
};
const counts = (): unknown => db.prepare("SELECT documents, undated FROM document_counts").all();

it("counts what is there, and whatever comes, goes, goes along with its mail, or is given a date", () => {
  add(3, 5);
  add(9, null);
  migrate(db, 155);
  expect(schemaVersion(db)).toBe(155);
  expect(counts()).toEqual([{ documents: 2, undated: 1 }]);
  addCounted(10, null, 3);
  addCounted(11, 7);
  expect(counts()).toEqual([{ documents: 4, undated: 2 }]);
  db.exec("UPDATE documents SET date_ms = 8 WHERE id IN (9, 11)");
  expect(counts()).toEqual([{ documents: 4, undated: 1 }]);
  // The attachment goes with its mail.
  db.exec("DELETE FROM documents WHERE id = 3");
  expect(counts()).toEqual([{ documents: 2, undated: 0 }]);
  db.exec("BEGIN; DELETE FROM documents; ROLLBACK");
  expect(counts()).toEqual([{ documents: 2, undated: 0 }]);
  db.exec("DELETE FROM documents");
  expect(counts()).toEqual([{ documents: 0, undated: 0 }]);
});

it("keeps the index by date, with what most scopes restrict by", () => {
  migrate(db, 155);
  const plan = (where: string): string =>
    db
      .prepare(`EXPLAIN QUERY PLAN SELECT id FROM documents WHERE ${where} ORDER BY date_ms DESC, id DESC`)
      .all()
      .map((row) => (row as { detail: string }).detail)
      .join();
  expect(plan("date_ms >= 1 AND date_ms < 2 AND is_spam = 0")).toContain("USING COVERING INDEX documents_date");
  const me = db.prepare("EXPLAIN QUERY PLAN SELECT address FROM addresses WHERE is_me = 1 ORDER BY address").all();
  expect(JSON.stringify(me)).toContain("USING COVERING INDEX addresses_me");
  expect(plan("kind = 'pdf' AND is_automatic = 0 AND is_draft = 0")).toContain("USING COVERING INDEX documents_date");
});
