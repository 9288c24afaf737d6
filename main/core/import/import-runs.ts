/**
 * The imports of one core: started by a host, watched by any number of pages, gone on with after a crash.
 *
 * Owns the runs of this process. What is stored of them are the jobs in the archive.
 */
import path from "node:path";
import { LonghandError, toErrorRecord } from "../../../shared/errors.ts";
import type { ImportRun } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { addressEvidence, identityTotals, readMe } from "../archive/queries/identity.ts";
import { interruptedJobs } from "../archive/queries/jobs.ts";
import type { Writer } from "../archive/writer.ts";
import { proposeIdentity } from "./identity.ts";
import { CLOSING, type ImportEvent, type ImportTask, importFiles } from "./import-job.ts";

/** Starts, lists, watches and cancels imports. */
export type ImportRuns = {
  /** Queues files; returns the run's number. */
  start(files: readonly string[]): number;
  /** Goes on with what a dead process left running. */
  resume(): void;
  list(): readonly ImportRun[];
  cancel(id: number): void;
  /** All runs, now and after every change, until `signal` aborts. */
  watch(signal: AbortSignal): AsyncGenerator<readonly ImportRun[]>;
  /** Interrupts everything and waits for it; `resume` of the next program goes on. */
  close(): Promise<void>;
};

type Entry = { run: ImportRun; readonly controller: AbortController; readonly ended: Promise<void> };

/** Imports and then, while nobody is "me" yet, takes who the archive shows the owner to be. */
export async function* importAndIdentify(
  db: ReadableDatabase,
  writer: Writer,
  tasks: readonly ImportTask[],
  signal: AbortSignal,
): AsyncGenerator<ImportEvent> {
  for await (const event of importFiles(writer, tasks, signal)) {
    if (event.event === "done" && readMe(db).length === 0) {
      const proposed = proposeIdentity(addressEvidence(db), identityTotals(db));
      if (proposed.length > 0) await writer.call("setMe", { addresses: proposed });
    }
    yield event;
  }
}

/** The runs of one core. */
export function createImportRuns(db: ReadableDatabase, writer: Writer): ImportRuns {
  const entries = new Map<number, Entry>();
  const watchers = new Set<() => void>();
  let nextId = 1;
  let queue: Promise<void> = Promise.resolve();

  function change(id: number, part: Partial<ImportRun>): void {
    const entry = entries.get(id);
    if (entry !== undefined) entry.run = { ...entry.run, ...part };
    for (const notify of watchers) notify();
  }

  async function perform(id: number, tasks: readonly ImportTask[], signal: AbortSignal): Promise<void> {
    try {
      for await (const event of importAndIdentify(db, writer, tasks, signal)) {
        if (event.event === "progress") change(id, { progress: event.progress });
        else change(id, { state: "done", summary: event.summary });
      }
    } catch (error) {
      const { code, message, remedy } = toErrorRecord(error);
      const isCancelled = error instanceof LonghandError && error.code === "CANCELLED";
      change(id, {
        state: isCancelled ? "cancelled" : "failed",
        error: { code, message: `${message} ${remedy}`.trim() },
      });
    }
  }

  function begin(tasks: readonly ImportTask[]): number {
    const id = nextId++;
    const controller = new AbortController();
    const names = tasks.map((task) => path.basename(task.file));
    // One import at a time: two would only share the writer.
    queue = queue.then(() => perform(id, tasks, controller.signal));
    const run: ImportRun = { id, names, state: "running", progress: null, summary: null, error: null };
    entries.set(id, { run, controller, ended: queue });
    change(id, {});
    return id;
  }

  const list = (): ImportRun[] => [...entries.values()].map((entry) => entry.run).reverse();

  return {
    start: (files) => begin(files.map((file) => ({ file }))),
    resume() {
      for (const job of interruptedJobs(db)) begin([{ file: job.path, resume: job }]);
    },
    list,
    cancel(id) {
      entries.get(id)?.controller.abort();
    },
    async *watch(signal) {
      let wake: () => void = () => undefined;
      let isChanged = true;
      const notify = (): void => {
        isChanged = true;
        wake();
      };
      watchers.add(notify);
      signal.addEventListener("abort", notify, { once: true });
      try {
        while (!signal.aborted) {
          if (isChanged) {
            isChanged = false;
            yield list();
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        watchers.delete(notify);
      }
    },
    async close() {
      for (const entry of entries.values()) entry.controller.abort(CLOSING);
      await queue;
    },
  };
}
