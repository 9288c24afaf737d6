/**
 * Imports sources: reads each as a stream of items, has them parsed, stores them in the source's order.
 *
 * Owns ordering, back-pressure, progress, cancelling and pausing. Formats are in ./sources, parsing in ./parse-pool.ts.
 */
import path from "node:path";
import { serialize } from "node:v8";
import { LonghandError } from "../../../shared/errors.ts";
import type { ImportProgress, ImportSummary } from "../../../shared/schemas.ts";
import type { Writer } from "../archive/writer.ts";
import { type Step, toSteps } from "./batches.ts";
import { inspect, sourceError } from "./inspect.ts";
import { failedItem } from "./parse-batch.ts";
import { createParsePool, type ParsePool } from "./parse-pool.ts";
import { readSource } from "./sources/read-source.ts";

/** A larger mail is read as a stream. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** Bytes handed to the parse threads and not yet stored. */
const MAX_BYTES_IN_FLIGHT = 96 * 1024 * 1024;
const PROGRESS_INTERVAL_MS = 250;
/** After a crash this many items are tried one by one, so that the one at fault shows. */
const CAREFUL_ITEMS = 256;
/**
 * An item under which the whole core died this often, alone, is not tried again. Three: a `kill -9` looks the same as
 * a crash, and two of them may well meet the item with which a job goes on (docs/decisions/0009).
 */
const POISON_DEATHS = 3;

/** The reason of an aborted signal that means "rest", not "end". */
export const PAUSE = Symbol("pause");
/** The reason when the program ends: jobs stay open as they are, and the next program goes on with them. */
export const CLOSING = Symbol("closing");

type Counts = { imported: number; duplicates: number; failed: number; skipped: number; bytes: number };

/** What happens while sources are imported. */
export type ImportEvent =
  | { readonly event: "progress"; readonly progress: ImportProgress }
  | { readonly event: "done"; readonly summary: ImportSummary };

/** A source to import; `jobId` is its job where it has one already. */
export type ImportTask = { readonly file: string; readonly jobId?: number };

/** What an import may need beside the sources. */
export type ImportOptions = {
  /** Tried in order for PDFs that need a password. */
  readonly passwords?: readonly string[];
};

type Prepared = {
  readonly file: string;
  readonly jobId: number;
  readonly sourceId: number;
  readonly totalBytes: number;
};

/**
 * Looks at all sources and gives each a waiting job; throws before anything is stored where one cannot be imported.
 *
 * A typing error in the last path must not leave half an import.
 */
export async function queueSources(writer: Writer, tasks: readonly ImportTask[]): Promise<Prepared[]> {
  const checked: (ImportTask & { readonly kind: string; readonly totalBytes: number })[] = [];
  for (const task of tasks) {
    const file = path.resolve(task.file);
    checked.push({ ...task, file, ...(await inspect(file)) });
  }
  const prepared: Prepared[] = [];
  for (const { file, kind, totalBytes, jobId } of checked) {
    const place = { kind, path: file };
    const queued =
      jobId === undefined
        ? await writer.call("queueSource", place)
        : { jobId, sourceId: await writer.call("addSource", place) };
    prepared.push({ file, totalBytes, ...queued });
  }
  return prepared;
}

/** Imports sources one after the other, yielding progress a few times a second and the summary last. */
export async function* importFiles(
  writer: Writer,
  tasks: readonly ImportTask[],
  signal: AbortSignal,
  options: ImportOptions = {},
): AsyncGenerator<ImportEvent> {
  yield* importPrepared(writer, await queueSources(writer, tasks), signal, options);
}

/** Imports sources that have their jobs; see {@link importFiles}. */
export async function* importPrepared(
  writer: Writer,
  sources: readonly Prepared[],
  signal: AbortSignal,
  options: ImportOptions = {},
): AsyncGenerator<ImportEvent> {
  const started = performance.now();
  const totalBytes = sources.reduce((sum, source) => sum + source.totalBytes, 0);
  const counts: Counts = { imported: 0, duplicates: 0, failed: 0, skipped: 0, bytes: 0 };
  const pool = createParsePool();
  let at = 0;
  try {
    for (const source of sources) {
      at += 1;
      for await (const _ of importOne(writer, pool, source, counts, signal, options)) {
        yield { event: "progress", progress: progressOf(counts, totalBytes, started) };
      }
    }
    await writer.call("settle", null);
  } catch (error) {
    // What waits behind a failure or a stop ends with it; what is paused goes on together.
    const state = signal.reason === PAUSE ? "paused" : "cancelled";
    const waiting = signal.reason === CLOSING ? [] : sources.slice(at);
    for (const { jobId } of waiting) await writer.call("finishJob", { jobId, state }).catch(() => undefined);
    throw error;
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
    // A zip holds more than it weighs.
    totalBytes: Math.max(totalBytes, counts.bytes),
    messagesPerSecond: Math.round(messages / Math.max(seconds, 0.001)),
    etaSeconds: rate > 0 ? Math.max(0, Math.round((totalBytes - counts.bytes) / rate)) : null,
  };
}

