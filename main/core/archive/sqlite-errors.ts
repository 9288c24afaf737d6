/** Turns SQLite's and the file system's errors into Longhand's, in one place. Pages may see them: they name no path. */
import { LonghandError } from "../../../shared/errors.ts";

function codeOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
  return "";
}

/** The user-fixable error behind a failure of the database itself; anything else comes back unchanged. */
export function asDatabaseError(error: unknown): unknown {
  if (error instanceof LonghandError) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  if (code.startsWith("SQLITE_FULL") || code === "ENOSPC" || code === "EDQUOT") {
    return new LonghandError(
      "DISK_FULL",
      "The disk that holds the archive is full; what was written before is kept.",
      "Free some space and run the command again.",
      cause,
    );
  }
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
    return new LonghandError(
      "ARCHIVE_DAMAGED",
      "The archive's file is damaged or is not a Longhand archive.",
      "Put a backup in its place (see them with: backup list; then: restore NAME); the damaged file is kept.",
      cause,
    );
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new LonghandError(
      "ARCHIVE_IN_USE",
      "The archive is locked by another program.",
      "Close that program and try again.",
      cause,
    );
  }
  if (["SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR"].some((start) => code.startsWith(start))) {
    return new LonghandError(
      "ARCHIVE_NOT_WRITABLE",
      "Longhand cannot read or write its archive.",
      "Choose a directory that you may write to, on a disk that works.",
      cause,
    );
  }
  return error;
}

const FILE_CODES = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENAMETOOLONG", "EIO"]);

/** The user-fixable error behind a failure with the archive's files; anything else comes back unchanged. */
export function asArchiveError(error: unknown): unknown {
  const known = asDatabaseError(error);
  if (known !== error || !FILE_CODES.has(codeOf(error))) return known;
  return new LonghandError(
    "ARCHIVE_NOT_WRITABLE",
    "Longhand cannot read or write its archive.",
    "Choose a directory that you may write to, on a disk that works.",
    { cause: error },
  );
}
