/**
 * The imports of one core: started by a host, watched by any number of pages, paused, gone on with after a crash.
 *
 * Owns the runs of this process. What is stored of them are the jobs in the archive: one a source, from the moment it
 * waits for its turn.
 */
import path from "node:path";
import { LonghandError, sentenceOf, toErrorRecord } from "../../../shared/errors.ts";
import type { ImportRun } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import type { LongQueries } from "../archive/long-queries.ts";
import { readMe } from "../archive/queries/identity.ts";
import { interruptedJobs } from "../archive/queries/jobs.ts";
import type { Writer } from "../archive/writer.ts";
import { proposeIdentity } from "./identity.ts";
import { type ImportEvent, type ImportOptions, type ImportTask, importPrepared, queueSources } from "./import-job.ts";
import { CLOSING, PAUSE } from "./stop.ts";

/** Starts, lists, watches and cancels imports. */
export type ImportRuns = {
  /** Queues files and folders; returns the run's number. */
  start(files: readonly string[], options?: ImportOptions): number;
  /** Goes on with what a dead process left running. */
  resume(): void;
  list(): readonly ImportRun[];
  cancel(id: number): void;
  /** Lets a run rest where it is; it stays resting when the program starts anew. */
  pause(id: number): void;
  /** Goes on with a run that rests. */
  unpause(id: number): void;
  /** Takes leave of jobs whose rows are about to go; false where one of them is being imported now. */
  release(jobIds: readonly number[]): boolean;
  /** All runs, now and after every change, until `signal` aborts. */
  watch(signal: AbortSignal): AsyncGenerator<readonly ImportRun[]>;
  /** Interrupts everything and waits for it; `resume` of the next program goes on. */
  close(): Promise<void>;
};

type Entry = {
  run: ImportRun;
  controller: AbortController;
  tasks: readonly ImportTask[];
  readonly options: ImportOptions;
};

/** What is asked of the archive around an import. */
type ImportArchive = { readonly db: ReadableDatabase; readonly queries: LongQueries };

/** Imports and then, while nobody is "me" yet, takes who the archive shows the owner to be. */
export async function* importAndIdentify(
  archive: ImportArchive,
  writer: Writer,
  tasks: readonly ImportTask[],
  signal: AbortSignal,
  options: ImportOptions = {},
): AsyncGenerator<ImportEvent> {
  yield* identifyAfter(archive, writer, importPrepared(writer, await queueSources(writer, tasks), signal, options));
}

async function* identifyAfter(
  { db, queries }: ImportArchive,
  writer: Writer,
  events: AsyncGenerator<ImportEvent>,
): AsyncGenerator<ImportEvent> {
  for await (const event of events) {
    if (event.event === "done" && readMe(db).length === 0) {
      const { evidence, totals } = await queries.call("identityEvidence", null);
      const proposed = proposeIdentity(evidence, totals);
      if (proposed.length > 0) await writer.call("setMe", { addresses: proposed });
    }
    yield event;
  }
}

/** The runs of one core. */
export function createImportRuns(db: ReadableDatabase, writer: Writer, queries: LongQueries): ImportRuns {
  const entries = new Map<number, Entry>();
  const watchers = new Set<() => void>();
  let nextId = 1;
  let queue: Promise<void> = Promise.resolve();

  function change(id: number, part: Partial<ImportRun>): void {
    const entry = entries.get(id);
    if (entry !== undefined) entry.run = { ...entry.run, ...part };
    for (const notify of watchers) notify();
  }

  type Queued = Awaited<ReturnType<typeof queueSources>>;

  /** Gives every source its waiting job at once, so that what waits survives the end of the process. */
  async function prepare(id: number): Promise<Queued | undefined> {
    const entry = entries.get(id);
    try {
      const queued = await queueSources(writer, entry?.tasks ?? []);
      if (entry !== undefined) entry.tasks = queued.map(({ file, jobId }) => ({ file, jobId }));
      return queued;
    } catch (error) {
      fail(id, error);
      return undefined;
    }
  }

  function fail(id: number, error: unknown): void {
    const record = toErrorRecord(error);
    const isStopped = error instanceof LonghandError && error.code === "CANCELLED";
    if (isStopped && entries.get(id)?.controller.signal.reason === PAUSE) {
      change(id, { state: "paused" });
      return;
    }
    // Pages see this: a path of this machine is none of their business, the file's name is enough.
    const shown = (entries.get(id)?.tasks ?? []).reduce(
      (text, { file }) => text.replaceAll(file, path.basename(file)),
      sentenceOf(record),
    );
    change(id, { state: isStopped ? "cancelled" : "failed", error: { code: record.code, message: shown } });
  }

  async function perform(id: number, prepared: Promise<Queued | undefined>): Promise<void> {
    const queued = await prepared;
    const entry = entries.get(id);
    if (queued === undefined || entry === undefined) return;
    const { signal } = entry.controller;
    if (signal.reason === CLOSING) return;
    if (signal.aborted) {
      const state = signal.reason === PAUSE ? "paused" : "cancelled";
      for (const { jobId } of queued) await writer.call("finishJob", { jobId, state });
      change(id, { state });
      return;
    }
    try {
      for await (const event of identifyAfter(
        { db, queries },
        writer,
        importPrepared(writer, queued, signal, entry.options),
      )) {
        if (event.event === "progress") change(id, { progress: event.progress });
        else change(id, { state: "done", summary: event.summary });
      }
    } catch (error) {
      fail(id, error);
    }
  }

  /** Puts a run at the end of the queue. One import at a time: two would only share the writer. */
  function enqueue(id: number): void {
    const prepared = prepare(id);
    queue = queue.then(() => perform(id, prepared));
  }

  function begin(tasks: readonly ImportTask[], options: ImportOptions = {}, isResting = false): number {
    const id = nextId++;
    const names = tasks.map((task) => path.basename(task.file));
    const state = isResting ? "paused" : "running";
    const run: ImportRun = { id, names, state, progress: null, summary: null, error: null };
    const controller = new AbortController();
    if (isResting) controller.abort(PAUSE);
    entries.set(id, { run, controller, tasks, options });
    if (!isResting) enqueue(id);
    change(id, {});
    return id;
  }

  const list = (): ImportRun[] => [...entries.values()].map((entry) => entry.run).reverse();

  return {
    start: (files, options) =>
      begin(
        files.map((file) => ({ file })),
        options,
      ),
    resume() {
      for (const { path: file, jobId, state } of interruptedJobs(db)) begin([{ file, jobId }], {}, state === "paused");
    },
    list,
    cancel(id) {
      const entry = entries.get(id);
      if (entry === undefined) return;
      if (entry.run.state === "paused") {
        for (const { jobId } of entry.tasks) {
          if (jobId !== undefined) void writer.call("finishJob", { jobId, state: "cancelled" });
        }
        change(id, { state: "cancelled" });
      } else entry.controller.abort();
    },
    pause(id) {
      const entry = entries.get(id);
      if (entry?.run.state === "running") entry.controller.abort(PAUSE);
    },
    unpause(id) {
      const entry = entries.get(id);
      if (entry?.run.state !== "paused") return;
      entry.controller = new AbortController();
      change(id, { state: "running", progress: null });
      enqueue(id);
    },
    release(jobIds) {
      const isOfThem = ({ tasks }: Entry): boolean => tasks.some(({ jobId = 0 }) => jobIds.includes(jobId));
      const held = [...entries.values()].filter((entry) => isOfThem(entry));
      if (held.some(({ run }) => run.state === "running")) return false;
      for (const { run } of held) if (run.state === "paused") change(run.id, { state: "cancelled" });
      return true;
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
