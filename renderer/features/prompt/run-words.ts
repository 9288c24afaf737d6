/** Runs and receipts in words. Pure. */
import type { Receipt } from "../../../shared/schemas.ts";
import { countOf, formatCount, formatDuration } from "../../format.ts";
import type { Run } from "./run.ts";

/** Too early, an estimate would only jump about. */
const MIN_ELAPSED_MS = 1500;

/** `about 12 s left`, from how fast it went so far; empty where that cannot be known yet. */
export function remainingWords(run: Pick<Run<unknown, unknown>, "prefill" | "prefillStartedAt">, now: number): string {
  const { prefill, prefillStartedAt } = run;
  if (prefill === null || prefillStartedAt === null) return "";
  const elapsed = now - prefillStartedAt;
  const read = prefill.processed - prefill.cached;
  const left = prefill.total - prefill.processed;
  if (elapsed < MIN_ELAPSED_MS || read <= 0 || left <= 0) return "";
  return `about ${formatDuration((elapsed / read) * left)} left`;
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
