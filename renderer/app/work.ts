/**
 * All work under way in one list, whoever does it: imports, reading ahead, exams, backtests,
 * downloads, exports, answers, drafts.
 *
 * Owns what is told when long work ends: a note in the window, and one of the system while the window is not looked at.
 * The work itself belongs to its features; how each reads as a row is ./work-items.ts.
 */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useShallow } from "zustand/react/shallow";
import { trpc } from "../api.ts";
import { useAskRun } from "../features/ask/ask-run.ts";
import { useSweepWindows } from "../features/ask/sweep-windows.ts";
import { useExams, watchExams } from "../features/exam/use-exams.ts";
import { isUnderWay } from "../features/prompt/run.ts";
import { useWarmJobs, watchWarmJobs } from "../features/prompt/warm-jobs.ts";
import { useDownloads, watchDownloads } from "../features/settings/downloads.ts";
import { useExportRun } from "../features/settings/export-run.ts";
import { useImportRuns, watchImportRuns } from "../features/sources/import-runs.ts";
import { useDraftRun } from "../features/write/draft-run.ts";
import { host } from "../host/host.ts";
import { showToast } from "../stores/toasts.ts";
import { currentAddress, navigate } from "./navigation.ts";
import {
  askWork,
  backtestWork,
  downloadWork,
  draftWork,
  examWork,
  exportWork,
  type FirstSeen,
  importWork,
  paceOf,
  type Work,
  warmWork,
} from "./work-items.ts";

/** Shorter work is over before anybody has turned away. */
const LONG_MS = 10_000;
/** Backtests are asked after; a running one this often. */
const BACKTEST_INTERVAL_MS = 2000;

/** The backtest that runs, with where it was when this window first saw it. */
function useBacktestWork(): Work | null {
  const { data, dataUpdatedAt } = useQuery(
    trpc.backtest.list.queryOptions(
      {},
      {
        refetchInterval: ({ state }) =>
          state.data?.some((each) => each.state === "running") === true ? BACKTEST_INTERVAL_MS : false,
      },
    ),
  );
  const seen = useRef(new Map<number, FirstSeen>());
  return useMemo(() => {
    const running = data?.find(({ state }) => state === "running");
    if (running === undefined) {
      seen.current.clear();
      return null;
    }
    const first = seen.current.get(running.id) ?? { at: dataUpdatedAt, done: running.done };
    seen.current.set(running.id, first);
    return backtestWork(running, first, dataUpdatedAt);
  }, [data, dataUpdatedAt]);
}

/** What is under way now. */
export function useWork(): readonly Work[] {
  useEffect(() => {
    watchImportRuns();
    watchWarmJobs();
    watchExams();
    watchDownloads();
  }, []);
  const imports = useImportRuns((state) => state.runs);
  const jobs = useWarmJobs((state) => state.jobs);
  const exams = useExams((state) => state.exams);
  const downloads = useDownloads((state) => state.downloads);
  const exporting = useExportRun((state) => state.run);
  const backtest = useBacktestWork();
  const ask = useAskRun(
    useShallow(({ run }) =>
      run !== null && isUnderWay(run) ? { ...paceOf(run), isSweep: run.subject.isSweep } : null,
    ),
  );
  const windows = useSweepWindows();
  const draft = useDraftRun(useShallow(({ run }) => (run !== null && isUnderWay(run) ? paceOf(run) : null)));
  return useMemo(() => {
    const running = imports.filter(({ state }) => state === "running");
    return [
      ...running.map((run) =>
        importWork(
          run,
          running.some(({ id }) => id < run.id),
        ),
      ),
      ...jobs.filter(({ state }) => state === "running").map(warmWork),
      ...(exams ?? []).filter(({ state }) => state === "running").map(examWork),
      ...(backtest === null ? [] : [backtest]),
      ...downloads.filter(({ state }) => state === "running" || state === "checking").map(downloadWork),
      ...(exporting.state === "running" ? [exportWork(exporting)] : []),
      ...(ask !== null ? [askWork(ask, windows, Date.now())] : []),
      ...(draft !== null ? [draftWork(draft, Date.now())] : []),
    ];
  }, [imports, jobs, exams, backtest, downloads, exporting, ask, windows, draft]);
}

/** What is said when a piece of work is over; null where the owner ended it. */
function endWords({ key, doneWords }: Work): string | null {
  if (key !== "ask" && key !== "draft") return doneWords;
  const phase = (key === "ask" ? useAskRun : useDraftRun).getState().run?.phase;
  if (phase === "stopped") return null;
  if (phase !== "failed") return doneWords;
  return key === "ask" ? "Your question could not be answered." : "The draft could not be written.";
}

/** Tells the host what is under way, and the owner what has ended. */
export function useWorkNotes(work: readonly Work[]): void {
  const begun = useRef(new Map<string, { readonly work: Work; readonly at: number }>());
  // The same words, said again with every percent, would tell the host nothing.
  const told = useRef("");
  useEffect(() => {
    const named = (host.kind === "browser" ? work.filter(({ needsWindow }) => needsWindow) : work).map(({ words }) => ({
      words,
    }));
    if (JSON.stringify(named) !== told.current) {
      told.current = JSON.stringify(named);
      host.reportWork(named);
    }
    const now = performance.now();
    const keys = new Set(work.map(({ key }) => key));
    for (const [key, { work: ended, at }] of begun.current) {
      if (keys.has(key)) continue;
      begun.current.delete(key);
      if (now - at < LONG_MS) continue;
      const words = endWords(ended);
      if (words === null) continue;
      const isLookedAt = document.visibilityState === "visible" && document.hasFocus();
      if (!isLookedAt) host.notify({ title: "Longhand", body: words, address: ended.address });
      if (!currentAddress().startsWith(ended.address)) {
        const action = { label: "Show", run: () => navigate(ended.address) };
        showToast({ text: words, tone: words === ended.doneWords ? "good" : "bad", action });
      }
    }
    for (const item of work) if (!begun.current.has(item.key)) begun.current.set(item.key, { work: item, at: now });
  }, [work]);
}
