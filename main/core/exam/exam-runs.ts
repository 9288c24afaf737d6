/**
 * The exams of one core: planned, begun, paused, gone on with after a restart, watched by any number of pages.
 *
 * Owns the rows of running exams. An exam that a dead process left is paused: it reads for hours, so it goes on only
 * when the owner says so. What is asked is ./run-exam.ts.
 */
import { LonghandError, sentenceOf, toErrorRecord } from "../../../shared/errors.ts";
import type { ExamCell, ExamPlan, ExamRecord, ExamRequest, ExamSummary } from "../../../shared/exam.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { getExam, listExamCells, listExams, readExamStart } from "../archive/queries/exams.ts";
import type { Writer } from "../archive/writer.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { createEventQueue } from "../event-queue.ts";
import { naiveCost } from "./cost.ts";
import { makePlan, paceNow, type SpeedOf, secondsLeft } from "./make-plan.ts";
import { gatherMaterial, sizeArchive } from "./material.ts";
import { PRESETS, scopeOfWork } from "./plan.ts";
import { runExam } from "./run-exam.ts";
import { changeSince, identityOf } from "./standing.ts";
import { summarise } from "./summarise.ts";
import { writingFor } from "./writing.ts";

/** What happens in an exam; the summary comes last. */
export type ExamEvent =
  | { readonly event: "plan"; readonly id: number; readonly plan: ExamPlan }
  | { readonly event: "cell"; readonly cell: ExamCell }
  | { readonly event: "paused" }
  | { readonly event: "summary"; readonly summary: ExamSummary };

/** Exams of one core. */
export type ExamRuns = {
  plan(request: ExamRequest): Promise<ExamPlan>;
  /** Begins an exam in the background; returns its number. */
  start(request: ExamRequest): Promise<number>;
  /** Goes on with a paused exam. */
  resume(id: number): Promise<void>;
  pause(id: number): Promise<void>;
  cancel(id: number): Promise<void>;
  delete(id: number): Promise<void>;
  list(): ExamRecord[];
  /** The exams now and after every change. */
  watch(signal: AbortSignal): AsyncGenerator<ExamRecord[]>;
  /** What happens in a running exam from now on, until it rests or ends; throws what it failed with. */
  follow(id: number): AsyncGenerator<ExamEvent>;
  close(): Promise<void>;
};

/** What exams need of their core. */
export type ExamRunsOptions = {
  readonly db: ReadableDatabase;
  readonly writer: Writer;
  /** The folder with Longhand's texts. */
  readonly resources: string;
  /** Connects an endpoint; the choice is in full, but for its key. */
  connect(choice: ExamRequest["endpoint"]): Promise<Endpoint>;
  readonly speed: SpeedOf;
  /** `YYYY-MM-DD`. */
  today(): string;
};

type Live = {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  stopAs: "paused" | "cancelled";
  failure: LonghandError | undefined;
  /** Seconds that it takes at most from here; null where nothing was measured. */
  secondsLeft: number | null;
  readonly listeners: Set<(event: ExamEvent) => void>;
};

const notFound = (): LonghandError =>
  new LonghandError("EXAM_NOT_FOUND", "This exam is not in the archive.", "See the exams there are.");

