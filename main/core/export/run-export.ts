/**
 * Runs an export in a thread of its own and waits for its end.
 *
 * Owns the folder's life: it is filled under another name beside the wanted one and gets that name when it is whole, so
 * that a full disk, a cancel or a crash leaves no folder that looks like an export.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { fromErrorRecord, LonghandError } from "../../../shared/errors.ts";
import { moduleFile } from "../../../shared/module-file.ts";
import type { ExportReport } from "../../../shared/schemas.ts";
import { syncFile } from "../archive/backup.ts";
import { exportError } from "./export-error.ts";
import type { ExportMessage, ExportStart } from "./export-thread.ts";

/** What an unfinished folder is called behind the wanted name: only such a one is ever removed. */
const UNFINISHED = ".unfinished-longhand-export";

function takenError(): LonghandError {
  return new LonghandError("INVALID_INPUT", "There is something of that name already.", "Name a new folder.");
}

/** The folder to fill, beside the wanted one. */
function beginFolder(out: string): string {
  if (existsSync(out) && readdirSync(out).length > 0) throw takenError();
  const part = `${out}${UNFINISHED}`;
  // Left by one that was killed.
  rmSync(part, { recursive: true, force: true });
  mkdirSync(path.dirname(part), { recursive: true });
  mkdirSync(part, { mode: 0o700 });
  return part;
}

function fill(
  start: ExportStart,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<ExportReport> {
  const worker = new Worker(new URL(moduleFile("./export-thread", import.meta.url), import.meta.url), {
    workerData: start,
  });
  const cancel = (): void => void worker.terminate();
  return new Promise<ExportReport>((resolve, reject) => {
    signal.addEventListener("abort", cancel, { once: true });
    if (signal.aborted) cancel();
    let result: ExportMessage | undefined;
    worker.on("message", (message: ExportMessage) => {
      if (message.type === "progress") onProgress(message.done, message.total);
      else result = message;
    });
    worker.on("error", reject);
    // Only when it is gone does it write no more.
    worker.on("exit", () => {
      if (result?.type === "done") resolve(result.report);
      else if (result?.type === "failed") reject(fromErrorRecord(result.error));
      else if (signal.aborted)
        reject(new LonghandError("CANCELLED", "The export was cancelled; nothing of it was left.", "Export again."));
      else reject(new LonghandError("INTERNAL", "The export's thread stopped.", "Try again."));
    });
  }).finally(() => signal.removeEventListener("abort", cancel));
}

/** Exports the archive's file `source` as the folder `out`, which must be new or empty; or leaves nothing and throws. */
export async function runExport(
  { source, out }: { readonly source: string; readonly out: string },
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ExportReport> {
  let part: string | undefined;
  try {
    part = beginFolder(out);
    const report = await fill({ source, folder: part }, signal, onProgress);
    if (existsSync(out)) rmdirSync(out);
    renameSync(part, out);
    syncFile(out);
    return report;
  } catch (error) {
    if (part !== undefined) rmSync(part, { recursive: true, force: true });
    throw exportError(error);
  }
}
