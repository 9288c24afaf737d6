import { describe, expect, it } from "vitest";
import { cellsCsv, examJson } from "../../../../renderer/features/exam/exam-export.ts";
import { effectiveWords } from "../../../../renderer/features/exam/exam-words.ts";
import { heatColor, heatOf, shortLength, shownTasks } from "../../../../renderer/features/exam/heat.ts";
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
