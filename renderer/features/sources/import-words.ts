/** What an import's numbers are in words. Pure. */
import type { ImportProgress, ImportRun, ImportSummary } from "../../../shared/schemas.ts";
import { countOf, formatBytes, formatCount, formatDuration, percent } from "../../format.ts";

/** `inbox.mbox`, or `inbox.mbox and 2 more` */
export function importName(run: Pick<ImportRun, "names">): string {
  const [first = "files", ...others] = run.names;
  return others.length === 0 ? first : `${first} and ${formatCount(others.length)} more`;
}

/** The counts of a ledger: what came in, what was there already, what failed. */
export function ledgerWords(
  counts: Pick<ImportSummary, "imported" | "duplicates" | "failed" | "skipped">,
  unit = "mail",
): string {
  return [
    countOf(counts.imported, `new ${unit}`),
    ...(counts.duplicates > 0 ? [countOf(counts.duplicates, "duplicate")] : []),
    ...(counts.failed > 0 ? [`${formatCount(counts.failed)} failed`] : []),
    ...(counts.skipped > 0 ? [`${formatCount(counts.skipped)} skipped`] : []),
  ].join(", ");
}

/** `62 MB of 94 MB, 4,120 mails a second, about 8 s left` */
export function progressWords(progress: ImportProgress): string {
  const rate = Math.round(progress.messagesPerSecond);
  return [
    `${formatBytes(progress.bytes)} of ${formatBytes(progress.totalBytes)}`,
    ...(rate > 0 ? [`${countOf(rate, "mail")} a second`] : []),
    ...(progress.etaSeconds === null ? [] : [`about ${formatDuration(Math.max(1, progress.etaSeconds) * 1000)} left`]),
  ].join(", ");
}

/** How much of an import is done, 0 to 100; null before it is known. */
export function progressPercent(progress: ImportProgress | null): number | null {
  return progress === null || progress.totalBytes === 0 ? null : percent(progress.bytes, progress.totalBytes);
}
