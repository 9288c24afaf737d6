/** Runs and receipts in words. Pure. */
import type { Receipt } from "../../../shared/schemas.ts";
import { countOf, formatCount, formatDuration } from "../../format.ts";
import { remainingMs } from "../../pace.ts";
import type { Run } from "./run.ts";

/** Milliseconds until all is read, from how fast it went so far; null where that cannot be known yet. */
export function readingLeftMs(
  run: Pick<Run<unknown, unknown>, "prefill" | "prefillStartedAt">,
  now: number,
): number | null {
  const { prefill, prefillStartedAt } = run;
  if (prefill === null || prefillStartedAt === null) return null;
  return remainingMs(now - prefillStartedAt, prefill.processed - prefill.cached, prefill.total - prefill.processed);
}

/** `about 12 s left`; empty where that cannot be known yet. */
export function remainingWords(run: Pick<Run<unknown, unknown>, "prefill" | "prefillStartedAt">, now: number): string {
  const left = readingLeftMs(run, now);
  return left === null ? "" : `about ${formatDuration(left)} left`;
}

/** One sentence: what was read, what was answered, and that the server took what was sent. */
export function receiptWords(receipt: Receipt): string {
  const cached =
    receipt.cachedTokens !== null && receipt.cachedTokens > 0
      ? `, ${formatCount(receipt.cachedTokens)} of them already read before`
      : "";
  // An estimate is an upper bound: all that was sent is what the server counted.
  const whole =
    !receipt.exact || receipt.promptTokens === receipt.assembledTokens
      ? "All"
      : `${formatCount(receipt.promptTokens)} of the`;
  const sent = receipt.exact ? receipt.assembledTokens : receipt.promptTokens;
  return (
    `${whole} ${countOf(sent, "token")} that were sent were read${cached}, ` +
    `in ${formatDuration(receipt.prefillMs)}; ${countOf(receipt.answerTokens, "token")} written in ${formatDuration(receipt.decodeMs)}.` +
    // As predicted is no news; a miss is.
    (receipt.reading?.state === "less" ? ` ${receipt.reading.words}` : "")
  );
}
