/** Starts a backup in a thread of its own and waits for its end. */
import { Worker } from "node:worker_threads";
import { fromErrorRecord, LonghandError } from "../../../shared/errors.ts";
import { moduleFile } from "../../../shared/module-file.ts";
import type { ArchiveFacts } from "./backup.ts";
import type { BackupMessage, BackupStart } from "./backup-thread.ts";

/** Backs `source` up as `file`; throws the archive's typed errors, and then there is no such file. */
export function runBackup(
  start: BackupStart,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ArchiveFacts> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(moduleFile("./backup-thread", import.meta.url), import.meta.url), {
      workerData: start,
    });
    worker.on("message", (message: BackupMessage) => {
      switch (message.type) {
        case "progress":
          return onProgress(message.done, message.total);
        case "done":
          return resolve(message.facts);
        case "failed":
          return reject(fromErrorRecord(message.error));
      }
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new LonghandError("INTERNAL", "The backup's thread stopped.", "Try again.")));
  });
}
