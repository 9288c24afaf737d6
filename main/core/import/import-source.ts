/**
 * Imports one source: its items are read, parsed, and stored in the source's order.
 *
 * Owns ordering, back-pressure, how much goes into one transaction, and how a job ends. Runs on the import's thread
 * (./import-thread.ts): reading and parsing go on while the writer thread stores. Formats are in ./sources.
 */
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { serialize } from "node:v8";
import { LonghandError } from "../../../shared/errors.ts";
import type { WriterCall } from "../archive/writer-client.ts";
import { type Step, toSteps } from "./batches.ts";
import { createGate } from "./gate.ts";
import { sourceError } from "./inspect.ts";
import { failedItem } from "./parse-batch.ts";
import type { ParsePool } from "./parse-pool.ts";
import { readSource } from "./sources/read-source.ts";
import { CLOSING, PAUSE } from "./stop.ts";
import { beginTakeOver } from "./take-over.ts";

/** A larger mail is read as a stream. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** Bytes and steps handed to the parse threads and not yet stored; one message may be larger. */
const MAX_BYTES_IN_FLIGHT = 8 * 1024 * 1024;
const MAX_STEPS_IN_FLIGHT = 32;
/** A transaction has its own cost: what is ready goes into one, and small ones wait a moment for more. */
const GROUP_BYTES = 4 * 1024 * 1024;
const GROUP_STEPS = 12;
const GROUP_WAIT_MS = 300;
/** After a crash this many items are tried one by one, so that the one at fault shows. */
const CAREFUL_ITEMS = 256;
/**
 * An item under which the whole core died this often, alone, is not tried again. Three: a `kill -9` looks the same as
 * a crash, and two of them may well meet the item with which a job goes on (docs/decisions/0009).
 */
const POISON_DEATHS = 3;

/** What became of the items so far, and the bytes they took. */
export type Counts = { imported: number; duplicates: number; failed: number; skipped: number; bytes: number };

/** A source with its job. */
export type Prepared = { readonly file: string; readonly jobId: number; readonly sourceId: number };

/** What the import of a source works with. */
export type ImportTools = {
  readonly writer: WriterCall;
  readonly pool: ParsePool;
  readonly passwords: readonly string[];
  /** Aborts with one of the reasons of ./stop.ts. */
  readonly signal: AbortSignal;
};

/** A step that is parsed, or being parsed. */
type InFlight = { readonly step: Step; readonly payloads: Promise<readonly Uint8Array[]>; isParsed: boolean };

/** Imports one source, adding to `counts` what is stored. Throws typed errors, `CANCELLED` where it was stopped. */
export async function importSource(source: Prepared, counts: Counts, tools: ImportTools): Promise<void> {
  const { writer, signal } = tools;
  const { file, jobId } = source;
  let state: "done" | "cancelled" | "failed" | "paused" = "failed";
  try {
    await run(source, counts, tools);
    state = signal.aborted ? (signal.reason === PAUSE ? "paused" : "cancelled") : "done";
  } catch (error) {
    throw sourceError(file, error);
  } finally {
    if (signal.reason !== CLOSING) await writer("finishJob", { jobId, state }).catch(() => undefined);
  }
  if (signal.aborted) {
    throw new LonghandError(
      "CANCELLED",
      `The import was ${state === "paused" ? "paused" : "cancelled"} after ${counts.imported} mails.`,
      "What was imported is kept; run it again to go on.",
    );
  }
}

