/**
 * Questions to the whole scope: one prefix, one tail a question, answers with checked citations.
 *
 * Everything in the scope is sent. The search index is never used here; a test pins that.
 */
import type { AskResult, Scope } from "../../../shared/schemas.ts";
import { readCorpus } from "../archive/queries/documents.ts";
import { readMe } from "../archive/queries/identity.ts";
import { type CountedText, countTexts } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { type FittedCorpus, fitCorpus, prefixBudget, type TokenStore } from "../prompt/corpus.ts";
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
};

/** Answers the questions of one request, one after the other; the prefix is assembled at the first. */
export function createAskSession(
  endpoint: Endpoint,
  store: TokenStore,
  request: AskRequest,
): { answer(question: string): AsyncGenerator<AskEvent> } {
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  const countTails = (questions: readonly string[]): Promise<CountedText[]> =>
    countTexts(
      endpoint,
      questions.map((question) => askTail({ today: request.today }, question)),
    );
  let prepared: Promise<FittedCorpus> | undefined;

  async function prepare(): Promise<FittedCorpus> {
    // The longest question decides what fits, so that all of them share one prefix.
    const longestTail = Math.max(0, ...(await countTails(request.questions)).map((tail) => tail.tokens));
    const me = new Set(readMe(store.db));
    return fitCorpus(readCorpus(store.db, request.scope), me, endpoint, store, {
      budget: prefixBudget(endpoint, longestTail, maxTokens),
      fit: request.fit,
    });
  }

  return {
    async *answer(question) {
      prepared ??= prepare();
      const { corpus, fit } = await prepared;
      const [tail] = await countTails([question]);
      if (tail === undefined) throw new Error("the tail was lost");
      const joined = joinPrompt(endpoint, corpus, tail);
      const { text, receipt } = yield* runPrompt(endpoint, joined, {
        maxTokens,
        signal: request.signal,
        plan: {
          purpose: "ask",
          traits: prefixTraits(request.scope, request.fit, readMe(store.db)),
          allowEvict: request.allowEvict,
        },
      });
      const citations = findCitations(text, corpus.documents);
      yield {
        event: "result",
        result: { question, answer: text, citations, receipt, fit },
      };
    },
  };
}
