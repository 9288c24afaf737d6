/** What hosts may do with an archive that is not open: see its backups and put one in its place. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Backup } from "../../shared/schemas.ts";
import { backupFile, listBackups } from "./archive/backup.ts";
import { restoreBackup } from "./archive/restore.ts";

/** What a restore did; `replaced` is the name that the old archive has among the backups. */
export type Restored = {
  readonly restored: string;
  readonly version: number;
  readonly documents: number;
  readonly replaced: string | null;
};

/** The backups in an archive's folder, newest first. */
export function backupsOf(archive: string): Backup[] {
  return listBackups(path.resolve(archive));
}

/** Puts a backup in the archive's place: a name in its list, or a file anywhere. Throws typed errors. */
export function restoreArchive(archive: string, backup: string): Restored {
  const directory = path.resolve(archive);
  const file = existsSync(backup) ? path.resolve(backup) : backupFile(directory, backup);
  const { facts, replaced } = restoreBackup(directory, file);
  return { restored: path.basename(file), ...facts, replaced };
}
