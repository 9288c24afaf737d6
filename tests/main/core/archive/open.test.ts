import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APPLICATION_ID } from "../../../../main/core/archive/connection.ts";
import { MIGRATIONS, SCHEMA_VERSION } from "../../../../main/core/archive/migrations/index.ts";
import { archiveFile, openForReading, openForWriting } from "../../../../main/core/archive/open.ts";
import { startWriter } from "../../../../main/core/archive/writer.ts";
import { createTestArchive, importMails } from "../../../helpers/archive.ts";
import { temporaryDirectory } from "../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let directory: string;
beforeEach(() => {
  scratch = temporaryDirectory();
  directory = path.join(scratch.path, "archive");
});
afterEach(() => scratch.dispose());

const writing = () => openForWriting(directory, { create: true, program: "a test" });
const sha256 = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

/** What both ways of opening must do with a file that is no archive of ours, and must not do to it. */
function expectRefused(code: string): void {
  const before = sha256(archiveFile(directory));
  expect(() => openForReading(directory)).toThrow(expect.objectContaining({ code }));
  expect(writing).toThrow(expect.objectContaining({ code }));
  // The lock is free again: the second refusal is not about it.
  expect(writing).toThrow(expect.objectContaining({ code }));
  expect(sha256(archiveFile(directory))).toBe(before);
}

describe("opening an archive", () => {
  it("creates it with the production migrations and marks it as ours", () => {
    const { db, lock } = writing();
    expect(db.pragma("application_id", { simple: true })).toBe(APPLICATION_ID);
    expect(db.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
    expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
    db.close();
    lock.release();
    openForReading(directory).close();
  });

  it("says that there is none, and creates none by looking", () => {
    expect(() => openForReading(directory)).toThrow(expect.objectContaining({ code: "ARCHIVE_NOT_FOUND" }));
    expect(() => openForWriting(directory, { create: false, program: "a test" })).toThrow(
      expect.objectContaining({ code: "ARCHIVE_NOT_FOUND" }),
    );
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  // The archive holds a lifetime of mail: nobody else on the machine may read any file of it, the log's included.
  it("makes the directory and every file in it private to the user", async () => {
    const { directory: made, writer, close, ...rest } = await createTestArchive();
    await importMails({ directory: made, writer, close, ...rest }, [{ Subject: "one" }]);
    const modes = Object.fromEntries(
      [".", ...readdirSync(made)].map((name) => [name, (statSync(path.join(made, name)).mode & 0o777).toString(8)]),
    );
    await close();
    expect(Object.keys(modes)).toEqual(expect.arrayContaining(["archive.sqlite", "writer.json", "writer.lock"]));
    const { ".": own, ...files } = modes;
    expect(own).toBe("700");
    expect(new Set(Object.values(files))).toEqual(new Set(["600"]));
  });

  it("refuses an archive of a newer Longhand and leaves it as it is", () => {
    const { db, lock } = writing();
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.pragma(`user_version = ${SCHEMA_VERSION + 10}`);
    db.close();
    lock.release();
    expectRefused("ARCHIVE_NEWER");
  });

  it("refuses another program's SQLite file and leaves it as it is", () => {
    mkdirSync(directory);
    const foreign = new Database(archiveFile(directory));
    foreign.exec("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    foreign.close();
    expectRefused("ARCHIVE_DAMAGED");
  });

  it("refuses another program's SQLite file that has a version but no table", () => {
    mkdirSync(directory);
    const foreign = new Database(archiveFile(directory));
    foreign.pragma("user_version = 3");
    foreign.close();
    expectRefused("ARCHIVE_DAMAGED");
  });

  it.each([
    ["garbage", Buffer.from("this is not a database, ".repeat(500))],
    ["a cut-off header", Buffer.from("SQLite format 3\0")],
  ])("refuses %s and leaves it as it is", (_, content) => {
    mkdirSync(directory);
    writeFileSync(archiveFile(directory), content);
    expectRefused("ARCHIVE_DAMAGED");
  });

  it("says that a directory cannot be made below a file", async () => {
    writeFileSync(path.join(scratch.path, "file"), "x");
    directory = path.join(scratch.path, "file", "archive");
    await expect(startWriter({ directory, create: true, program: "a test" })).rejects.toMatchObject({
      code: "ARCHIVE_NOT_WRITABLE",
    });
  });
});

describe("migrations", () => {
  it("go up, so that each is run once and in order", () => {
    const versions = MIGRATIONS.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it("have nothing to do on an archive that is up to date: no byte changes, no backup", () => {
    const first = writing();
    first.db.prepare("INSERT INTO settings VALUES ('k', 'v')").run();
    first.db.pragma("wal_checkpoint(TRUNCATE)");
    first.db.close();
    first.lock.release();
    const before = sha256(archiveFile(directory));
    const second = writing();
    expect(second.db.prepare("SELECT value FROM settings WHERE key = 'k'").pluck().get()).toBe("v");
    second.db.close();
    second.lock.release();
    expect(sha256(archiveFile(directory))).toBe(before);
    expect(readdirSync(directory).filter((name) => name.startsWith("backup"))).toEqual([]);
  });
});
