/**
 * Runs an exam: sheet by sheet, from short to long, giving up what clearly fails, then a search for the limit.
 *
 * Owns which question is asked next. Cells that are there already are not asked again, and what is asked follows from
 * the cells and the seed alone: an exam that was broken off goes on as if it had not been.
 */
import {
  EFFECTIVE_THRESHOLD,
  type ExamCell,
  type ExamRequest,
  type ExamTask,
  isMailTask,
} from "../../../shared/exam.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { buildSheet } from "./build-sheet.ts";
import { shapeOf } from "./diagnose.ts";
import { type ExamScopeOfWork, PRESETS, sheetsOf } from "./plan.ts";
import { askSheet, type PreparedSheet, prepareSheet, type SheetPurpose } from "./prepared-sheet.ts";
import { expectedWords, scoreAnswer } from "./score.ts";
import type { SheetQuestion } from "./sheet.ts";
import { lengthsOf, questionsOf, type SheetMaterial, type SheetSpec } from "./sheet-spec.ts";
import { effectiveLength, isClearlyBelow, scoreOf, scoresByLength, unableTasks } from "./statistics.ts";

/** A cell with the key of its question. */
export type KeyedCell = ExamCell & { readonly key: string };

/** What a run needs. */
export type ExamRun = {
  readonly endpoint: Endpoint;
  readonly material: SheetMaterial;
  readonly request: ExamRequest;
  readonly work: ExamScopeOfWork;
  /** What was asked before the exam was broken off. */
  readonly done: readonly KeyedCell[];
  readonly secondsBefore: number;
  readonly signal: AbortSignal;
};

/** So many wrong answers in a row, and none right, give a task up at a length. */
const WRONG_IN_A_ROW = 3;

/** The search for the limit ends when good and bad are this close. */
const CLOSE_ENOUGH = 1.15;

/** Runs an exam to its end; yields each new cell. */
export async function* runExam(run: ExamRun): AsyncGenerator<KeyedCell> {
  const { request, work, signal } = run;
  const rules = PRESETS[request.preset];
  const cells = [...run.done];
  const started = performance.now();
  const isTimeUp = (): boolean =>
    rules.maxSeconds !== null && run.secondsBefore + (performance.now() - started) / 1000 > rules.maxSeconds;
  const sheets = sheetsOf(work, rules, request.strict);

  const ask = async function* (
    spec: SheetSpec,
    prepared: PreparedSheet,
    task: ExamTask,
    length: number,
  ): AsyncGenerator<KeyedCell> {
    const wanted = questionsOf(task, spec.perTask, length);
    const order = spread(prepared.eligible(length).filter(({ question }) => question.task === task));
    const own = (): KeyedCell[] =>
      cells.filter((cell) => cell.length === length && cell.key.startsWith(`${spec.id}#`) && cell.task === task);
    for (const { question, depth } of order) {
      signal.throwIfAborted();
      if (cells.some((cell) => cell.key === question.key && cell.length === length)) continue;
      const scores = own().map((cell) => cell.score);
      if (scores.length >= wanted && !isWorthMore(own(), wanted)) break;
      if (scores.length >= WRONG_IN_A_ROW && scores.every((score) => score === 0)) break;
      const purpose = { allowEvict: request.allowEvict, sheet: spec.id };
      const cell = await askQuestion(run.endpoint, prepared, question, { length, depth, purpose, signal });
      cells.push(cell);
      yield cell;
    }
  };

  const prepare = async (spec: SheetSpec): Promise<PreparedSheet> =>
    prepareSheet(run.endpoint, await buildSheet(spec, run.material));

  for (const spec of sheets) {
    if (isTimeUp()) return;
    const givenUp = new Set<ExamTask>();
    let prepared: PreparedSheet | undefined;
    for (const length of spec.lengths) {
      for (const task of spec.tasks) {
        if (givenUp.has(task) || !lengthsOf(task, spec.lengths).includes(length) || isTimeUp()) continue;
        if (hasFailedBefore(cells, task, length, request.strict)) continue;
        prepared ??= await prepare(spec);
        yield* ask(spec, prepared, task, length);
        const scores = cells.filter((cell) => cell.task === task && cell.length === length).map((cell) => cell.score);
        if (isClearlyBelow(scores)) givenUp.add(task);
      }
      if (givenUp.size === spec.tasks.length) break;
    }
  }

  // The limit lies between the longest good and the shortest bad length: halve that on the owner's mail.
  const mailSheets = sheets.filter(({ tasks }) => tasks.some(isMailTask));
  const searched = new Map<string, PreparedSheet>();
  for (let step = 0; step < rules.searchSteps && request.lengths === undefined; step += 1) {
    const mailTasks = [...new Set(mailSheets.flatMap(({ tasks }) => tasks))];
    const unable = unableTasks(
      cells,
      mailTasks.filter((task) => cells.some((cell) => cell.task === task)),
    );
    const able = mailTasks.filter((task) => !unable.includes(task));
    const middle = nextLength(cells, able);
    if (middle === undefined) return;
    for (const spec of mailSheets) {
      const tasks = spec.tasks.filter((task) => able.includes(task));
      if (tasks.length === 0 || middle > Math.max(...spec.lengths) || isTimeUp()) continue;
      const prepared = searched.get(spec.id) ?? (await prepare(spec));
      searched.set(spec.id, prepared);
      for (const task of tasks) yield* ask(spec, prepared, task, middle);
    }
  }
}

