/**
 * Names what an endpoint does to long prompts, from which depths came back. Pure.
 *
 * A cut shows as an edge: everything before it is lost, everything behind it comes back (or the other way round).
 * Decay shows as scattered losses that grow with the length.
 */
import {
  EFFECTIVE_THRESHOLD,
  type ExamCell,
  type ExamFinding,
  type ExamTask,
  isMailTask,
} from "../../../shared/exam.ts";
import { isClearlyBelow, lengthsAsked, unableTasks } from "./statistics.ts";

/** A thing hidden at a depth (0 to 1) that came back or not. */
export type DepthProbe = { readonly depth: number; readonly isFound: boolean };

/** What the depths of one length say; `from` and `to` bound what was lost. */
export type CutShape =
  | { readonly shape: "whole" | "scattered" | "nothing" }
  | { readonly shape: "front" | "middle" | "end"; readonly from: number; readonly to: number };

/** On each side of an edge there must be this many probes. */
const LEAST_BESIDE_EDGE = 2;

/** The shape of the losses. An edge needs two lost and two found beside it, and no exception. */
export function shapeOf(probes: readonly DepthProbe[]): CutShape {
  const sorted = [...probes].sort((a, b) => a.depth - b.depth);
  const lost = sorted.flatMap((probe, index) => (probe.isFound ? [] : [index]));
  const [first] = lost;
  const last = lost.at(-1);
  if (first === undefined || last === undefined) return { shape: "whole" };
  if (lost.length === sorted.length) return { shape: "nothing" };
  const found = sorted.length - lost.length;
  const isRun = last - first + 1 === lost.length;
  if (!isRun || lost.length < LEAST_BESIDE_EDGE || found < LEAST_BESIDE_EDGE) return { shape: "scattered" };
  const from = first === 0 ? 0 : ((sorted[first - 1]?.depth ?? 0) + (sorted[first]?.depth ?? 0)) / 2;
  const to = last === sorted.length - 1 ? 1 : ((sorted[last]?.depth ?? 1) + (sorted[last + 1]?.depth ?? 1)) / 2;
  if (first === 0) return { shape: "front", from: 0, to };
  if (last === sorted.length - 1) return { shape: "end", from, to: 1 };
  return { shape: "middle", from, to };
}

/** The chance that as many losses, scattered blindly over the probes, lie in one run like this. */
export function chanceOf(probes: readonly DepthProbe[]): number {
  const { shape } = shapeOf(probes);
  const lost = probes.filter(({ isFound }) => !isFound).length;
  if (shape === "whole" || shape === "nothing" || shape === "scattered") return 1;
  let ways = 1;
  for (let index = 0; index < lost; index += 1) ways *= (probes.length - index) / (index + 1);
  return (shape === "middle" ? probes.length - lost - 1 : 1) / ways;
}

/** A cut is named where blind chance would make its edges less often than this, all lengths together. */
const BY_CHANCE = 0.002;

const ONE_PLACE: ReadonlySet<ExamTask> = new Set([
  "mail_single",
  "mail_questions",
  "mail_no_overlap",
  "mail_near_keys",
  "mail_same_words",
  "niah_single_1",
  "niah_single_2",
  "niah_single_3",
  "niah_multikey_1",
  "niah_multikey_2",
  "niah_multikey_3",
]);

const number = (value: number): string => Math.round(value).toLocaleString("en-US");
const percent = (share: number): string => `${Math.round(share * 100)}%`;

function cutFinding(
  shape: Exclude<CutShape, { shape: "whole" | "scattered" | "nothing" }>,
  length: number,
  windowTokens: number,
): ExamFinding {
  if (shape.shape === "front") {
    const kept = (1 - shape.to) * length;
    // The edge is known to lie between two probes: half the window is meant where it lies about there.
    const isHalf = Math.abs(kept - windowTokens / 2) <= Math.max(0.15 * length, 64) && length > windowTokens / 2;
    return isHalf
      ? {
          code: "CUT_HALF",
          message: `The endpoint cuts long prompts to about half of its window: of ${number(length)} tokens it kept the last ${number(kept)}, and the beginning was gone.`,
        }
      : {
          code: "CUT_FRONT",
          message: `The endpoint cuts the beginning of long prompts: of ${number(length)} tokens nothing from the first ${percent(shape.to)} came back, and everything after it did.`,
        };
  }
  if (shape.shape === "middle") {
    return {
      code: "CUT_MIDDLE",
      message: `The endpoint drops the middle of long prompts: of ${number(length)} tokens nothing between ${percent(shape.from)} and ${percent(shape.to)} came back, and everything before and after it did.`,
    };
  }
  return {
    code: "CUT_END",
    message: `The endpoint drops the end of long prompts: of ${number(length)} tokens nothing after ${percent(shape.from)} came back, and everything before it did.`,
  };
}

