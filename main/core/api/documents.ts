/** Procedures that read documents: list, show, raw bytes, search. */
import { open } from "node:fs/promises";
import { z } from "zod";
import { parseDocumentId } from "../../../shared/document-id.ts";
import { LonghandError } from "../../../shared/errors.ts";
import { type DocumentDetail, type DocumentSummary, scopeSchema } from "../../../shared/schemas.ts";
import { getSummary, listDocuments, rawPlace, readDocument } from "../archive/queries/documents.ts";
import { searchDocuments } from "../archive/queries/search.ts";
import { blockTexts, ownText } from "../text/blocks.ts";
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

export const documentsRouter = router({
  list: procedure
    .input(
      z.strictObject({ scope: scopeSchema, limit: z.int().min(1).max(1000), after: z.int().nonnegative().optional() }),
    )
    .query(({ ctx, input }): DocumentSummary[] => {
      const page = input.after === undefined ? { limit: input.limit } : { limit: input.limit, after: input.after };
      return listDocuments(ctx.db, input.scope, page);
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

  /** The bytes as they lie in the source, base64. */
  raw: procedure.input(z.strictObject({ id: idSchema })).query(async ({ ctx, input }): Promise<{ base64: string }> => {
    const place = rawPlace(ctx.db, resolveId(ctx, input.id));
    if (place === undefined)
      throw new LonghandError("DOCUMENT_NOT_FOUND", `The source of ${input.id} is not recorded.`);
    try {
      const file = await open(place.path, "r");
      try {
        const bytes = Buffer.alloc(place.length);
        const { bytesRead } = await file.read(bytes, 0, place.length, place.offset);
        return { base64: bytes.subarray(0, bytesRead).toString("base64") };
      } finally {
        await file.close();
      }
    } catch (error) {
      throw new LonghandError(
        "SOURCE_NOT_FOUND",
        `The source ${place.path} cannot be read any more.`,
        "Put the file back; the text itself is kept in the archive.",
        { cause: error },
      );
    }
  }),

  search: procedure
    .input(z.strictObject({ words: z.string().min(1).max(1000), scope: scopeSchema, limit: z.int().min(1).max(1000) }))
    .query(({ ctx, input }): DocumentSummary[] => searchDocuments(ctx.db, input.words, input.scope, input.limit)),
});
