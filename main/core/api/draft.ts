/** Procedures of drafting: replies and new mails, their versions, their checks, and their way out. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type DraftChecks,
  type DraftRecord,
  type DraftResult,
  type DraftTarget,
  draftTargetSchema,
  draftWishesSchema,
  type OutsideMessage,
} from "../../../shared/schemas.ts";
import { readCorpus } from "../archive/queries/corpus.ts";
import { getDraft, listDrafts, listFamily } from "../archive/queries/drafts.ts";
import { readMe } from "../archive/queries/identity.ts";
import { checkDraft } from "../voice/check-draft.ts";
import { type DraftEvent, draft, draftRecipients } from "../voice/draft.ts";
import { buildEml, mailtoAddress } from "../voice/eml.ts";
import { readOutsideMail, readPasted } from "../voice/outside.ts";
import { endpointFor } from "./archive.ts";
import { outgoingMail, subjectOf } from "./draft-target.ts";
import { markResults } from "./exam-marks.ts";
import { historyPage, numberSchema, promptInput, today } from "./inputs.ts";
import { recordRun } from "./record-run.ts";
import { type ApiContext, hostProcedure, procedure, requireWriter, router } from "./trpc.ts";

/** A message to be answered is a letter: more is refused. */
const MAX_MESSAGE_BYTES = 32 << 20;

async function readMessageFile(file: string, name: string): Promise<OutsideMessage> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new LonghandError("SOURCE_NOT_FOUND", `There is no readable file ${name}.`, "Check the path.", {
      cause: error,
    });
  });
  if (bytes.length > MAX_MESSAGE_BYTES) {
    throw new LonghandError("INVALID_INPUT", `The file ${name} is too large for a message.`, "Import it instead.");
  }
  return readOutsideMail(bytes, name);
}

const draftInput = draftWishesSchema.extend(promptInput.shape).extend({
  target: draftTargetSchema,
  /** A draft of the family that this one joins. */
  family: z.int().positive().optional(),
  /** A draft that was not right, and what should be different; empty for "another way". */
  earlier: z.strictObject({ text: z.string().max(200_000), remark: z.string().max(2000) }).optional(),
  /** 1 is the likeliest wording, 2 and 3 are others from the same prefix. */
  variant: z.int().min(1).max(3).optional(),
});

/** What a draft in a window yields: its number first. */
type RecordedDraftEvent = DraftEvent | { readonly event: "started"; readonly id: number | null };

