import { describe, expect, it } from "vitest";
import { markRuns } from "../../../../renderer/features/pdf/mark-items.ts";

const RUNS = [
  { text: "The committee met on", hasEol: true },
  { text: "Fri", hasEol: false },
  { text: "day and chose", hasEol: true },
  { text: "the red boat.", hasEol: false },
];

describe("markRuns", () => {
  it("marks words across runs and lines", () => {
    expect(markRuns(RUNS, "met on Friday and chose the red boat")).toEqual([
      { run: 0, start: 14, end: 20 },
      { run: 1, start: 0, end: 3 },
      { run: 2, start: 0, end: 13 },
      { run: 3, start: 0, end: 12 },
    ]);
  });

  it("marks a part of one run", () => {
    expect(markRuns(RUNS, "the red boat")).toEqual([{ run: 3, start: 0, end: 12 }]);
  });

  it("marks nothing where the words do not stand", () => {
    expect(markRuns(RUNS, "a green bicycle was sold")).toEqual([]);
  });
});
