/**
 * The last step of a sweep: one answer from the findings of all windows, without an archive.
 *
 * Where the findings do not fit a prompt, groups of them are asked first, and what those prove is asked again.
 */
import type { SweepFinding } from "../../../../shared/sweep.ts";
import { type CountedText, countText } from "../../endpoint/count.ts";
import type { Endpoint } from "../../endpoint/endpoint.ts";
import { assembleCorpus, type CorpusStore, prefixBudget } from "../../prompt/corpus.ts";
import { type CountedCorpus, countCorpus } from "../../prompt/counting.ts";
import {
  answerLimit,
  joinPrompt,
  type RunEvent,
  type RunPurpose,
  type RunResult,
  runPrompt,
} from "../../prompt/run.ts";
import { findingsTail } from "../../prompt/tails.ts";
import { findCitations, type SentDocument } from "../../proof/citations.ts";
import { findingsOf } from "./findings.ts";

/** What the last step needs; `documents` are the ones that the findings stand in, as they were sent. */
export type ReduceRequest = {
  readonly question: string;
  readonly today: string;
  readonly findings: readonly SweepFinding[];
  readonly documents: readonly SentDocument[];
  readonly signal: AbortSignal;
  readonly plan: RunPurpose;
};

/** What stands before the findings: the rules, and no archive. */
export function emptyCorpus(endpoint: Endpoint, store: CorpusStore): Promise<CountedCorpus> {
  return countCorpus(assembleCorpus([], new Set()), endpoint, store);
}

/** The answer from the findings, with the tail that was sent; null where they are too many to be asked at all. */
export async function* reduceFindings(
  endpoint: Endpoint,
  store: CorpusStore,
  request: ReduceRequest,
): AsyncGenerator<RunEvent, (RunResult & { readonly tail: string }) | null> {
  const empty = await emptyCorpus(endpoint, store);
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  const options = { maxTokens, signal: request.signal, plan: request.plan };
  const count = (findings: readonly SweepFinding[], isLast: boolean): Promise<CountedText> =>
    countText(endpoint, findingsTail({ today: request.today }, { question: request.question, findings, isLast }));
  const fits = (tail: CountedText): boolean => empty.tokens <= prefixBudget(endpoint, tail.tokens, maxTokens);

  let findings = request.findings;
  for (;;) {
    const tail = await count(findings, true);
    if (fits(tail)) {
      const result = yield* runPrompt(endpoint, joinPrompt(endpoint, empty, tail), options);
      return { ...result, tail: tail.text };
    }
    const kept: SweepFinding[] = [];
    for (const group of await groupsThatFit(findings, async (items) => fits(await count(items, false)))) {
      const joined = joinPrompt(endpoint, empty, await count(group, false));
      const { text } = yield* withoutText(runPrompt(endpoint, joined, options));
      kept.push(...findingsOf(findCitations(text, request.documents)));
    }
    // A round that leaves as much as before would go on for ever.
    if (kept.length === 0 || kept.length >= findings.length) return null;
    findings = kept;
  }
}

/** Groups of findings, in order, each as large as fits; a finding that fits alone nowhere is in no group. */
async function groupsThatFit(
  findings: readonly SweepFinding[],
  fits: (group: readonly SweepFinding[]) => Promise<boolean>,
): Promise<SweepFinding[][]> {
  const groups: SweepFinding[][] = [];
  let group: SweepFinding[] = [];
  for (const finding of findings) {
    if (await fits([...group, finding])) {
      group.push(finding);
      continue;
    }
    if (group.length > 0) groups.push(group);
    group = (await fits([finding])) ? [finding] : [];
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** What is said on the way is no part of the answer. */
async function* withoutText(run: AsyncGenerator<RunEvent, RunResult>): AsyncGenerator<RunEvent, RunResult> {
  for (;;) {
    const step = await run.next();
    if (step.done === true) return step.value;
    if (step.value.event !== "text") yield step.value;
  }
}