async function run({ file, sourceId, jobId }: Prepared, counts: Counts, tools: ImportTools): Promise<void> {
  const { writer, pool, passwords, signal } = tools;
  const job = await writer("beginJob", { jobId });
  const finishTakeOver = await beginTakeOver(file, writer);
  const hasKnown = await writer("hasKnownFiles", { sourceId });
  // A job that was begun before and stored nothing since: perhaps an item killed the core.
  let carefulLeft = job.stalls > 1 ? CAREFUL_ITEMS : 0;
  // Only then is an item in hand while it is read, and not while the program starts: a kill then is no fault of it.
  if (carefulLeft > 0) await pool.warm();
  const poison = job.inHand !== null && job.inHand.deaths >= POISON_DEATHS ? job.inHand.key : undefined;
  // In the order of the source; their parsing overlaps, their storing does not.
  const inFlight: InFlight[] = [];
  let bytesInFlight = 0;
  let isRead = false;
  let failure: { readonly error: unknown } | undefined;
  let lastStoreMs: number | undefined;
  const gate = createGate();
  signal.addEventListener("abort", gate.notify);

  function add(stored: Counts): void {
    for (const key of ["imported", "duplicates", "failed", "skipped", "bytes"] as const) counts[key] += stored[key];
  }

  const isStopped = (): boolean => signal.aborted || failure !== undefined;

  /** How many steps from the oldest on are parsed and fit into one transaction, and whether that is enough for one. */
  function ready(): { readonly steps: number; readonly isEnough: boolean } {
    let bytes = 0;
    let steps = 0;
    for (const { step, isParsed } of inFlight) {
      if (!isParsed || step.type === "known" || bytes >= GROUP_BYTES) break;
      bytes += step.bytes;
      steps += 1;
    }
    return { steps, isEnough: steps >= GROUP_STEPS || bytes >= GROUP_BYTES };
  }

  /** Waits a moment for more to store at once; never before the first: what was stored says that the job gets on. */
  async function gather(): Promise<void> {
    while (lastStoreMs !== undefined && !isRead && carefulLeft === 0 && !isStopped() && !ready().isEnough) {
      const left = lastStoreMs + GROUP_WAIT_MS - performance.now();
      if (left <= 0 || inFlight[0]?.step.type === "known") return;
      await gate.wait(left);
    }
  }

  async function storeOldest(): Promise<void> {
    await gather();
    const oldest = inFlight[0];
    if (oldest === undefined) return;
    await oldest.payloads;
    if (isStopped()) return;
    if (oldest.step.type === "known") {
      const { imported, skipped, bytes } = oldest.step;
      const seen = { imported: 0, duplicates: imported, failed: 0, skipped, bytes };
      await writer("countKnown", { jobId, counts: seen });
      add(seen);
      inFlight.shift();
    } else {
      const group = inFlight.slice(0, Math.max(1, ready().steps));
      const payloads = (await Promise.all(group.map((one) => one.payloads))).flat();
      const marks = group.flatMap(({ step }) => (step.type === "known" ? [] : step.marks));
      const buffers = payloads.map((payload) => payload.buffer as ArrayBuffer);
      add(await writer("putItems", { jobId, sourceId, payloads, marks }, buffers));
      inFlight.splice(0, group.length);
      for (const { step } of group) bytesInFlight -= step.bytes;
    }
    lastStoreMs = performance.now();
    gate.notify();
  }

  async function storeAll(): Promise<void> {
    while (!isStopped()) {
      if (inFlight.length > 0) await storeOldest();
      else if (isRead) return;
      else await gate.wait();
    }
  }

  async function parse(step: Step): Promise<readonly Uint8Array[]> {
    if (step.type === "known") return [];
    if (step.type === "settled") return [step.payload];
    const [task] = step.batch.tasks;
    if (carefulLeft > 0 && task !== undefined) {
      carefulLeft -= 1;
      if (task.key === poison) {
        const message = "Longhand ended again and again while it read this item; it is not tried any more.";
        return [new Uint8Array(serialize([failedItem(task, { category: "poison", message }, step.batch.bytes)]))];
      }
      await writer("holdItem", { jobId, key: task.key });
    }
    return pool.parse(step.batch);
  }

  const events = readSource(file, job.checkpoint, {
    rootName: path.basename(file),
    maxMessageBytes: MAX_MESSAGE_BYTES,
    known: async (name) => (hasKnown ? writer("knownFile", { sourceId, file: name }) : undefined),
  });
  const storing = storeAll().catch((error: unknown) => {
    failure = { error };
    gate.notify();
  });
  try {
    for await (const step of toSteps(events, passwords, () => carefulLeft > 0)) {
      if (isStopped()) break;
      const isCareful = carefulLeft > 0;
      const one: InFlight = { step, payloads: parse(step), isParsed: false };
      const settle = (): void => {
        one.isParsed = true;
        gate.notify();
      };
      // A rejection is seen when the step's turn comes; until then it must not count as unhandled.
      one.payloads.then(settle, settle);
      inFlight.push(one);
      bytesInFlight += step.bytes;
      gate.notify();
      const isFull = (): boolean =>
        inFlight.length > (isCareful ? 0 : MAX_STEPS_IN_FLIGHT) ||
        (bytesInFlight > MAX_BYTES_IN_FLIGHT && inFlight.length > 1);
      while (isFull() && !isStopped()) await gate.wait();
      // Files are read without waiting: what was parsed and stored meanwhile is heard of only between turns.
      await nextTurn();
    }
  } catch (error) {
    failure ??= { error };
  } finally {
    isRead = true;
    gate.notify();
  }
  await storing;
  signal.removeEventListener("abort", gate.notify);
  if (failure !== undefined) throw failure.error;
  if (!signal.aborted) await finishTakeOver?.();
}
