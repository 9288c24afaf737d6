/** Each kind of work under way as one row of the status block: its words, how far it is, how long it takes. Pure. */
import type { ModelDownload } from "../../shared/downloads.ts";
import type { ExamRecord } from "../../shared/exam.ts";
import type { ImportRun, WarmJob } from "../../shared/schemas.ts";
import type { BacktestRecord } from "../../shared/voice.ts";
import { cellsOfPlan, sweepLeftMs } from "../features/ask/sweep-cells.ts";
import type { SweepWindows } from "../features/ask/sweep-windows.ts";
import type { Run } from "../features/prompt/run.ts";
import { readingLeftMs } from "../features/prompt/run-words.ts";
import { importName, progressPercent } from "../features/sources/import-words.ts";
import { countOf, formatCount, percent } from "../format.ts";
import { remainingMs } from "../pace.ts";
import { screenAddress } from "./route.ts";

/** One piece of work. */
export type Work = {
  readonly key: string;
  /** `Importing archive.mbox` */
  readonly words: string;
  /** What is said when it is over: `archive.mbox is imported.` */
  readonly doneWords: string;
  readonly address: string;
  readonly percent: number | null;
  readonly etaMs: number | null;
  /** What it is at, where no time can be told: `Waiting for its turn`. */
  readonly note: string | null;
  /** Ends when the window closes, while the rest goes on in the core. */
  readonly needsWindow: boolean;
};

/** When something was first seen at work, and how far it was then. */
export type FirstSeen = { readonly at: number; readonly done: number };

/** Imports go one after the other: `isWaiting` for one that has to wait for an older one. */
export function importWork(run: ImportRun, isWaiting: boolean): Work {
  const seconds = run.progress?.etaSeconds ?? null;
  return {
    key: `import-${run.id}`,
    words: `Importing ${importName(run)}`,
    doneWords: `The import of ${importName(run)} has ended.`,
    address: screenAddress("sources"),
    percent: progressPercent(run.progress),
    etaMs: seconds === null ? null : Math.max(1, seconds) * 1000,
    note: run.progress !== null ? null : isWaiting ? "Waiting for its turn" : "Getting ready",
    needsWindow: false,
  };
}

/** Reading ahead. */
export function warmWork(job: WarmJob): Work {
  return {
    key: `warm-${job.id}`,
    words: "Reading ahead",
    doneWords: "Reading ahead has ended: the next question costs only its own words.",
    address: screenAddress("ask"),
    percent: job.totalTokens === null ? null : percent(job.doneTokens, job.totalTokens),
    etaMs: job.etaMs,
    note: job.totalTokens === null ? "Putting the prompt together" : null,
    needsWindow: false,
  };
}

/** An exam; its time is what it takes at most. */
export function examWork(exam: ExamRecord): Work {
  return {
    key: `exam-${exam.id}`,
    words: "Sitting the exam",
    doneWords: "The exam has ended.",
    address: screenAddress("exam"),
    percent: exam.plan.questions === 0 ? null : percent(exam.asked, exam.plan.questions),
    etaMs: exam.secondsLeft === null ? null : exam.secondsLeft * 1000,
    // Close results are asked more than was planned.
    note: `${formatCount(exam.asked)} of ${countOf(Math.max(exam.asked, exam.plan.questions), "question")}`,
    needsWindow: false,
  };
}

/** A backtest, timed by the drafts that were written since this window saw it. */
export function backtestWork(record: BacktestRecord, seen: FirstSeen, now: number): Work {
  return {
    key: `backtest-${record.id}`,
    words: "Backtesting your voice",
    doneWords: "The backtest has ended.",
    address: screenAddress("voice"),
    percent: percent(record.done, record.total),
    etaMs: remainingMs(now - seen.at, record.done - seen.done, record.total - record.done),
    note: `${formatCount(record.done)} of ${countOf(record.total, "draft")}`,
    needsWindow: false,
  };
}

/** A model's file that is fetched or checked. */
export function downloadWork({ id, name, state, bytes, doneBytes, etaMs }: ModelDownload): Work {
  const isChecking = state === "checking";
  return {
    key: `model-${id}`,
    words: isChecking ? `Checking ${name}` : `Fetching ${name}`,
    doneWords: `Fetching ${name} has ended: see Settings.`,
    address: screenAddress("settings"),
    percent: bytes === null ? null : percent(doneBytes, bytes),
    etaMs,
    note: null,
    needsWindow: false,
  };
}

/** An export; it ends with its window. */
export function exportWork({ done, total }: { readonly done: number; readonly total: number }): Work {
  return {
    key: "export",
    words: "Exporting everything",
    doneWords: "The export has ended: see Settings.",
    address: screenAddress("settings"),
    percent: total === 0 ? null : percent(done, total),
    etaMs: null,
    note: total === 0 ? "Getting ready" : null,
    needsWindow: true,
  };
}

/** What of a run the block shows; its text, which changes with every word, is not in it. */
export type RunPace = Pick<Run<unknown, unknown>, "phase" | "prefill" | "prefillStartedAt" | "preparing" | "behind">;

/** Cuts a run down to it. */
export function paceOf({ phase, prefill, prefillStartedAt, preparing, behind }: RunPace): RunPace {
  return { phase, prefill, prefillStartedAt, preparing, behind };
}

function runNote({ phase, behind, preparing, prefill }: RunPace): string | null {
  if (phase === "writing") return "Writing";
  if (behind !== null) return "Waiting for its turn";
  if (preparing !== null || prefill === null) return "Getting ready";
  return null;
}

const runPercent = ({ phase, prefill }: RunPace): number | null =>
  phase === "writing" || prefill === null ? null : percent(prefill.processed, prefill.total);

/** A question; one that is asked window by window with how far its windows are. */
export function askWork(run: RunPace & { readonly isSweep: boolean }, windows: SweepWindows, now: number): Work {
  const common = { key: "ask", doneWords: "Your question has its answer.", address: "#/ask/live", needsWindow: true };
  if (!run.isSweep || windows.plan === null || run.phase === "writing") {
    return {
      ...common,
      words: "Answering a question",
      percent: runPercent(run),
      etaMs: run.phase === "writing" ? null : readingLeftMs(run, now),
      note: runNote(run),
    };
  }
  const cells = cellsOfPlan(windows.plan, [], windows.windows);
  const read = cells.reduce((sum, { share }) => sum + share, 0);
  return {
    ...common,
    words: "Reading window by window",
    percent: percent(read, cells.length),
    etaMs: sweepLeftMs(cells, windows, now),
    note: `${formatCount(Math.floor(read))} of ${countOf(cells.length, "window")}`,
  };
}

/** A draft. */
export function draftWork(run: RunPace, now: number): Work {
  return {
    key: "draft",
    words: "Writing a draft",
    doneWords: "The draft is written.",
    address: screenAddress("write"),
    percent: runPercent(run),
    etaMs: run.phase === "writing" ? null : readingLeftMs(run, now),
    note: runNote(run),
    needsWindow: true,
  };
}
