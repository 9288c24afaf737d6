import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backupFile, listBackups } from "../../../../../main/core/archive/backup.ts";
import { APPLICATION_ID, openReadable, openWritable } from "../../../../../main/core/archive/connection.ts";
import { migrate, SCHEMA_VERSION, schemaVersion } from "../../../../../main/core/archive/migrations/index.ts";
import { archiveFile, openForReading } from "../../../../../main/core/archive/open.ts";
import { listAnswers } from "../../../../../main/core/archive/queries/answers.ts";
import { listDrafts } from "../../../../../main/core/archive/queries/drafts.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  scratch = temporaryDirectory();
  // An archive as the version before wrote it.
  const db = openWritable(archiveFile(scratch.path), () => undefined);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(db, 10);
  db.exec(`
    INSERT INTO sources (id, kind, path, added_at_ms) VALUES (1, 'mbox', '/mail/Inbox.mbox', 1);
    INSERT INTO import_jobs (id, source_id, state, started_at_ms, imported, bytes) VALUES (7, 1, 'done', 2, 3, 400);
    INSERT INTO documents (id, kind, raw_sha256, text_sha256, thread_id, subject, size_bytes)
      VALUES (12, 'mail', x'01', x'02', 12, 'A subject', 5);
  `);
  db.close();
});
afterEach(() => scratch.dispose());

describe("migration 20", () => {
  it("adds to an older archive without changing its rows, after backing it up", () => {
    const db = openForReading(scratch.path);
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    expect(db.prepare("SELECT id, state, imported, bytes FROM import_jobs").all()).toEqual([
      { id: 7, state: "done", imported: 3, bytes: 400 },
    ]);
    expect(db.prepare("SELECT id, subject FROM documents").all()).toEqual([{ id: 12, subject: "A subject" }]);
    const page = { limit: 10, before: Number.MAX_SAFE_INTEGER };
    expect([listAnswers(db, page), listDrafts(db, page)]).toEqual([[], []]);
    db.close();

    const [made] = listBackups(scratch.path);
    expect(made?.reason).toBe("update");
    const backup = backupFile(scratch.path, made?.name ?? "");
    const old = openReadable(backup);
    expect(schemaVersion(old)).toBe(10);
    expect(old.prepare("SELECT subject FROM documents").pluck().all()).toEqual(["A subject"]);
    old.close();
  });

  it("does nothing to an archive that has it", () => {
    openForReading(scratch.path).close();
    const db = openForReading(scratch.path);
    const schema = db.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all();
    db.close();
    const writing = openWritable(archiveFile(scratch.path), () => undefined);
    migrate(writing);
    expect(writing.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all()).toEqual(schema);
    writing.close();
  });

  it("keeps a draft whose mail is erased, refuses states that are none", () => {
    openForReading(scratch.path).close();
    const db = openWritable(archiveFile(scratch.path), () => undefined);
    const insert = db.prepare(
      `INSERT INTO drafts (state, created_at_ms, reply_to, wishes, scope, endpoint, model, draft, warnings)
       VALUES (?, 1, 12, '{"points":[]}', '{}', 'e', 'm', 'Hi', '[]')`,
    );
    insert.run("done");
    expect(() => insert.run("perhaps")).toThrow(/CHECK/);
    db.prepare("DELETE FROM documents WHERE id = 12").run();
    expect(listDrafts(db, { limit: 1, before: 9 })[0]).toMatchObject({ draft: "Hi", replyTo: null, state: "done" });
    db.close();
  });
});
