/** What the cells of an exam add up to: scores, the recommendation, findings. Pure. */
import {
  EFFECTIVE_THRESHOLD,
  type EffectiveLength,
  type ExamCell,
  type ExamFinding,
  type ExamSummary,
  type ExamTask,
  isMailTask,
} from "../../../shared/exam.ts";
import { diagnose } from "./diagnose.ts";
import { effectiveLength, lengthsAsked, meanOfTasks, scoreOf, scoresByLength, unableTasks } from "./statistics.ts";

/** What a summary needs beside the cells. */
export type SummaryFacts = {
  readonly tasks: readonly ExamTask[];
  readonly windowTokens: number;
  readonly naiveTokens: number;
  readonly seconds: number;
  readonly writing: EffectiveLength | null;
};

/**
 * Adds an exam up.
 *
 * Asking: the mean of the mail tasks that the model can do at all. RULER-style: the mean of all of its tasks that were
 * asked, as the table does. Where no mail was asked, the chosen tasks decide.
 */
export function summarise(cells: readonly ExamCell[], facts: SummaryFacts): ExamSummary {
  const asked = facts.tasks.filter((task) => cells.some((cell) => cell.task === task));
  const mail = asked.filter(isMailTask);
  const ruler = asked.filter((task) => !isMailTask(task));
  const unable = unableTasks(cells, asked);
  const ableMail = mail.filter((task) => !unable.includes(task));
  const findings = diagnose(cells, asked, facts.windowTokens);
  const asking =
    mail.length === 0 ? null : beforeCut(effectiveLength(scoresByLength(cells, ableMail)), cells, findings);
  const rulerLengths = scoresByLength(cells, ruler);
  const rulerResult =
    ruler.length === 0
      ? null
      : {
          ...effectiveLength(rulerLengths),
          mean: meanOfTasks(ruler.map((task) => rulerLengths.flatMap(() => scoresOf(cells, task)))).mean,
        };
  return {
    threshold: EFFECTIVE_THRESHOLD,
    effective: asking?.tokens ?? rulerResult?.tokens ?? 0,
    asking,
    writing: facts.writing,
    ruler: rulerResult,
    tasks: asked.map((task) => {
      const lengths = scoresByLength(cells, [task]);
      return { task, ...scoreOf(scoresOf(cells, task)), effective: effectiveLength(lengths).tokens, lengths };
    }),
    lengths: mail.length === 0 ? rulerLengths : scoresByLength(cells, ableMail.length === 0 ? mail : ableMail),
    unable,
    findings,
    tokens: cells.reduce((sum, cell) => sum + cell.evaluatedTokens + cell.answerTokens, 0),
    answerTokens: cells.reduce((sum, cell) => sum + cell.answerTokens, 0),
    naiveTokens: facts.naiveTokens,
    seconds: Math.round(facts.seconds),
  };
}

/** Nothing is recommended from where a cut shows: that a few questions missed it makes a longer prompt no better. */
function beforeCut(
  { tokens, low, high }: EffectiveLength,
  cells: readonly ExamCell[],
  findings: readonly ExamFinding[],
): EffectiveLength {
  const from = Math.min(...findings.map(({ fromTokens }) => fromTokens ?? Number.POSITIVE_INFINITY));
  const whole = Math.max(0, ...lengthsAsked(cells).filter((length) => length < from));
  return { tokens: Math.min(tokens, whole), low: Math.min(low, whole), high: Math.min(high, whole) };
}

function scoresOf(cells: readonly ExamCell[], task: ExamTask): number[] {
  return cells.filter((cell) => cell.task === task).map((cell) => cell.score);
}

/** The lengths of an exam, for the axis of its heat map. */
export const examLengths = lengthsAsked;
