/**
 * What an exam costs in tokens and time, before it is begun and while it runs. Pure.
 *
 * Tokens are the most that is read: no length given up early, every close result asked again, the limit searched for.
 * Time follows from what this endpoint was measured to take (../warm/prefill-speed.ts), never from a constant.
 */
import { type ExamPlan, type ExamTask, isMailTask, MAIL_TASKS, RULER_TASKS } from "../../../shared/exam.ts";
import { type PrefillSpeed, readingMs } from "../warm/prefill-speed.ts";
import { spreadDepths } from "./places.ts";
import type { ExamScopeOfWork, PresetRules } from "./plan.ts";
import { lengthsOf, questionsOf, type SheetSpec } from "./sheet-spec.ts";

/** Tokens of an ordinary question and answer, for the cost before anything is counted. */
const TYPICAL_TAIL = 110;
const TYPICAL_ANSWER = 40;

/** A close result is asked up to so many times as often. */
const WORTH_MORE = 2;

/** How fast an endpoint reads and writes. `answerMs` is milliseconds a token of an answer. */
export type Pace = { readonly reading: PrefillSpeed; readonly answerMs: number };

/** A question that was asked, in tokens and milliseconds. */
export type AskedSample = {
  readonly promptTokens: number;
  readonly evaluatedTokens: number;
  readonly answerTokens: number;
  readonly ms: number;
};

/** The pace of an endpoint whose reading was measured; what a question took beyond reading went into its answer. */
export function paceOf(reading: PrefillSpeed | undefined, asked: readonly AskedSample[]): Pace | undefined {
  if (reading === undefined) return undefined;
  let [ms, tokens] = [0, 0];
  for (const sample of asked) {
    const from = sample.promptTokens - sample.evaluatedTokens;
    ms += Math.max(0, sample.ms - readingMs(reading, from, sample.promptTokens));
    tokens += sample.answerTokens;
  }
  // Nothing written yet: a token is at least read once more through the whole model.
  return { reading, answerMs: tokens === 0 ? reading.linear : ms / tokens };
}

/** Each task and length of a sheet with the number of questions. */
function asked(sheet: SheetSpec, from = 0): { readonly length: number; readonly questions: number }[] {
  return sheet.tasks.flatMap((task) =>
    lengthsOf(task, sheet.lengths)
      .filter((length) => length >= from)
      .map((length) => ({ length, questions: questionsOf(task, sheet.perTask, length) })),
  );
}

/** The lengths that the search for the limit may read once more: each step at most all sheets of mail. */
function searched(sheets: readonly SheetSpec[], steps: number): number[] {
  const mail = sheets.filter((sheet) => sheet.tasks.some(isMailTask));
  const longest = Math.max(0, ...mail.flatMap((sheet) => sheet.lengths));
  const before = Math.max(0, ...mail.flatMap((sheet) => sheet.lengths.filter((length) => length < longest)));
  if (before === 0) return [];
  // Between the last two lengths it costs most; shorter sheets do not reach so far.
  const reach = mail.filter((sheet) => Math.max(...sheet.lengths) === longest).length;
  return new Array<number>(steps * reach).fill(Math.round(Math.sqrt(longest * before)));
}

/** The cost of an exam in tokens, at most. */
export function costOf(
  sheets: readonly SheetSpec[],
  work: ExamScopeOfWork,
  { perTask, searchSteps }: Pick<PresetRules, "perTask" | "searchSteps">,
): Pick<ExamPlan, "questions" | "tokens" | "answerTokens" | "naiveTokens"> {
  let questions = 0;
  let tokens = 0;
  for (const sheet of sheets) {
    tokens += Math.max(...sheet.lengths);
    for (const cell of asked(sheet)) questions += cell.questions;
  }
  tokens += questions * WORTH_MORE * TYPICAL_TAIL;
  tokens += searched(sheets, searchSteps).reduce((sum, length) => sum + length, 0);
  return { questions, tokens, answerTokens: questions * TYPICAL_ANSWER, naiveTokens: naiveCost(work, perTask) };
}

/** Milliseconds that a sheet takes from a length on, each of its lengths asked to the end. */
function sheetMs(sheet: SheetSpec, pace: Pace, from: number): number {
  const read = Math.max(0, ...sheet.lengths.filter((length) => length < from));
  const hay = readingMs(pace.reading, read, Math.max(...sheet.lengths));
  const questions = asked(sheet, from).reduce(
    (sum, cell) =>
      sum +
      cell.questions *
        (readingMs(pace.reading, Math.max(0, cell.length - TYPICAL_TAIL), cell.length) +
          TYPICAL_ANSWER * pace.answerMs),
    0,
  );
  return hay + questions;
}

/** Where a running exam is: the sheet, and the length that it asks there. */
export type ExamPosition = { readonly sheet: string; readonly length: number };

/** Seconds that an exam takes at a pace, at most; from where it is. */
export function secondsOf(
  sheets: readonly SheetSpec[],
  { searchSteps }: Pick<PresetRules, "searchSteps">,
  pace: Pace,
  at?: ExamPosition,
): number {
  const current = at === undefined ? 0 : sheets.findIndex(({ id }) => id === at.sheet);
  const left = sheets.slice(Math.max(0, current));
  const ms = left.reduce(
    (sum, sheet) => sum + sheetMs(sheet, pace, at !== undefined && sheet.id === at.sheet ? at.length : 0),
    0,
  );
  const search = searched(sheets, searchSteps).reduce((sum, length) => sum + readingMs(pace.reading, 0, length), 0);
  return (ms + search) / 1000;
}

/** The grid of lengths x depths x tasks with every cell a prompt of its own; tokens. */
export function naiveCost(work: ExamScopeOfWork, perTask: number): number {
  const grid = (tasks: readonly ExamTask[], lengths: readonly number[]): number =>
    tasks.reduce(
      (sum, task) =>
        sum + lengthsOf(task, lengths).reduce((total, length) => total + length, 0) * spreadDepths(perTask).length,
      0,
    );
  return (
    grid(
      MAIL_TASKS.filter((task) => work.tasks.includes(task)),
      work.mail,
    ) +
    grid(
      RULER_TASKS.filter((task) => work.tasks.includes(task)),
      work.ruler,
    )
  );
}
