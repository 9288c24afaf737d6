/** Procedures of the main job: the corpus, the prompt, questions and drafts. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import { type CorpusReport, endpointSchema, scopeSchema } from "../../../shared/schemas.ts";
import type { CorpusDocument } from "../archive/queries/documents.ts";
import { readCorpus, readDocument } from "../archive/queries/documents.ts";
import { readMe } from "../archive/queries/identity.ts";
import { type AskEvent, ask } from "../ask/ask.ts";
import { assembleCorpus, countCorpus, prefixBudget, prefixSha256, prefixText } from "../prompt/corpus.ts";
import { answerLimit } from "../prompt/run.ts";
import { askTail } from "../prompt/tails.ts";
import { parseMail } from "../text/parse-mail.ts";
import { type DraftEvent, draft } from "../voice/draft.ts";
import { resolveId } from "./documents.ts";
import { type ApiContext, hostProcedure, procedure, router } from "./trpc.ts";

const fitSchema = z.enum(["newest"]).optional();
const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A tail of ordinary length, for saying whether a corpus fits before a question is known. */
const TYPICAL_TAIL = askTail(
  { today: "2026-01-01" },
  "What did we agree about the delivery date, and who was to call whom?",
);

function corpusOf(ctx: ApiContext, scope: z.infer<typeof scopeSchema>) {
  const documents = readCorpus(ctx.db, scope);
  if (documents.length === 0) {
    throw new LonghandError("CORPUS_EMPTY", "No document is in this scope.", "Import something, or widen the scope.");
  }
  return assembleCorpus(documents, new Set(readMe(ctx.db)));
}

/** Today's date on this machine's calendar. */
function today(): string {
  const now = new Date();
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

export const corpusRouter = router({
  report: procedure
    .input(z.strictObject({ scope: scopeSchema, endpoint: endpointSchema }))
    .query(async ({ ctx, input }): Promise<CorpusReport> => {
      const endpoint = await ctx.endpoints.get(input.endpoint);
      const corpus = await countCorpus(corpusOf(ctx, input.scope), endpoint, ctx);
      const [tail] = await endpoint.tokenize([TYPICAL_TAIL]);
      const window = endpoint.description.windowTokens;
      const folded = corpus.documents.filter((document) => document.isFolded).length;
      return {
        documents: corpus.documents.length,
        in: corpus.documents.length - folded,
        folded,
        out: 0,
        tokens: corpus.tokens,
        exact: true,
        window,
        fits: corpus.tokens <= prefixBudget(endpoint, tail?.length ?? 0, answerLimit(window)),
        segments: corpus.segments.length,
        prefixSha256: prefixSha256(corpus),
      };
    }),

  /** The exact canonical prefix. */
  prompt: hostProcedure
    .input(z.strictObject({ scope: scopeSchema }))
    .query(({ ctx, input }): { text: string; prefixSha256: string } => {
      const corpus = corpusOf(ctx, input.scope);
      return { text: prefixText(corpus), prefixSha256: prefixSha256(corpus) };
    }),
});

export const askRouter = router({
  run: procedure
    .input(
      z.strictObject({
        questions: z.array(z.string().trim().min(1).max(20_000)).min(1).max(1000),
        scope: scopeSchema,
        endpoint: endpointSchema,
        fit: fitSchema,
        today: daySchema.optional(),
      }),
    )
    .subscription(async function* ({ ctx, input, signal }): AsyncGenerator<AskEvent> {
      const endpoint = await ctx.endpoints.get(input.endpoint);
      yield* ask(endpoint, ctx, {
        questions: input.questions,
        scope: input.scope,
        fit: input.fit,
        today: input.today ?? today(),
        signal: signal ?? new AbortController().signal,
      });
    }),
});

/** A message from outside the archive, shaped like a document of it. */
async function readMessageFile(file: string): Promise<CorpusDocument> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new LonghandError("SOURCE_NOT_FOUND", `There is no readable file ${file}.`, "Check the path.", {
      cause: error,
    });
  });
  const mail = await parseMail(bytes, false);
  if (mail.from.length === 0 && mail.dateHeader === null && mail.subject === "") {
    throw new LonghandError(
      "SOURCE_UNKNOWN",
      `The file ${file} is not a mail.`,
      "Save the message as .eml and name that file.",
    );
  }
  return {
    number: 0,
    kind: "mail",
    localDate: mail.localDate,
    dateMs: mail.dateMs,
    subject: mail.subject,
    from: mail.from[0] ?? null,
    recipients: [...mail.to, ...mail.cc],
    messageId: mail.messageId,
    threadId: 0,
    references: [...mail.references, ...(mail.inReplyTo === null ? [] : [mail.inReplyTo])],
    text: mail.text,
    blocks: mail.blocks,
    attachments: mail.attachments.filter((item) => !item.isInline).map((item) => ({ ...item, documentId: null })),
  };
}

const draftInput = z.strictObject({
  points: z.array(z.string().max(5000)).max(50),
  language: z.string().max(60).optional(),
  length: z.string().max(60).optional(),
  scope: scopeSchema,
  endpoint: endpointSchema,
  fit: fitSchema,
  today: daySchema.optional(),
});

async function* runDraft(
  ctx: ApiContext,
  input: z.infer<typeof draftInput>,
  message: CorpusDocument,
  replyTo: string | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<DraftEvent> {
  const endpoint = await ctx.endpoints.get(input.endpoint);
  yield* draft(endpoint, ctx, {
    message,
    replyTo,
    wishes: {
      points: input.points,
      ...(input.language === undefined ? {} : { language: input.language }),
      ...(input.length === undefined ? {} : { length: input.length }),
    },
    scope: input.scope,
    fit: input.fit,
    today: input.today ?? today(),
    signal: signal ?? new AbortController().signal,
  });
}

export const draftRouter = router({
  /** A reply to a mail of the archive. */
  reply: procedure.input(draftInput.extend({ id: z.string().min(2).max(32) })).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    const message = readDocument(ctx.db, resolveId(ctx, input.id));
    if (message.kind !== "mail")
      throw new LonghandError("INVALID_INPUT", `${input.id} is not a mail.`, "Name a mail, like m12.");
    yield* runDraft(ctx, input, message, input.id, signal);
  }),

  /** A reply to a message in a file. */
  replyToFile: hostProcedure.input(draftInput.extend({ file: z.string().min(1) })).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    yield* runDraft(ctx, input, await readMessageFile(input.file), null, signal);
  }),
});
