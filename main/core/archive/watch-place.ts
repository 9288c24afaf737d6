/**
 * Notices that the archive's file was removed, moved or replaced while the writer has it open.
 *
 * SQLite would go on writing into a file that no longer has a name, and all of it would be gone at the end. Here every
 * write is refused from that moment, and what the connection still holds is saved once, where its directory is left.
 */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import { makeBackupNow, newBackupFile } from "./backup.ts";
import type { WritableDatabase } from "./connection.ts";

/** Says whether the archive is still where it was opened. */
export type Place = {
  /** Throws `ARCHIVE_MOVED` where it is not. */
  check(): void;
};

function identity(file: string): string | undefined {
  try {
    const { dev, ino } = statSync(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** Begins to watch an open archive. */
export function watchPlace(directory: string, db: WritableDatabase): Place {
  const file = path.join(directory, "archive.sqlite");
  const opened = identity(file);
  let rescued: string | null | undefined;

  function rescue(): string | null {
    if (!existsSync(directory)) return null;
    try {
      const backup = newBackupFile(directory, "rescued");
      makeBackupNow(db, backup);
      return path.basename(backup);
    } catch {
      // The disk is gone with the file, or full: there is nothing to save it to.
      return null;
    }
  }

  return {
    check() {
      if (identity(file) === opened) return;
      rescued ??= rescue();
      throw new LonghandError(
        "ARCHIVE_MOVED",
        "The archive's file was removed, moved or replaced while Longhand had it open; nothing more is written to it.",
        rescued === null
          ? "Put it back where it was, then start Longhand again."
          : `What it held is saved: close Longhand and run restore ${rescued}, or put the file back.`,
      );
    },
  };
}
