/** The heat map's figures: scores by length and depth. Pure. */
import type { ExamCell, ExamRecord, ExamTask, LengthScore } from "../../../shared/exam.ts";

/** A square: the mean score of the questions in it, null where none was asked. */
export type HeatSquare = { readonly score: number | null; readonly questions: number };

/** Columns are lengths, rows are depths from the beginning to the end of the prompt. */
export type Heat = {
  readonly lengths: readonly number[];
  readonly rows: readonly { readonly from: number; readonly to: number; readonly squares: readonly HeatSquare[] }[];
};

/** More rows where there are enough questions to fill them. */
function rowCount(questions: number, lengths: number): number {
  return questions >= lengths * 30 ? 10 : 5;
}

/** The tasks of the picture of an exam as a whole: those that the model can do, where there are any. */
export function shownTasks(cells: readonly ExamCell[], unable: readonly ExamTask[]): ExamTask[] {
  const hiding = [...new Set(cells.filter(({ depth }) => depth !== null).map((cell) => cell.task))];
  const able = hiding.filter((task) => !unable.includes(task));
  return able.length > 0 ? able : hiding;
}

/** The heat of cells of these tasks that hide something. */
export function heatOf(cells: readonly ExamCell[], tasks: readonly ExamTask[]): Heat {
  const own = cells.filter((cell) => cell.depth !== null && tasks.includes(cell.task));
  const lengths = [...new Set(own.map((cell) => cell.length))].sort((a, b) => a - b);
  const count = rowCount(own.length, lengths.length);
  return {
    lengths,
    rows: Array.from({ length: count }, (_, row) => {
      const [from, to] = [row / count, (row + 1) / count];
      return {
        from,
        to,
        squares: lengths.map((length) => {
          const inside = own.filter(
            ({ depth, length: own }) =>
              own === length && depth !== null && depth >= from && (depth < to || row === count - 1),
          );
          const sum = inside.reduce((total, { score }) => total + score, 0);
          return { score: inside.length === 0 ? null : Math.round(sum / inside.length), questions: inside.length };
        }),
      };
    }),
  };
}

/** Finished exams as rows of mean scores; a length that an exam did not ask is undefined. */
export type Comparison = {
  readonly lengths: readonly number[];
  readonly rows: readonly { readonly exam: ExamRecord; readonly scores: readonly (LengthScore | undefined)[] }[];
};

/** More rows than this are a list, not a comparison. */
const MOST_COMPARED = 12;

/** The newest finished exams beside each other. */
export function compareOf(exams: readonly ExamRecord[]): Comparison {
  const done = exams.filter(({ summary }) => summary !== null).slice(0, MOST_COMPARED);
  const asked = done.flatMap(({ summary }) => summary?.lengths.map(({ length }) => length) ?? []);
  const lengths = [...new Set(asked)].sort((a, b) => a - b);
  return {
    lengths,
    rows: done.map((exam) => ({
      exam,
      scores: lengths.map((length) => exam.summary?.lengths.find((score) => score.length === length)),
    })),
  };
}

/** From red over yellow to green, light enough for dark figures; `#rrggbb`. */
export function heatColor(score: number): string {
  const stops = [
    [240, 150, 138],
    [250, 219, 140],
    [143, 209, 158],
  ] as const;
  const at = (Math.max(0, Math.min(100, score)) / 100) * 2;
  const low = stops[Math.min(1, Math.floor(at))] ?? stops[0];
  const high = stops[Math.min(2, Math.floor(at) + 1)] ?? stops[2];
  const share = at - Math.min(1, Math.floor(at));
  const channel = (index: 0 | 1 | 2): string =>
    Math.round(low[index] + (high[index] - low[index]) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

/** `512`, `4K`, `128K`, `1M` */
export function shortLength(tokens: number): string {
  if (tokens >= 1_048_576 && tokens % 1_048_576 === 0) return `${tokens / 1_048_576}M`;
  if (tokens >= 1024 && tokens % 1024 === 0) return `${tokens / 1024}K`;
  return tokens >= 10_000 ? `${(tokens / 1000).toFixed(0)}k` : String(tokens);
}
