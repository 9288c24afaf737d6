/**
 * Putting a backup in the archive's place, so that a crash at any moment leaves either the old archive or the new one.
 *
 * Owns the order of steps. The old file is kept among the backups, whatever state it is in, together with its log: a
 * log that stays behind would be played into the new file.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { type ArchiveFacts, newBackupFile, syncFile, verifyArchiveFile } from "./backup.ts";
import { makeStandAlone } from "./connection.ts";
import { takeLock } from "./lock.ts";
import { asArchiveError } from "./sqlite-errors.ts";

const FILE = "archive.sqlite";
const incoming = (directory: string): string => path.join(directory, "archive.restoring");

/** Moves the archive's file and its log among the backups; returns the name it has there. */
function setAside(directory: string): string | null {
  const file = path.join(directory, FILE);
  const isThere = existsSync(file) || existsSync(`${file}-wal`);
  if (!isThere) return null;
  const aside = newBackupFile(directory, "replaced");
  // The file goes first: from here on the archive has none, and opening it finishes what was begun.
  if (existsSync(file)) renameSync(file, aside);
  rmSync(`${aside}.part`, { force: true });
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return path.basename(aside);
}

/** Ends a restore that a dead process began; called under the lock. A copy that was not begun to be used goes. */
export function finishRestore(directory: string): void {
  const copy = incoming(directory);
  rmSync(`${copy}.part`, { force: true });
  if (!existsSync(copy)) return;
  const file = path.join(directory, FILE);
  if (existsSync(file)) rmSync(copy);
  else {
    setAside(directory);
    renameSync(copy, file);
  }
}

/**
 * Makes `backup` (a file anywhere) the archive of `directory`, which may be damaged, newer, or none. Throws
 * `ARCHIVE_IN_USE` while a process writes it, and changes nothing where the backup is not sound.
 */
export function restoreBackup(
  directory: string,
  backup: string,
): { readonly facts: ArchiveFacts; readonly replaced: string | null } {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const lock = takeLock(directory, "a restore");
    try {
      finishRestore(directory);
      const copy = incoming(directory);
      copyFileSync(backup, `${copy}.part`);
      chmodSync(`${copy}.part`, 0o600);
      // A replaced archive may have a log beside it, which belongs to it.
      if (existsSync(`${backup}-wal`)) copyFileSync(`${backup}-wal`, `${copy}.part-wal`);
      makeStandAlone(`${copy}.part`);
      const facts = verifyArchiveFile(`${copy}.part`);
      syncFile(`${copy}.part`);
      renameSync(`${copy}.part`, copy);
      syncFile(copy);
      const replaced = setAside(directory);
      renameSync(copy, path.join(directory, FILE));
      syncFile(path.join(directory, FILE));
      return { facts, replaced };
    } finally {
      for (const rest of ["", "-wal", "-shm"]) rmSync(`${incoming(directory)}.part${rest}`, { force: true });
      lock.release();
    }
  } catch (error) {
    throw asArchiveError(error);
  }
}
