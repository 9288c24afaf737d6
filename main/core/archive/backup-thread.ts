/** The thread in which a backup is made and read back, so that the API stays quick meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { type ErrorRecord, toErrorRecord } from "../../../shared/errors.ts";
import { type ArchiveFacts, makeBackup } from "./backup.ts";

/** What the thread is started with: the archive's file and the file to make. */
export type BackupStart = { readonly source: string; readonly file: string };

/** What the thread says. */
export type BackupMessage =
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  | { readonly type: "done"; readonly facts: ArchiveFacts }
  | { readonly type: "failed"; readonly error: ErrorRecord };

const { source, file } = workerData as BackupStart;
const say = (message: BackupMessage): void => parentPort?.postMessage(message);
try {
  const facts = await makeBackup(source, file, (done, total) => say({ type: "progress", done, total }));
  say({ type: "done", facts });
} catch (error) {
  say({ type: "failed", error: toErrorRecord(error) });
}