/** Creates the exams of an archive. */
export function createExamRuns({ db, writer, resources, connect, speed, today }: ExamRunsOptions): ExamRuns {
  const live = new Map<number, Live>();
  const watchers = new Set<() => void>();
  const tell = (): void => {
    for (const notify of watchers) notify();
  };

  function record(id: number): ExamRecord {
    const found = getExam(db, id);
    if (found === undefined) throw notFound();
    return found;
  }

  async function perform(id: number, run: Live): Promise<void> {
    const start = readExamStart(db, id);
    if (start === undefined) throw notFound();
    const { request } = start;
    const began = performance.now();
    const elapsed = (): number => start.seconds + (performance.now() - began) / 1000;
    try {
      const exam = record(id);
      const endpoint = await connect(request.endpoint);
      const changed = changeSince(exam, identityOf(endpoint.description));
      if (changed !== null || endpoint.description.windowTokens !== exam.windowTokens) {
        throw new LonghandError(
          "EXAM_CHANGED",
          changed ?? "The endpoint has another window than when the exam was begun.",
          "Begin a new exam.",
        );
      }
      const work = scopeOfWork(request, exam.windowTokens, exam.plan.archiveTokens);
      const rules = PRESETS[request.preset];
      const done = listExamCells(db, id);
      const material = await gatherMaterial(db, endpoint, resources, { ...start, seed: request.seed, work });
      const { signal } = run.controller;
      for await (const cell of runExam({
        endpoint,
        material,
        request,
        work,
        done,
        secondsBefore: start.seconds,
        signal,
      })) {
        await writer.call("putExamCell", { examId: id, cell });
        run.secondsLeft = secondsLeft(work, rules, request.strict, paceNow(db, endpoint, speed), {
          sheet: cell.key.slice(0, cell.key.lastIndexOf("#")),
          length: cell.length,
          elapsed: elapsed(),
        });
        for (const listener of run.listeners) listener({ event: "cell", cell });
        tell();
      }
      const summary = summarise(listExamCells(db, id), {
        tasks: work.tasks,
        windowTokens: exam.windowTokens,
        naiveTokens: naiveCost(work, rules.perTask),
        seconds: elapsed(),
        writing: writingFor(db, exam.modelIdentity),
      });
      await writer.call("updateExam", { id, change: { state: "done", seconds: elapsed(), summary } });
      for (const listener of run.listeners) listener({ event: "summary", summary });
    } catch (error) {
      const isStopped = run.controller.signal.aborted;
      const known = toErrorRecord(error);
      run.failure = isStopped
        ? undefined
        : new LonghandError(known.code, known.message, known.remedy, { cause: error });
      await writer.call("updateExam", {
        id,
        change: isStopped
          ? { state: run.stopAs, seconds: elapsed() }
          : { state: "failed", seconds: elapsed(), error: { code: known.code, message: sentenceOf(known) } },
      });
      if (isStopped) for (const listener of run.listeners) listener({ event: "paused" });
    } finally {
      live.delete(id);
      tell();
    }
  }

  function begin(id: number): void {
    const run: Live = {
      controller: new AbortController(),
      // Begun in the next turn, so that whoever follows is there for the first cell.
      ended: Promise.resolve().then(() => perform(id, run)),
      stopAs: "paused",
      failure: undefined,
      secondsLeft: null,
      listeners: new Set(),
    };
    live.set(id, run);
    tell();
  }

  function refuseSecond(): void {
    if (live.size === 0) return;
    throw new LonghandError("EXAM_RUNNING", "An exam is running already.", "Wait for its end, or pause it.");
  }

  async function stop(id: number, as: Live["stopAs"]): Promise<void> {
    const run = live.get(id);
    if (run === undefined) return;
    run.stopAs = as;
    run.controller.abort(new LonghandError("CANCELLED", "The exam was stopped."));
    await run.ended;
  }

  const list = (): ExamRecord[] =>
    listExams(db).map((exam) => ({ ...exam, secondsLeft: live.get(exam.id)?.secondsLeft ?? null }));

  const runs: ExamRuns = {
    async plan(request) {
      return makePlan(db, await connect(request.endpoint), request, speed);
    },
    async start(request) {
      refuseSecond();
      const endpoint = await connect(request.endpoint);
      const plan = await makePlan(db, endpoint, request, speed);
      const { lastDocument } = await sizeArchive(db, endpoint);
      refuseSecond();
      const { windowTokens } = endpoint.description;
      const identity = identityOf(endpoint.description);
      const id = await writer.call("insertExam", {
        ...identity,
        windowTokens,
        request,
        plan,
        today: today(),
        lastDocument,
      });
      begin(id);
      return id;
    },
    async resume(id) {
      const { state } = record(id);
      if (live.has(id) || state === "done") return;
      refuseSecond();
      await writer.call("updateExam", { id, change: { state: "running", error: null } });
      begin(id);
    },
    pause: (id) => stop(id, "paused"),
    async cancel(id) {
      await stop(id, "cancelled");
      const { state } = record(id);
      if (state === "paused" || state === "running")
        await writer.call("updateExam", { id, change: { state: "cancelled" } });
      tell();
    },
    async delete(id) {
      await stop(id, "cancelled");
      await writer.call("deleteExam", { id });
      tell();
    },
    list,
    async *watch(signal) {
      let wake: () => void = () => undefined;
      let isChanged = true;
      const notify = (): void => {
        isChanged = true;
        wake();
      };
      watchers.add(notify);
      signal.addEventListener("abort", notify);
      try {
        while (!signal.aborted) {
          if (!isChanged) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            continue;
          }
          isChanged = false;
          yield list();
        }
      } finally {
        watchers.delete(notify);
        signal.removeEventListener("abort", notify);
      }
    },
    async *follow(id) {
      const { plan } = record(id);
      const run = live.get(id);
      yield { event: "plan", id, plan };
      if (run === undefined) return;
      const queue = createEventQueue<ExamEvent>();
      const listener = (event: ExamEvent): void => queue.push(event);
      run.listeners.add(listener);
      try {
        yield* queue.iterate(run.ended);
      } finally {
        run.listeners.delete(listener);
      }
      if (run.failure !== undefined) throw run.failure;
    },
    async close() {
      await Promise.all([...live.keys()].map((id) => stop(id, "paused")));
    },
  };
  return runs;
}
