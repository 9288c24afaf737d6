/**
 * Questions to the whole scope: one prefix, one tail a question, answers with checked citations.
 *
 * Everything in the scope is sent. The search index is never used here; a test pins that.
 */
import type { AskResult, CanaryReport, Scope } from "../../../shared/schemas.ts";
import { readMe } from "../archive/queries/identity.ts";
import { scopeKey } from "../archive/queries/scope.ts";
import { type CountedText, countTexts } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { type CorpusStore, citableDocuments, type FittedCorpus, fitPrefix, prefixBudget } from "../prompt/corpus.ts";
import type { CountedCorpus } from "../prompt/counting.ts";
import { answerLimit, joinPrompt, type RunEvent, runPrompt } from "../prompt/run.ts";
import { askTail } from "../prompt/tails.ts";
import { findCitations } from "../proof/citations.ts";
import { prefixTraits } from "../warm/traits.ts";

/** What happens while a question is answered; the result comes last. */
export type AskEvent = RunEvent | { readonly event: "result"; readonly result: AskResult };

/** What is asked, all from one prefix; `today` is `YYYY-MM-DD`. */
export type AskRequest = {
  readonly questions: readonly string[];
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly allowEvict: boolean;
  readonly today: string;
  readonly signal: AbortSignal;
  /** Asked before the question from the same prefix, where the owner wants it; throws where the prompt was cut. */
  readonly canary?: (corpus: CountedCorpus) => AsyncGenerator<RunEvent, CanaryReport>;
};

/** Answers the questions of one request, one after the other; the prefix is assembled at the first. */
export function createAskSession(
  endpoint: Endpoint,
  store: CorpusStore,
  request: AskRequest,
): { answer(question: string): AsyncGenerator<AskEvent> } {
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  type Prepared = FittedCorpus & { readonly tails: ReadonlyMap<string, CountedText> };
  let prepared: Promise<Prepared> | undefined;

  async function prepare(): Promise<Prepared> {
    const { questions, today, fit, signal } = request;
    const prefix = await store.prefixes.assemble(request.scope, { signal });
    const { withdrawn } = prefix;
    const counted = await countTexts(
      endpoint,
      questions.map((question) => askTail({ today, withdrawn }, question)),
    );
    // The longest question decides what fits, so that all of them share one prefix.
    const longestTail = Math.max(0, ...counted.map((tail) => tail.tokens));
    const budget = prefixBudget(endpoint, longestTail, maxTokens);
    const fitted = await fitPrefix(prefix, endpoint, store, { budget, fit, signal });
    return { ...fitted, tails: new Map(questions.flatMap((question, at) => tailEntry(question, counted[at]))) };
  }

  return {
    async *answer(question) {
      prepared ??= prepare();
      const { corpus, fit, tails } = await prepared;
      const tail = tails.get(question);
      if (tail === undefined) throw new Error("a question that was not announced has no tail");
      const canary = request.canary === undefined ? undefined : yield* request.canary(corpus);
      const joined = joinPrompt(endpoint, corpus, tail);
      const { text, receipt } = yield* runPrompt(endpoint, joined, {
        maxTokens,
        signal: request.signal,
        plan: {
          purpose: "ask",
          traits: prefixTraits(scopeKey(store.db, request.scope), request.fit, readMe(store.db)),
          allowEvict: request.allowEvict,
        },
      });
      const citations = findCitations(text, citableDocuments(corpus));
      yield {
        event: "result",
        result: {
          question,
          answer: text,
          citations,
          receipt: canary === undefined ? receipt : { ...receipt, canary },
          fit,
        },
      };
    },
  };
}

function tailEntry(question: string, tail: CountedText | undefined): [string, CountedText][] {
  return tail === undefined ? [] : [[question, tail]];
}
