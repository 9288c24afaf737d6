import { describe, expect, it } from "vitest";
import { chanceOf, diagnose, shapeOf } from "../../../../main/core/exam/diagnose.ts";
import { nextLength } from "../../../../main/core/exam/run-exam.ts";
import {
  effectiveLength,
  isClearlyBelow,
  meanOfTasks,
  scoreOf,
  scoresByLength,
  unableTasks,
} from "../../../../main/core/exam/statistics.ts";
import { summarise } from "../../../../main/core/exam/summarise.ts";
import type { ExamCell, ExamTask } from "../../../../shared/exam.ts";

function cell(task: ExamTask, length: number, score: number, depth: number | null = 0.5): ExamCell {
  const rest = {
    question: "",
    expected: [],
    answer: "x",
    promptTokens: 1,
    evaluatedTokens: 1,
    answerTokens: 1,
    ms: 1,
    fault: null,
  };
  return { task, length, score, depth, ...rest };
}
const cells = (task: ExamTask, length: number, scores: readonly number[]): ExamCell[] =>
  scores.map((score, index) => cell(task, length, score, index / Math.max(1, scores.length - 1)));

describe("scores", () => {
  it("have Wilson's interval, by hand", () => {
    // 8 of 10: centre (0.8 + 3.8416/20) / 1.38416 = 0.7167, half width 0.2261
    expect(scoreOf([...new Array(8).fill(100), 0, 0])).toEqual({ mean: 80, low: 49, high: 94.3, questions: 10 });
    expect(scoreOf([])).toEqual({ mean: 0, low: 0, high: 100, questions: 0 });
  });

  it("are the mean of tasks, each counting the same", () => {
    const { mean, low, high, questions } = meanOfTasks([
      [100, 100, 100, 100],
      [0, 100],
    ]);
    expect([mean, questions]).toEqual([75, 6]);
    expect(low).toBeLessThan(75);
    expect(high).toBeGreaterThan(75);
  });

  it("are surely below only with more than one question", () => {
    expect(isClearlyBelow([0])).toBe(false);
    expect(isClearlyBelow([0, 0])).toBe(true);
    expect(isClearlyBelow([100, 100, 100, 0, 0])).toBe(false);
    expect(isClearlyBelow([100, 100, 0, 0, 0])).toBe(true);
  });
});

describe("the effective length", () => {
  const twenty = (right: number): number[] => Array.from({ length: 20 }, (_, index) => (index < right ? 100 : 0));
  const all = [
    ...cells("mail_single", 512, twenty(20)),
    ...cells("mail_single", 1024, twenty(18)),
    ...cells("mail_single", 2048, twenty(16)),
    ...cells("mail_single", 4096, twenty(4)),
  ];

  it("is the longest length above 85.6, with the lengths between which it lies", () => {
    // Means 100, 90, 80, 20; intervals from 83.9, 69.9, 58.4, 8.1 to 100, 97.2, 91.9, 41.6.
    expect(effectiveLength(scoresByLength(all, ["mail_single"]))).toEqual({ tokens: 1024, low: 0, high: 2048 });
    expect(
      effectiveLength(scoresByLength(cells("mail_single", 512, new Array(30).fill(100)), ["mail_single"])),
    ).toEqual({
      tokens: 512,
      low: 512,
      high: 512,
    });
  });

  it("is searched for between the longest good and the shortest bad length", () => {
    // sqrt(1024 * 2048) = 1448.2, to the nearest 64: 1472
    expect(nextLength(all, ["mail_single"])).toBe(1472);
    expect(nextLength(cells("mail_single", 512, twenty(20)), ["mail_single"])).toBeUndefined();
  });

  it("counts a task that was given up as bad at longer lengths, where others go on", () => {
    const both = [
      ...cells("mail_single", 512, [100, 100, 100]),
      ...cells("mail_single", 1024, [100, 100, 100]),
      ...cells("mail_absent", 512, [0, 0, 0]),
    ];
    expect(scoresByLength(both, ["mail_single", "mail_absent"]).map(({ mean }) => mean)).toEqual([50, 50]);
  });

  it("leaves out of the recommendation for asking what the model cannot do at all, and says so", () => {
    const mixed = [...cells("mail_single", 512, twenty(20)), ...cells("mail_questions", 512, [0, 0, 0])];
    expect(unableTasks(mixed, ["mail_single", "mail_questions"])).toEqual(["mail_questions"]);
    const facts = {
      tasks: ["mail_single", "mail_questions"] as const,
      windowTokens: 4096,
      naiveTokens: 0,
      seconds: 0,
      writing: null,
    };
    const summary = summarise(mixed, facts);
    expect(summary).toMatchObject({ effective: 512, unable: ["mail_questions"], ruler: null });
    expect(summary.findings.map(({ code }) => code)).toEqual(["UNABLE"]);
  });

  it("follows RULER's tasks alone where no mail was asked, all of them counting", () => {
    const ruler = [...cells("niah_single_1", 4096, [100, 100, 100]), ...cells("vt", 4096, [0, 0, 0])];
    const facts = {
      tasks: ["niah_single_1", "vt"] as const,
      windowTokens: 4096,
      naiveTokens: 0,
      seconds: 0,
      writing: null,
    };
    expect(summarise(ruler, facts)).toMatchObject({ effective: 0, asking: null, ruler: { tokens: 0, mean: 50 } });
  });
});

describe("what losses say", () => {
  const probes = (found: string) =>
    [...found].map((sign, index) => ({ depth: index / (found.length - 1), isFound: sign === "1" }));

  it.each([
    ["11111111", "whole"],
    ["00000000", "nothing"],
    ["00001111", "front"],
    ["11100011", "middle"],
    ["11111000", "end"],
    ["01101011", "scattered"],
    ["01111111", "scattered"],
  ])("%s", (found, shape) => {
    expect(shapeOf(probes(found)).shape).toBe(shape);
  });

  it("names a cut only where blind chance would seldom make it", () => {
    // One way of C(8, 4) = 70; four of C(8, 3) = 56; one of C(14, 2) = 91
    expect(chanceOf(probes("00001111"))).toBeCloseTo(1 / 70);
    expect(chanceOf(probes("11100011"))).toBeCloseTo(4 / 56);
    expect(chanceOf(probes("11111111111100"))).toBeCloseTo(1 / 91);
    const of = (found: string): ExamCell[] =>
      probes(found).map(({ depth, isFound }) => cell("mail_single", 4096, isFound ? 100 : 0, depth));
    expect(diagnose(of("11111111111100"), ["mail_single"], 8192)).toEqual([]);
    expect(diagnose(of("000000111111"), ["mail_single"], 16_384)[0]?.code).toBe("CUT_FRONT");
    expect(diagnose(of("000000111111"), ["mail_single"], 4096)[0]?.code).toBe("CUT_HALF");
    expect(diagnose(of("010010110100"), ["mail_single"], 4096).map(({ code }) => code)).toEqual(["DECAY", "UNABLE"]);
  });
});
