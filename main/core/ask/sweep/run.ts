/**
 * Runs a sweep: the question to every window, then one answer from what was found.
 *
 * Owns the order, what runs beside what, and the account at the end: every document of the scope read once or named.
 * Which windows there are is ./plan.ts; where results are kept is the caller's business, so that a sweep can go on.
 */
import { ABSENT_ANSWER, isAbsentAnswer } from "../../../../shared/absence.ts";
import { LonghandError, sentenceOf, toErrorRecord } from "../../../../shared/errors.ts";
import type { AskResult, Receipt, Scope } from "../../../../shared/schemas.ts";
import type { SweepPlan, SweepReport, SweepWindow, SweepWindowResult } from "../../../../shared/sweep.ts";
import { type CountedText, countText } from "../../endpoint/count.ts";
import type { Endpoint } from "../../endpoint/endpoint.ts";
import { createEventQueue } from "../../event-queue.ts";
import { type CorpusStore, prefixBudget } from "../../prompt/corpus.ts";
import { answerLimit, joinPrompt, type RunEvent, type RunPurpose, runPrompt } from "../../prompt/run.ts";
import { sweepTail } from "../../prompt/tails.ts";
import { findCitations } from "../../proof/citations.ts";
import { noticesOf } from "../notices.ts";
import { allFindings, foundDocuments } from "./findings.ts";
import { planSweep, windowCorpus } from "./plan.ts";
import { reduceFindings } from "./reduce.ts";

/** What happens in a sweep; `window` counts from 0. */
export type SweepEvent =
  | { readonly event: "plan"; readonly plan: SweepPlan }
  | { readonly event: "window-started"; readonly window: number }
  | { readonly event: "window-progress"; readonly window: number; readonly processed: number; readonly total: number }
  | { readonly event: "window-done"; readonly window: number; readonly said: SweepWindowResult }
  | RunEvent
  | { readonly event: "result"; readonly result: AskResult };

/** A sweep to run; `results` holds what an earlier run of the same plan has, by window. */
export type SweepRequest = {
  readonly question: string;
  readonly today: string;
  readonly plan: SweepPlan;
  readonly results: readonly (SweepWindowResult | null)[];
  readonly signal: AbortSignal;
  readonly allowEvict: boolean;
  /** Tokens of each window that the endpoint holds already (./cached.ts): the windows that have most are read first. */
  readonly cached?: readonly number[];
  /** Told the tail of the last step as it is sent: a follow-up stands behind it. */
  onLastTail?(tail: string): void;
};

/** What a window leaves for its prefix when this question is asked; tokens. */
export async function sweepBudget(endpoint: Endpoint, question: string, today: string): Promise<number> {
  const tail = await countText(endpoint, sweepTail({ today }, question));
  return prefixBudget(endpoint, tail.tokens, answerLimit(endpoint.description.windowTokens));
}

/** Plans the windows of a question over a scope; see {@link planSweep}. */
export async function planQuestion(
  endpoint: Endpoint,
  store: CorpusStore,
  request: {
    readonly question: string;
    readonly scope: Scope;
    readonly today: string;
    readonly signal: AbortSignal;
  },
): Promise<SweepPlan> {
  const budget = await sweepBudget(endpoint, request.question, request.today);
  return planSweep(request.scope, endpoint, store, { budget, signal: request.signal });
}

/** Whether a window says that it holds nothing. */
export function isNothingHere(answer: string): boolean {
  return isAbsentAnswer(answer) || /^\W*nothing here\W*$/i.test(answer);
}

/** Runs what is left of a sweep; ends with the result, whatever single windows did. */
export async function* runSweep(
  endpoint: Endpoint,
  store: CorpusStore,
  request: SweepRequest,
): AsyncGenerator<SweepEvent> {
  const { plan, question, today, signal } = request;
  yield { event: "plan", plan };
  const results: (SweepWindowResult | null)[] = plan.windows.map((_, index) => request.results[index] ?? null);
  const tail = await countText(endpoint, sweepTail({ today }, question));
  const purpose: RunPurpose = { purpose: "sweep", traits: {}, allowEvict: request.allowEvict };

  const queue = createEventQueue<SweepEvent>();
  const cached = (index: number): number => request.cached?.[index] ?? 0;
  const open = results
    .flatMap((result, index) => (result === null ? [index] : []))
    .sort((a, b) => cached(b) - cached(a) || a - b);
  // What is asked before anything is read (may a warm prefix go?) stops the windows beside it as well.
  const refusal = new AbortController();
  const stop = AbortSignal.any([signal, refusal.signal]);
  const work = async (): Promise<void> => {
    for (let index = open.shift(); index !== undefined; index = open.shift()) {
      const window = plan.windows[index];
      if (window === undefined || stop.aborted) return;
      queue.push({ event: "window-started", window: index });
      const result = await readWindow(endpoint, store, { window, index, tail, purpose, signal: stop, queue });
      if (result === null) return;
      results[index] = result;
      queue.push({ event: "window-done", window: index, said: result });
    }
  };
  // One window a slot: with a single one, windows follow each other.
  const slots = Math.max(1, endpoint.description.capabilities.slots);
  const workers = Array.from({ length: Math.min(slots, open.length) }, () =>
    work().catch((error: unknown) => {
      if (!refusal.signal.aborted) refusal.abort(error);
    }),
  );
  yield* queue.iterate(Promise.all(workers));
  if (refusal.signal.aborted) throw refusal.signal.reason;
  if (signal.aborted) {
    throw new LonghandError("CANCELLED", "The sweep was stopped.", "What was read is kept; go on with it at any time.");
  }

  const findings = allFindings(results);
  const documents = await foundDocuments(plan, results, endpoint, store);
  let answer = ABSENT_ANSWER;
  const receipts = results.flatMap((result) => (result?.receipt == null ? [] : [result.receipt]));
  let isTooMany = false;
  if (findings.length > 0) {
    const last = yield* reduceFindings(endpoint, store, {
      question,
      today,
      findings,
      documents,
      signal,
      plan: purpose,
    });
    isTooMany = last === null;
    if (last !== null) {
      request.onLastTail?.(last.tail);
      answer = last.text;
      receipts.push(last.receipt);
    } else answer = "";
  }
  const sweep = accountOf(plan, results, findings, isTooMany);
  const citations = findCitations(answer, documents);
  const receipt = sumReceipts(receipts);
  if (receipt === null) {
    const [first] = sweep.windows.flatMap(({ error }) => (error === null ? [] : [error]));
    throw new LonghandError(
      "SWEEP_FAILED",
      `No window could be read. The first said: ${first ?? "nothing"}`,
      "Look at the endpoint, then go on with the sweep.",
    );
  }
  // What steered a window steers the answer: every document that a window cited counts.
  const read = results.flatMap((result) => result?.citations ?? []);
  yield {
    event: "result",
    result: { question, answer, citations, receipt, fit: null, sweep, notices: noticesOf(read, documents) },
  };
}

