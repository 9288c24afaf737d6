/** What a sheet is to be made of and to ask: tasks, lengths, how many questions. Pure. */
import type { ExamTask } from "../../../shared/exam.ts";
import type { MailText } from "./mail-hay.ts";
import type { Round } from "./places.ts";
import type { Piece } from "./sheet.ts";
import type { ExamTexts } from "./texts.ts";

/** What sheets are made of. */
export type SheetMaterial = {
  readonly seed: number;
  /** `YYYY-MM-DD`, the date in every tail of the exam. */
  readonly today: string;
  /** Documents in prompt format, counted; at least one. */
  readonly mail: readonly (MailText & { readonly tokens: number })[];
  readonly me: ReadonlySet<string>;
  /** Sentences, counted. */
  readonly prose: readonly Piece[];
  readonly texts: ExamTexts;
  /** Tokens that the endpoint's template adds. */
  readonly overheadTokens: number;
  count(texts: readonly string[]): Promise<readonly number[]>;
};

/** Which tasks share a sheet, at which lengths, with about how many questions a task and length. */
export type SheetSpec = {
  readonly id: string;
  readonly tasks: readonly ExamTask[];
  readonly lengths: readonly number[];
  readonly perTask: number;
  /** Where several sheets of short lengths share the depths among them. */
  readonly round?: Round;
};

/** Tasks that ask for several things need fewer questions for the same certainty. */
const HALF: ReadonlySet<ExamTask> = new Set([
  "mail_multi_value",
  "mail_multi_query",
  "niah_multivalue",
  "niah_multiquery",
  "vt",
]);

/** Below these many tokens, notes of tasks with several needles (or with one) would be most of the hay. */
const LEAST_FOR_SEVERAL = 2048;
const ROOM_FOR_SEVERAL = 4096;
const ROOM_FOR_ONE = 2049;

const WITH_SEVERAL: ReadonlySet<ExamTask> = new Set([
  "mail_multi_value",
  "mail_multi_query",
  "mail_versions",
  "mail_near_keys",
  "mail_same_words",
]);

const WITH_ONE: ReadonlySet<ExamTask> = new Set(["mail_single", "mail_no_overlap"]);

/** The lengths of a sheet's lengths at which a task is asked. */
export function lengthsOf(task: ExamTask, lengths: readonly number[]): number[] {
  const fitting = lengths.filter((length) => length >= LEAST_FOR_SEVERAL);
  return WITH_SEVERAL.has(task) && fitting.length > 0 ? fitting : [...lengths];
}

/** How many questions of a task are asked at a length. */
export function questionsOf(task: ExamTask, perTask: number, length: number): number {
  const wanted = HALF.has(task) ? Math.max(1, Math.ceil(perTask / 2)) : perTask;
  if (WITH_SEVERAL.has(task) && length < ROOM_FOR_SEVERAL) return Math.min(2, wanted);
  return WITH_ONE.has(task) && length < ROOM_FOR_ONE ? Math.min(2, wanted) : wanted;
}
