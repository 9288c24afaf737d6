/**
 * Reading ahead in the background: one job at a time, each a row that a restart of the core finds again.
 *
 * Owns pausing, going on, cancelling and who is told. How it is read is ./read-ahead.ts.
 */
import { LonghandError, sentenceOf, toErrorRecord } from "../../../shared/errors.ts";
import type { EndpointChoice, ReadReceipt, Scope, WarmJob } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { listWarmJobs, type StoredWarmJob } from "../archive/queries/warm.ts";
import type { Writer } from "../archive/writer.ts";
import type { ReadAheadProgress } from "./read-ahead.ts";

/** What a job reads. */
export type WarmRequest = {
  readonly choice: EndpointChoice;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly allowEvict: boolean;
};

/** Reads for a job; the API knows how endpoints and prefixes come about. */
export type WarmWork = (
  request: WarmRequest,
  signal: AbortSignal,
  onProgress: (progress: ReadAheadProgress) => void,
) => Promise<ReadReceipt>;

/** The jobs of one core. */
export type WarmJobs = {
  start(request: WarmRequest): Promise<number>;
  pause(id: number): Promise<void>;
  unpause(id: number): Promise<void>;
  cancel(id: number): Promise<void>;
  list(): WarmJob[];
  /** The jobs now and after every change. */
  watch(signal: AbortSignal): AsyncGenerator<readonly WarmJob[]>;
  /** Goes on with what a dead process left running. */
  resume(): void;
  close(): Promise<void>;
};

/** Jobs that are listed. */
const LISTED = 20;
/** A row is written at most this often while its job runs. */
const SAVE_INTERVAL_MS = 2000;

type Live = {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  progress: ReadAheadProgress | undefined;
  /** What the row becomes when the reading stops. */
  stopAs: "paused" | "cancelled" | "running";
};

/** Creates the jobs of an archive. */
export function createWarmJobs(db: ReadableDatabase, writer: Writer, work: WarmWork): WarmJobs {
  const live = new Map<number, Live>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  function toJob(row: StoredWarmJob): WarmJob {
    const { choice: _, totalTokens, doneTokens, startedAtMs, finishedAtMs: _finished, fit, ...rest } = row;
    const progress = live.get(row.id)?.progress;
    return {
      ...rest,
      fit: fit ?? null,
      doneTokens: progress?.done ?? doneTokens,
      totalTokens: progress?.total ?? totalTokens,
      etaMs: progress?.etaMs ?? null,
      note: progress?.note ?? null,
      startedAt: new Date(startedAtMs).toISOString(),
    };
  }

  const find = (id: number): StoredWarmJob => {
    const row = listWarmJobs(db, LISTED).find((job) => job.id === id);
    if (row === undefined) throw new LonghandError("WARM_NOT_FOUND", "This reading is not known any more.");
    return row;
  };

  const store = (id: number, change: Partial<StoredWarmJob> & Pick<StoredWarmJob, "state">): Promise<null> => {
    const progress = live.get(id)?.progress;
    return writer.call("updateWarmJob", {
      id,
      change: {
        totalTokens: progress?.total ?? null,
        doneTokens: progress?.done ?? 0,
        receipt: null,
        error: null,
        ...change,
      },
    });
  };

  function run(id: number, request: WarmRequest): void {
    const controller = new AbortController();
    let savedAt = 0;
    const reading = async (): Promise<void> => {
      try {
        const receipt = await work(request, controller.signal, (progress) => {
          job.progress = progress;
          tell();
          if (performance.now() - savedAt < SAVE_INTERVAL_MS) return;
          savedAt = performance.now();
          void store(id, { state: "running" }).catch(() => undefined);
        });
        await store(id, { state: "done", receipt });
      } catch (error) {
        const record = toErrorRecord(error);
        if (controller.signal.aborted) await store(id, { state: job.stopAs });
        else await store(id, { state: "failed", error: { code: record.code, message: sentenceOf(record) } });
      } finally {
        live.delete(id);
        tell();
      }
    };
    const job: Live = { controller, ended: Promise.resolve().then(reading), progress: undefined, stopAs: "cancelled" };
    live.set(id, job);
    tell();
  }

  async function stop(id: number, as: Live["stopAs"]): Promise<void> {
    const job = live.get(id);
    if (job === undefined) return;
    job.stopAs = as;
    job.controller.abort();
    await job.ended;
  }

  return {
    async start(request) {
      // A second reading of the same thing is the first one.
      const same = listWarmJobs(db, LISTED).find(
        (job) =>
          live.has(job.id) &&
          JSON.stringify([job.choice, job.scope, job.fit]) ===
            JSON.stringify([request.choice, request.scope, request.fit]),
      );
      if (same !== undefined) return same.id;
      const id = await writer.call("insertWarmJob", request);
      run(id, request);
      return id;
    },
    async pause(id) {
      find(id);
      await stop(id, "paused");
    },
    async unpause(id) {
      const row = find(id);
      if (live.has(id) || (row.state !== "paused" && row.state !== "failed")) return;
      await store(id, { state: "running", totalTokens: row.totalTokens, doneTokens: row.doneTokens });
      run(id, { ...row, allowEvict: false });
    },
    async cancel(id) {
      const row = find(id);
      if (live.has(id)) return stop(id, "cancelled");
      if (row.state === "paused" || row.state === "running") {
        await store(id, { state: "cancelled", totalTokens: row.totalTokens, doneTokens: row.doneTokens });
        tell();
      }
    },
    list: () => listWarmJobs(db, LISTED).map(toJob),
    async *watch(signal) {
      let wake: () => void = () => undefined;
      let isNew = true;
      const listener = (): void => {
        isNew = true;
        wake();
      };
      listeners.add(listener);
      signal.addEventListener("abort", listener, { once: true });
      try {
        while (!signal.aborted) {
          if (isNew) {
            isNew = false;
            yield listWarmJobs(db, LISTED).map(toJob);
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (isNew) resolve();
          });
        }
      } finally {
        listeners.delete(listener);
      }
    },
    resume() {
      for (const row of listWarmJobs(db, LISTED)) {
        if (row.state === "running" && !live.has(row.id)) run(row.id, { ...row, allowEvict: false });
      }
    },
    async close() {
      // Their rows stay "running": the next core goes on with them.
      await Promise.all([...live.keys()].map((id) => stop(id, "running")));
    },
  };
}
