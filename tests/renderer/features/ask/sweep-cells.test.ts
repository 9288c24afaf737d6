import { describe, expect, it } from "vitest";
import {
  cellsOfPlan,
  cellsOfReport,
  coverageWords,
  readCells,
  sweepRemaining,
} from "../../../../renderer/features/ask/sweep-cells.ts";
import { afterWindow, type SweepWindows } from "../../../../renderer/features/ask/sweep-windows.ts";
import type { SweepPlan, SweepWindowResult } from "../../../../shared/sweep.ts";

const PLAN: SweepPlan = {
  windows: [1, 2, 3, 4].map((number) => ({
    documents: [number * 2 - 1, number * 2],
    first: `m${number * 2 - 1}`,
    last: `m${number * 2}`,
    tokens: 100,
    prefixSha256: "",
  })),
  tooLarge: [],
};
const EMPTY: SweepWindowResult = { answer: "NOTHING HERE.", isEmpty: true, citations: [], receipt: null, error: null };
const FOUND: SweepWindowResult = {
  answer: "It is so.",
  isEmpty: false,
  citations: [{ id: "m5", claimedId: null, quote: "it is so here", state: "verified", alsoIn: [] }],
  receipt: null,
  error: null,
};

const NONE: SweepWindows = { plan: null, windows: new Map(), startedAt: 0 };

describe("the windows of a sweep that goes on", () => {
  const live = [
    { event: "plan", plan: PLAN } as const,
    { event: "window-started", window: 1 } as const,
    { event: "window-done", window: 1, said: FOUND } as const,
    { event: "window-started", window: 2 } as const,
    { event: "window-progress", window: 2, processed: 31, total: 50 } as const,
  ].reduce(afterWindow, NONE);
  const cells = cellsOfPlan(PLAN, [EMPTY, null, null, null], live.windows);

  it("are what is stored and what is heard, joined", () => {
    expect(cells.map(({ state }) => state)).toEqual(["nothing", "found", "reading", "waiting"]);
    expect(cells[2]?.share).toBeCloseTo(0.62);
    expect(readCells(cells)).toBe(2);
  });

  it("tell how long the rest takes from what was read in this run alone", () => {
    // 162 of 262 tokens in 3,240 ms; the first window was read before this run.
    expect(sweepRemaining(cells, live, 3240)).toBe("about 2.8 s left");
    expect(sweepRemaining(cells, live, 100)).toBe("");
  });

  it("that answer without words that could be found are not shown as found", () => {
    const [cell] = cellsOfPlan(PLAN, [{ ...FOUND, citations: [] }], new Map());
    expect(cell?.state).toBe("said");
  });
});

describe("the account", () => {
  it("never says that a failed window was read", () => {
    const windows = PLAN.windows.map((window, index) => ({
      ...(index === 3 ? { ...EMPTY, isEmpty: false, answer: "", error: "It broke." } : EMPTY),
      first: window.first,
      last: window.last,
      documents: 2,
      tokens: 100,
    }));
    const report = { windows, documents: 8, read: 6, tooLarge: [], findings: [], isTooMany: false };
    expect(coverageWords(report)).toBe("6 of 8 documents read, each in exactly one of 4 windows.");
    expect(cellsOfReport(report).map(({ state }) => state)).toEqual(["nothing", "nothing", "nothing", "failed"]);
  });
});
