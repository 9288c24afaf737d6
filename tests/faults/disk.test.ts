/**
 * The disk fails: full, read-only, the file removed, pages damaged, a newer or copied archive. Every time: a typed
 * error, the last good state kept, and a backup that can be put back.
 *
 * Full and read-only disks are real ones (a small tmpfs) where this user may mount them; elsewhere those tests skip.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorBehind } from "../../main/core/api/trpc.ts";
import { backupFile, listBackups, newBackupFile } from "../../main/core/archive/backup.ts";
import { APPLICATION_ID, openWritable } from "../../main/core/archive/connection.ts";
import { migrate, SCHEMA_VERSION } from "../../main/core/archive/migrations/index.ts";
import { archiveFile, openForReading, openForWriting } from "../../main/core/archive/open.ts";
import { restoreBackup } from "../../main/core/archive/restore.ts";
import { runBackup } from "../../main/core/archive/run-backup.ts";
import { errorCode, importPaths, openTestApi } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { longhand } from "../helpers/cli.ts";
import { temporaryDirectory } from "../helpers/paths.ts";
import { seededRandom } from "../helpers/random.ts";
import { findingsOf, unsoundness } from "../helpers/soundness.ts";

const SEED = Number(process.env["LONGHAND_SEED"] ?? 1);
let scratch: ReturnType<typeof temporaryDirectory>;
const cleanUp: (() => unknown)[] = [];
beforeEach(() => {
  scratch = temporaryDirectory();
});
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  scratch.dispose();
});

function mailbox(count: number, name = "inbox.mbox", bytes = 4000): string {
  const random = seededRandom(SEED);
  const word = (): string => Math.floor(random() * 1e9).toString(36);
  const body = (): string => Array.from({ length: bytes / 7 }, word).join(" ");
  const file = path.join(scratch.path, name);
  const mails = Array.from({ length: count }, (_, index) =>
    mailText({ "Message-ID": `<${name}-${index}@example.org>`, Subject: `mail ${index}`, body: body() }),
  );
  writeFileSync(file, mboxText(mails));
  return file;
}

/** A disk of its own; undefined where this user may not mount one. */
function mountSmallDisk(megabytes: number): { readonly path: string; remount(how: "ro" | "rw"): void } | undefined {
  const place = path.join(scratch.path, "disk");
  mkdirSync(place);
  const run = (...args: string[]): boolean => spawnSync("mount", args).status === 0;
  if (!run("-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", place)) {
    console.warn("skipped: this user may not mount a disk");
    return undefined;
  }
  cleanUp.push(() => spawnSync("umount", ["-l", place]));
  return { path: place, remount: (how) => void run("-o", `remount,${how}`, place) };
}

function countDocuments(directory: string): number {
  const db = openForReading(directory);
  try {
    expect(findingsOf(db)).toEqual([]);
    return Number(db.prepare("SELECT count(*) FROM documents").pluck().get());
  } finally {
    db.close();
  }
}

async function archiveOf(mails: number, directory = path.join(scratch.path, "archive")): Promise<string> {
  const test = await openTestApi(directory);
  await importPaths(test.api, [mailbox(mails)]);
  await test.close();
  return directory;
}

