/** Turns the file system's errors with an export's folder into Longhand's. Pages may see them: they name no path. */
import { LonghandError } from "../../../shared/errors.ts";
import { asDatabaseError } from "../archive/sqlite-errors.ts";

const FILE_CODES = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOTDIR",
  "EEXIST",
  "ENOTEMPTY",
  "ENAMETOOLONG",
  "EIO",
  "ENOENT",
]);

/** The error of an export; anything unforeseen comes back unchanged. */
export function exportError(error: unknown): unknown {
  if (error instanceof LonghandError) return error;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT")
    return new LonghandError(
      "DISK_FULL",
      "The disk that the export was to go to is full; nothing of it was left there.",
      "Free some space there, or choose another disk.",
      { cause: error },
    );
  if (FILE_CODES.has(code))
    return new LonghandError(
      "INVALID_INPUT",
      "The export cannot be written there.",
      "Choose a folder that you may write to.",
      { cause: error },
    );
  return asDatabaseError(error);
}
