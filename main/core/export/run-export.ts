/**
 * Runs an export in a thread of its own and waits for its end.
 *
 * Owns the folder's life: it is filled under another name beside the wanted one and gets that name when it is whole, so
 * that a full disk, a cancel or a crash leaves no folder that looks like an export.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import { moduleFile } from "../../../shared/module-file.ts";
import type { ExportReport } from "../../../shared/schemas.ts";
import { syncFile } from "../archive/backup.ts";
import { type OnProgress, runThreadWork } from "../archive/thread-work.ts";
import { exportError } from "./export-error.ts";
import type { ExportStart } from "./export-thread.ts";

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

function fill(start: ExportStart, signal: AbortSignal, onProgress: OnProgress): Promise<ExportReport> {
  return runThreadWork({
    script: new URL(moduleFile("./export-thread", import.meta.url), import.meta.url),
    start,
    onProgress,
    signal,
    cancelled: () =>
      new LonghandError("CANCELLED", "The export was cancelled; nothing of it was left.", "Export again."),
    name: "The export's thread",
  });
}

/** Exports the archive's file `source` as the folder `out`, which must be new or empty; or leaves nothing and throws. */
export async function runExport(
  { source, out }: { readonly source: string; readonly out: string },
  signal: AbortSignal,
  onProgress: OnProgress = () => undefined,
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
