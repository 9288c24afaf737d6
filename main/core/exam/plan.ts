/**
 * What an exam will ask: presets, lengths, sheets. Pure. What that costs is ./cost.ts.
 *
 * Sheets are ordered so that each haystack is read once, from its shortest length to its longest (see ./sheet.ts).
 */
import { EXAM_TASKS, type ExamPreset, type ExamRequest, type ExamTask, isMailTask } from "../../../shared/exam.ts";
import { questionsOf, type SheetSpec } from "./sheet-spec.ts";

/** What a preset means. */
export type PresetRules = {
  readonly tasks: readonly ExamTask[];
  /** Questions a task and length. */
  readonly perTask: number;
  /** Sheets of short lengths, each with few needles in hay of its own: short prompts cost little and say much. */
  readonly shortRounds: number;
  /** After this many seconds no new length is begun. */
  readonly maxSeconds: number | null;
  /** Steps of the binary search between the last good and the first bad length. */
  readonly searchSteps: number;
  /** No longer than this, or than the archive needs. */
  readonly maxTokens: number;
};

const QUICK_TASKS: readonly ExamTask[] = [
  "mail_single",
  "mail_absent",
  "mail_questions",
  "mail_versions",
  "mail_near_keys",
];

/** The presets. */
export const PRESETS: Readonly<Record<ExamPreset, PresetRules>> = {
  quick: { tasks: QUICK_TASKS, perTask: 4, shortRounds: 2, maxSeconds: 120, searchSteps: 0, maxTokens: 131_072 },
  normal: { tasks: EXAM_TASKS, perTask: 5, shortRounds: 5, maxSeconds: null, searchSteps: 1, maxTokens: 131_072 },
  full: {
    tasks: EXAM_TASKS,
    perTask: 10,
    shortRounds: 10,
    maxSeconds: null,
    searchSteps: 3,
    maxTokens: Number.MAX_SAFE_INTEGER,
  },
};

/** The shortest lengths: mail is asked from here on, RULER begins at 4K. */
const FIRST_MAIL_LENGTH = 512;
const FIRST_RULER_LENGTH = 4096;

/** Doubling lengths from `first` to `last`, and `last` itself. */
export function doublingLengths(first: number, last: number): number[] {
  const lengths: number[] = [];
  for (let length = first; length <= last; length *= 2) lengths.push(length);
  const longest = lengths.at(-1) ?? 0;
  if (longest === 0 || last > longest * 1.2) lengths.push(last);
  return lengths;
}

/** The lengths and tasks of an exam, by kind. */
export type ExamScopeOfWork = {
  readonly mail: readonly number[];
  readonly ruler: readonly number[];
  readonly tasks: readonly ExamTask[];
};

/** What is asked at which lengths. `archiveTokens` is what the owner's archive needs. */
export function scopeOfWork(request: ExamRequest, windowTokens: number, archiveTokens: number): ExamScopeOfWork {
  const rules = PRESETS[request.preset];
  const tasks = request.tasks ?? rules.tasks;
  if (request.lengths !== undefined) {
    const lengths = [...new Set(request.lengths)].filter((length) => length <= windowTokens).sort((a, b) => a - b);
    return { mail: lengths, ruler: lengths, tasks };
  }
  const longest = Math.min(windowTokens, Math.max(rules.maxTokens, archiveTokens));
  return {
    mail: doublingLengths(Math.min(FIRST_MAIL_LENGTH, longest), longest),
    ruler: doublingLengths(Math.min(FIRST_RULER_LENGTH, Math.max(1024, Math.floor(longest / 2)), longest), longest),
    tasks,
  };
}

/** Tasks that share a haystack, each group a sheet. */
const GROUPS: readonly (readonly ExamTask[])[] = [
  ["mail_single", "mail_absent", "mail_questions"],
  ["mail_multi_value", "mail_multi_query", "mail_no_overlap"],
  ["mail_versions", "mail_near_keys", "mail_same_words"],
  ["niah_single_1"],
  ["niah_single_2", "niah_single_3"],
  ["niah_multikey_1"],
  ["niah_multivalue", "niah_multiquery"],
  ["niah_multikey_2"],
  ["niah_multikey_3"],
  ["vt"],
  ["qa_1", "qa_2"],
];

/** Up to this length there are several sheets of the first group. */
const SHORT = 2048;
const SHORT_PER_TASK = 2;

/** The sheets of an exam, in order: the owner's mail first, for it decides the recommendation. */
export function sheetsOf(
  work: ExamScopeOfWork,
  { perTask, shortRounds }: Pick<PresetRules, "perTask" | "shortRounds">,
  strict: boolean,
): SheetSpec[] {
  const sheets: SheetSpec[] = [];
  const short = work.mail.filter((length) => length <= SHORT);
  const shortTasks = (GROUPS[0] ?? []).filter((task) => work.tasks.includes(task));
  if (short.length > 0 && shortTasks.length > 0) {
    for (let index = 0; index < shortRounds; index += 1) {
      const round = { index, of: shortRounds };
      sheets.push({ id: `short-${index + 1}`, tasks: shortTasks, lengths: short, perTask: SHORT_PER_TASK, round });
    }
  }
  for (const [index, group] of GROUPS.entries()) {
    const tasks = group.filter((task) => work.tasks.includes(task));
    const [first] = tasks;
    if (first === undefined) continue;
    const lengths = isMailTask(first) ? work.mail : work.ruler;
    if (!strict || isMailTask(first)) {
      sheets.push({ id: `sheet-${index + 1}`, tasks, lengths, perTask });
      continue;
    }
    for (const task of tasks) {
      for (const length of lengths) {
        for (let sample = 0; sample < questionsOf(task, perTask, length); sample += 1)
          sheets.push({ id: `${task}/${length}/${sample}`, tasks: [task], lengths: [length], perTask: 1 });
      }
    }
  }
  // Ten words a question: one list says as much as ten needles.
  for (const task of ["cwe", "fwe"] as const) {
    if (!work.tasks.includes(task)) continue;
    const samples = strict ? perTask : Math.max(1, Math.floor(perTask / 5));
    for (const length of work.ruler) {
      for (let sample = 0; sample < samples; sample += 1)
        sheets.push({ id: `${task}/${length}/${sample}`, tasks: [task], lengths: [length], perTask: 1 });
    }
  }
  return sheets;
}
