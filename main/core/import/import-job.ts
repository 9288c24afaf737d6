/**
 * Imports one source: reads it as a stream, has it parsed, stores it in the source's order.
 *
 * Owns batching, ordering, back-pressure, progress and cancelling. Formats are in ./sources, parsing in ./parse-pool.ts.
 */
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { serialize } from "node:v8";
import { LonghandError } from "../../../shared/errors.ts";
import type { ImportProgress, ImportSummary } from "../../../shared/schemas.ts";
import type { ParsedItem } from "../archive/parsed-mail.ts";
import type { InterruptedJob } from "../archive/queries/jobs.ts";
import type { Writer } from "../archive/writer.ts";
import { createParsePool, type ParsePool } from "./parse-pool.ts";
import type { ParseBatch } from "./parse-thread.ts";
import { looksLikeMbox, readMbox } from "./sources/mbox.ts";

const BATCH_MESSAGES = 64;
const BATCH_BYTES = 512 * 1024;
/** A larger mail is recorded as too large; reading those as a stream is a later step. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const PROGRESS_INTERVAL_MS = 250;

type Counts = { imported: number; duplicates: number; failed: number; skipped: number; bytes: number };

function sourceError(file: string, error: unknown): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new LonghandError("SOURCE_NOT_FOUND", `There is no file ${file}.`, "Check the path.", { cause: error });
  }
  if (["EACCES", "EPERM", "EISDIR", "EIO"].includes(code)) {
    return new LonghandError("SOURCE_UNREADABLE", `The file ${file} cannot be read.`, "Check that you may read it.", {
      cause: error,
    });
  }
  return error;
}

/** What a source is, by its content; throws a typed error for what cannot be imported. */
async function inspect(file: string): Promise<{ readonly totalBytes: number }> {
  try {
    const info = await stat(file);
    if (info.isDirectory()) {
      throw new LonghandError(
        "SOURCE_UNKNOWN",
        `${file} is a folder.`,
        "Name an mbox file; folders come with a later version.",
      );
    }
    if (info.size === 0)
      throw new LonghandError("SOURCE_EMPTY", `The file ${file} is empty.`, "Export your mail again.");
    const handle = await open(file, "r");
    try {
      const head = Buffer.alloc(Math.min(info.size, 64 * 1024));
      await handle.read(head, 0, head.length, 0);
      if (!looksLikeMbox(head)) {
        throw new LonghandError(
          "SOURCE_UNKNOWN",
          `The file ${file} is not an mbox mailbox.`,
          'Export your mail as mbox (its first line begins with "From ").',
        );
      }
    } finally {
      await handle.close();
    }
    return { totalBytes: info.size };
  } catch (error) {
    throw sourceError(file, error);
  }
}

/** The folder name of a file: its base name without `.mbox`. */
function folderOf(file: string): string {
  return path.basename(file).replace(/\.(?:mbox|mbx)$/i, "");
}

/** Joins entries of an mbox into batches; an entry that is too large becomes a batch of its own, already failed. */
async function* readBatches(file: string, startOffset: number): AsyncGenerator<ParseBatch | ParsedItem> {
  let raws: Buffer[] = [];
  let places: { offset: number; length: number }[] = [];
  let bytes = 0;
  const flush = (): ParseBatch => {
    const joined = new Uint8Array(bytes);
    const ends: number[] = [];
    let at = 0;
    for (const raw of raws) {
      joined.set(raw, at);
      at += raw.length;
      ends.push(at);
    }
    const batch: ParseBatch = { bytes: joined, ends, places, isMboxQuoted: true };
    raws = [];
    places = [];
    bytes = 0;
    return batch;
  };
  for await (const entry of readMbox(file, MAX_MESSAGE_BYTES, startOffset)) {
    const place = { offset: entry.offset, length: entry.length };
    if (entry.raw === null) {
      if (raws.length > 0) yield flush();
      const message = `The mail is larger than ${MAX_MESSAGE_BYTES / 1024 / 1024} MB.`;
      yield { ...place, ok: false, category: "too-large", message };
      continue;
    }
    raws.push(entry.raw);
    places.push(place);
    bytes += entry.raw.length;
    if (raws.length >= BATCH_MESSAGES || bytes >= BATCH_BYTES) yield flush();
  }
  if (raws.length > 0) yield flush();
}

/** The reason to abort with when the program ends: the job stays open, and the next program goes on with it. */
export const CLOSING = "closing";

