/**
 * Opening the archive directory: creation, permissions, version check, backup before a migration.
 *
 * Owns the file names in the directory. The lock is in ./lock.ts, the schema in ./migrations.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import { makeBackupNow, newBackupFile, removeStaleParts } from "./backup.ts";
import {
  APPLICATION_ID,
  openReadable,
  openWritable,
  type ReadableDatabase,
  type WritableDatabase,
} from "./connection.ts";
import { type ArchiveLock, takeLock } from "./lock.ts";
import { migrate, SCHEMA_VERSION, schemaVersion } from "./migrations/index.ts";
import { finishRestore } from "./restore.ts";
import { asArchiveError } from "./sqlite-errors.ts";

/** The database file of an archive directory. */
export function archiveFile(directory: string): string {
  return path.join(directory, "archive.sqlite");
}

/** The archive's error for a directory that holds none. */
function notFound(directory: string): LonghandError {
  return new LonghandError(
    "ARCHIVE_NOT_FOUND",
    `There is no archive in ${path.basename(directory)}.`,
    "Import something into it first, or name the right directory with --archive.",
  );
}

function checkVersion(db: ReadableDatabase, directory: string): number {
  const application = Number(db.pragma("application_id", { simple: true }));
  const version = schemaVersion(db);
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || hasTables(db))) {
    throw new LonghandError(
      "ARCHIVE_DAMAGED",
      `The file archive.sqlite in ${path.basename(directory)} is not a Longhand archive.`,
      "Name another directory with --archive.",
    );
  }
  if (version > SCHEMA_VERSION) {
    throw new LonghandError(
      "ARCHIVE_NEWER",
      `The archive ${path.basename(directory)} was written by a newer Longhand (format ${version}; this program knows ${SCHEMA_VERSION}).`,
      "Update Longhand to open it; nothing was changed.",
    );
  }
  return version;
}

function hasTables(db: ReadableDatabase): boolean {
  return Number(db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get()) > 0;
}

/**
 * Opens an existing archive for reading.
 *
 * An archive of an older format is brought up to date first, which takes the writer's lock for that moment.
 */
export function openForReading(directory: string): ReadableDatabase {
  const file = archiveFile(directory);
  if (!existsSync(file)) throw notFound(directory);
  try {
    const db = openReadable(file);
    let version: number;
    try {
      version = checkVersion(db, directory);
      if (version === 0) throw notFound(directory);
    } catch (error) {
      db.close();
      throw error;
    }
    if (version === SCHEMA_VERSION) return db;
    db.close();
    const writing = openForWriting(directory, { create: false, program: "a format update" });
    writing.db.close();
    writing.lock.release();
    return openReadable(file);
  } catch (error) {
    throw asArchiveError(error);
  }
}

/**
 * Opens an archive for writing under its lock, creating it when `create` is set.
 *
 * `program` names the holder in other processes' `ARCHIVE_IN_USE`.
 */
export function openForWriting(
  directory: string,
  options: { readonly create: boolean; readonly program: string },
): { readonly db: WritableDatabase; readonly lock: ArchiveLock } {
  const file = archiveFile(directory);
  try {
    // A restore that a dead process began is ended below, under the lock.
    const isHalfRestored = existsSync(path.join(directory, "archive.restoring"));
    if (!existsSync(file) && !options.create && !isHalfRestored) throw notFound(directory);
    const isNewDirectory = mkdirSync(directory, { recursive: true, mode: 0o700 }) !== undefined;
    if (isNewDirectory) chmodSync(directory, 0o700);
    // Made before SQLite makes them: its log and its shared memory take the mode of the file they belong to.
    makeEmpty(path.join(directory, "writer.lock"));
    const lock = takeLock(directory, options.program);
    try {
      finishRestore(directory);
      removeStaleParts(directory);
      makeEmpty(file);
      let version = 0;
      const db = openWritable(file, (unchanged) => {
        version = checkVersion(unchanged, directory);
      });
      try {
        prepare(db, directory, version);
        for (const name of [file, path.join(directory, "writer.lock")]) chmodSync(name, 0o600);
        return { db, lock };
      } catch (error) {
        db.close();
        throw error;
      }
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asArchiveError(error);
  }
}

function makeEmpty(file: string): void {
  closeSync(openSync(file, "a", 0o600));
}

function prepare(db: WritableDatabase, directory: string, version: number): void {
  if (version === 0) {
    db.pragma(`application_id = ${APPLICATION_ID}`);
  } else if (version < SCHEMA_VERSION) {
    makeBackupNow(db, newBackupFile(directory, "update"));
  }
  migrate(db);
}