/** Tasks by how many of their kind; which they are, the bars show. */
function unableMessage(unable: readonly ExamTask[], tasks: readonly ExamTask[]): string {
  const kinds = [
    [isMailTask, "in your mail"],
    [(task: ExamTask) => !isMailTask(task), "of RULER"],
  ] as const;
  const counts = kinds.flatMap(([isOfKind, words]) => {
    const [failed, all] = [unable.filter(isOfKind).length, tasks.filter(isOfKind).length];
    return failed === 0 ? [] : [`${failed === all ? `all ${all}` : `${failed} of ${all}`} tasks ${words}`];
  });
  return `At their shortest length the model already fails ${counts.join(" and ")}: these say nothing about length and are not counted in the recommendation for asking.`;
}

/** What the cells of an exam say of the endpoint, most certain first. */
export function diagnose(cells: readonly ExamCell[], tasks: readonly ExamTask[], windowTokens: number): ExamFinding[] {
  const findings: ExamFinding[] = [];
  const faults = cells.filter((cell) => cell.fault !== null);
  const [short] = faults.filter((cell) => cell.answer !== "" || cell.promptTokens === 0);
  if (short !== undefined)
    findings.push({ code: "RECEIPT_SHORT", message: `At ${number(short.length)} tokens: ${short.fault}` });
  const unable = unableTasks(cells, tasks);
  // What never succeeds says nothing of depths; what fails at the shortest length by an edge says much.
  const able = cells.filter(
    (cell) =>
      ONE_PLACE.has(cell.task) &&
      cell.depth !== null &&
      cells.some((other) => other.task === cell.task && other.score === 100),
  );
  const cuts = new Map<ExamFinding["code"], { readonly finding: ExamFinding; readonly chance: number }>();
  for (const length of lengthsAsked(able)) {
    const probes = able
      .filter((cell) => cell.length === length)
      .map((cell) => ({ depth: cell.depth ?? 0, isFound: cell.score === 100 }));
    const shape = shapeOf(probes);
    if (shape.shape !== "front" && shape.shape !== "middle" && shape.shape !== "end") continue;
    const finding = cutFinding(shape, length, windowTokens);
    const before = cuts.get(finding.code);
    cuts.set(finding.code, {
      finding: before?.finding ?? { ...finding, fromTokens: length },
      chance: (before?.chance ?? 1) * chanceOf(probes),
    });
  }
  const sure = [...cuts.values()].filter(({ chance }) => chance < BY_CHANCE).sort((a, b) => a.chance - b.chance);
  if (sure[0] !== undefined) findings.push(sure[0].finding);
  const lost = lengthsAsked(able).find((length) =>
    isClearlyBelow(able.filter((cell) => cell.length === length).map((cell) => cell.score)),
  );
  if (lost !== undefined && !findings.some((finding) => finding.code.startsWith("CUT"))) {
    findings.push({
      code: "DECAY",
      message: `From ${number(lost)} tokens on less than ${EFFECTIVE_THRESHOLD}% of what was hidden came back, at all depths: the model reads more than it can use.`,
    });
  }
  // What begins behind a cut fails for that reason.
  const shortest = (task: ExamTask): number =>
    Math.min(...cells.filter((cell) => cell.task === task).map((cell) => cell.length));
  const from = sure[0]?.finding.fromTokens ?? Number.POSITIVE_INFINITY;
  const unexplained = unable.filter((task) => shortest(task) < from);
  if (unexplained.length > 0) findings.push({ code: "UNABLE", message: unableMessage(unexplained, tasks) });
  return findings;
}
