/**
 * Backups of the archive's file: made whole, read back before they count, listed, deleted.
 *
 * Owns the folder `backups` of an archive directory and the names in it. Putting one back is in ./restore.ts; when one
 * is made is the callers' business: before a migration (./open.ts), on request (./backup-thread.ts), when the file was
 * removed under a running process (./writer-thread.ts).
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import type { Backup, BackupReason } from "../../../shared/schemas.ts";
import { APPLICATION_ID, makeStandAlone, openReadable, type ReadableDatabase } from "./connection.ts";
import { SCHEMA_VERSION, schemaVersion } from "./migrations/index.ts";
import { asArchiveError } from "./sqlite-errors.ts";

/** What a sound archive file holds; `documents` is 0 where its format knows none yet. */
export type ArchiveFacts = { readonly version: number; readonly documents: number };

/** Pages between two looks at the event loop; 8 KiB each. */
const PAGES_A_STEP = 512;
const NAME = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})(?:-(\d+))?Z-(request|update|rescued|replaced)\.sqlite$/;

/** The folder with an archive's backups. */
export function backupFolder(directory: string): string {
  return path.join(directory, "backups");
}

/** A name for a new backup, in a folder that is made where it is missing; its empty part is there already. */
export function newBackupFile(directory: string, reason: BackupReason, now = new Date()): string {
  const folder = backupFolder(directory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = now.toISOString().slice(0, 19).replaceAll(":", "-");
  for (let count = 1; ; count += 1) {
    const file = path.join(folder, `${stamp}${count === 1 ? "" : `-${count}`}Z-${reason}.sqlite`);
    if (existsSync(file)) continue;
    try {
      // Taken at once: two backups may begin in the same second.
      closeSync(openSync(`${file}.part`, "wx", 0o600));
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function factsOf(db: ReadableDatabase): ArchiveFacts {
  const hasDocuments = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'documents'").get() !== undefined;
  const documents = hasDocuments ? Number(db.prepare("SELECT count(*) FROM documents").pluck().get()) : 0;
  return { version: schemaVersion(db), documents };
}

/**
 * Reads an archive file to its end and says what it holds; throws `ARCHIVE_DAMAGED` where a page or an index is not
 * whole, and `ARCHIVE_NEWER` where a later Longhand wrote it.
 */
export function verifyArchiveFile(file: string): ArchiveFacts {
  try {
    const db = openReadable(file);
    try {
      const isOurs = Number(db.pragma("application_id", { simple: true })) === APPLICATION_ID;
      const findings = isOurs ? db.pragma("integrity_check(1)", { simple: true }) : "not ours";
      if (findings !== "ok") {
        throw new LonghandError(
          "ARCHIVE_DAMAGED",
          `${path.basename(file)} is damaged or is not a Longhand archive.`,
          "Choose another backup.",
        );
      }
      const facts = factsOf(db);
      if (facts.version > SCHEMA_VERSION) {
        throw new LonghandError(
          "ARCHIVE_NEWER",
          `${path.basename(file)} was written by a newer Longhand.`,
          "Update Longhand to use it; nothing was changed.",
        );
      }
      return facts;
    } finally {
      db.close();
    }
  } catch (error) {
    throw asArchiveError(error);
  }
}

/** Writes what the system still holds of a file, and its name in the folder, to the disk. */
export function syncFile(file: string): void {
  for (const name of [file, path.dirname(file)]) {
    const handle = openSync(name, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }
}

/** A copy that is not whole was made of a file that is not. */
function readBack(part: string): ArchiveFacts {
  try {
    return verifyArchiveFile(part);
  } catch (cause) {
    throw new LonghandError(
      "ARCHIVE_DAMAGED",
      "The archive's file is damaged, so no backup of it counts and none was kept.",
      "Put an earlier one in its place (see them with: backup list; then: restore NAME).",
      { cause },
    );
  }
}

/** Makes a part a backup once it was read back and holds what the source held; otherwise the part goes. */
function finish(part: string, file: string, expected: ArchiveFacts): void {
  const facts = readBack(part);
  if (facts.documents !== expected.documents || facts.version !== expected.version)
    throw new LonghandError("ARCHIVE_DAMAGED", "The backup does not hold what the archive holds.", "Try again.");
  chmodSync(part, 0o600);
  syncFile(part);
  renameSync(part, file);
  syncFile(file);
}

/**
 * Copies an archive file while others may write it (SQLite's online backup), verifies the copy by reading it back, and
 * only then gives it its name. The copy is the archive at one moment.
 */
export async function makeBackup(
  source: string,
  file: string,
  onProgress: (donePages: number, totalPages: number) => void,
): Promise<ArchiveFacts> {
  const part = `${file}.part`;
  try {
    if (existsSync(file)) throw new LonghandError("INVALID_INPUT", "There is a file of that name.", "Name another.");
    const db = openReadable(source);
    try {
      // The transaction holds this moment: without it every write of others would begin the copy anew.
      db.prepare("BEGIN").run();
      const expected = factsOf(db);
      await db.backup(part, {
        progress({ totalPages, remainingPages }) {
          onProgress(totalPages - remainingPages, totalPages);
          return PAGES_A_STEP;
        },
      });
      makeStandAlone(part);
      finish(part, file, expected);
      return expected;
    } finally {
      db.close();
    }
  } catch (error) {
    rmSync(part, { force: true });
    throw asArchiveError(error);
  }
}

/**
 * The same at once, for moments in which nothing else may happen: before a migration, and from a connection whose
 * file is gone. Free pages are left out.
 */
export function makeBackupNow(db: ReadableDatabase, file: string): ArchiveFacts {
  const part = `${file}.part`;
  try {
    const expected = factsOf(db);
    db.prepare("VACUUM INTO ?").run(part);
    finish(part, file, expected);
    return expected;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** The backups in an archive's folder, newest first. */
export function listBackups(directory: string): Backup[] {
  const folder = backupFolder(directory);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name): Backup[] => {
      const match = NAME.exec(name);
      if (match === null) return [];
      const [, day, hours, minutes, seconds] = match;
      const reason = match[6] as BackupReason;
      const { size } = statSync(path.join(folder, name));
      return [{ name, madeAt: `${day}T${hours}:${minutes}:${seconds}Z`, bytes: size, reason }];
    })
    .sort((a, b) => b.name.localeCompare(a.name));
}

/** A backup is read back while nothing is written to it: one that is being made may look idle for hours. */
const STALE_MS = 86_400_000;

/** Removes what backups left whose process died; called under the lock, but another process may be making one. */
export function removeStaleParts(directory: string, nowMs = Date.now()): void {
  const folder = backupFolder(directory);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".part")) continue;
    const file = path.join(folder, name);
    const info = statSync(file, { throwIfNoEntry: false });
    if (info !== undefined && nowMs - info.mtimeMs > STALE_MS) rmSync(file, { force: true });
  }
}

/** The path of a listed backup; throws `BACKUP_NOT_FOUND`. */
export function backupFile(directory: string, name: string): string {
  if (!listBackups(directory).some((backup) => backup.name === name))
    throw new LonghandError("BACKUP_NOT_FOUND", "There is no backup of that name.", "See them with: backup list.");
  return path.join(backupFolder(directory), name);
}

/** Deletes a backup with the log that may belong to it. */
export function deleteBackup(directory: string, name: string): void {
  const file = backupFile(directory, name);
  for (const each of [`${file}-wal`, `${file}-shm`, file]) rmSync(each, { force: true });
}

/** Deletes every copy of the archive in its own directory, also half-made ones; returns how many backups went. */
export function deleteAllBackups(directory: string): number {
  const { length } = listBackups(directory);
  rmSync(backupFolder(directory), { recursive: true, force: true });
  // Named so by earlier versions.
  const older = readdirSync(directory).filter((name) => /^backup-format-\d+\.sqlite$/.test(name));
  for (const name of older) rmSync(path.join(directory, name));
  return length + older.length;
}
