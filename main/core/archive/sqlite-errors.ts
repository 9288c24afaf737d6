/** Turns SQLite's and the file system's errors into Longhand's, in one place. */
import { LonghandError } from "../../../shared/errors.ts";

function codeOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
  return "";
}

/** The user-fixable error behind a SQLite or file-system failure; anything else comes back unchanged. */
export function asArchiveError(error: unknown, directory: string): unknown {
  if (error instanceof LonghandError) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  if (code.startsWith("SQLITE_FULL") || code === "ENOSPC") {
    return new LonghandError(
      "DISK_FULL",
      `The disk that holds the archive ${directory} is full; what was written before is kept.`,
      "Free some space and run the command again.",
      cause,
    );
  }
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
    return new LonghandError(
      "ARCHIVE_DAMAGED",
      `The archive file in ${directory} is damaged or is not a Longhand archive.`,
      "Restore it from a backup (backup-*.sqlite beside it), or name another directory.",
      cause,
    );
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new LonghandError(
      "ARCHIVE_IN_USE",
      `The archive ${directory} is locked by another program.`,
      "Close that program and try again.",
      cause,
    );
  }
  if (
    code.startsWith("SQLITE_READONLY") ||
    code.startsWith("SQLITE_CANTOPEN") ||
    code.startsWith("SQLITE_IOERR") ||
    ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENAMETOOLONG"].includes(code)
  ) {
    return new LonghandError(
      "ARCHIVE_NOT_WRITABLE",
      `Longhand cannot write its archive in ${directory}.`,
      "Choose a directory that you may write to.",
      cause,
    );
  }
  return error;
}
