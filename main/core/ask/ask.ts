/**
 * Questions to the whole scope: one prefix, one tail a question, answers with checked citations.
 *
 * Everything in the scope is sent. The search index is never used here; a test pins that.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { AskResult, CanaryReport, Scope } from "../../../shared/schemas.ts";
import { readMe } from "../archive/queries/identity.ts";
import { scopeKey } from "../archive/queries/scope.ts";
import { type CountedText, countTexts } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { type CorpusStore, citableDocuments, type FittedCorpus, fitPrefix, prefixBudget } from "../prompt/corpus.ts";
import type { CountedCorpus } from "../prompt/counting.ts";
import {
  answerLimit,
  type EarlierTurn,
  earlierTokens,
  joinPrompt,
  preparing,
  type RunEvent,
  runPrompt,
} from "../prompt/run.ts";
import type { WorkProgress } from "../prompt/sealed.ts";
import { askTail } from "../prompt/tails.ts";
import { findCitations, type SentDocument } from "../proof/citations.ts";
import { prefixTraits } from "../warm/traits.ts";
import { noticesOf } from "./notices.ts";
import { emptyCorpus } from "./sweep/reduce.ts";

/** What happens while a question is answered; the result comes last. */
export type AskEvent = RunEvent | { readonly event: "result"; readonly result: AskResult };

/** A question and its answer in the conversation so far: the tail as it was sent, the answer as it is kept. */
export type AskedTurn = { readonly tail: string; readonly answer: string };

/** What a sweep found: its follow-ups are asked of that instead of an archive, and proved by these documents. */
export type AskedFindings = { readonly count: number; readonly documents: readonly SentDocument[] };

/** What is asked, all from one prefix; `today` is `YYYY-MM-DD`. Each question follows the `earlier` turns. */
export type AskRequest = {
  readonly questions: readonly string[];
  readonly earlier?: readonly AskedTurn[];
  readonly scope: Scope;
  readonly findings?: AskedFindings;
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
): {
  answer(question: string): AsyncGenerator<AskEvent>;
  /** The tail of a question as it is sent; undefined before it is. */
  tailOf(question: string): string | undefined;
} {
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  type Prepared = FittedCorpus & { readonly earlier: readonly EarlierTurn[] };
  let prepared: Promise<Prepared> | undefined;
  const tails = new Map<string, CountedText>();

  async function prepare(onProgress: (progress: WorkProgress) => void): Promise<Prepared> {
    const { questions, today, fit, signal } = request;
    const options = { signal, onProgress };
    const prefix = request.findings === undefined ? await store.prefixes.assemble(request.scope, options) : undefined;
    const withdrawn = prefix?.withdrawn ?? [];
    const counted = await countTexts(
      endpoint,
      questions.map((question) => askTail({ today, withdrawn }, question)),
    );
    for (const [at, question] of questions.entries()) {
      const tail = counted[at];
      if (tail !== undefined) tails.set(question, tail);
    }
    const earlier = await countTurns(endpoint, request.earlier ?? []);
    const before = earlierTokens(endpoint, earlier);
    // The longest question decides what fits, so that all of them share one prefix.
    const longestTail = Math.max(0, ...counted.map((tail) => tail.tokens));
    const budget = prefixBudget(endpoint, longestTail, maxTokens);
    const room = fit === "newest" ? budget - before : budget;
    const fitted =
      prefix === undefined
        ? { corpus: await emptyCorpus(endpoint, store), fit: null }
        : await fitPrefix(prefix, endpoint, store, { ...options, budget: room, fit });
    if (fitted.corpus.tokens + before > budget) {
      throw new LonghandError(
        "CONVERSATION_TOO_LONG",
        `What was said in this conversation takes ${before} tokens, but beside the archive only ${Math.max(0, budget - fitted.corpus.tokens)} are left in the window of ${endpoint.description.windowTokens}.`,
        "Ask it as a question of its own.",
      );
    }
    return { ...fitted, earlier };
  }

  return {
    async *answer(question) {
      const { corpus, fit, earlier } = yield* preparing((onProgress) => {
        prepared ??= prepare(onProgress);
        return prepared;
      });
      const tail = tails.get(question);
      if (tail === undefined) throw new Error("a question that was not announced has no tail");
      const canary = request.canary === undefined ? undefined : yield* request.canary(corpus);
      const joined = joinPrompt(endpoint, corpus, tail, earlier);
      const { text, receipt } = yield* runPrompt(endpoint, joined, {
        maxTokens,
        signal: request.signal,
        plan: {
          purpose: "ask",
          // Findings stand behind no scope's prefix: so none is brought up to date by this.
          traits:
            request.findings === undefined
              ? prefixTraits(scopeKey(store.db, request.scope), request.fit, readMe(store.db))
              : {},
          allowEvict: request.allowEvict,
        },
      });
      const citable = request.findings?.documents ?? citableDocuments(corpus);
      const citations = findCitations(text, citable);
      yield {
        event: "result",
        result: {
          question,
          answer: text,
          citations,
          receipt: canary === undefined ? receipt : { ...receipt, canary },
          fit,
          notices: noticesOf(citations, citable),
          ...(request.findings === undefined ? {} : { findings: request.findings.count }),
        },
      };
    },
    tailOf: (question) => tails.get(question)?.text,
  };
}

async function countTurns(endpoint: Endpoint, turns: readonly AskedTurn[]): Promise<EarlierTurn[]> {
  const counted = await countTexts(
    endpoint,
    turns.flatMap(({ tail, answer }) => [tail, answer]),
  );
  return turns.flatMap((_, at) => {
    const [tail, answer] = counted.slice(2 * at);
    return tail === undefined || answer === undefined ? [] : [{ tail, answer }];
  });
}
