import { describe, expect, it } from "vitest";
import { costOf, paceOf, secondsOf } from "../../../../main/core/exam/cost.ts";
import { PRESETS, scopeOfWork, sheetsOf } from "../../../../main/core/exam/plan.ts";
import { type ExamPreset, examRequestSchema } from "../../../../shared/exam.ts";
import { examine, KNOWLEDGE } from "../../../helpers/exam.ts";
import { cutFront, perfectAnswer, scriptedEndpoint } from "../../../helpers/oracle.ts";

const planned = (fields: { preset?: ExamPreset }, windowTokens: number) => {
  const request = examRequestSchema.parse({ endpoint: {}, ...fields });
  const work = scopeOfWork(request, windowTokens, 0);
  const rules = PRESETS[request.preset];
  return { work, rules, sheets: sheetsOf(work, rules, false) };
};

describe("the time of an exam", () => {
  const sheet = { id: "a", tasks: ["mail_absent"], lengths: [1000, 2000], perTask: 1 } as const;

  it("follows the measured reading, whose share grows with what stands before", () => {
    // 1 ms a token and 0.001 ms a token and token before it; 2 ms a token of an answer.
    const pace = { reading: { linear: 1, quadratic: 0.001 }, answerMs: 2 };
    // Hay: 2000 + 2000² / 2000 = 4000. Tails of 110 at 1000: 110 + (1000² - 890²) / 2000 = 213.95; at 2000: 323.95.
    // Answers: 2 × 40 × 2 = 160. No search: there is one sheet, and no step.
    expect(secondsOf([sheet], { searchSteps: 0 }, pace)).toBeCloseTo(4.6979, 4);
    // One step of the search reads between the two lengths once more: 1414 + 1414² / 2000 = 2413.7.
    expect(secondsOf([sheet], { searchSteps: 1 }, pace)).toBeCloseTo(4.6979 + 2.4137, 3);
  });

  it("shrinks as the exam gets on, and is never less than nothing", () => {
    const { sheets, rules } = planned({}, 16_384);
    const pace = { reading: { linear: 0.5, quadratic: 0.0001 }, answerMs: 5 };
    const left = sheets.flatMap((each) =>
      each.lengths.map((length) => secondsOf(sheets, rules, pace, { sheet: each.id, length })),
    );
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(left[0]).toBe(secondsOf(sheets, rules, pace));
    expect(left.at(-1)).toBeGreaterThan(0);
  });

  it("gives what a question took beyond reading to its answer", () => {
    const reading = { linear: 1, quadratic: 0 };
    // 100 tokens read in 100 ms; 60 ms remain for 10 tokens. The second took no longer than its reading.
    const pace = paceOf(reading, [
      { promptTokens: 1000, evaluatedTokens: 100, answerTokens: 10, ms: 160 },
      { promptTokens: 1000, evaluatedTokens: 100, answerTokens: 10, ms: 90 },
    ]);
    expect(pace).toEqual({ reading, answerMs: 3 });
    expect(paceOf(undefined, [])).toBeUndefined();
  });
});

describe("the tokens of an exam", () => {
  it.each([
    ["a perfect reader", undefined],
    ["one that loses the beginning", cutFront(3000)],
  ] as const)("are never more than the plan says: %s", async (_, cut) => {
    const windowTokens = 16_384;
    for (const preset of ["quick", "normal"] as const) {
      const endpoint = scriptedEndpoint({
        answer: (prompt) => perfectAnswer(prompt, KNOWLEDGE),
        windowTokens,
        ...(cut === undefined ? {} : { cut }),
      });
      const cells = await examine(endpoint, { preset });
      const { work, rules, sheets } = planned({ preset }, windowTokens);
      const { tokens, questions, naiveTokens } = costOf(sheets, work, rules);
      expect(endpoint.usage.evaluatedTokens).toBeLessThanOrEqual(tokens);
      expect(cells.length).toBeLessThanOrEqual(questions * 2);
      expect(tokens).toBeLessThan(naiveTokens * 0.25);
    }
  });
});
