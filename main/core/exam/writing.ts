/**
 * The recommended length for writing: what the voice backtest of the same model says. Pure but for the reading.
 *
 * A backtest drafts with ever more examples before it; the longest prefix whose drafts are as like the owner's as the
 * best ones (their intervals meet) is recommended.
 */
import type { EffectiveLength } from "../../../shared/exam.ts";
import type { BacktestPlan, BacktestReport } from "../../../shared/voice.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { newestBacktest } from "../archive/queries/backtests.ts";

/** The length for writing from a backtest; null where it came to no figures. */
export function writingLength(plan: BacktestPlan, report: BacktestReport): EffectiveLength | null {
  const arms = report.all.arms.flatMap(({ arm, likeness }) => {
    const planned = plan.arms.find((each) => each.arm === arm);
    return likeness === null || planned === undefined ? [] : [{ likeness, tokens: planned.prefixTokens }];
  });
  if (arms.length === 0) return null;
  const best = arms.reduce((one, other) => (other.likeness.value > one.likeness.value ? other : one));
  const longest = (isGood: (arm: (typeof arms)[number]) => boolean): number =>
    Math.max(0, ...arms.filter(isGood).map(({ tokens }) => tokens));
  return {
    tokens: longest(({ likeness }) => likeness.high >= best.likeness.value),
    low: best.tokens,
    high: longest(({ likeness }) => likeness.high >= best.likeness.low),
  };
}

/** The length for writing of a model, from its newest backtest; null where there is none. */
export function writingFor(db: ReadableDatabase, modelIdentity: string): EffectiveLength | null {
  const backtest = newestBacktest(db, modelIdentity);
  return backtest === undefined ? null : writingLength(backtest.plan, backtest.report);
}
