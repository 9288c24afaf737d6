/** Procedures of sources: the ledger, raw bytes, undoing, a source that moved. Pages never see where a source lies. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type LedgerItem,
  type LedgerSummary,
  ledgerFilterSchema,
  type RawText,
  type RemovalPreview,
  type SourceRecord,
} from "../../../shared/schemas.ts";
import type { ListPage } from "../archive/list-pages.ts";
import { importIds, itemRaw, listLedger } from "../archive/queries/ledger.ts";
import { missingSources, requireMove } from "../import/moved-source.ts";
import { safeText } from "../import/safe-text.ts";
import { type ApiContext, hostProcedure, procedure, requireWriter, router } from "./trpc.ts";

const idSchema = z.int().positive();
const limitSchema = z.int().min(1).max(1000);
/** What is shown of an item's bytes; all of them can be saved. */
const SHOWN_BYTES = 128 * 1024;
/** A page is not given more than this in one answer. */
const MAX_SAVED_BYTES = 64 << 20;

async function rawBytes(ctx: ApiContext, itemId: number): Promise<Buffer> {
  const item = itemRaw(ctx.db, itemId);
  if (item === undefined) throw new LonghandError("SOURCE_NOT_FOUND", `There is no item ${itemId}.`);
  if (ctx.caller === "page" && item.length > MAX_SAVED_BYTES) {
    throw new LonghandError(
      "INVALID_INPUT",
      "This item is too large to be opened in the window.",
      `The command line has it: sources --raw ${itemId}.`,
    );
  }
  try {
    // Loaded when it is needed: the MIME parser behind it is large.
    const { readItemRaw } = await import("../import/read-raw.ts");
    return await readItemRaw(item);
  } catch (error) {
    throw new LonghandError(
      "SOURCE_NOT_FOUND",
      "The source of this item cannot be read any more.",
      "Put the file back, or say where it lies now.",
      { cause: error },
    );
  }
}

async function moveSource(ctx: ApiContext, sourceId: number, file: string): Promise<null> {
  const path = await requireMove(ctx.db, sourceId, file);
  await requireWriter(ctx).call("repointSource", { sourceId, path });
  return null;
}

/** What is being imported cannot be taken away under the import. */
function requireRest(ctx: ApiContext, jobIds: readonly number[]): void {
  if (ctx.runs?.release(jobIds) === false) {
    throw new LonghandError("INVALID_INPUT", "This source is being imported now.", "Stop the import first.");
  }
}

export const sourcesRouter = router({
  list: procedure.query(({ ctx }): Promise<SourceRecord[]> => ctx.queries.call("listSources", null)),

  /** The sources that are not where they were. */
  missing: procedure.query(({ ctx }): Promise<number[]> => missingSources(ctx.db)),

  /** The ledger after an item, for a reader that goes through all of it. */
  ledger: procedure
    .input(ledgerFilterSchema.extend({ after: z.int().nonnegative(), limit: limitSchema }))
    .query(({ ctx, input }): LedgerItem[] => listLedger(ctx.db, input)),

  /** A window of the ledger for scrolling; `total` counts all that the filter leaves. */
  page: procedure
    .input(ledgerFilterSchema.extend({ offset: z.int().nonnegative(), limit: limitSchema }))
    .query(
      ({ ctx, input: { offset, limit, ...filter } }): Promise<ListPage<LedgerItem>> =>
        ctx.lists.ledger(filter, { offset, limit }),
    ),

  /** The counts by state and reason, and the imports of a source. */
  summary: procedure
    .input(z.strictObject({ sourceId: idSchema }))
    .query(({ ctx, input }): Promise<LedgerSummary> => ctx.queries.call("summariseLedger", input)),

  /** The bytes of an item of the ledger, base64; those of a failed one were kept. */
  raw: procedure.input(z.strictObject({ itemId: idSchema })).query(
    async ({ ctx, input }): Promise<{ base64: string }> => ({
      base64: (await rawBytes(ctx, input.itemId)).toString("base64"),
    }),
  ),

  /** The beginning of an item's bytes as text that is safe to show. */
  rawText: procedure.input(z.strictObject({ itemId: idSchema })).query(async ({ ctx, input }): Promise<RawText> => {
    const bytes = await rawBytes(ctx, input.itemId);
    const isCut = bytes.length > SHOWN_BYTES;
    return { text: safeText(bytes.subarray(0, SHOWN_BYTES)), sizeBytes: bytes.length, isCut };
  }),

  /** What removing a source, or undoing one import, would take. */
  previewRemoval: procedure
    .input(z.union([z.strictObject({ sourceId: idSchema }), z.strictObject({ importId: idSchema })]))
    .query(({ ctx, input }): Promise<RemovalPreview> => ctx.queries.call("previewRemoval", input)),

  /** Removes a source with everything that only it brought. */
  remove: procedure
    .input(z.strictObject({ sourceId: idSchema }))
    .mutation(({ ctx, input }): Promise<{ readonly documents: number }> => {
      const writer = requireWriter(ctx);
      requireRest(ctx, importIds(ctx.db, input.sourceId));
      return writer.call("removeSource", input);
    }),

  /** Removes what one import brought and nothing else did. */
  removeImport: procedure
    .input(z.strictObject({ jobId: idSchema }))
    .mutation(({ ctx, input }): Promise<{ readonly documents: number }> => {
      const writer = requireWriter(ctx);
      requireRest(ctx, [input.jobId]);
      return writer.call("removeImport", input);
    }),

  /** Says where a source lies now; the host resolved the path of the ticket. */
  move: procedure
    .input(z.strictObject({ sourceId: idSchema, ticket: z.string().min(1).max(100) }))
    .mutation(({ ctx, input }): Promise<null> => moveSource(ctx, input.sourceId, ctx.tickets.resolve(input.ticket))),

  /** The same for a host that knows the path. */
  moveTo: hostProcedure
    .input(z.strictObject({ sourceId: idSchema, path: z.string().min(1) }))
    .mutation(({ ctx, input }): Promise<null> => moveSource(ctx, input.sourceId, input.path)),
});