async function* runDraft(
  ctx: ApiContext,
  input: z.infer<typeof draftInput>,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordedDraftEvent> {
  const { writer } = ctx;
  const endpoint = await endpointFor(ctx, input.endpoint);
  const { address, model } = endpoint.description;
  const { scope, points, target, earlier } = input;
  const wishes = draftWishesSchema.parse(
    Object.fromEntries(
      Object.entries({ ...input, points }).filter(
        ([name, value]) => name in draftWishesSchema.shape && value !== undefined,
      ),
    ),
  );
  const day = input.today ?? today();
  const subject = subjectOf(ctx, target, day);
  const before = input.family === undefined ? undefined : getDraft(ctx.db, input.family);
  const id = await writer?.call("insertDraft", {
    replyTo: subject.replyTo === null ? null : subject.message.number,
    target,
    family: before?.family ?? null,
    remark: earlier?.remark ?? null,
    wishes,
    scope,
    endpoint: address,
    model,
  });
  yield { event: "started", id: id ?? null };
  const events = draft(endpoint, ctx, {
    ...subject,
    wishes,
    scope,
    fit: input.fit,
    allowEvict: input.allowEvict,
    earlier: earlier === undefined ? undefined : { draft: earlier.text, remark: earlier.remark },
    variant: input.variant ?? 1,
    today: day,
    signal: signal ?? new AbortController().signal,
  });
  const marked = markResults<DraftResult, DraftEvent>(ctx, endpoint, "writing", events);
  yield* recordRun<DraftResult, DraftEvent>(marked, async ({ text, ...rest }) => {
    if (id !== undefined) await writer?.call("updateDraft", { id, change: { ...rest, draft: text } });
  });
}

function requireDraft(ctx: ApiContext, id: number): DraftRecord & { readonly target: DraftTarget } {
  const record = getDraft(ctx.db, id);
  if (record === undefined) throw new LonghandError("DOCUMENT_NOT_FOUND", "This draft is not in the archive any more.");
  const { target } = record;
  if (target === null) {
    throw new LonghandError("DOCUMENT_NOT_FOUND", "What this draft answers was not kept.", "Copy its text instead.");
  }
  return { ...record, target };
}

/** A draft on its way out: `eml` is the file in base64, `mailto` null where the text is too long for that way. */
export type DraftExport = { readonly name: string; readonly eml: string; readonly mailto: string | null };

function fileName(subject: string): string {
  const plain = subject
    .replace(/[^\p{L}\p{N} ._-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return `${plain.slice(0, 60).trim() || "draft"}.eml`;
}

export const draftRouter = router({
  /** Drafts a reply or a new mail. */
  run: procedure.input(draftInput).subscription(async function* ({ ctx, input, signal }) {
    yield* runDraft(ctx, input, signal);
  }),

  /** A message from a file that the host let the owner pick or drop. */
  readFile: procedure
    .input(z.strictObject({ ticket: z.string().max(100) }))
    .mutation(async ({ ctx, input }): Promise<OutsideMessage> => {
      const file = ctx.tickets.resolve(input.ticket);
      return readMessageFile(file, path.basename(file));
    }),

  /** A message that was pasted: its source, or its words alone. */
  readPasted: procedure
    .input(z.strictObject({ text: z.string().min(1).max(2_000_000) }))
    .mutation(({ input }): Promise<OutsideMessage> => readPasted(input.text)),

  /** A message in a file, by path. */
  readPath: hostProcedure
    .input(z.strictObject({ file: z.string().min(1) }))
    .query(({ input }): Promise<OutsideMessage> => readMessageFile(input.file, input.file)),

  /** Drafts, newest first; of each family its newest. */
  list: procedure.input(historyPage).query(({ ctx, input }): DraftRecord[] => listDrafts(ctx.db, input)),

  get: procedure.input(numberSchema).query(({ ctx, input }): DraftRecord => {
    const record = getDraft(ctx.db, input.id);
    if (record === undefined)
      throw new LonghandError("DOCUMENT_NOT_FOUND", "This draft is not in the archive any more.");
    return record;
  }),

  /** The variants and versions of a draft with itself, oldest first. */
  family: procedure.input(numberSchema).query(({ ctx, input }): DraftRecord[] => {
    const record = getDraft(ctx.db, input.id);
    return record === undefined ? [] : listFamily(ctx.db, record.family);
  }),

  /** Checks an edited text as the model's was. */
  check: procedure
    .input(numberSchema.extend({ text: z.string().max(1_000_000) }))
    .query(({ ctx, input }): Promise<DraftChecks> => {
      const { target, wishes, scope, fit } = requireDraft(ctx, input.id);
      const me = new Set(readMe(ctx.db));
      const subject = subjectOf(ctx, target, today());
      const leftOut = new Set(fit?.leftOut);
      return checkDraft(ctx.db, me, input.text, {
        message: subject.message,
        messageId: subject.replyTo,
        points: wishes.points,
        documents: readCorpus(ctx.db, scope).filter(({ kind, number }) => !leftOut.has(`${kind[0]}${number}`)),
        recipients: new Set(draftRecipients(subject, me).map(({ address }) => address)),
      });
    }),

  /** A text as an unsent mail, and as an address for the mail program. */
  export: procedure
    .input(z.strictObject({ target: draftTargetSchema, text: z.string().max(1_000_000) }))
    .query(async ({ ctx, input }): Promise<DraftExport> => {
      const mail = outgoingMail(ctx, subjectOf(ctx, input.target, today()), input.text);
      const eml = await buildEml(mail);
      return { name: fileName(mail.subject), eml: eml.toString("base64"), mailto: mailtoAddress(mail) };
    }),

  /** Keeps the owner's edited text; the model's own stays beside it. */
  save: procedure
    .input(numberSchema.extend({ edited: z.string().max(1_000_000) }))
    .mutation(async ({ ctx, input }): Promise<null> => {
      return requireWriter(ctx).call("updateDraft", { id: input.id, change: { edited: input.edited } });
    }),

  /** Forgets a draft with its variants and versions. */
  delete: procedure
    .input(numberSchema)
    .mutation(async ({ ctx, input }): Promise<null> => requireWriter(ctx).call("deleteDraft", { id: input.id })),
});
