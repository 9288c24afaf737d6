/**
 * Imports sources on a thread of their own (./import-thread.ts), seen from the API thread.
 *
 * Owns that thread's life, and the jobs' rows from the moment a source is named. Reads nothing of a source itself but
 * what it is.
 */
import path from "node:path";
import { Worker } from "node:worker_threads";
import { fromErrorRecord, LonghandError } from "../../../shared/errors.ts";
import { moduleFile } from "../../../shared/module-file.ts";
import type { ImportProgress, ImportSummary } from "../../../shared/schemas.ts";
import type { Writer } from "../archive/writer.ts";
import { createEventQueue } from "../event-queue.ts";
import type { Prepared } from "./import-source.ts";
import type { ImportMessage, ImportRequest, ImportStart } from "./import-thread.ts";
import { inspect } from "./inspect.ts";
import { stopName } from "./stop.ts";

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

/**
 * Looks at all sources and gives each a waiting job; throws before anything is stored where one cannot be imported.
 *
 * A typing error in the last path must not leave half an import.
 */
export async function queueSources(writer: Writer, tasks: readonly ImportTask[]): Promise<Prepared[]> {
  const checked: (ImportTask & { readonly kind: string })[] = [];
  for (const task of tasks) {
    const file = path.resolve(task.file);
    checked.push({ ...task, file, ...(await inspect(file)) });
  }
  const prepared: Prepared[] = [];
  for (const { file, kind, jobId } of checked) {
    const place = { kind, path: file };
    const queued =
      jobId === undefined
        ? await writer.call("queueSource", place)
        : { jobId, sourceId: await writer.call("addSource", place) };
    prepared.push({ file, ...queued });
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
  { passwords = [] }: ImportOptions = {},
): AsyncGenerator<ImportEvent> {
  const port = writer.connect();
  const workerData: ImportStart = { writer: port, sources, passwords };
  const worker = new Worker(new URL(moduleFile("./import-thread", import.meta.url), import.meta.url), {
    workerData,
    transferList: [port],
    // Its objects are small and hold large buffers: a small nursery lets go of them soon.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const queue = createEventQueue<ImportEvent>();
  const stop = (): void => worker.postMessage({ stop: stopName(signal.reason) } satisfies ImportRequest);
  const work = new Promise<void>((resolve, reject) => {
    worker.on("message", (message: ImportMessage) => {
      if (message.event === "failed") return reject(fromErrorRecord(message.error));
      queue.push(message);
      if (message.event === "done") resolve();
    });
    // Its jobs stay open: the next program goes on with them, carefully.
    const onDeath = (cause: unknown): void =>
      reject(
        new LonghandError("INTERNAL", "The import's thread stopped unexpectedly.", "Start Longhand again.", { cause }),
      );
    worker.on("error", onDeath);
    worker.on("exit", onDeath);
  });
  // Seen by `iterate`; a consumer that left early must not end the process.
  work.catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    yield* queue.iterate(work);
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
