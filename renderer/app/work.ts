/**
 * All work under way in one list, whoever does it: imports, reading ahead, exams, answers, drafts.
 *
 * Owns what is told when long work ends: a note in the window, and one of the system while the window is not looked at.
 * The work itself belongs to its features.
 */
import { useEffect, useMemo, useRef } from "react";
import { useAskRun } from "../features/ask/ask-run.ts";
import { useExams, watchExams } from "../features/exam/use-exams.ts";
import { isUnderWay } from "../features/prompt/run.ts";
import { useWarmJobs, watchWarmJobs } from "../features/prompt/warm-jobs.ts";
import { useImportRuns, watchImportRuns } from "../features/sources/import-runs.ts";
import { importName, progressPercent } from "../features/sources/import-words.ts";
import { useDraftRun } from "../features/write/draft-run.ts";
import { percent } from "../format.ts";
import { host } from "../host/host.ts";
import { showToast } from "../stores/toasts.ts";
import { currentAddress, navigate } from "./navigation.ts";
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
  /** Ends when the window closes, while the rest goes on in the core. */
  readonly needsWindow: boolean;
};

/** Shorter work is over before anybody has turned away. */
const LONG_MS = 10_000;

/** What is under way now. */
export function useWork(): readonly Work[] {
  useEffect(() => {
    watchImportRuns();
    watchWarmJobs();
    watchExams();
  }, []);
  const imports = useImportRuns((state) => state.runs);
  const jobs = useWarmJobs((state) => state.jobs);
  const exams = useExams((state) => state.exams);
  const ask = useAskRun((state) => state.run);
  const draft = useDraftRun((state) => state.run);
  const isAsking = isUnderWay(ask);
  const isDrafting = isUnderWay(draft);
  return useMemo(() => {
    const work: Work[] = [];
    for (const run of imports) {
      if (run.state !== "running") continue;
      work.push({
        key: `import-${run.id}`,
        words: `Importing ${importName(run)}`,
        doneWords: `The import of ${importName(run)} has ended.`,
        address: screenAddress("sources"),
        percent: progressPercent(run.progress),
        etaMs: null,
        needsWindow: false,
      });
    }
    for (const job of jobs) {
      if (job.state !== "running") continue;
      work.push({
        key: `warm-${job.id}`,
        words: "Reading ahead",
        doneWords: "Reading ahead has ended: the next question costs only its own words.",
        address: screenAddress("ask"),
        percent: job.totalTokens === null ? null : percent(job.doneTokens, job.totalTokens),
        etaMs: job.etaMs,
        needsWindow: false,
      });
    }
    for (const exam of exams ?? []) {
      if (exam.state !== "running") continue;
      work.push({
        key: `exam-${exam.id}`,
        words: "Sitting the exam",
        doneWords: "The exam has ended.",
        address: screenAddress("exam"),
        percent: null,
        etaMs: exam.secondsLeft === null ? null : exam.secondsLeft * 1000,
        needsWindow: false,
      });
    }
    if (isAsking) {
      work.push({
        key: "ask",
        words: "Answering a question",
        doneWords: "Your question has its answer.",
        address: "#/ask/live",
        percent: null,
        etaMs: null,
        needsWindow: true,
      });
    }
    if (isDrafting) {
      work.push({
        key: "draft",
        words: "Writing a draft",
        doneWords: "The draft is written.",
        address: screenAddress("write"),
        percent: null,
        etaMs: null,
        needsWindow: true,
      });
    }
    return work;
  }, [imports, jobs, exams, isAsking, isDrafting]);
}

/** Tells the host what is under way, and the owner what has ended. */
export function useWorkNotes(work: readonly Work[]): void {
  const begun = useRef(new Map<string, { readonly work: Work; readonly at: number }>());
  useEffect(() => {
    const told = host.kind === "browser" ? work.filter(({ needsWindow }) => needsWindow) : work;
    host.reportWork(told.map(({ words }) => ({ words })));
    const now = performance.now();
    const keys = new Set(work.map(({ key }) => key));
    for (const [key, { work: ended, at }] of begun.current) {
      if (keys.has(key)) continue;
      begun.current.delete(key);
      if (now - at < LONG_MS) continue;
      const isLookedAt = document.visibilityState === "visible" && document.hasFocus();
      if (!isLookedAt) host.notify({ title: "Longhand", body: ended.doneWords, address: ended.address });
      if (!currentAddress().startsWith(ended.address)) {
        const action = { label: "Show", run: () => navigate(ended.address) };
        showToast({ text: ended.doneWords, tone: "good", action });
      }
    }
    for (const item of work) if (!begun.current.has(item.key)) begun.current.set(item.key, { work: item, at: now });
  }, [work]);
}
