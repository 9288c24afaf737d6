/** The thread in which a backup is made and read back. */
import { workerData } from "node:worker_threads";
import { makeBackup } from "./backup.ts";
import { doThreadWork } from "./thread-work.ts";

/** What the thread is started with: the archive's file and the file to make. */
export type BackupStart = { readonly source: string; readonly file: string };

const { source, file } = workerData as BackupStart;
await doThreadWork((onProgress) => makeBackup(source, file, onProgress));
