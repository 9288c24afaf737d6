/**
 * Means with intervals, and the length that follows from them. Pure.
 *
 * Intervals are Wilson's at 95% for one task, and of the mean of tasks (each task counts the same, as in RULER).
 */
import {
  EFFECTIVE_THRESHOLD,
  type EffectiveLength,
  type ExamScore,
  type ExamTask,
  type LengthScore,
} from "../../../shared/exam.ts";

const Z = 1.96;

/** A score of a task at a length, 0 to 100. */
export type ScoredCell = { readonly task: ExamTask; readonly length: number; readonly score: number };

const round = (value: number): number => Math.round(value * 10) / 10;

/** Wilson's interval of scores between 0 and 100; nothing is known of none. */
export function scoreOf(scores: readonly number[]): ExamScore {
  const n = scores.length;
  if (n === 0) return { mean: 0, low: 0, high: 100, questions: 0 };
  const p = scores.reduce((sum, score) => sum + score, 0) / n / 100;
  const spread = Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  const centre = p + Z ** 2 / (2 * n);
  const scale = 1 + Z ** 2 / n;
  return {
    mean: round(100 * p),
    low: round((100 * (centre - spread)) / scale),
    high: round((100 * (centre + spread)) / scale),
    questions: n,
  };
}

/** The mean of several tasks' scores, each counting the same; its interval from the tasks' own (Agresti and Coull). */
export function meanOfTasks(tasks: readonly (readonly number[])[]): ExamScore {
  const asked = tasks.filter((scores) => scores.length > 0);
  if (asked.length === 0) return scoreOf([]);
  if (asked.length === 1) return scoreOf(asked[0] ?? []);
  let mean = 0;
  let variance = 0;
  let questions = 0;
  for (const scores of asked) {
    const n = scores.length;
    const p = scores.reduce((sum, score) => sum + score, 0) / n / 100;
    const adjusted = (p * n + Z ** 2 / 2) / (n + Z ** 2);
    mean += p / asked.length;
    variance += (adjusted * (1 - adjusted)) / (n + Z ** 2) / asked.length ** 2;
    questions += n;
  }
  const spread = Z * Math.sqrt(variance);
  return {
    mean: round(100 * mean),
    low: round(100 * Math.max(0, mean - spread)),
    high: round(100 * Math.min(1, mean + spread)),
    questions,
  };
}

/** The lengths at which anything was asked, shortest first. */
export function lengthsAsked(cells: readonly ScoredCell[]): number[] {
  return [...new Set(cells.map((cell) => cell.length))].sort((a, b) => a - b);
}

/** A task's scores at a length. What was given up at a shorter length is as bad here: the shorter scores stand for it. */
export function scoresAt(cells: readonly ScoredCell[], task: ExamTask, length: number): number[] {
  const own = cells.filter((cell) => cell.task === task);
  const here = own.filter((cell) => cell.length === length);
  if (here.length > 0) return here.map((cell) => cell.score);
  const longestAsked = Math.max(0, ...own.map((cell) => cell.length));
  if (longestAsked === 0 || longestAsked > length) return [];
  const last = own.filter((cell) => cell.length === longestAsked).map((cell) => cell.score);
  return scoreOf(last).mean > EFFECTIVE_THRESHOLD ? [] : last;
}

/** The mean over tasks at each length. */
export function scoresByLength(cells: readonly ScoredCell[], tasks: readonly ExamTask[]): LengthScore[] {
  const own = cells.filter((cell) => tasks.includes(cell.task));
  return lengthsAsked(own).map((length) => ({
    length,
    ...meanOfTasks(tasks.map((task) => scoresAt(own, task, length))),
  }));
}

/** The longest length above the threshold; `low` and `high` are the longest ones whose interval ends, or begins, above it. */
export function effectiveLength(lengths: readonly LengthScore[]): EffectiveLength {
  const longest = (isGood: (score: LengthScore) => boolean): number =>
    Math.max(0, ...lengths.filter(isGood).map(({ length }) => length));
  return {
    tokens: longest(({ mean }) => mean > EFFECTIVE_THRESHOLD),
    low: longest(({ low }) => low > EFFECTIVE_THRESHOLD),
    high: longest(({ high }) => high > EFFECTIVE_THRESHOLD),
  };
}

/** Whether scores are surely below the threshold; one question alone is never sure. */
export function isClearlyBelow(scores: readonly number[]): boolean {
  return scores.length > 1 && scoreOf(scores).high < EFFECTIVE_THRESHOLD;
}

/** Tasks that fail clearly, or never succeed, even at their shortest length: what they say is not about length. */
export function unableTasks(cells: readonly ScoredCell[], tasks: readonly ExamTask[]): ExamTask[] {
  return tasks.filter((task) => {
    const own = cells.filter((cell) => cell.task === task);
    const shortest = Math.min(...own.map((cell) => cell.length));
    const scores = own.filter((cell) => cell.length === shortest).map((cell) => cell.score);
    return isClearlyBelow(scores) || scores.every((score) => score === 0);
  });
}