/** The length between the longest good one and the bad one behind it; undefined where they are close, or all are good or bad. */
export function nextLength(cells: readonly ExamCell[], tasks: readonly ExamTask[]): number | undefined {
  const lengths = scoresByLength(cells, tasks);
  const good = effectiveLength(lengths).tokens;
  const bad = lengths.find(({ length }) => length > good)?.length;
  if (good === 0 || bad === undefined || bad / good < CLOSE_ENOUGH) return undefined;
  const middle = Math.round(Math.sqrt(good * bad) / 64) * 64;
  return middle > good && middle < bad ? middle : undefined;
}

/** Sheets of one length (lists, strict ones) of a task that failed clearly at a shorter length are not asked. */
function hasFailedBefore(cells: readonly ExamCell[], task: ExamTask, length: number, isStrict: boolean): boolean {
  if (!isStrict && task !== "cwe" && task !== "fwe") return false;
  const shorter = [
    ...new Set(cells.filter((cell) => cell.task === task && cell.length < length).map((cell) => cell.length)),
  ];
  return shorter.some((each) => {
    const scores = cells.filter((cell) => cell.task === task && cell.length === each).map((cell) => cell.score);
    // One list of ten words is ten things to find.
    const weight = task === "cwe" ? 10 : task === "fwe" ? 3 : 1;
    return isClearlyBelow(scores.flatMap((score) => new Array<number>(weight).fill(score)));
  });
}

/** Whether the threshold lies inside the interval, or losses have an edge: then further questions are worth their little cost. */
function isWorthMore(cells: readonly ExamCell[], wanted: number): boolean {
  if (cells.length >= wanted * 2) return false;
  const { mean, low, high } = scoreOf(cells.map((cell) => cell.score));
  if (mean === 100 || high < EFFECTIVE_THRESHOLD) {
    const probes = cells.flatMap((cell) =>
      cell.depth === null ? [] : [{ depth: cell.depth, isFound: cell.score === 100 }],
    );
    return ["front", "middle", "end"].includes(shapeOf(probes).shape);
  }
  return low < EFFECTIVE_THRESHOLD;
}

/** Questions in an order whose every beginning is spread over the depths: middle, ends, then between. */
export function spread<T extends { readonly depth: number | null }>(questions: readonly T[]): T[] {
  const left = [...questions].sort((a, b) => (a.depth ?? 0) - (b.depth ?? 0));
  const chosen: T[] = [];
  while (left.length > 0) {
    // The one that is farthest from all chosen ones; the middle one first.
    let best = Math.floor(left.length / 2);
    if (chosen.length > 0) {
      let widest = -1;
      for (const [index, question] of left.entries()) {
        const gap = Math.min(...chosen.map((other) => Math.abs((other.depth ?? 0) - (question.depth ?? 0))));
        if (gap > widest) [widest, best] = [gap, index];
      }
    }
    chosen.push(...left.splice(best, 1));
  }
  return chosen;
}

async function askQuestion(
  endpoint: Endpoint,
  prepared: PreparedSheet,
  question: SheetQuestion,
  place: {
    readonly length: number;
    readonly depth: number | null;
    readonly purpose: SheetPurpose;
    readonly signal: AbortSignal;
  },
): Promise<KeyedCell> {
  const { length, depth, purpose, signal } = place;
  const answer = await askSheet(endpoint, prepared.prompt(question, length), question.answerTokens, purpose, signal);
  const score = answer.fault !== null && answer.text === "" ? 0 : scoreAnswer(answer.text, question.expectation);
  return {
    key: question.key,
    task: question.task,
    length,
    depth: depth === null ? null : Math.round(depth * 1000) / 1000,
    score: Math.round(score * 1000) / 10,
    question: question.text.slice(-400),
    expected: expectedWords(question.expectation),
    answer: answer.text.slice(0, 600),
    promptTokens: answer.promptTokens,
    evaluatedTokens: answer.evaluatedTokens,
    answerTokens: answer.answerTokens,
    ms: Math.round(answer.ms),
    fault: answer.fault,
  };
}
