/**
 * A pool of parse threads, memory-limited and watched by a clock.
 *
 * A batch under which a thread dies or hangs is tried again item by item; the item at fault is recorded. The heap of a
 * thread is limited by Node, what lies outside of it (the buffers of a PDF that unfolds to gigabytes) is watched here.
 */

import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import { moduleFile } from "../../../shared/module-file.ts";
import type { ParsedItem } from "../archive/parsed-mail.ts";
import { type Failure, failedItem, type ParseBatch, STILL_ALIVE } from "./parse-batch.ts";

/** Limits of one thread: silence, heap, and buffers outside the heap. */
export type ParseLimits = { readonly timeoutMs: number; readonly memoryMb: number; readonly externalMb?: number };

const DEFAULT_LIMITS: ParseLimits = { timeoutMs: 10_000, memoryMb: 512 };
const DEFAULT_EXTERNAL_MB = 384;
/** A thread that used less than this share of its time may have more of it, so often: one that waits for ever ends too. */
const STARVED_SHARE = 0.3;
const MAX_REPRIEVES = 5;
const WATCH_INTERVAL_MS = 60;
/** A running thread says what it used at once, even in an endless loop. */
const ANSWER_MS = 1000;

/** Parses batches; results come in any order, so callers put them in order themselves. */
export type ParsePool = {
  readonly size: number;
  /** The v8-serialised items of the batch, in one or more pieces, in order. */
  parse(batch: ParseBatch): Promise<Uint8Array[]>;
  /** Starts a thread and waits until it answers: what happens from then on is an item's doing. */
  warm(): Promise<void>;
  close(): Promise<void>;
};

/** Starts the pool; threads start when they are needed. */
export function createParsePool(
  options: { readonly size?: number; readonly limits?: ParseLimits; readonly script?: URL } = {},
): ParsePool {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const size = options.size ?? Math.max(1, Math.min(8, availableParallelism()));
  const script = options.script ?? new URL(moduleFile("./parse-thread", import.meta.url), import.meta.url);
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: ((worker: Worker) => void)[] = [];

  let isClosed = false;

  function start(): Worker {
    const worker = new Worker(script, {
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 16 },
    });
    all.add(worker);
    // A thread that dies between two batches must not end the process, nor be given the next batch.
    worker.on("error", () => undefined);
    worker.on("exit", () => {
      all.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
    });
    return worker;
  }

  function take(): Promise<Worker> {
    const ready = idle.pop();
    if (ready !== undefined) return Promise.resolve(ready);
    if (all.size < size) return Promise.resolve(start());
    return new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(worker: Worker): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  }

  function discard(worker: Worker): void {
    all.delete(worker);
    void worker.terminate();
    const next = isClosed ? undefined : waiting.shift();
    if (next !== undefined) void take().then(next);
  }

  async function attempt(batch: ParseBatch): Promise<Uint8Array | Failure> {
    const worker = await take();
    // Not waited for: the thread may die meanwhile, and its death is heard only by the listeners below.
    const before = worker.cpuUsage().catch(() => undefined);
    const outcome = await new Promise<Uint8Array | Failure>((resolve) => {
      let reprieves = 0;
      const timer = setTimeout(() => void judge(), limits.timeoutMs);
      /** A thread that had hardly any processor time was kept waiting by a busy machine: that is no fault of the item. */
      async function judge(): Promise<void> {
        const used = await usageSince(worker, before);
        // A thread that cannot say so is still being started, or deep in native code.
        const isStarved = used === undefined || (used.user + used.system) / 1000 < limits.timeoutMs * STARVED_SHARE;
        if (isStarved && reprieves < MAX_REPRIEVES) {
          reprieves += 1;
          timer.refresh();
          return;
        }
        done({ category: "timeout", message: `The item took longer than ${limits.timeoutMs / 1000} s to parse.` });
      }
      const watch = setInterval(() => {
        void worker.getHeapStatistics().then(
          ({ external_memory: external }) => {
            if (external > (limits.externalMb ?? DEFAULT_EXTERNAL_MB) * 2 ** 20)
              done({ category: "bomb", message: "The item unfolds to more memory than it may have." });
          },
          // The thread ended in the meantime: its death is reported by itself.
          () => undefined,
        );
      }, WATCH_INTERVAL_MS);
      const onMessage = (payload: Uint8Array | typeof STILL_ALIVE): void => {
        if (payload === STILL_ALIVE) timer.refresh();
        else done(payload);
      };
      const onDeath = (): void => done({ category: "crash", message: "The parser died of this item." });
      function done(result: Uint8Array | Failure): void {
        clearTimeout(timer);
        clearInterval(watch);
        worker.off("message", onMessage).off("error", onDeath).off("exit", onDeath);
        resolve(result);
      }
      worker.on("message", onMessage).on("error", onDeath).on("exit", onDeath);
      worker.postMessage(batch);
    });
    if (outcome instanceof Uint8Array) giveBack(worker);
    else discard(worker);
    return outcome;
  }

  async function parse(batch: ParseBatch): Promise<Uint8Array[]> {
    let outcome = await attempt(batch);
    // The thread may have died of what it did before: a single item is blamed for a death only where it brings two.
    if (!(outcome instanceof Uint8Array) && outcome.category === "crash" && batch.tasks.length === 1 && !isClosed)
      outcome = await attempt(batch);
    if (outcome instanceof Uint8Array) return [outcome];
    // Closing ends the threads under their batches; that is no fault of an item, and no thread may start again.
    if (isClosed) throw new Error("the parse pool is closed");
    if (batch.tasks.length > 1) {
      const pieces: Uint8Array[] = [];
      for (const single of splitBatch(batch)) pieces.push(...(await parse(single)));
      return pieces;
    }
    const failed = batch.tasks.map((task): ParsedItem => failedItem(task, outcome, batch.bytes));
    return [new Uint8Array(serialize(failed))];
  }

  return {
    size,
    parse,
    async warm() {
      const bytes = new Uint8Array(Buffer.from("Subject: warm\n\nwords\n"));
      const place = { key: "", file: "", entry: null, offset: 0, length: bytes.length, folder: "" };
      const facts = {
        form: "mail",
        source: null,
        path: null,
        name: "",
        modifiedMs: null,
        isDraft: false,
        labels: [],
      } as const;
      await parse({ bytes, ends: [bytes.length], tasks: [{ ...place, ...facts }], passwords: [] });
    },
    async close() {
      isClosed = true;
      waiting.length = 0;
      await Promise.all([...all].map((worker) => worker.terminate()));
      all.clear();
      idle.length = 0;
    },
  };
}

/** The processor time of a thread since `before`; undefined where it does not answer. */
async function usageSince(
  worker: Worker,
  before: Promise<NodeJS.CpuUsage | undefined>,
): Promise<NodeJS.CpuUsage | undefined> {
  const answer = before.then((usage) => worker.cpuUsage(usage)).catch(() => undefined);
  return Promise.race([answer, sleep(ANSWER_MS, undefined, { ref: false })]);
}

function splitBatch(batch: ParseBatch): ParseBatch[] {
  let start = 0;
  return batch.ends.map((end, index) => {
    const bytes = batch.bytes.slice(start, end);
    start = end;
    return {
      bytes,
      ends: [bytes.length],
      tasks: batch.tasks.slice(index, index + 1),
      passwords: batch.passwords,
    };
  });
}
