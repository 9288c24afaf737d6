/** Procedures of the main job: the corpus, the prompt, questions. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { AnswerRecord, AskResult, CorpusReport, FitReport, Scope } from "../../../shared/schemas.ts";
import { endpointSchema, scopeSchema } from "../../../shared/schemas.ts";
import { getAnswer, listAnswers } from "../archive/queries/answers.ts";
import { readCorpus } from "../archive/queries/documents.ts";
import { readMe } from "../archive/queries/identity.ts";
import { type AskEvent, createAskSession } from "../ask/ask.ts";
import { countText } from "../endpoint/count.ts";
import {
  assembleCorpus,
  type Corpus,
  countCorpus,
  fitCorpus,
  prefixBudget,
  prefixSha256,
  prefixText,
} from "../prompt/corpus.ts";
import { answerLimit } from "../prompt/run.ts";
import { askTail } from "../prompt/tails.ts";
import { endpointFor } from "./archive.ts";
import { historyPage, numberSchema, promptInput, today } from "./inputs.ts";
import { recordRun } from "./record-run.ts";
import { type ApiContext, hostProcedure, procedure, requireWriter, router } from "./trpc.ts";

/** A tail of ordinary length, for saying whether a corpus fits before a question is known. */
export const TYPICAL_TAIL = askTail(
  { today: "2026-01-01" },
  "What did we agree about the delivery date, and who was to call whom?",
);

function corpusOf(ctx: ApiContext, scope: Scope): Corpus {
  const documents = readCorpus(ctx.db, scope);
  if (documents.length === 0) {
    throw new LonghandError("CORPUS_EMPTY", "No document is in this scope.", "Import something, or widen the scope.");
  }
  return assembleCorpus(documents, new Set(readMe(ctx.db)));
}

export const corpusRouter = router({
  report: procedure
    .input(z.strictObject({ scope: scopeSchema, endpoint: endpointSchema }))
    .query(async ({ ctx, input }): Promise<CorpusReport> => {
      const endpoint = await endpointFor(ctx, input.endpoint);
      const corpus = await countCorpus(corpusOf(ctx, input.scope), endpoint, ctx);
      const tail = await countText(endpoint, TYPICAL_TAIL);
      const window = endpoint.description.windowTokens;
      const folded = corpus.documents.filter((document) => document.isFolded).length;
      return {
        documents: corpus.documents.length,
        in: corpus.documents.length - folded,
        folded,
        out: 0,
        tokens: corpus.tokens,
        exact: endpoint.tokenizer.type === "exact",
        window,
        fits: corpus.tokens <= prefixBudget(endpoint, tail.tokens, answerLimit(window)),
        segments: corpus.segments.length,
        prefixSha256: prefixSha256(corpus),
      };
    }),

  /** What "the newest that fit" would keep and leave out, before it is chosen. */
  fit: procedure
    .input(z.strictObject({ scope: scopeSchema, endpoint: endpointSchema }))
    .query(async ({ ctx, input }): Promise<FitReport> => {
      const endpoint = await endpointFor(ctx, input.endpoint);
      const tail = await countText(endpoint, TYPICAL_TAIL);
      const budget = prefixBudget(endpoint, tail.tokens, answerLimit(endpoint.description.windowTokens));
      const documents = readCorpus(ctx.db, input.scope);
      const { fit } = await fitCorpus(documents, new Set(readMe(ctx.db)), endpoint, ctx, { budget, fit: "newest" });
      return fit ?? { kept: documents.length, leftOut: [] };
    }),

  /** The exact canonical prefix. */
  prompt: hostProcedure
    .input(z.strictObject({ scope: scopeSchema }))
    .query(({ ctx, input }): { text: string; prefixSha256: string } => {
      const corpus = corpusOf(ctx, input.scope);
      return { text: prefixText(corpus), prefixSha256: prefixSha256(corpus) };
    }),
});

/** What a question yields: its number in the history first (null without a writer). */
type RecordedAskEvent = { readonly question: string } & (
  | AskEvent
  | { readonly event: "started"; readonly id: number | null }
);

export const askRouter = router({
  /** Answers questions one after the other from the same prefix; each is kept in the history. */
  run: procedure
    .input(promptInput.extend({ questions: z.array(z.string().trim().min(1).max(20_000)).min(1).max(1000) }))
    .subscription(async function* ({ ctx, input, signal }): AsyncGenerator<RecordedAskEvent> {
      const { writer } = ctx;
      const endpoint = await endpointFor(ctx, input.endpoint);
      const { address, model } = endpoint.description;
      const session = createAskSession(endpoint, ctx, {
        questions: input.questions,
        scope: input.scope,
        fit: input.fit,
        allowEvict: input.allowEvict,
        today: input.today ?? today(),
        signal: signal ?? new AbortController().signal,
      });
      for (const question of input.questions) {
        const id = await writer?.call("insertAnswer", { question, scope: input.scope, endpoint: address, model });
        yield { event: "started", id: id ?? null, question };
        const events = recordRun<AskResult, AskEvent>(session.answer(question), async ({ text, ...rest }) => {
          if (id !== undefined) await writer?.call("updateAnswer", { id, change: { ...rest, answer: text } });
        });
        for await (const event of events) yield { ...event, question };
      }
    }),

  history: procedure.input(historyPage).query(({ ctx, input }): AnswerRecord[] => listAnswers(ctx.db, input)),

  get: procedure.input(numberSchema).query(({ ctx, input }): AnswerRecord => {
    const record = getAnswer(ctx.db, input.id);
    if (record === undefined)
      throw new LonghandError("DOCUMENT_NOT_FOUND", "This answer is not in the history any more.");
    return record;
  }),

  delete: procedure
    .input(numberSchema)
    .mutation(async ({ ctx, input }): Promise<null> => requireWriter(ctx).call("deleteAnswer", { id: input.id })),
});
