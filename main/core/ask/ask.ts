/**
 * Questions to the whole scope: one prefix, one tail a question, answers with checked citations.
 *
 * Everything in the scope is sent. The search index is never used here; a test pins that.
 */
import type { AskResult, Scope } from "../../../shared/schemas.ts";
import { readCorpus } from "../archive/queries/documents.ts";
import { readMe } from "../archive/queries/identity.ts";
import type { Endpoint, PrefillProgress } from "../endpoint/endpoint.ts";
import { fitCorpus, prefixBudget, type TokenStore } from "../prompt/corpus.ts";
import { answerLimit, joinPrompt, runPrompt } from "../prompt/run.ts";
import { askTail } from "../prompt/tails.ts";
import { findCitations } from "../proof/citations.ts";

/** What happens while questions are answered; a result a question, in order. */
export type AskEvent =
  | { readonly event: "prefill"; readonly question: string; readonly progress: PrefillProgress }
  | { readonly event: "text"; readonly question: string; readonly text: string }
  | { readonly event: "result"; readonly result: AskResult };

/** What is asked; `today` is `YYYY-MM-DD`. */
export type AskRequest = {
  readonly questions: readonly string[];
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly today: string;
  readonly signal: AbortSignal;
};

/** Answers questions one after the other from the same prefix. */
export async function* ask(endpoint: Endpoint, store: TokenStore, request: AskRequest): AsyncGenerator<AskEvent> {
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  const tails = await endpoint.tokenize(
    request.questions.map((question) => askTail({ today: request.today }, question)),
  );
  const longestTail = Math.max(0, ...tails.map((tail) => tail.length));
  const { corpus, fit } = await fitCorpus(
    readCorpus(store.db, request.scope),
    new Set(readMe(store.db)),
    endpoint,
    store,
    {
      budget: prefixBudget(endpoint, longestTail, maxTokens),
      fit: request.fit,
    },
  );
  for (const [index, question] of request.questions.entries()) {
    const ids = joinPrompt(endpoint, corpus, tails[index] ?? new Uint32Array());
    const run = runPrompt(endpoint, ids, { maxTokens, signal: request.signal });
    let step = await run.next();
    while (step.done !== true) {
      yield { ...step.value, question };
      step = await run.next();
    }
    const { text, receipt } = step.value;
    yield {
      event: "result",
      result: { question, answer: text, citations: findCitations(text, corpus.documents), receipt, fit },
    };
  }
}
