/** Exams in words. Pure. */
import type { EffectiveLength, ExamPlan, ExamRecord, ExamTask } from "../../../shared/exam.ts";
import { formatCount, formatDuration } from "../../format.ts";

/** Tasks by what they ask. RULER's keep their names: they are what others report. */
export const TASK_WORDS: Readonly<Record<ExamTask, string>> = {
  mail_single: "One fact in your mail",
  mail_absent: "What is not there",
  mail_questions: "Who, when, how much",
  mail_multi_value: "Several values of one thing",
  mail_multi_query: "Several facts at once",
  mail_no_overlap: "Other words for it",
  mail_versions: "The newest version counts",
  mail_near_keys: "Nearly the same names",
  mail_same_words: "Same words, other meaning",
  niah_single_1: "niah_single_1",
  niah_single_2: "niah_single_2",
  niah_single_3: "niah_single_3",
  niah_multikey_1: "niah_multikey_1",
  niah_multikey_2: "niah_multikey_2",
  niah_multikey_3: "niah_multikey_3",
  niah_multivalue: "niah_multivalue",
  niah_multiquery: "niah_multiquery",
  vt: "vt (variable tracking)",
  cwe: "cwe (common words)",
  fwe: "fwe (frequent words)",
  qa_1: "qa_1",
  qa_2: "qa_2",
};

/** A model as people call it: servers that were given a file name it by its whole path. */
export function modelName(model: string): string {
  return model.endsWith(".gguf") ? (model.split(/[\\/]/).at(-1) ?? model) : model;
}

/** An effective length, with the lengths between which it lies. */
export function effectiveWords({ tokens, low, high }: EffectiveLength): string {
  if (tokens === 0) {
    return high === 0 ? "no length was read well enough" : `none for sure, perhaps ${formatCount(high)} tokens`;
  }
  const surely = low === 0 ? "" : `surely ${formatCount(low)}`;
  const perhaps = high > tokens ? `perhaps ${formatCount(high)}` : "";
  const range = [surely, perhaps].filter((part) => part !== "").join(", ");
  return `${formatCount(tokens)} tokens${range === "" ? "" : ` (${range})`}`;
}

/** What a plan costs; `before` is the last finished exam of the same kind on the same endpoint. */
export function planWords(plan: ExamPlan, before?: ExamRecord): string {
  const share = Math.round((plan.tokens / Math.max(1, plan.naiveTokens)) * 100);
  const cost = `About ${formatCount(plan.questions)} questions and at most ${formatCount(plan.tokens)} tokens to read`;
  const time =
    plan.seconds === null
      ? ". How long that takes shows as soon as it has read something: this endpoint was not measured yet"
      : `: at most ${formatDuration(plan.seconds * 1000)}${plan.preset === "quick" ? "" : ", by the speed at which this endpoint was seen to read"}`;
  const last =
    before?.summary == null
      ? ""
      : `: the last one like it read ${formatCount(before.summary.tokens)} in ${formatDuration(before.summary.seconds * 1000)}`;
  return `${cost}${time}. Each length is given up as soon as it clearly fails, so it is mostly far less${last}. Shared haystacks make it ${share < 1 ? "less than 1" : share}% of the whole grid.`;
}

/** How far an exam is that runs or waits. */
export function progressWords(exam: ExamRecord): string {
  const done = `${modelName(exam.model)}: ${formatCount(exam.asked)} of about ${formatCount(exam.plan.questions)} questions asked, ${formatCount(exam.tokens)} tokens read.`;
  if (exam.state !== "running") return `${done} It goes on where it stopped.`;
  const left = exam.secondsLeft === null ? "" : ` At most ${formatDuration(exam.secondsLeft * 1000)} left.`;
  return `${done}${left} It goes on while you do other things.`;
}

/** Where an exam stands. */
export function stateWords(exam: ExamRecord): string {
  switch (exam.state) {
    case "running":
      return `running, ${formatCount(exam.asked)} asked`;
    case "paused":
      return `paused after ${formatCount(exam.asked)}`;
    case "done":
      return "done";
    case "cancelled":
      return "cancelled";
    case "failed":
      return "failed";
  }
}
