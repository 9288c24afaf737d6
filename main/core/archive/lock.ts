/**
 * One writing process an archive.
 *
 * Owns `writer.lock` (a SQLite file held under an exclusive lock, which the operating system releases when
 * the process dies, however it dies) and `writer.json` (who holds it, for the message only).
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";

const holderSchema = z.object({ pid: z.int(), host: z.string(), program: z.string(), since: z.string() });

/** A held lock. */
export type ArchiveLock = { release(): void };

function describeHolder(file: string): string {
  try {
    const holder = holderSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    return `${holder.program} (process ${holder.pid} on ${holder.host}, since ${holder.since.slice(0, 16).replace("T", " ")} UTC)`;
  } catch {
    // The holder is between taking the lock and writing its name, or the file is gone: say what is known.
    return "another process";
  }
}

/** Takes the lock of the archive in `directory`, or throws `ARCHIVE_IN_USE` naming the holder. */
export function takeLock(directory: string, program: string): ArchiveLock {
  const holderFile = path.join(directory, "writer.json");
  const db = new Database(path.join(directory, "writer.lock"), { timeout: 0 });
  try {
    db.pragma("journal_mode = OFF");
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    // A full or read-only disk refuses the lock too, and nobody holds it then.
    if (!String((error as { readonly code?: unknown }).code).startsWith("SQLITE_BUSY")) throw error;
    throw new LonghandError(
      "ARCHIVE_IN_USE",
      `The archive ${path.basename(directory)} is being written by ${describeHolder(holderFile)}.`,
      "Wait for it to finish or close it, then try again.",
      { cause: error },
    );
  }
  const holder = { pid: process.pid, host: hostname(), program, since: new Date().toISOString() };
  writeFileSync(holderFile, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  return {
    release() {
      rmSync(holderFile, { force: true });
      db.close();
    },
  };
}
