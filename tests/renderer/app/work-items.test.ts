import { describe, expect, it } from "vitest";
import {
  askWork,
  backtestWork,
  downloadWork,
  examWork,
  importWork,
  type RunPace,
} from "../../../renderer/app/work-items.ts";
import type { ModelDownload } from "../../../shared/downloads.ts";
import type { ExamRecord } from "../../../shared/exam.ts";
import type { ImportRun } from "../../../shared/schemas.ts";
import type { BacktestRecord } from "../../../shared/voice.ts";

const IMPORT = { id: 3, names: ["a.mbox"], state: "running", progress: null, summary: null, error: null } as ImportRun;
const RUN: RunPace = { phase: "waiting", prefill: null, prefillStartedAt: null, preparing: null, behind: null };
const NO_WINDOWS = { plan: null, windows: new Map(), startedAt: 0 };

describe("work in the status block", () => {
  it("says how long an import takes where that is known, else what it waits for", () => {
    expect(importWork(IMPORT, true)).toMatchObject({ percent: null, etaMs: null, note: "Waiting for its turn" });
    const progress = { bytes: 50, totalBytes: 200, etaSeconds: 12 } as NonNullable<ImportRun["progress"]>;
    expect(importWork({ ...IMPORT, progress }, false)).toMatchObject({ percent: 25, etaMs: 12_000, note: null });
    expect(importWork({ ...IMPORT, progress: { ...progress, etaSeconds: null } }, false).etaMs).toBeNull();
  });

  it("times a backtest by the drafts that were written since it was seen, not by those from before", () => {
    const record = { id: 1, state: "running", done: 40, total: 120 } as BacktestRecord;
    expect(backtestWork(record, { at: 0, done: 40 }, 60_000)).toMatchObject({ etaMs: null, note: "40 of 120 drafts" });
    expect(backtestWork({ ...record, done: 50 }, { at: 0, done: 40 }, 60_000).etaMs).toBe(420_000);
  });

  it("never says that more questions of an exam were asked than there are", () => {
    const exam = { id: 1, asked: 74, plan: { questions: 70 }, secondsLeft: 30 } as unknown as ExamRecord;
    expect(examWork(exam)).toMatchObject({ percent: 100, etaMs: 30_000, note: "74 of 74 questions" });
  });

  it("tells fetching from checking", () => {
    const item = { id: 1, name: "a.gguf", bytes: 200, doneBytes: 50, etaMs: 9000 } as ModelDownload;
    expect(downloadWork({ ...item, state: "running" })).toMatchObject({ words: "Fetching a.gguf", percent: 25 });
    expect(downloadWork({ ...item, state: "checking" }).words).toBe("Checking a.gguf");
  });

  it("shows a sweep by its windows, and any question by what was read", () => {
    const reading = {
      ...RUN,
      phase: "reading",
      prefill: { processed: 60, cached: 20, total: 100 },
      prefillStartedAt: 0,
    };
    expect(askWork({ ...(reading as RunPace), isSweep: false }, NO_WINDOWS, 4000)).toMatchObject({
      words: "Answering a question",
      percent: 60,
      etaMs: 4000,
    });
    const window = { documents: [1], first: "m1", last: "m1", tokens: 100, prefixSha256: "" };
    const plan = { windows: [window, window, window, window], tooLarge: [] };
    const windows = new Map([[0, { share: 1 }] as const, [1, { share: 0.5 }] as const]);
    expect(askWork({ ...RUN, isSweep: true }, { plan: plan as never, windows, startedAt: 0 }, 3000)).toMatchObject({
      words: "Reading window by window",
      percent: 37.5,
      etaMs: 5000,
      note: "1 of 4 windows",
    });
    expect(askWork({ ...RUN, isSweep: false, behind: "warm" }, NO_WINDOWS, 0).note).toBe("Waiting for its turn");
  });
});
