/** The thread in which an export is written, so that the API stays quick meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { type ErrorRecord, toErrorRecord } from "../../../shared/errors.ts";
import type { ExportReport } from "../../../shared/schemas.ts";
import { exportArchive } from "./export-archive.ts";
import { exportError } from "./export-error.ts";

/** What the thread is started with: the archive's file and the folder to fill. */
export type ExportStart = { readonly source: string; readonly folder: string };

/** What the thread says. */
export type ExportMessage =
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  | { readonly type: "done"; readonly report: ExportReport }
  | { readonly type: "failed"; readonly error: ErrorRecord };

const { source, folder } = workerData as ExportStart;
const say = (message: ExportMessage): void => parentPort?.postMessage(message);
try {
  const report = await exportArchive(source, folder, (done, total) => say({ type: "progress", done, total }));
  say({ type: "done", report });
} catch (error) {
  say({ type: "failed", error: toErrorRecord(exportError(error)) });
}
