/**
 * Reads a prefix into an endpoint, step by step, so that a pause or a broken line loses little.
 *
 * Owns the steps, the estimate of what is left, and waiting for a server that is away. Whether it is a job in the
 * background is ./warm-jobs.ts.
 */
import { setTimeout as wait } from "node:timers/promises";
import { LonghandError, sentenceOf, toErrorRecord } from "../../../shared/errors.ts";
import type { ReadReceipt } from "../../../shared/schemas.ts";
import type { Endpoint, ReadPlan } from "../endpoint/endpoint.ts";
import type { JoinedPrompt } from "../prompt/run.ts";
import { readingMs, tokensIn } from "./prefill-speed.ts";
import type { Reader } from "./reader.ts";

/** A step takes about this long, so that progress shows even where a server reports none. */
const STEP_MS = 15_000;
const STEP_TOKENS = { least: 2048, most: 65_536, unknown: 4096 };

/** How long to wait for a server that is away; after so many times without progress it is given up. */
const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];
const MOST_RETRIES = 60;

/** Less than this is read again sooner than written and loaded. */
const WORTH_KEEPING_TOKENS = 4096;

/** What may pass by itself: the line, a server that starts, one that is busy, an engine that died. */
const PASSING = new Set(["ENDPOINT_DOWN", "ENDPOINT_PROTOCOL", "ENDPOINT_LOADING", "ENDPOINT_BUSY", "ENGINE_FAILED"]);

/** How far it is: tokens, and milliseconds that are left (null while no speed is known). */
export type ReadAheadProgress = {
  readonly done: number;
  readonly total: number;
  readonly cached: number;
  readonly etaMs: number | null;
  /** What it waits for, where it waits. */
  readonly note: string | null;
};

/** A prefix to read; `prompt` gives its first tokens, all of it without a number. */
export type Prefix = { readonly total: number; prompt(tokens?: number): JoinedPrompt };

/** What to read and where; both are asked for again after every interruption, since the server may be another one. */
export type ReadAheadTask = {
  connect(): Promise<Endpoint>;
  assemble(endpoint: Endpoint): Promise<Prefix>;
  readonly traits: ReadPlan["traits"];
  readonly allowEvict: boolean;
  readonly signal: AbortSignal;
  onProgress(progress: ReadAheadProgress): void;
  /** For tests of the mechanics; otherwise a step is what {@link STEP_MS} allows. */
  readonly stepTokens?: number;
  readonly retryMs?: readonly number[];
};

type Totals = { cached: number | null; evaluated: number; prefillMs: number };

/** Reads a prefix and keeps it on disk where that can be done; resolves with what it came to. */
export async function readAhead(reader: Reader, task: ReadAheadTask): Promise<ReadReceipt> {
  const totals: Totals = { cached: null, evaluated: 0, prefillMs: 0 };
  const retryMs = task.retryMs ?? RETRY_MS;
  let current: Endpoint | undefined;
  let retries = 0;
  let done = 0;
  let total = 0;
  for (;;) {
    try {
      const endpoint = await task.connect();
      current = endpoint;
      const prefix = await task.assemble(endpoint);
      total = prefix.total;
      await readSteps(reader, endpoint, prefix, task, totals, (at) => {
        if (at > done) retries = 0;
        done = at;
      });
      return await finish(reader, endpoint, prefix, task, totals);
    } catch (error) {
      const { code } = toErrorRecord(error);
      if (task.signal.aborted) {
        // The embedded engine forgets when it ends: a rest of hours keeps what it has.
        if (current?.kv?.place === "archive" && totals.evaluated >= WORTH_KEEPING_TOKENS)
          await reader.save(current).catch(() => undefined);
        throw new LonghandError("CANCELLED", "Reading was stopped.");
      }
      if (!PASSING.has(code) || retries >= MOST_RETRIES) throw error;
      const pause = retryMs[Math.min(retries, retryMs.length - 1)] ?? 0;
      retries += 1;
      const note = `${sentenceOf({ ...toErrorRecord(error), remedy: "" })} Trying again.`;
      task.onProgress({ done, total, cached: totals.cached ?? 0, etaMs: null, note });
      await wait(pause, undefined, { signal: task.signal }).catch(() => undefined);
    }
  }
}

async function readSteps(
  reader: Reader,
  endpoint: Endpoint,
  prefix: Prefix,
  task: ReadAheadTask,
  totals: Totals,
  onDone: (tokens: number) => void,
): Promise<void> {
  const { total } = prefix;
  const plan = { purpose: "warm", traits: task.traits, allowEvict: task.allowEvict } as const;
  const whole = prefix.prompt();
  const predicted = await reader.predict(endpoint, whole.prompt, { ...plan, ...countsOf(whole) });
  const etaMs = (at: number): number | null => {
    const speed = reader.speed(endpoint);
    return speed === undefined ? null : Math.round(readingMs(speed, at, total));
  };
  let done = Math.min(predicted.cachedTokens, total - 1);
  const report = (at: number, note: string | null = null): void =>
    task.onProgress({ done: at, total, cached: totals.cached ?? predicted.cachedTokens, etaMs: etaMs(at), note });
  report(done);
  while (done < total) {
    const target = Math.min(total, done + (task.stepTokens ?? stepFrom(reader, endpoint, done)));
    const step = target >= total ? whole : prefix.prompt(target);
    const generation = await endpoint.generate({
      prompt: step.prompt,
      // Where turns of text are sent, some servers take nothing for "no limit".
      maxTokens: step.prompt.type === "ids" ? 0 : 1,
      signal: task.signal,
      plan: {
        ...plan,
        ...countsOf(step),
        onWait: ({ running }) => report(done, `Waiting: ${running} runs first.`),
      },
      onPrefill: ({ processed }) => {
        if (processed > done) report(Math.min(processed, total));
      },
      onText() {},
    });
    totals.cached ??= generation.cachedTokens ?? 0;
    totals.evaluated += generation.evaluatedTokens ?? 0;
    totals.prefillMs += generation.prefillMs;
    done = target;
    onDone(done);
    report(done);
  }
}

const countsOf = ({ tokens, prefixTokens }: JoinedPrompt) => ({ tokens, prefixTokens });

function stepFrom(reader: Reader, endpoint: Endpoint, done: number): number {
  const speed = reader.speed(endpoint);
  const tokens = speed === undefined ? STEP_TOKENS.unknown : tokensIn(speed, done, STEP_MS);
  return Math.round(Math.max(STEP_TOKENS.least, Math.min(STEP_TOKENS.most, tokens)));
}

async function finish(
  reader: Reader,
  endpoint: Endpoint,
  prefix: Prefix,
  task: ReadAheadTask,
  totals: Totals,
): Promise<ReadReceipt> {
  const { address, model, windowTokens } = endpoint.description;
  let saved: ReadReceipt["saved"] = null;
  let notSaved: string | null = null;
  try {
    const { bytes, place } = await reader.save(endpoint, task.signal);
    saved = { bytes, place };
  } catch (error) {
    if (task.signal.aborted) throw error;
    notSaved = sentenceOf(toErrorRecord(error));
  }
  return {
    endpoint: address,
    model,
    windowTokens,
    prefixTokens: prefix.total,
    cachedTokens: totals.cached ?? 0,
    evaluatedTokens: totals.evaluated,
    prefillMs: Math.round(totals.prefillMs * 10) / 10,
    saved,
    notSaved,
  };
}
