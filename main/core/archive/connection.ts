/**
 * SQLite connections: the writable one of the writer thread and the read-only ones of everyone else.
 *
 * Owns pragmas and the split of the two kinds in the type system. Does not lock, create or migrate.
 */
import Database from "better-sqlite3";

declare const writable: unique symbol;

/** A connection that can only read. */
export type ReadableDatabase = Omit<Database.Database, "exec">;

/** The one connection that may write; it lives in the writer thread. */
export type WritableDatabase = Database.Database & { readonly [writable]: true };

/** Marks a SQLite file as a Longhand archive ("LHND"). */
export const APPLICATION_ID = 0x4c484e44;

/** Opens the read-only connection of a thread. */
export function openReadable(file: string): ReadableDatabase {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  db.pragma("query_only = ON");
  // Half of the writer's: several threads read, and what is not here the system's cache has.
  db.pragma("cache_size = -32768");
  return db;
}

/** Plays a copied file's log into it, so that it is one file without companions. */
export function makeStandAlone(file: string): void {
  const db = new Database(file, { fileMustExist: true });
  try {
    db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
  }
}

/** Opens the writable connection; the caller holds the archive's lock. `check` runs before anything is changed. */
export function openWritable(file: string, check: (db: ReadableDatabase) => void): WritableDatabase {
  const db = new Database(file, { timeout: 5000 });
  try {
    check(db);
  } catch (error) {
    db.close();
    throw error;
  }
  // A mail's text fits a page more often: imports take a tenth less time. An archive keeps the size it began with.
  db.pragma("page_size = 8192");
  db.pragma("journal_mode = WAL");
  // NORMAL in WAL mode: a power cut can lose the last transactions, never damage the file.
  db.pragma("synchronous = NORMAL");
  db.pragma("foreign_keys = ON");
  // 128 MB of log at a time: a page of an index that many transactions change is written back once, and synced once.
  db.pragma("wal_autocheckpoint = 16384");
  db.pragma("cache_size = -65536");
  return db as WritableDatabase;
}
