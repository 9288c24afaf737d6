/** The thread in which an export is written. */
import { workerData } from "node:worker_threads";
import { doThreadWork } from "../archive/thread-work.ts";
import { exportArchive } from "./export-archive.ts";
import { exportError } from "./export-error.ts";

/** What the thread is started with: the archive's file and the folder to fill. */
export type ExportStart = { readonly source: string; readonly folder: string };

const { source, folder } = workerData as ExportStart;
await doThreadWork((onProgress) => exportArchive(source, folder, onProgress), exportError);