describe("a disk that fills up", () => {
  it("ends an import with DISK_FULL, keeps what was stored, and the import goes on when there is space", async () => {
    const disk = mountSmallDisk(12);
    if (disk === undefined) return;
    const directory = path.join(disk.path, "archive");
    const file = mailbox(3000);
    const first = await longhand("import", file, "--archive", directory, "--json");
    expect(first.lines.at(-1)).toMatchObject({ event: "error", code: "DISK_FULL" });
    expect(first.err).not.toContain(disk.path);
    const kept = countDocuments(directory);
    expect(kept).toBeGreaterThan(10);
    expect(kept).toBeLessThan(3000);
    // The owner moves the archive to a larger disk and imports again: it goes on, nothing comes twice.
    const larger = path.join(scratch.path, "archive");
    cpSync(directory, larger, { recursive: true });
    const second = await longhand("import", file, "--archive", larger, "--json");
    expect(second.code, second.err).toBe(0);
    expect(countDocuments(larger)).toBe(3000);
    expect(unsoundness(larger, { atRest: true })).toEqual([]);
  });

  it("makes no half export, and says which disk is full", async () => {
    const disk = mountSmallDisk(2);
    if (disk === undefined) return;
    const test = await openTestApi(await archiveOf(1000));
    cleanUp.push(() => test.close());
    const out = path.join(disk.path, "export");
    const work = (async () => {
      for await (const _ of await test.api.exports.makeAt({ folder: out }));
    })();
    expect(await errorCode(work)).toBe("DISK_FULL");
    expect(readdirSync(disk.path)).toEqual([]);
    // Nothing is remembered of it, and another disk takes it.
    expect((await test.api.withdrawal.planErase({ ids: ["m1"] })).remains).toEqual([expect.stringMatching(/inbox/)]);
    disk.remount("ro");
    expect(
      await errorCode(
        (async () => {
          for await (const _ of await test.api.exports.makeAt({ folder: out }));
        })(),
      ),
    ).toBe("INVALID_INPUT");
    for await (const _ of await test.api.exports.makeAt({ folder: path.join(scratch.path, "export") }));
    expect(readdirSync(path.join(scratch.path, "export"))).toContain("longhand-export.json");
  });

  it("removes what a dead process left of a backup, a day later: another may be making one", async () => {
    const directory = await archiveOf(2);
    const folder = path.join(directory, "backups");
    mkdirSync(folder, { recursive: true });
    const [old, young] = ["2021-01-01T10-00-00Z-request.sqlite.part", "2021-01-02T10-00-00Z-request.sqlite.part"];
    for (const name of [old, young]) writeFileSync(path.join(folder, name), "half");
    utimesSync(path.join(folder, old), 0, 0);
    await (await openTestApi(directory)).close();
    expect(readdirSync(folder)).toEqual([young]);
  });

  it("makes no half backup, and keeps the earlier one", async () => {
    const disk = mountSmallDisk(12);
    if (disk === undefined) return;
    const directory = await archiveOf(150, path.join(disk.path, "archive"));
    const test = await openTestApi(directory);
    cleanUp.push(() => test.close());
    for await (const _ of await test.api.backups.make());
    const [earlier] = await test.api.backups.list();
    const { bavail, bsize } = await import("node:fs").then((fs) => fs.statfsSync(disk.path));
    writeFileSync(path.join(disk.path, "filler"), Buffer.alloc(Math.max(0, bavail * bsize - 200_000)));
    const code = await errorCode(
      (async () => {
        for await (const _ of await test.api.backups.make());
      })(),
    );
    expect(code).toBe("DISK_FULL");
    expect(await test.api.backups.list()).toEqual([earlier]);
    expect(readdirSync(path.join(directory, "backups"))).toEqual([earlier?.name]);
    // The archive itself still answers, and a write that does not fit is refused in words.
    expect((await test.api.archive.status()).documents).toBe(150);
  });

  it("changes nothing of an older archive whose backup does not fit before its migration", () => {
    const disk = mountSmallDisk(4);
    if (disk === undefined) return;
    const directory = disk.path;
    const db = openWritable(archiveFile(directory), () => undefined);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db, 20);
    db.exec("CREATE TABLE filler (x BLOB) STRICT; INSERT INTO filler VALUES (randomblob(2000000))");
    db.close();
    const size = statSync(archiveFile(directory)).size;
    expect(() => openForReading(directory)).toThrow(expect.objectContaining({ code: "DISK_FULL" }));
    expect(statSync(archiveFile(directory)).size).toBe(size);
    expect(listBackups(directory)).toEqual([]);
    const again = openWritable(archiveFile(directory), () => undefined);
    expect(again.pragma("user_version", { simple: true })).toBe(20);
    expect(again.pragma("integrity_check", { simple: true })).toBe("ok");
    again.close();
  });
});

it("a disk that is read-only: a typed error for reading and writing, and nothing is changed", async () => {
  const disk = mountSmallDisk(32);
  if (disk === undefined) return;
  const directory = await archiveOf(50, path.join(disk.path, "archive"));
  disk.remount("ro");
  for (const command of [["list"], ["import", mailbox(3, "more.mbox")], ["backup"]]) {
    const outcome = await longhand(...command, "--archive", directory, "--json");
    const last = outcome.lines.at(-1);
    // Reading may work or not (SQLite's log needs a place); what must not be is an unforeseen error.
    if (outcome.code !== 0) expect(last).toMatchObject({ event: "error", code: "ARCHIVE_NOT_WRITABLE" });
  }
  disk.remount("rw");
  expect(countDocuments(directory)).toBe(50);
});

