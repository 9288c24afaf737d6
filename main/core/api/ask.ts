/** Procedures of questions: asking, and the answers that are kept. */
import { z } from "zod";
import { parseDocumentId } from "../../../shared/document-id.ts";
import { LonghandError } from "../../../shared/errors.ts";
import type { AnswerRecord, AskResult } from "../../../shared/schemas.ts";
import { getAnswer, listAnswers, readConversation } from "../archive/queries/answers.ts";
import { findSummary } from "../archive/queries/documents.ts";
import { type AskEvent, createAskSession } from "../ask/ask.ts";
import { conversationJson, conversationMarkdown } from "../ask/export.ts";
import { endpointFor } from "./archive.ts";
import { canaryFor, markResults } from "./exam-marks.ts";
import { historyPage, numberSchema, promptInput, today } from "./inputs.ts";
import { recordRun } from "./record-run.ts";
import { procedure, requireWriter, router } from "./trpc.ts";

/** What a question yields: its number in the history first (null without a writer). */
type RecordedAskEvent = { readonly question: string } & (
  | AskEvent
  | { readonly event: "started"; readonly id: number | null }
);

function gone(): LonghandError {
  return new LonghandError("DOCUMENT_NOT_FOUND", "This answer is not in the history any more.");
}

export const askRouter = router({
  /** Answers questions one after the other from the same prefix; each is kept in the history. */
  run: procedure
    .input(
      promptInput.extend({
        questions: z.array(z.string().trim().min(1).max(20_000)).min(1).max(1000),
        /** Sentences at random depths are asked back from the same prefix first. */
        canary: z.boolean().default(false),
      }),
    )
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
        ...(input.canary ? { canary: canaryFor(ctx, endpoint, input, signal) } : {}),
      });
      for (const question of input.questions) {
        const id = await writer?.call("insertAnswer", { question, scope: input.scope, endpoint: address, model });
        yield { event: "started", id: id ?? null, question };
        const answered = markResults<AskResult, AskEvent>(ctx, endpoint, "asking", session.answer(question));
        const events = recordRun<AskResult, AskEvent>(answered, async ({ text, ...rest }) => {
          if (id !== undefined) await writer?.call("updateAnswer", { id, change: { ...rest, answer: text } });
        });
        for await (const event of events) yield { ...event, question };
      }
    }),

  /** Conversations by their first questions, newest first. */
  history: procedure
    .input(historyPage)
    .query(({ ctx, input: { words, ...page } }): AnswerRecord[] =>
      listAnswers(ctx.db, words === undefined ? page : { ...page, words }),
    ),

  /** The answers of one conversation, in order. */
  conversation: procedure.input(numberSchema).query(({ ctx, input }): AnswerRecord[] => {
    const answers = readConversation(ctx.db, input.id);
    if (answers.length === 0) throw gone();
    return answers;
  }),

  /** A conversation as a file, with its sources. */
  export: procedure
    .input(numberSchema.extend({ format: z.enum(["markdown", "json"]) }))
    .query(({ ctx, input }): { name: string; text: string } => {
      const answers = readConversation(ctx.db, input.id);
      const [first] = answers;
      if (first === undefined) throw gone();
      const write = input.format === "json" ? conversationJson : conversationMarkdown;
      const text = write(answers, (id) => {
        const number = parseDocumentId(id)?.number;
        return number === undefined ? undefined : findSummary(ctx.db, number);
      });
      return {
        name: `longhand-${first.askedAt.slice(0, 10)}-${input.id}.${input.format === "json" ? "json" : "md"}`,
        text,
      };
    }),

  rename: procedure
    .input(numberSchema.extend({ title: z.string().max(300) }))
    .mutation(async ({ ctx, input }): Promise<null> => requireWriter(ctx).call("renameAnswer", input)),

  get: procedure.input(numberSchema).query(({ ctx, input }): AnswerRecord => {
    const record = getAnswer(ctx.db, input.id);
    if (record === undefined) throw gone();
    return record;
  }),

  delete: procedure
    .input(numberSchema)
    .mutation(async ({ ctx, input }): Promise<null> => requireWriter(ctx).call("deleteAnswer", { id: input.id })),
});