/** Imports one source, adding to `counts`; yields now and then. */
async function* importOne(
  writer: Writer,
  pool: ParsePool,
  { file, sourceId, jobId }: Prepared,
  counts: Counts,
  signal: AbortSignal,
  { passwords = [] }: ImportOptions,
): AsyncGenerator<void> {
  const job = await writer.call("beginJob", { jobId });
  let state: "done" | "cancelled" | "failed" | "paused" = "failed";
  // A job that was begun before and stored nothing since: perhaps an item killed the core.
  let carefulLeft = job.stalls > 1 ? CAREFUL_ITEMS : 0;
  // Only then is an item in hand while it is read, and not while the program starts: a kill then is no fault of it.
  if (carefulLeft > 0) await pool.warm();
  const poison = job.inHand !== null && job.inHand.deaths >= POISON_DEATHS ? job.inHand.key : undefined;
  // Steps in the order of the source; their parsing overlaps, their storing does not.
  const inFlight: { readonly step: Step; readonly payloads: Promise<Uint8Array[]> }[] = [];
  let bytesInFlight = 0;
  let lastReport = performance.now();

  function add(stored: Counts): void {
    counts.imported += stored.imported;
    counts.duplicates += stored.duplicates;
    counts.failed += stored.failed;
    counts.skipped += stored.skipped;
    counts.bytes += stored.bytes;
  }

  async function storeOldest(): Promise<void> {
    const next = inFlight.shift();
    if (next === undefined) return;
    const { step } = next;
    bytesInFlight -= step.bytes;
    if (step.type === "known") {
      const seen = { imported: 0, duplicates: step.imported, failed: 0, skipped: step.skipped, bytes: step.bytes };
      await writer.call("countKnown", { jobId, counts: seen });
      add(seen);
      return;
    }
    const payloads = await next.payloads;
    for (const [index, payload] of payloads.entries()) {
      const marks = index === payloads.length - 1 ? step.marks : [];
      add(await writer.call("putItems", { jobId, sourceId, payload, marks }, [payload.buffer as ArrayBuffer]));
    }
  }

  async function parse(step: Step): Promise<Uint8Array[]> {
    if (step.type === "known") return [];
    if (step.type === "settled") return [step.payload];
    const [task] = step.batch.tasks;
    if (carefulLeft > 0 && task !== undefined) {
      carefulLeft -= 1;
      if (task.key === poison) {
        const message = "Longhand ended again and again while it read this item; it is not tried any more.";
        return [new Uint8Array(serialize([failedItem(task, { category: "poison", message }, step.batch.bytes)]))];
      }
      await writer.call("holdItem", { jobId, key: task.key });
    }
    return pool.parse(step.batch);
  }

  const events = readSource(file, job.checkpoint, {
    rootName: path.basename(file),
    maxMessageBytes: MAX_MESSAGE_BYTES,
    known: (name) => writer.call("knownFile", { sourceId, file: name }),
  });
  try {
    for await (const step of toSteps(events, passwords, () => carefulLeft > 0)) {
      if (signal.aborted) break;
      const isCareful = carefulLeft > 0;
      const payloads = parse(step);
      // A rejection is seen when the step's turn comes; until then it must not count as unhandled.
      payloads.catch(() => undefined);
      inFlight.push({ step, payloads });
      bytesInFlight += step.bytes;
      while (
        inFlight.length > (isCareful ? 0 : pool.size * 2) ||
        (bytesInFlight > MAX_BYTES_IN_FLIGHT && inFlight.length > 1)
      ) {
        await storeOldest();
      }
      if (performance.now() - lastReport > PROGRESS_INTERVAL_MS) {
        lastReport = performance.now();
        yield;
      }
    }
    while (inFlight.length > 0 && !signal.aborted) await storeOldest();
    state = signal.aborted ? (signal.reason === PAUSE ? "paused" : "cancelled") : "done";
  } catch (error) {
    throw sourceError(file, error);
  } finally {
    if (signal.reason !== CLOSING) await writer.call("finishJob", { jobId, state }).catch(() => undefined);
  }
  if (signal.aborted) {
    throw new LonghandError(
      "CANCELLED",
      `The import was ${state === "paused" ? "paused" : "cancelled"} after ${counts.imported} mails.`,
      "What was imported is kept; run it again to go on.",
    );
  }
}
