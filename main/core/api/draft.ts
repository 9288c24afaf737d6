/** Procedures of drafting: a reply to a mail of the archive or to a message in a file, and the drafts that are kept. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import { type DraftRecord, type DraftResult, draftWishesSchema } from "../../../shared/schemas.ts";
import { type CorpusDocument, readDocument } from "../archive/queries/documents.ts";
import { getDraft, listDrafts } from "../archive/queries/drafts.ts";
import { parseMail } from "../text/parse-mail.ts";
import { type DraftEvent, draft } from "../voice/draft.ts";
import { endpointFor } from "./archive.ts";
import { resolveId } from "./documents.ts";
import { historyPage, numberSchema, promptInput, today } from "./inputs.ts";
import { recordRun } from "./record-run.ts";
import { type ApiContext, hostProcedure, procedure, requireWriter, router } from "./trpc.ts";

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
    name: "",
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

const draftInput = draftWishesSchema.extend(promptInput.shape);

/** What a draft in a window yields: its number first. */
type RecordedDraftEvent = DraftEvent | { readonly event: "started"; readonly id: number | null };

async function* runDraft(
  ctx: ApiContext,
  input: z.infer<typeof draftInput>,
  message: CorpusDocument,
  replyTo: string | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordedDraftEvent> {
  const { writer } = ctx;
  const endpoint = await endpointFor(ctx, input.endpoint);
  const { address, model } = endpoint.description;
  const { scope, points, language, length } = input;
  const wishes = {
    points,
    ...(language === undefined ? {} : { language }),
    ...(length === undefined ? {} : { length }),
  };
  const replyToNumber = replyTo === null ? null : message.number;
  const id = await writer?.call("insertDraft", { replyTo: replyToNumber, wishes, scope, endpoint: address, model });
  yield { event: "started", id: id ?? null };
  const events = draft(endpoint, ctx, {
    message,
    replyTo,
    wishes,
    scope,
    fit: input.fit,
    allowEvict: input.allowEvict,
    today: input.today ?? today(),
    signal: signal ?? new AbortController().signal,
  });
  yield* recordRun<DraftResult, DraftEvent>(events, async ({ text, ...rest }) => {
    if (id !== undefined) await writer?.call("updateDraft", { id, change: { ...rest, draft: text } });
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

  list: procedure.input(historyPage).query(({ ctx, input }): DraftRecord[] => listDrafts(ctx.db, input)),

  get: procedure.input(numberSchema).query(({ ctx, input }): DraftRecord => {
    const record = getDraft(ctx.db, input.id);
    if (record === undefined)
      throw new LonghandError("DOCUMENT_NOT_FOUND", "This draft is not in the archive any more.");
    return record;
  }),

  /** Keeps the owner's edited text; the model's own stays beside it. */
  save: procedure
    .input(numberSchema.extend({ edited: z.string().max(1_000_000) }))
    .mutation(async ({ ctx, input }): Promise<null> => {
      return requireWriter(ctx).call("updateDraft", { id: input.id, change: { edited: input.edited } });
    }),

  delete: procedure
    .input(numberSchema)
    .mutation(async ({ ctx, input }): Promise<null> => requireWriter(ctx).call("deleteDraft", { id: input.id })),
});
