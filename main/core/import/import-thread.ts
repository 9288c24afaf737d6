/**
 * The thread of an import: reads sources, has them parsed, hands what comes of it to the writer thread.
 *
 * Owns the order of the sources, the parse threads and the progress. Nothing of a mail passes through the API thread: it
 * hears of counts a few times a second. Speaks {@link ImportMessage} with ./import-job.ts.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { type ErrorRecord, toErrorRecord } from "../../../shared/errors.ts";
import type { ImportProgress, ImportSummary } from "../../../shared/schemas.ts";
import { connectWriter } from "../archive/writer-client.ts";
import { type Counts, importSource, type Prepared } from "./import-source.ts";
import { createParsePool } from "./parse-pool.ts";
import { measureSource } from "./sources/read-source.ts";
import { CLOSING, PAUSE, type StopName, stopReason } from "./stop.ts";

/** What the thread is started with; `writer` is a port of the writer thread. */
export type ImportStart = {
  readonly writer: MessagePort;
  readonly sources: readonly Prepared[];
  readonly passwords: readonly string[];
};

/** What the thread says: progress now and then, and one of the others last. */
export type ImportMessage =
  | { readonly event: "progress"; readonly progress: ImportProgress }
  | { readonly event: "done"; readonly summary: ImportSummary }
  | { readonly event: "failed"; readonly error: ErrorRecord };

/** What the thread is told. */
export type ImportRequest = { readonly stop: StopName };

const PROGRESS_INTERVAL_MS = 250;

async function importSources({ writer: port, sources, passwords }: ImportStart, signal: AbortSignal): Promise<void> {
  const writer = connectWriter(port);
  const started = performance.now();
  const counts: Counts = { imported: 0, duplicates: 0, failed: 0, skipped: 0, bytes: 0 };
  const pool = createParsePool();
  let totalBytes = 0;
  let at = 0;
  const report = (): void => tell({ event: "progress", progress: progressOf(counts, totalBytes, started) });
  try {
    for (const { file } of sources) totalBytes += measure(file);
    const timer = setInterval(report, PROGRESS_INTERVAL_MS);
    try {
      for (const source of sources) {
        at += 1;
        await importSource(source, counts, { writer, pool, passwords, signal });
        report();
      }
    } finally {
      clearInterval(timer);
    }
    await writer("settle", null);
  } catch (error) {
    // What waits behind a failure or a stop ends with it; what is paused goes on together.
    const state = signal.reason === PAUSE ? "paused" : "cancelled";
    const waiting = signal.reason === CLOSING ? [] : sources.slice(at);
    for (const { jobId } of waiting) await writer("finishJob", { jobId, state }).catch(() => undefined);
    throw error;
  } finally {
    await pool.close();
  }
  tell({ event: "done", summary: { ...counts, seconds: Math.round(performance.now() - started) / 1000 } });
}

function measure(file: string): number {
  try {
    return measureSource(file);
  } catch {
    // A source that is gone by now fails when its turn comes.
    return 0;
  }
}

function progressOf(counts: Counts, totalBytes: number, started: number): ImportProgress {
  const seconds = (performance.now() - started) / 1000;
  const messages = counts.imported + counts.duplicates + counts.failed + counts.skipped;
  const rate = counts.bytes / Math.max(seconds, 0.001);
  return {
    ...counts,
    // A zip holds more than it weighs.
    totalBytes: Math.max(totalBytes, counts.bytes),
    messagesPerSecond: Math.round(messages / Math.max(seconds, 0.001)),
    etaSeconds: rate > 0 ? Math.max(0, Math.round((totalBytes - counts.bytes) / rate)) : null,
  };
}

function tell(message: ImportMessage): void {
  parentPort?.postMessage(message);
}

if (parentPort !== null) {
  const controller = new AbortController();
  parentPort.on("message", ({ stop }: ImportRequest) => controller.abort(stopReason(stop)));
  importSources(workerData as ImportStart, controller.signal).catch((error: unknown) =>
    tell({ event: "failed", error: toErrorRecord(error) }),
  );
}