describe("the file is removed under a running core", () => {
  it.each(["removed", "moved", "replaced"] as const)(
    "%s: no write goes astray, and what it held is saved",
    async (how) => {
      const directory = await archiveOf(60);
      const test = await openTestApi(directory);
      cleanUp.push(() => test.close());
      await test.api.scopes.save({ name: "before", scope: {} });
      const file = archiveFile(directory);
      if (how === "moved") renameSync(file, path.join(scratch.path, "elsewhere.sqlite"));
      else rmSync(file);
      if (how === "replaced") writeFileSync(file, "something else");
      expect(await errorCode(test.api.scopes.save({ name: "after", scope: {} }))).toBe("ARCHIVE_MOVED");
      expect(await errorCode(importPaths(test.api, [mailbox(3, "more.mbox")]))).toBe("ARCHIVE_MOVED");
      const [rescued, ...others] = listBackups(directory);
      expect(others).toEqual([]);
      expect(rescued?.reason).toBe("rescued");
      await test.core.close();
      for (const rest of ["", "-wal", "-shm"]) rmSync(`${file}${rest}`, { force: true });
      restoreBackup(directory, backupFile(directory, rescued?.name ?? ""));
      expect(countDocuments(directory)).toBe(60);
      const again = await openTestApi(directory);
      expect((await again.api.scopes.list()).map(({ name }) => name)).toEqual(["before"]);
      await again.core.close();
      cleanUp.pop();
    },
  );
});

describe("pages that were flipped", () => {
  it("are never taken for mail: the right answer or ARCHIVE_DAMAGED, and the backup brings everything back", async () => {
    const directory = await archiveOf(300);
    const file = archiveFile(directory);
    const backup = newBackupFile(directory, "request");
    await runBackup({ source: file, file: backup });
    const pristine = path.join(scratch.path, "pristine.sqlite");
    copyFileSync(file, pristine);
    const random = seededRandom(SEED + 11);
    const codes = new Map<string, number>();
    for (let round = 0; round < 15; round += 1) {
      copyFileSync(pristine, file);
      const handle = openSync(file, "r+");
      const pages = Math.floor(statSync(file).size / 8192);
      for (let flip = 0; flip < 1 + random() * 6; flip += 1) {
        const junk = Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)));
        const at = Math.floor(random() * pages) * 8192 + Math.floor(random() * 200);
        writeSync(handle, junk, 0, junk.length, at);
      }
      closeSync(handle);
      const attempt = async (work: () => Promise<unknown>): Promise<void> => {
        try {
          await work();
          codes.set("fine", (codes.get("fine") ?? 0) + 1);
        } catch (error) {
          const { code, sentence } = errorBehind(error);
          expect(["ARCHIVE_DAMAGED", "ARCHIVE_NEWER", "ARCHIVE_NOT_FOUND"], sentence).toContain(code);
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }
      };
      let test: Awaited<ReturnType<typeof openTestApi>> | undefined;
      await attempt(async () => {
        test = await openTestApi(directory);
      });
      if (test !== undefined) {
        const { api } = test;
        await attempt(() => api.documents.list({ scope: {}, limit: 1000 }));
        await attempt(() => api.corpus.prompt({ scope: {} }));
        await attempt(() => api.documents.search({ words: "mail", scope: {}, limit: 10 }));
        await attempt(() => runBackup({ source: file, file: path.join(scratch.path, `copy-${round}.sqlite`) }));
        await test.core.close().catch((error: unknown) => expect(errorBehind(error).code).toBe("ARCHIVE_DAMAGED"));
      }
    }
    console.log("outcomes over damaged files:", Object.fromEntries(codes));
    expect(codes.get("ARCHIVE_DAMAGED")).toBeGreaterThan(5);
    const { replaced, facts } = restoreBackup(directory, backup);
    expect(facts).toEqual({ version: SCHEMA_VERSION, documents: 300 });
    // The damaged one is kept, as it was.
    expect(existsSync(path.join(directory, "backups", replaced ?? ""))).toBe(true);
    expect(countDocuments(directory)).toBe(300);
  });
});

