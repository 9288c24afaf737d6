import { describe, expect, it } from "vitest";
import { cellsCsv, examJson } from "../../../../renderer/features/exam/exam-export.ts";
import { effectiveWords, modelName, planWords, progressWords } from "../../../../renderer/features/exam/exam-words.ts";
import { compareOf, heatColor, heatOf, shortLength, shownTasks } from "../../../../renderer/features/exam/heat.ts";
import type { ExamCell, ExamRecord } from "../../../../shared/exam.ts";

function cell(length: number, depth: number | null, score: number, fault: string | null = null): ExamCell {
  const rest = {
    question: "q",
    expected: ["a"],
    answer: "a",
    promptTokens: 1,
    evaluatedTokens: 1,
    answerTokens: 1,
    ms: 1,
  };
  return { task: "mail_single", length, depth, score, fault, ...rest };
}

describe("the heat map", () => {
  it("puts each score into its length and depth, the end into the last row", () => {
    const heat = heatOf(
      [cell(512, 0, 100), cell(512, 0.1, 0), cell(1024, 1, 100), cell(1024, 0.5, 0), cell(512, null, 100)],
      ["mail_single"],
    );
    expect(heat.lengths).toEqual([512, 1024]);
    expect(heat.rows).toHaveLength(5);
    expect(heat.rows[0]?.squares).toEqual([
      { score: 50, questions: 2 },
      { score: null, questions: 0 },
    ]);
    expect(heat.rows[2]?.squares[1]).toEqual({ score: 0, questions: 1 });
    expect(heat.rows[4]?.squares[1]).toEqual({ score: 100, questions: 1 });
  });

  it("shows what the model can do at all, and everything where that is nothing", () => {
    const cells = [
      cell(512, 0, 100),
      { ...cell(512, 0, 0), task: "vt" as const },
      { ...cell(512, null, 0), task: "cwe" as const },
    ];
    expect(shownTasks(cells, ["vt"])).toEqual(["mail_single"]);
    expect(shownTasks(cells, ["vt", "mail_single"])).toEqual(["mail_single", "vt"]);
  });

  it("goes from red over yellow to green", () => {
    expect([heatColor(0), heatColor(50), heatColor(100)]).toEqual(["#f0968a", "#fadb8c", "#8fd19e"]);
  });

  it("writes lengths short", () => {
    expect([512, 1024, 1472, 131_072, 1_048_576, 20_000].map(shortLength)).toEqual([
      "512",
      "1K",
      "1472",
      "128K",
      "1M",
      "20k",
    ]);
  });
});

describe("files and words", () => {
  it("keep what the mail says out of the CSV", () => {
    expect(cellsCsv([cell(512, 0.5, 100, 'it said "no", twice')])).toBe(
      'task,length,depth,score,promptTokens,evaluatedTokens,answerTokens,ms,fault\nmail_single,512,0.5,100,1,1,1,1,"it said ""no"", twice"\n',
    );
    expect(JSON.parse(examJson({ id: 3 } as ExamRecord, [cell(512, 0, 0)]))).toMatchObject({
      exam: { id: 3 },
      cells: [{ length: 512 }],
    });
  });

  it("say between which lengths an effective length lies", () => {
    expect(effectiveWords({ tokens: 1024, low: 512, high: 2048 })).toMatch(
      /^1.024 tokens \(surely 512, perhaps 2.048\)$/,
    );
    expect(effectiveWords({ tokens: 0, low: 0, high: 0 })).toBe("no length was read well enough");
  });
});

const record = (id: number, fields: object): ExamRecord => ({ id, summary: null, ...fields }) as unknown as ExamRecord;

describe("exams side by side", () => {
  it("have all lengths that any of them asked, newest first; unfinished ones are left out", () => {
    const score = (length: number, mean: number) => ({ length, mean, low: mean, high: mean, questions: 3 });
    const exams = [
      record(3, { summary: { lengths: [score(512, 100), score(2048, 40)] } }),
      record(2, {}),
      record(1, { summary: { lengths: [score(512, 90), score(1024, 80)] } }),
    ];
    const { lengths, rows } = compareOf(exams);
    expect(lengths).toEqual([512, 1024, 2048]);
    expect(rows.map(({ exam, scores }) => [exam.id, scores.map((each) => each?.mean)])).toEqual([
      [3, [100, undefined, 40]],
      [1, [90, 80, undefined]],
    ]);
  });
});

describe("an exam's words", () => {
  const plan = { questions: 694, tokens: 2_000_000, naiveTokens: 28_000_000, seconds: null };

  it("name a model's file without its folders", () => {
    expect(modelName("/models/llama-3-8b.Q4.gguf")).toBe("llama-3-8b.Q4.gguf");
    expect(modelName("C:\\models\\llama.gguf")).toBe("llama.gguf");
    expect(modelName("meta/llama-3")).toBe("meta/llama-3");
  });

  it("say what a plan costs: the time where reading was measured, and what the last one took", () => {
    expect(planWords(plan as ExamRecord["plan"])).toContain("this endpoint was not measured yet");
    const before = record(1, { summary: { tokens: 71_824, seconds: 44 } });
    const words = planWords({ ...plan, seconds: 7200 } as ExamRecord["plan"], before);
    expect(words).toContain("at most 2,000,000 tokens to read: at most 2 h");
    expect(words).toContain("mostly far less: the last one like it read 71,824 in 44 s.");
    expect(words).toContain("7% of the whole grid");
  });

  it("say how far one is and what is left at most", () => {
    const running = record(1, { state: "running", model: "a.gguf", asked: 5, tokens: 900, plan, secondsLeft: 61 });
    expect(progressWords(running)).toBe(
      "a.gguf: 5 of about 694 questions asked, 900 tokens read. At most 1 min 1 s left. It goes on while you do other things.",
    );
    expect(progressWords({ ...running, state: "paused" })).toContain("It goes on where it stopped.");
  });
});
