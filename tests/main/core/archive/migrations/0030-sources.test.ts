import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWritable, type WritableDatabase } from "../../../../../main/core/archive/connection.ts";
import { migrate, schemaVersion } from "../../../../../main/core/archive/migrations/index.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let db: WritableDatabase;
beforeEach(() => {
  scratch = temporaryDirectory();
  db = openWritable(path.join(scratch.path, "archive.sqlite"), () => undefined);
  migrate(db, 20);
  db.exec(`
    INSERT INTO sources (id, kind, path, added_at_ms) VALUES (1, 'mbox', '/a', 0), (2, 'mbox', '/b', 0);
    INSERT INTO import_jobs (id, source_id, state, started_at_ms, imported, next_offset_bytes)
      VALUES (1, 1, 'done', 0, 2, 300), (2, 2, 'running', 0, 0, 0);
    INSERT INTO documents (id, kind, raw_sha256, text_sha256, thread_id, subject, size_bytes)
      VALUES (1, 'mail', x'01', x'01', 1, 'a', 1), (2, 'mail', x'02', x'02', 2, 'b', 1);
    INSERT INTO places (id, source_id, document_id, folder, offset_bytes, length_bytes)
      VALUES (1, 1, 1, 'a', 0, 100), (2, 1, 2, 'a', 100, 100), (3, 2, 1, 'b', 0, 100);
    INSERT INTO failures (source_id, offset_bytes, length_bytes, category, message) VALUES (1, 200, 100, 'malformed', 'x');
  `);
});
afterEach(() => {
  db.close();
  scratch.dispose();
});

const all = (sql: string): unknown[] => db.prepare(sql).raw().all();

describe("migration 30", () => {
  it("makes a ledger of the places and failures that were there: each in exactly one state", () => {
    migrate(db, 30);
    expect(schemaVersion(db)).toBe(30);
    expect(all("SELECT source_id, item_key, state, document_id, category FROM items ORDER BY id")).toEqual([
      [1, "0", "imported", 1, null],
      [1, "100", "imported", 2, null],
      [2, "0", "duplicate", 1, null],
      [1, "200", "failed", null, "malformed"],
    ]);
    expect(all("SELECT id, item_id, part, document_id, folder FROM places ORDER BY id")).toEqual([
      [1, 1, 0, 1, "a"],
      [2, 2, 0, 2, "a"],
      [3, 3, 0, 1, "b"],
    ]);
  });

  it("keeps where a job goes on, and lets jobs wait and pause", () => {
    migrate(db, 30);
    expect(all("SELECT id, state, imported, checkpoint FROM import_jobs ORDER BY id")).toEqual([
      [1, "done", 2, '{"file":"","entry":null,"offset":300}'],
      [2, "running", 0, null],
    ]);
    db.exec("UPDATE import_jobs SET state = 'queued' WHERE id = 2");
    db.exec("UPDATE import_jobs SET state = 'paused' WHERE id = 2");
    expect(() => db.exec("UPDATE import_jobs SET state = 'lost'")).toThrow(/CHECK/);
  });

  it("refuses an item without a state of its own, and one key twice", () => {
    migrate(db, 30);
    const insert = (key: string, state: string, document: number | null): void => {
      db.prepare(
        "INSERT INTO items (source_id, item_key, state, document_id, file, offset_bytes, length_bytes) VALUES (1, ?, ?, ?, '', 0, 0)",
      ).run(key, state, document);
    };
    expect(() => insert("x", "imported", null)).toThrow(/CHECK/);
    expect(() => insert("x", "failed", 1)).toThrow(/CHECK/);
    expect(() => insert("0", "failed", null)).toThrow(/UNIQUE/);
    insert("x", "skipped", null);
  });

  it("finds what an import asks for at every item by an index", () => {
    migrate(db, 30);
    for (const sql of [
      "SELECT id FROM items WHERE source_id = 1 AND item_key = 'x'",
      "SELECT id FROM items WHERE source_id = 1 AND file = 'x'",
      "DELETE FROM items WHERE job_id = 1",
      "SELECT 1 FROM places WHERE item_id = 1",
      "SELECT 1 FROM places WHERE document_id = 1",
    ]) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
      expect([sql, plan.some(({ detail }) => detail.includes("USING") && detail.includes("INDEX"))]).toEqual([
        sql,
        true,
      ]);
    }
  });
});