/** What happens while files are imported. */
export type ImportEvent =
  | { readonly event: "progress"; readonly progress: ImportProgress }
  | { readonly event: "done"; readonly summary: ImportSummary };

/** A file to import; `resume` is the job that a dead process left running. */
export type ImportTask = { readonly file: string; readonly resume?: InterruptedJob };

/** Imports files one after the other, yielding progress a few times a second and the summary last. */
export async function* importFiles(
  writer: Writer,
  tasks: readonly ImportTask[],
  signal: AbortSignal,
): AsyncGenerator<ImportEvent> {
  const started = performance.now();
  // All of them are looked at before the first is touched: a typing error must not leave half an import.
  const checked: (ImportTask & { readonly totalBytes: number })[] = [];
  for (const task of tasks) {
    const file = path.resolve(task.file);
    checked.push({ ...task, file, totalBytes: (await inspect(file)).totalBytes });
  }
  const totalBytes = checked.reduce((sum, task) => sum + task.totalBytes - (task.resume?.nextOffset ?? 0), 0);
  const counts: Counts = { imported: 0, duplicates: 0, failed: 0, skipped: 0, bytes: 0 };
  const pool = createParsePool();
  try {
    for (const task of checked) {
      for await (const _ of importOne(writer, pool, task, counts, signal)) {
        yield { event: "progress", progress: progressOf(counts, totalBytes, started) };
      }
    }
    await writer.call("settle", null);
  } finally {
    await pool.close();
  }
  yield { event: "done", summary: { ...counts, seconds: Math.round(performance.now() - started) / 1000 } };
}

function progressOf(counts: Counts, totalBytes: number, started: number): ImportProgress {
  const seconds = (performance.now() - started) / 1000;
  const messages = counts.imported + counts.duplicates + counts.failed + counts.skipped;
  const rate = counts.bytes / Math.max(seconds, 0.001);
  return {
    ...counts,
    totalBytes,
    messagesPerSecond: Math.round(messages / Math.max(seconds, 0.001)),
    etaSeconds: rate > 0 ? Math.round((totalBytes - counts.bytes) / rate) : null,
  };
}

/** Imports one file, adding to `counts`; yields now and then. */
async function* importOne(
  writer: Writer,
  pool: ParsePool,
  { file, resume }: ImportTask,
  counts: Counts,
  signal: AbortSignal,
): AsyncGenerator<void> {
  const sourceId = await writer.call("addSource", { kind: "mbox", path: file });
  const jobId = resume?.jobId ?? (await writer.call("startJob", { sourceId }));
  const folder = folderOf(file);
  let state: "done" | "cancelled" | "failed" = "failed";
  // Batches in the order of the source; their parsing overlaps, their storing does not.
  const inFlight: Promise<Uint8Array[]>[] = [];
  let lastReport = performance.now();

  async function storeOldest(): Promise<void> {
    for (const payload of (await inFlight.shift()) ?? []) {
      const stored = await writer.call("putItems", { jobId, sourceId, folder, payload }, [
        payload.buffer as ArrayBuffer,
      ]);
      counts.imported += stored.imported;
      counts.duplicates += stored.duplicates;
      counts.failed += stored.failed;
      counts.bytes += stored.bytes;
    }
  }

  try {
    for await (const batch of readBatches(file, resume?.nextOffset ?? 0)) {
      if (signal.aborted) break;
      const parsing = "ok" in batch ? Promise.resolve([new Uint8Array(serialize([batch]))]) : pool.parse(batch);
      // A rejection is seen when the batch's turn comes; until then it must not count as unhandled.
      parsing.catch(() => undefined);
      inFlight.push(parsing);
      if (inFlight.length > pool.size * 2) await storeOldest();
      if (performance.now() - lastReport > PROGRESS_INTERVAL_MS) {
        lastReport = performance.now();
        yield;
      }
    }
    while (inFlight.length > 0 && !signal.aborted) await storeOldest();
    state = signal.aborted ? "cancelled" : "done";
  } catch (error) {
    throw sourceError(file, error);
  } finally {
    if (signal.reason !== CLOSING) await writer.call("finishJob", { jobId, state }).catch(() => undefined);
  }
  if (signal.aborted) {
    throw new LonghandError(
      "CANCELLED",
      `The import was cancelled after ${counts.imported} mails.`,
      "What was imported is kept; run it again to go on.",
    );
  }
}
