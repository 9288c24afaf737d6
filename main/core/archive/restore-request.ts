/**
 * A backup that the owner asked for in the window: put in place when the archive is opened next, before anything reads it.
 *
 * Owns the note in the archive's folder that says which. It is gone before the restore begins: one that cannot be done
 * must not keep the archive from opening.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { type ErrorRecord, toErrorRecord } from "../../../shared/errors.ts";
import type { RestoreOutcome } from "../../../shared/schemas.ts";
import { backupFile, syncFile } from "./backup.ts";
import { restoreBackup } from "./restore.ts";
import { restoreNote } from "./restore-note.ts";

const noteSchema = z.strictObject({ backup: z.string() });

/** Asks for a backup of the archive's folder; throws `BACKUP_NOT_FOUND`. */
export function requestRestore(directory: string, backup: string): void {
  backupFile(directory, backup);
  writeFileSync(restoreNote(directory), JSON.stringify({ backup }), { mode: 0o600 });
  syncFile(restoreNote(directory));
}

/** Does what was asked for; null where nothing was. Never throws: a restore that fails leaves the archive as it is. */
export function carryOutRestore(directory: string): RestoreOutcome | null {
  const file = restoreNote(directory);
  if (!existsSync(file)) return null;
  const at = new Date().toISOString();
  let backup = "";
  try {
    backup = noteSchema.parse(JSON.parse(readFileSync(file, "utf8"))).backup;
    rmSync(file);
    const { facts, replaced } = restoreBackup(directory, backupFile(directory, backup));
    return { at, backup, documents: facts.documents, replaced, error: null };
  } catch (error) {
    rmSync(file, { force: true });
    const record: ErrorRecord = toErrorRecord(error);
    return { at, backup, documents: null, replaced: null, error: record };
  }
}
