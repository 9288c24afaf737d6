/** Procedures of questions: asking, and the answers that are kept. */
import { z } from "zod";
import { parseDocumentId } from "../../../shared/document-id.ts";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type AnswerRecord,
  type AskResult,
  type EndpointChoice,
  type Scope,
  scopeSchema,
} from "../../../shared/schemas.ts";
import { getAnswer, listAnswers, readConversation, readTurns } from "../archive/queries/answers.ts";
import { findSummary } from "../archive/queries/documents.ts";
import { readSweep } from "../archive/queries/sweeps.ts";
import { type AskEvent, type AskedFindings, type AskedTurn, createAskSession } from "../ask/ask.ts";
import { conversationJson, conversationMarkdown } from "../ask/export.ts";
import { foundDocuments } from "../ask/sweep/findings.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { isServerAddress } from "../endpoint/open-endpoint.ts";
import { askTail, findingsTail } from "../prompt/tails.ts";
import { endpointFor } from "./archive.ts";
import { canaryFor, markResults } from "./exam-marks.ts";
import { historyPage, numberSchema, promptInput, today } from "./inputs.ts";
import { recordRun } from "./record-run.ts";
import { type ApiContext, procedure, requireWriter, router } from "./trpc.ts";

/** What a question yields: its number in the history first (null without a writer). */
type RecordedAskEvent = { readonly question: string } & (
  | AskEvent
  | { readonly event: "started"; readonly id: number | null }
);

function gone(): LonghandError {
  return new LonghandError("DOCUMENT_NOT_FOUND", "This answer is not in the history any more.");
}

type Chosen = {
  readonly scope?: Scope | undefined;
  readonly endpoint: EndpointChoice;
  readonly fit?: "newest" | undefined;
};

/** What a conversation is asked on with: what it began with, where nothing else is chosen. Throws where there is none. */
function goOn(ctx: ApiContext, conversation: number, chosen: Chosen): Chosen {
  const first = getAnswer(ctx.db, conversation);
  if (first === undefined || first.follows !== null) throw gone();
  // A model file is remembered by its name alone; the saved choice or the bundled model stands for it.
  const isServer = chosen.endpoint.address === undefined && isServerAddress(first.endpoint);
  return {
    scope: chosen.scope ?? first.scope,
    endpoint: isServer ? { address: first.endpoint, model: first.model, ...chosen.endpoint } : chosen.endpoint,
    fit: chosen.fit ?? (first.fit === null ? undefined : "newest"),
  };
}

/** The turns of a conversation as they were sent. */
function earlierTurns(ctx: ApiContext, conversation: number): AskedTurn[] {
  const findings = getAnswer(ctx.db, conversation)?.sweep?.findings;
  return readTurns(ctx.db, conversation).map(({ question, answer, askedAtMs, tail }, index) => {
    // Asked before tails were kept: then it is what it would be today.
    const context = { today: new Date(askedAtMs).toISOString().slice(0, 10) };
    const again = (): string =>
      index === 0 && findings !== undefined
        ? findingsTail(context, { question, findings, isLast: true })
        : askTail(context, question);
    return { tail: tail ?? again(), answer };
  });
}

/** What a conversation that began with a sweep is asked on about; undefined for any other. */
async function findingsFor(
  ctx: ApiContext,
  endpoint: Endpoint,
  conversation: number,
): Promise<AskedFindings | undefined> {
  const first = getAnswer(ctx.db, conversation);
  const stored = readSweep(ctx.db, conversation);
  if (first === undefined || stored === undefined) return undefined;
  const { sweep } = first;
  if (sweep === null || sweep.isTooMany || sweep.findings.length === 0) {
    throw new LonghandError(
      "INVALID_INPUT",
      sweep === null
        ? "This sweep has not come to its end, so there is nothing yet to ask further about."
        : sweep.isTooMany
          ? "This sweep found more than fits one prompt, so it cannot be asked further."
          : "This sweep found nothing, so there is nothing to ask further about.",
      "Ask it as a question of its own.",
    );
  }
  const documents = await foundDocuments(stored.plan, stored.results, endpoint, ctx);
  return { count: sweep.findings.length, documents };
}

export const askRouter = router({
  /** Answers questions one after the other from the same prefix; each is kept in the history. */
  run: procedure
    .input(
      promptInput.extend({
        questions: z.array(z.string().trim().min(1).max(20_000)).min(1).max(1000),
        /** Sentences at random depths are asked back from the same prefix first. */
        canary: z.boolean().default(false),
        /** Absent: everything, or with `follows` the scope of the conversation. */
        scope: scopeSchema.optional(),
        /** The conversation that the questions go on with, one after the other: the number of its first question. */
        follows: z.int().positive().optional(),
      }),
    )
    .subscription(async function* ({ ctx, input, signal }): AsyncGenerator<RecordedAskEvent> {
      const { writer } = ctx;
      const asked = input.follows === undefined ? input : goOn(ctx, input.follows, input);
      const endpoint = await endpointFor(ctx, asked.endpoint);
      const { address, model } = endpoint.description;
      const scope = asked.scope ?? {};
      const { follows } = input;
      const findings = follows === undefined ? undefined : await findingsFor(ctx, endpoint, follows);
      const common = {
        scope,
        fit: asked.fit,
        allowEvict: input.allowEvict,
        today: input.today ?? today(),
        signal: signal ?? new AbortController().signal,
        ...(findings === undefined ? {} : { findings }),
        // Canaries ask for sentences of a prefix, and findings have none.
        ...(input.canary && findings === undefined
          ? { canary: canaryFor(ctx, endpoint, { ...input, scope, fit: asked.fit }, signal) }
          : {}),
      };
      const turns = follows === undefined ? [] : earlierTurns(ctx, follows);
      const together = createAskSession(endpoint, ctx, { ...common, questions: input.questions });
      for (const question of input.questions) {
        // Follow-ups stand behind one another; questions of their own all stand behind the same prefix.
        const session =
          follows === undefined
            ? together
            : createAskSession(endpoint, ctx, { ...common, questions: [question], earlier: [...turns] });
        const row = { question, scope, endpoint: address, model, ...(follows === undefined ? {} : { follows }) };
        const id = await writer?.call("insertAnswer", row);
        yield { event: "started", id: id ?? null, question };
        const answered = markResults<AskResult, AskEvent>(ctx, endpoint, "asking", session.answer(question));
        const events = recordRun<AskResult, AskEvent>(answered, async ({ text, ...rest }) => {
          const tail = session.tailOf(question);
          const change = { ...rest, answer: text, ...(tail === undefined ? {} : { tail }) };
          if (id !== undefined) await writer?.call("updateAnswer", { id, change });
        });
        for await (const event of events) {
          if (event.event === "result")
            turns.push({ tail: session.tailOf(question) ?? "", answer: event.result.answer });
          yield { ...event, question };
        }
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
