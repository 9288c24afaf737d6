/**
 * Exams as they cross the API: tasks, presets, cells, results.
 *
 * Owns the names of tasks and the threshold, which the core, the command line and the window share.
 */
import { z } from "zod";
import { endpointSchema } from "./schemas.ts";

/** "Effective" means above this mean score: Llama-2-7B's at 4K, the line that RULER draws (arXiv 2404.06654). */
export const EFFECTIVE_THRESHOLD = 85.6;

/** The 13 tasks of RULER by the names of NVIDIA's repository (scripts/synthetic.yaml). */
export const RULER_TASKS = [
  "niah_single_1",
  "niah_single_2",
  "niah_single_3",
  "niah_multikey_1",
  "niah_multikey_2",
  "niah_multikey_3",
  "niah_multivalue",
  "niah_multiquery",
  "vt",
  "cwe",
  "fwe",
  "qa_1",
  "qa_2",
] as const;

/** Needles and questions in the owner's own mail. */
export const MAIL_TASKS = [
  "mail_single",
  "mail_absent",
  "mail_questions",
  "mail_multi_value",
  "mail_multi_query",
  "mail_no_overlap",
  "mail_versions",
  "mail_near_keys",
  "mail_same_words",
] as const;

/** Every task, in the order in which they are shown. */
export const EXAM_TASKS = [...MAIL_TASKS, ...RULER_TASKS] as const;

/** One of {@link EXAM_TASKS}. */
export type ExamTask = (typeof EXAM_TASKS)[number];

const MAIL = new Set<string>(MAIL_TASKS);

/** Whether a task asks the owner's own mail. */
export function isMailTask(task: ExamTask): boolean {
  return MAIL.has(task);
}

/** How thorough an exam is: two minutes, the usual, or everything up to the whole window. */
export const EXAM_PRESETS = ["quick", "normal", "full"] as const;
/** One of {@link EXAM_PRESETS}. */
export type ExamPreset = (typeof EXAM_PRESETS)[number];

/** What is examined. Lengths are tokens of whole prompts, answer included; absent ones follow from preset and window. */
export const examRequestSchema = z.strictObject({
  endpoint: endpointSchema,
  preset: z.enum(EXAM_PRESETS).default("normal"),
  lengths: z.array(z.int().min(256).max(100_000_000)).min(1).max(40).optional(),
  tasks: z.array(z.enum(EXAM_TASKS)).min(1).optional(),
  /** Each RULER cell in a prompt of its own, with its own needles only, as in NVIDIA's repository. Costs far more. */
  strict: z.boolean().default(false),
  seed: z.int().min(0).max(1_000_000_000).default(42),
  /** Whether a prefix that was read ahead may be pushed out of the endpoint's memory. */
  allowEvict: z.boolean().default(false),
});
/** See {@link examRequestSchema}. */
export type ExamRequest = z.infer<typeof examRequestSchema>;

/** What an exam will cost before it is begun; tokens and seconds at most. Null seconds: this endpoint never read yet. */
export type ExamPlan = {
  readonly endpoint: string;
  readonly model: string;
  readonly windowTokens: number;
  readonly preset: ExamPreset;
  readonly lengths: readonly number[];
  readonly tasks: readonly ExamTask[];
  /** Questions if no length is stopped early; close results are asked more. */
  readonly questions: number;
  /** Tokens to read with shared prefixes, at most, and to write. */
  readonly tokens: number;
  readonly answerTokens: number;
  /** What the same cells cost when every one is sent as a prompt of its own. */
  readonly naiveTokens: number;
  readonly seconds: number | null;
  /** Tokens of the owner's archive in this endpoint's count; longer prompts repeat it. */
  readonly archiveTokens: number;
};

/** One question of an exam, asked and scored. `depth` is 0 (start) to 1 (end), null where nothing is hidden. */
export type ExamCell = {
  readonly task: ExamTask;
  readonly length: number;
  readonly depth: number | null;
  /** 0 to 100. */
  readonly score: number;
  readonly question: string;
  readonly expected: readonly string[];
  readonly answer: string;
  readonly promptTokens: number;
  readonly evaluatedTokens: number;
  readonly answerTokens: number;
  readonly ms: number;
  /** What the receipt said when it did not hold: the endpoint read fewer tokens, or answered nothing. */
  readonly fault: string | null;
};

/** A mean with its 95% interval; all 0 to 100. */
export type ExamScore = {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly questions: number;
};

/** Scores of a length. */
export type LengthScore = ExamScore & { readonly length: number };

/** What an endpoint does to long prompts. */
export type ExamFinding = {
  readonly code: "CUT_FRONT" | "CUT_MIDDLE" | "CUT_END" | "CUT_HALF" | "RECEIPT_SHORT" | "DECAY" | "UNABLE";
  readonly message: string;
  /** Of a cut: the shortest length at which it shows. */
  readonly fromTokens?: number;
};

/** Results of one task. */
export type TaskResult = ExamScore & {
  readonly task: ExamTask;
  /** The longest length above the threshold; 0 where there is none. */
  readonly effective: number;
  readonly lengths: readonly LengthScore[];
};

/** An effective length with the interval in which it lies: surely up to `low`, perhaps up to `high`. */
export type EffectiveLength = { readonly tokens: number; readonly low: number; readonly high: number };

/** The result of an exam. */
export type ExamSummary = {
  readonly threshold: number;
  /** The recommended length for asking, or for the tasks that were chosen. */
  readonly effective: number;
  readonly asking: EffectiveLength | null;
  /** The length up to which the voice backtest kept its quality; null where none was run. */
  readonly writing: EffectiveLength | null;
  readonly ruler: (EffectiveLength & { readonly mean: number }) | null;
  readonly tasks: readonly TaskResult[];
  readonly lengths: readonly LengthScore[];
  /** Tasks the model cannot do even at its shortest length: they say nothing about length. */
  readonly unable: readonly ExamTask[];
  readonly findings: readonly ExamFinding[];
  readonly tokens: number;
  readonly answerTokens: number;
  readonly naiveTokens: number;
  readonly seconds: number;
};

/** How far an exam is. */
export type ExamState = "running" | "paused" | "done" | "cancelled" | "failed";

/** What makes two exams comparable, and an old one outdated. */
export type ExamIdentity = {
  readonly address: string;
  readonly model: string;
  readonly modelIdentity: string;
  readonly quantisation: string | null;
  readonly kvType: string | null;
  readonly version: string;
};

/** An exam in the archive. */
export type ExamRecord = ExamIdentity & {
  readonly id: number;
  readonly state: ExamState;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly windowTokens: number;
  readonly preset: ExamPreset;
  readonly strict: boolean;
  readonly seed: number;
  readonly plan: ExamPlan;
  readonly asked: number;
  readonly tokens: number;
  readonly summary: ExamSummary | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** While it runs: seconds that it takes at most from here, by what this endpoint was measured to take. */
  readonly secondsLeft: number | null;
};

/** What the owner decided about the recommendation: keep to it, or use the whole window with marks. */
export type ExamChoice = "recommended" | "whole";

/** What the archive knows of an endpoint's reading. */
export type ExamStanding = {
  readonly state: "none" | "current" | "outdated";
  /** Why a new exam is asked for, in a sentence; null where it is not. */
  readonly reason: string | null;
  readonly examId: number | null;
  readonly windowTokens: number;
  readonly recommended: EffectiveLength | null;
  /** For writing, from the newest backtest of this model; null where there is none. */
  readonly writing: EffectiveLength | null;
  readonly choice: ExamChoice | null;
};