type WindowRun = {
  readonly window: SweepWindow;
  readonly index: number;
  readonly tail: CountedText;
  readonly purpose: RunPurpose;
  readonly signal: AbortSignal;
  readonly queue: { push(event: SweepEvent): void };
};

/** Asks one window. A failure is its result, and the others go on; stopping is none, nor is a question to the owner. */
async function readWindow(endpoint: Endpoint, store: CorpusStore, run: WindowRun): Promise<SweepWindowResult | null> {
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  try {
    const corpus = await windowCorpus(run.window.documents, endpoint, store);
    const joined = joinPrompt(endpoint, corpus, run.tail);
    const events = runPrompt(endpoint, joined, { maxTokens, signal: run.signal, plan: run.purpose });
    for (;;) {
      const step = await events.next();
      if (step.done === true) {
        const { text, receipt } = step.value;
        const isEmpty = isNothingHere(text);
        const citations = isEmpty ? [] : findCitations(text, corpus.documents);
        return { answer: text, isEmpty, citations, receipt, error: null };
      }
      if (step.value.event === "prefill") {
        const { processed, total } = step.value.progress;
        run.queue.push({ event: "window-progress", window: run.index, processed, total });
      }
    }
  } catch (error) {
    if (run.signal.aborted) return null;
    if (error instanceof LonghandError && error.code === "WOULD_EVICT") throw error;
    return { answer: "", isEmpty: false, citations: [], receipt: null, error: sentenceOf(toErrorRecord(error)) };
  }
}

/** The proof of coverage: which documents were read, and which were not and why. */
function accountOf(
  plan: SweepPlan,
  results: readonly (SweepWindowResult | null)[],
  findings: SweepReport["findings"],
  isTooMany: boolean,
): SweepReport {
  const windows = plan.windows.map((window, index) => {
    const result = results[index] ?? null;
    return {
      first: window.first,
      last: window.last,
      documents: window.documents.length,
      tokens: window.tokens,
      answer: result?.answer ?? "",
      isEmpty: result?.isEmpty ?? false,
      citations: result?.citations ?? [],
      receipt: result?.receipt ?? null,
      error: result === null ? "It was not read." : result.error,
    };
  });
  const sum = (counted: readonly { readonly documents: number }[]): number =>
    counted.reduce((total, { documents }) => total + documents, 0);
  return {
    windows,
    documents: sum(windows) + plan.tooLarge.length,
    read: sum(windows.filter(({ error }) => error === null)),
    tooLarge: plan.tooLarge,
    findings,
    isTooMany,
  };
}

/** All receipts as one: what was assembled, read, cached and generated in the whole sweep. */
function sumReceipts(receipts: readonly Receipt[]): Receipt | null {
  const [first, ...rest] = receipts;
  if (first === undefined) return null;
  const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
  return rest.reduce<Receipt>(
    (sum, receipt) => ({
      endpoint: sum.endpoint,
      model: sum.model,
      windowTokens: sum.windowTokens,
      exact: sum.exact && receipt.exact,
      assembledTokens: sum.assembledTokens + receipt.assembledTokens,
      promptTokens: sum.promptTokens + receipt.promptTokens,
      cachedTokens: add(sum.cachedTokens, receipt.cachedTokens),
      evaluatedTokens: add(sum.evaluatedTokens, receipt.evaluatedTokens),
      answerTokens: sum.answerTokens + receipt.answerTokens,
      prefillMs: sum.prefillMs + receipt.prefillMs,
      decodeMs: sum.decodeMs + receipt.decodeMs,
      answerCut: sum.answerCut || receipt.answerCut,
    }),
    first,
  );
}
