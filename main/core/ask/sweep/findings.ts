/**
 * What the windows of a sweep found, and what is asked of it.
 *
 * Only words that were proved in their window become findings: what a window merely claims is shown to the owner, and
 * never handed on as a fact.
 */
import type { Citation } from "../../../../shared/schemas.ts";
import type { SweepFinding, SweepPlan, SweepWindowResult } from "../../../../shared/sweep.ts";
import type { Endpoint } from "../../endpoint/endpoint.ts";
import type { CorpusStore } from "../../prompt/corpus.ts";
import type { SentDocument } from "../../proof/citations.ts";
import { windowCorpus } from "./plan.ts";

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

/** The documents that windows cited, as each stood in its window: what the last step and follow-ups may be proved by. */
export async function foundDocuments(
  plan: SweepPlan,
  results: readonly (SweepWindowResult | null)[],
  endpoint: Endpoint,
  store: CorpusStore,
): Promise<SentDocument[]> {
  const found: SentDocument[] = [];
  for (const [index, window] of plan.windows.entries()) {
    const named = new Set((results[index]?.citations ?? []).flatMap(({ id }) => (id === null ? [] : [id])));
    if (named.size === 0) continue;
    const { documents } = await windowCorpus(window.documents, endpoint, store);
    for (const { id, text } of documents) if (named.has(id) || namesPageOf(named, id)) found.push({ id, text });
  }
  return found;
}

function namesPageOf(named: ReadonlySet<string>, id: string): boolean {
  for (const name of named) if (name.startsWith(`${id}.`)) return true;
  return false;
}
