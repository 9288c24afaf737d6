/** Starts a backup in a thread of its own and waits for its end. */
import { moduleFile } from "../../../shared/module-file.ts";
import type { ArchiveFacts } from "./backup.ts";
import type { BackupStart } from "./backup-thread.ts";
import { type OnProgress, runThreadWork } from "./thread-work.ts";

/** Backs `source` up as `file`; throws the archive's typed errors, and then there is no such file. */
export function runBackup(start: BackupStart, onProgress: OnProgress = () => undefined): Promise<ArchiveFacts> {
  const script = new URL(moduleFile("./backup-thread", import.meta.url), import.meta.url);
  return runThreadWork({ script, start, onProgress, name: "The backup's thread" });
}
