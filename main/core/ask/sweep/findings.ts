/**
 * What the windows of a sweep found, and what is asked of it.
 *
 * Only words that were proved in their window become findings: what a window merely claims is shown to the owner, and
 * never handed on as a fact.
 */
import type { Citation } from "../../../../shared/schemas.ts";
import type { SweepFinding, SweepWindowResult } from "../../../../shared/sweep.ts";

/** The findings of one answer: where the words stand, and the words as they stand there. */
export function findingsOf(citations: readonly Citation[]): SweepFinding[] {
  const findings: SweepFinding[] = [];
  for (const { id, quote, source, state } of citations) {
    if (id === null || state === "not-found") continue;
    const finding = { id, quote: source ?? quote };
    if (!findings.some((other) => other.id === finding.id && other.quote === finding.quote)) findings.push(finding);
  }
  return findings;
}

/** The findings of all windows, in the order of the archive; each once. */
export function allFindings(results: readonly (SweepWindowResult | null)[]): SweepFinding[] {
  const seen = new Set<string>();
  return results
    .flatMap((result) => findingsOf(result?.citations ?? []))
    .filter(({ id, quote }) => {
      const key = `${id}\n${quote}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
