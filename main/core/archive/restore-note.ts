/** Where the archive's folder keeps the wish for a backup; what it says and what follows is ./restore-request.ts. */
import path from "node:path";

/** The note's file. */
export function restoreNote(directory: string): string {
  return path.join(directory, "restore.json");
}