describe("restoring", () => {
  it("refuses what is damaged, newer or no archive, and changes nothing", async () => {
    const directory = await archiveOf(20);
    const garbage = path.join(scratch.path, "garbage.sqlite");
    writeFileSync(garbage, "no archive ".repeat(2000));
    const newer = path.join(scratch.path, "newer.sqlite");
    await runBackup({ source: archiveFile(directory), file: newer });
    const db = openWritable(newer, () => undefined);
    db.pragma(`user_version = ${SCHEMA_VERSION + 10}`);
    db.close();
    const before = statSync(archiveFile(directory));
    for (const [file, code] of [
      [garbage, "ARCHIVE_DAMAGED"],
      [newer, "ARCHIVE_NEWER"],
    ] as const)
      expect(() => restoreBackup(directory, file)).toThrow(expect.objectContaining({ code }));
    expect(statSync(archiveFile(directory)).ino).toBe(before.ino);
    expect(listBackups(directory)).toEqual([]);
    expect(readdirSync(directory).filter((name) => name.includes("restoring"))).toEqual([]);
    expect(countDocuments(directory)).toBe(20);
  });

  it("is refused while a process writes the archive", async () => {
    const directory = await archiveOf(20);
    const copy = path.join(scratch.path, "copy.sqlite");
    await runBackup({ source: archiveFile(directory), file: copy });
    const { db, lock } = openForWriting(directory, { create: false, program: "another" });
    expect(() => restoreBackup(directory, copy)).toThrow(expect.objectContaining({ code: "ARCHIVE_IN_USE" }));
    db.close();
    lock.release();
  });

  it("is ended by the next opening where its process died between two steps", async () => {
    const directory = await archiveOf(20);
    const copy = path.join(scratch.path, "copy.sqlite");
    await runBackup({ source: archiveFile(directory), file: copy });
    // Died before the old file was moved: the copy was not in use yet, and goes.
    copyFileSync(copy, path.join(directory, "archive.restoring"));
    openForWriting(directory, { create: false, program: "a test" }).lock.release();
    expect(existsSync(path.join(directory, "archive.restoring"))).toBe(false);
    // Died after the old file was moved, before its log was: neither is lost, and the log is not played into the new.
    renameSync(archiveFile(directory), path.join(directory, "moved"));
    writeFileSync(`${archiveFile(directory)}-wal`, "the old file's log");
    copyFileSync(copy, path.join(directory, "archive.restoring"));
    const { db, lock } = openForWriting(directory, { create: false, program: "a test" });
    db.close();
    lock.release();
    expect(countDocuments(directory)).toBe(20);
  });
});

describe("copied and moved archives", () => {
  it("open as they are: with the log that lay beside them, and with a dead holder's name", async () => {
    const directory = await archiveOf(30);
    const test = await openTestApi(directory);
    await test.api.scopes.save({ name: "mine", scope: {} });
    const copy = path.join(scratch.path, "copied");
    cpSync(directory, copy, { recursive: true });
    await test.core.close();
    expect(existsSync(path.join(copy, "writer.json"))).toBe(true);
    const other = await openTestApi(copy);
    expect((await other.api.scopes.list()).length).toBe(1);
    await importPaths(other.api, [mailbox(5, "more.mbox")]);
    await other.core.close();
    expect(countDocuments(copy)).toBe(35);
    expect(unsoundness(copy, { atRest: true })).toEqual([]);
    const moved = path.join(scratch.path, "moved");
    renameSync(copy, moved);
    expect(countDocuments(moved)).toBe(35);
    await test.close();
  });
});

it("a backup made while an import writes is the archive at one moment, whole", async () => {
  const directory = await archiveOf(200);
  const test = await openTestApi(directory);
  cleanUp.push(() => test.close());
  const importing = importPaths(test.api, [mailbox(1500, "more.mbox")]);
  const names: string[] = [];
  for (let round = 0; round < 3; round += 1)
    for await (const event of await test.api.backups.make()) if (event.event === "done") names.push(event.name);
  await importing;
  for (const name of names) {
    const home = path.join(scratch.path, name);
    mkdirSync(home);
    restoreBackup(home, backupFile(directory, name));
    expect(countDocuments(home)).toBeGreaterThanOrEqual(200);
  }
  expect(names.length).toBe(3);
});
