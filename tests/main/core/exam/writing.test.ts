import { expect, it } from "vitest";
import { writingLength } from "../../../../main/core/exam/writing.ts";
import type { BacktestPlan, BacktestReport, Measure } from "../../../../shared/voice.ts";

/** A backtest with these likenesses by prefix; other fields are not looked at. */
function backtest(arms: readonly (readonly [tokens: number, likeness: Measure])[]): [BacktestPlan, BacktestReport] {
  const plan = { arms: arms.map(([prefixTokens], arm) => ({ arm, prefixTokens })) };
  const report = { all: { arms: arms.map(([, likeness], arm) => ({ arm, likeness })) } };
  return [plan as unknown as BacktestPlan, report as unknown as BacktestReport];
}
const measure = (value: number, spread: number): Measure => ({ value, low: value - spread, high: value + spread });

it("recommends the longest prefix whose drafts are as like as the best", () => {
  const arms = backtest([
    [200, measure(0.4, 0.05)],
    [1000, measure(0.8, 0.05)],
    [4000, measure(0.77, 0.05)],
    [16_000, measure(0.72, 0.05)],
    [64_000, measure(0.3, 0.05)],
  ]);
  expect(writingLength(...arms)).toEqual({ tokens: 4000, low: 1000, high: 16_000 });
});

it("says nothing without figures", () => {
  expect(writingLength(...backtest([[200, null]]))).toBeNull();
});
