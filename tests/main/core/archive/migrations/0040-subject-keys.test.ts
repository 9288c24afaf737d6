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
  migrate(db, 30);
});
afterEach(() => {
  db.close();
  scratch.dispose();
});

describe("migration 40", () => {
  it("gives mails of one subject one key, whatever stands before it, and none to what tells nothing apart", () => {
    const insert = db.prepare(
      `INSERT INTO documents (kind, raw_sha256, text_sha256, thread_id, subject, size_bytes)
       VALUES (?, randomblob(32), randomblob(32), 0, ?, 1)`,
    );
    const subjects = ["Harbor budget", "Re: [list] AW: Harbor  Budget", "Harbor plan", "hi", "Re:", ""];
    for (const subject of subjects) insert.run("mail", subject);
    insert.run("file", "Harbor budget");
    migrate(db, 40);
    expect(schemaVersion(db)).toBe(40);
    const keys = db.prepare("SELECT subject_key FROM documents ORDER BY id").pluck().all() as (number | null)[];
    expect(keys[0]).toEqual(expect.any(Number));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys.slice(3)).toEqual([null, null, null, null]);
  });

  it("finds the mails of a subject around a day by an index, nearest first", () => {
    migrate(db, 40);
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id FROM documents WHERE subject_key = (SELECT 1) AND date_ms BETWEEN 1 AND 2
         ORDER BY date_ms DESC, id DESC LIMIT 50`,
      )
      .all() as { readonly detail: string }[];
    expect(plan[0]?.detail).toContain("INDEX documents_subject (subject_key=? AND date_ms>? AND date_ms<?)");
    expect(plan.some(({ detail }) => detail.includes("TEMP B-TREE"))).toBe(false);
  });
});
