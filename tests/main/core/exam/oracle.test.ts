import { beforeAll, describe, expect, it } from "vitest";
import { summarise } from "../../../../main/core/exam/summarise.ts";
import { EXAM_TASKS, type ExamCell, type ExamSummary, RULER_TASKS } from "../../../../shared/exam.ts";
import { examine, KNOWLEDGE } from "../../../helpers/exam.ts";
import {
  type Cut,
  cutFront,
  cutHalf,
  cutMiddle,
  perfectAnswer,
  randomAnswer,
  scriptedEndpoint,
} from "../../../helpers/oracle.ts";

const perfect = (prompt: string): string => perfectAnswer(prompt, KNOWLEDGE);
const WINDOW = 16_384;

function add(cells: readonly ExamCell[]): ExamSummary {
  return summarise(cells, { tasks: EXAM_TASKS, windowTokens: WINDOW, naiveTokens: 0, seconds: 0, writing: null });
}

describe("a perfect oracle", () => {
  let cells: Awaited<ReturnType<typeof examine>>;
  const endpoint = scriptedEndpoint({ answer: perfect, windowTokens: WINDOW });
  beforeAll(async () => {
    cells = await examine(endpoint, {});
  });

  it.each(EXAM_TASKS)("scores 100 on %s at every length", (task) => {
    const own = cells.filter((cell) => cell.task === task);
    expect(own.length).toBeGreaterThan(2);
    expect(own.map((cell) => cell.score)).toEqual(own.map(() => 100));
  });

  it("may use the whole window, and nothing is wrong with it", () => {
    const summary = add(cells);
    expect(summary).toMatchObject({
      effective: WINDOW,
      asking: { tokens: WINDOW },
      ruler: { tokens: WINDOW, mean: 100 },
      findings: [],
      unable: [],
    });
  });

  it("never sends more than a length, answer included", () => {
    for (const cell of cells) expect(cell.promptTokens).toBeLessThan(cell.length);
  });

  it("reads each haystack once: far fewer tokens than every cell in a prompt of its own", () => {
    expect(endpoint.usage.evaluatedTokens).toBeLessThan(endpoint.usage.promptTokens * 0.25);
  });

  it("asks the same again with the same seed, and other things with another", async () => {
    const tasks = ["mail_single", "niah_multikey_2"] as const;
    const again = (seed: number) =>
      examine(scriptedEndpoint({ answer: perfect, windowTokens: 4096 }), { tasks: [...tasks], seed });
    const [first, second, other] = [await again(1), await again(1), await again(2)];
    const questions = (of: typeof first) => of.map(({ question, expected, depth }) => ({ question, expected, depth }));
    expect(questions(second)).toEqual(questions(first));
    expect(questions(other)).not.toEqual(questions(first));
  });

  it("goes on where it was broken off, without asking anything twice", async () => {
    const make = () => scriptedEndpoint({ answer: perfect, windowTokens: 4096 });
    const whole = await examine(make(), {});
    const before = await examine(make(), {}, { stopAfter: 60 });
    const after = await examine(make(), {}, { done: before });
    const keys = (of: typeof whole) => of.map((cell) => `${cell.key}@${cell.length}`);
    expect(keys([...before, ...after])).toEqual(keys(whole));
  });
});

it("a random oracle scores near 0 on all 13 tasks of RULER, and on mail", async () => {
  const cells = await examine(scriptedEndpoint({ answer: randomAnswer(3), windowTokens: WINDOW }), {});
  const summary = add(cells);
  expect(summary.tasks.filter(({ task }) => (RULER_TASKS as readonly string[]).includes(task))).toHaveLength(13);
  for (const { task, mean } of summary.tasks) expect([task, mean < 5]).toEqual([task, true]);
  expect(summary.effective).toBe(0);
});

it("strict cells are prompts of their own and cost several times as much", async () => {
  const tasks = [...RULER_TASKS];
  const shared = scriptedEndpoint({ answer: perfect, windowTokens: 8192 });
  const strict = scriptedEndpoint({ answer: perfect, windowTokens: 8192 });
  await examine(shared, { tasks, lengths: [8192] });
  const cells = await examine(strict, { tasks, lengths: [8192], strict: true });
  expect(cells.every((cell) => cell.score === 100)).toBe(true);
  expect(strict.usage.evaluatedTokens).toBeGreaterThan(shared.usage.evaluatedTokens * 3);
});

describe("endpoints that cut prompts and do not say so", () => {
  const lying = async (cut: Cut, fields: Parameters<typeof examine>[1] = {}): Promise<ExamSummary> =>
    add(await examine(scriptedEndpoint({ answer: perfect, windowTokens: WINDOW, cut }), fields));

  it.each([1, 2, 3])("names each in two minutes too, and recommends nothing from there on (seed %i)", async (seed) => {
    const quick = (cut: Cut): Promise<ExamSummary> => lying(cut, { preset: "quick", seed });
    for (const [code, cut, whole] of [
      ["CUT_FRONT", cutFront(3000), 2048],
      ["CUT_MIDDLE", cutMiddle(3000), 2048],
      ["CUT_HALF", cutHalf(WINDOW), WINDOW / 2],
    ] as const) {
      const { findings, asking } = await quick(cut);
      expect(findings.map((finding) => finding.code)).toEqual([code]);
      expect(asking?.tokens).toBe(whole);
      expect(asking?.high).toBeLessThanOrEqual(whole);
    }
  });

  it("names a cut at the front", async () => {
    const summary = await lying(cutFront(3000));
    expect(summary.findings[0]?.code).toBe("CUT_FRONT");
    expect(summary.effective).toBeLessThanOrEqual(3008);
    expect(summary.effective).toBeGreaterThanOrEqual(2048);
  });

  it("names a cut in the middle", async () => {
    const summary = await lying(cutMiddle(3000));
    expect(summary.findings[0]?.code).toBe("CUT_MIDDLE");
    expect(summary.effective).toBeLessThan(4096);
  });

  it("names a cut to half of the window", async () => {
    const summary = await lying(cutHalf(WINDOW));
    expect(summary.findings[0]?.code).toBe("CUT_HALF");
    expect(summary.effective).toBeLessThanOrEqual(WINDOW / 2 + 600);
    expect(summary.effective).toBeGreaterThanOrEqual(WINDOW / 2 - 600);
  });

  it("believes the receipt of one that admits it", async () => {
    const endpoint = scriptedEndpoint({ answer: perfect, windowTokens: WINDOW, cut: cutFront(3000), isHonest: true });
    const summary = add(await examine(endpoint, { tasks: ["mail_single"] }));
    expect(summary.findings[0]).toMatchObject({ code: "RECEIPT_SHORT" });
    expect(summary.findings[0]?.message).toContain("At 4,096 tokens: llama-server read only 3000 of the");
  });
});
