/** Procedures that read documents: list, show, raw bytes, search. */
import { z } from "zod";
import { parseDocumentId } from "../../../shared/document-id.ts";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type AttachmentBytes,
  type DocumentDetail,
  type DocumentSummary,
  type PromptMark,
  scopeSchema,
  type TextBlock,
} from "../../../shared/schemas.ts";
import type { ListPage } from "../archive/list-pages.ts";
import { readDocument } from "../archive/queries/corpus.ts";
import { findAttachment, getSummary, listDocuments, type RawPlace, rawPlace } from "../archive/queries/documents.ts";
import { promptMark } from "../archive/queries/prompt-mark.ts";
import { PROMPT_FORMAT } from "../prompt/render.ts";
import { blockTexts, ownText, textBlocks } from "../text/blocks.ts";
import { type ApiContext, procedure, router } from "./trpc.ts";

const idSchema = z.string().min(2).max(32);

/** The number of an id that exists and has the right letter; throws `INVALID_INPUT` or `DOCUMENT_NOT_FOUND`. */
export function resolveId(ctx: ApiContext, id: string): number {
  const parsed = parseDocumentId(id);
  if (parsed === undefined) {
    throw new LonghandError(
      "INVALID_INPUT",
      `${JSON.stringify(id)} is not a document id.`,
      "Ids look like m12, p13 or f14; list shows them.",
    );
  }
  const summary = getSummary(ctx.db, parsed.number);
  if (summary.kind !== parsed.kind) {
    throw new LonghandError(
      "DOCUMENT_NOT_FOUND",
      `There is no ${id}; number ${parsed.number} is ${summary.id}.`,
      "See the ids with list.",
    );
  }
  return parsed.number;
}

/** The MIME parser behind it is large, and the first page of the library must not wait for it. */
const rawReader = () => import("../import/read-raw.ts");

/** Reads from the source of a document; a source that is gone is `SOURCE_NOT_FOUND`. */
async function fromSource<T>(ctx: ApiContext, id: string, read: (place: RawPlace) => Promise<T>): Promise<T> {
  const place = rawPlace(ctx.db, resolveId(ctx, id));
  if (place === undefined) throw new LonghandError("SOURCE_NOT_FOUND", `The source of ${id} is not recorded.`);
  try {
    return await read(place);
  } catch (error) {
    throw new LonghandError(
      "SOURCE_NOT_FOUND",
      `The source of ${id} cannot be read any more.`,
      "Put the file back, or say where it lies now; the text itself is kept in the archive.",
      { cause: error },
    );
  }
}

export const documentsRouter = router({
  list: procedure
    .input(
      z.strictObject({ scope: scopeSchema, limit: z.int().min(1).max(1000), after: z.int().nonnegative().optional() }),
    )
    .query(({ ctx, input }): DocumentSummary[] => {
      const page = input.after === undefined ? { limit: input.limit } : { limit: input.limit, after: input.after };
      return listDocuments(ctx.db, input.scope, page);
    }),

  /** A window of the list for scrolling, newest first; `total` counts the whole scope. */
  page: procedure
    .input(z.strictObject({ scope: scopeSchema, offset: z.int().nonnegative(), limit: z.int().min(1).max(500) }))
    .query(({ ctx, input }): Promise<ListPage<DocumentSummary>> => ctx.lists.documents(input.scope, input)),

  /** The documents of one thread, oldest first. */
  thread: procedure
    .input(z.strictObject({ threadId: z.string().max(20) }))
    .query(({ ctx, input }): DocumentSummary[] => listDocuments(ctx.db, { thread: input.threadId }, { limit: 500 })),

  /** The HTML of a mail as it came, not sanitised; null where it has none or its source is gone. */
  html: procedure
    .input(z.strictObject({ id: idSchema }))
    .query(async ({ ctx, input }): Promise<{ html: string | null }> => {
      if (!input.id.startsWith("m")) return { html: null };
      try {
        const { readMailHtml } = await rawReader();
        return { html: await fromSource(ctx, input.id, readMailHtml) };
      } catch (error) {
        if (error instanceof LonghandError && error.code === "SOURCE_NOT_FOUND") return { html: null };
        throw error;
      }
    }),

  show: procedure.input(z.strictObject({ id: idSchema })).query(({ ctx, input }): DocumentDetail => {
    const number = resolveId(ctx, input.id);
    const document = readDocument(ctx.db, number);
    return {
      ...getSummary(ctx.db, number),
      text: document.text,
      ownText: ownText(document.text, document.blocks),
      quoted: blockTexts(document.text, document.blocks, "quoted"),
      attachments: document.attachments,
    };
  }),

  /** The text in order, told apart into own words, quoted text and signature, for the reader. */
  blocks: procedure.input(z.strictObject({ id: idSchema })).query(({ ctx, input }): TextBlock[] => {
    const document = readDocument(ctx.db, resolveId(ctx, input.id));
    return textBlocks(document.text, document.blocks);
  }),

  /** The bytes as they lie in the source, base64. */
  raw: procedure.input(z.strictObject({ id: idSchema })).query(async ({ ctx, input }): Promise<{ base64: string }> => {
    const { readDocumentRaw } = await rawReader();
    const bytes = await fromSource(ctx, input.id, readDocumentRaw);
    return { base64: bytes.toString("base64") };
  }),

  /** What came with a mail, decoded, by its number in {@link DocumentDetail}'s list. */
  attachment: procedure
    .input(z.strictObject({ id: idSchema, index: z.int().min(0).max(10_000) }))
    .query(async ({ ctx, input }): Promise<AttachmentBytes> => {
      const found = findAttachment(ctx.db, resolveId(ctx, input.id), input.index);
      if (found === undefined) {
        throw new LonghandError("DOCUMENT_NOT_FOUND", `${input.id} has no attachment number ${input.index + 1}.`);
      }
      const { attachmentPlace, readDocumentRaw } = await rawReader();
      const bytes = await fromSource(ctx, input.id, (place) => readDocumentRaw(attachmentPlace(place, found.position)));
      return { name: found.name, type: found.type, base64: bytes.toString("base64") };
    }),

  /** Whether the model is given it with a scope, as far as is known without building anything. */
  promptMark: procedure
    .input(z.strictObject({ id: idSchema, scope: scopeSchema }))
    .query(({ ctx, input }): PromptMark => promptMark(ctx.db, resolveId(ctx, input.id), input.scope, PROMPT_FORMAT)),

  search: procedure
    .input(z.strictObject({ words: z.string().min(1).max(1000), scope: scopeSchema, limit: z.int().min(1).max(1000) }))
    .query(({ ctx, input }): Promise<DocumentSummary[]> => ctx.queries.call("search", input)),
});
