/** Exams as text files: JSON and CSV. Pure. The picture is heat-picture.ts. */
import type { ExamCell, ExamRecord } from "../../../shared/exam.ts";

const COLUMNS = [
  "task",
  "length",
  "depth",
  "score",
  "promptTokens",
  "evaluatedTokens",
  "answerTokens",
  "ms",
  "fault",
] as const;

/** Cells as CSV with a header; what the mail says is not in it. */
export function cellsCsv(cells: readonly ExamCell[]): string {
  const field = (value: string | number | null): string => {
    const text = value === null ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [COLUMNS.join(","), ...cells.map((cell) => COLUMNS.map((name) => field(cell[name])).join(",")), ""].join("\n");
}

/** An exam with its cells as JSON. */
export function examJson(exam: ExamRecord, cells: readonly ExamCell[]): string {
  return `${JSON.stringify({ exam, cells }, null, 2)}\n`;
}
