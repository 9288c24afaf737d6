/** Procedures of importing, of sources, and of who "me" is. */
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { FailureRecord, ImportRun, LedgerItem, MeAddress, SourceRecord } from "../../../shared/schemas.ts";
import { listMe } from "../archive/queries/identity.ts";
import { itemRaw, listFailures, listLedger, listSources } from "../archive/queries/sources.ts";
import { importAndIdentify } from "../import/import-runs.ts";
import { inspect } from "../import/inspect.ts";
import { readItemRaw } from "../import/read-raw.ts";
import { type ApiContext, hostProcedure, procedure, requireRuns, requireWriter, router } from "./trpc.ts";

const addressSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@<>,]+@[^\s@<>,]+$/, "an address like nora@example.org");

/** Passwords for PDFs that need one; they are tried and forgotten. */
const passwordsSchema = z.array(z.string().min(1).max(1000)).max(100).optional();

export const importRouter = router({
  /**
   * Imports files and folders in order, for a host that waits; the last event is `done`. `me` are addresses the owner
   * confirms.
   */
  run: hostProcedure
    .input(
      z.strictObject({
        paths: z.array(z.string().min(1)).min(1),
        me: z.array(addressSchema),
        passwords: passwordsSchema,
      }),
    )
    .subscription(async function* ({ ctx, input, signal }) {
      const writer = requireWriter(ctx);
      if (input.me.length > 0) {
        await writer.call("setMe", { addresses: input.me.map((address) => ({ address, why: "set by the owner" })) });
      }
      const tasks = input.paths.map((file) => ({ file }));
      const options = { passwords: input.passwords ?? [] };
      yield* importAndIdentify(ctx.db, writer, tasks, signal ?? new AbortController().signal, options);
    }),

  /** Imports picked files in the background, each in a run of its own: a bad one keeps no good one out. */
  start: procedure
    .input(
      z.strictObject({ tickets: z.array(z.string().min(1).max(100)).min(1).max(1000), passwords: passwordsSchema }),
    )
    .mutation(({ ctx, input }): { ids: number[] } => {
      const files = input.tickets.map((ticket) => ctx.tickets.resolve(ticket));
      const runs = requireRuns(ctx);
      return { ids: files.map((file) => runs.start([file], { passwords: input.passwords ?? [] })) };
    }),

  /** Lets an import rest; it goes on with `unpause`, also after the program was started anew. */
  pause: procedure.input(z.strictObject({ id: z.int().positive() })).mutation(({ ctx, input }): null => {
    requireRuns(ctx).pause(input.id);
    return null;
  }),

  unpause: procedure.input(z.strictObject({ id: z.int().positive() })).mutation(({ ctx, input }): null => {
    requireRuns(ctx).unpause(input.id);
    return null;
  }),

  cancel: procedure.input(z.strictObject({ id: z.int().positive() })).mutation(({ ctx, input }): null => {
    requireRuns(ctx).cancel(input.id);
    return null;
  }),

  /** All imports of this session, newest first, now and after every change. */
  watch: procedure.subscription(async function* ({ ctx, signal }): AsyncGenerator<readonly ImportRun[]> {
    yield* requireRuns(ctx).watch(signal ?? new AbortController().signal);
  }),
});

async function moveSource(ctx: ApiContext, sourceId: number, file: string): Promise<null> {
  const absolute = path.resolve(file);
  await inspect(absolute);
  await requireWriter(ctx).call("repointSource", { sourceId, path: absolute });
  return null;
}

export const sourcesRouter = router({
  list: procedure.query(({ ctx }): SourceRecord[] => listSources(ctx.db)),

  failures: procedure
    .input(z.strictObject({ sourceId: z.int().positive(), limit: z.int().min(1).max(1000) }))
    .query(({ ctx, input }): FailureRecord[] => listFailures(ctx.db, input.sourceId, input.limit)),

  /** A page of the ledger: what became of every item of a source. */
  ledger: procedure
    .input(
      z.strictObject({
        sourceId: z.int().positive(),
        state: z.enum(["imported", "duplicate", "skipped", "failed"]).optional(),
        after: z.int().nonnegative(),
        limit: z.int().min(1).max(1000),
      }),
    )
    .query(({ ctx, input }): LedgerItem[] => listLedger(ctx.db, input)),

  /** The bytes of an item of the ledger, base64; those of a failed one were kept. */
  raw: procedure
    .input(z.strictObject({ itemId: z.int().positive() }))
    .query(async ({ ctx, input }): Promise<{ base64: string }> => {
      const item = itemRaw(ctx.db, input.itemId);
      if (item === undefined) throw new LonghandError("SOURCE_NOT_FOUND", `There is no item ${input.itemId}.`);
      try {
        return { base64: (await readItemRaw(item)).toString("base64") };
      } catch (error) {
        throw new LonghandError("SOURCE_NOT_FOUND", "The source of this item cannot be read any more.", "", {
          cause: error,
        });
      }
    }),

  /** Removes a source with everything that only it brought. */
  remove: procedure
    .input(z.strictObject({ sourceId: z.int().positive() }))
    .mutation(
      ({ ctx, input }): Promise<{ readonly documents: number }> => requireWriter(ctx).call("removeSource", input),
    ),

  /** Removes what one import brought and nothing else did. */
  removeImport: procedure
    .input(z.strictObject({ jobId: z.int().positive() }))
    .mutation(
      ({ ctx, input }): Promise<{ readonly documents: number }> => requireWriter(ctx).call("removeImport", input),
    ),

  /** Says where a source lies now; the host resolved the path of the ticket. */
  move: procedure
    .input(z.strictObject({ sourceId: z.int().positive(), ticket: z.string().min(1).max(100) }))
    .mutation(({ ctx, input }): Promise<null> => moveSource(ctx, input.sourceId, ctx.tickets.resolve(input.ticket))),

  /** The same for a host that knows the path. */
  moveTo: hostProcedure
    .input(z.strictObject({ sourceId: z.int().positive(), path: z.string().min(1) }))
    .mutation(({ ctx, input }): Promise<null> => moveSource(ctx, input.sourceId, input.path)),
});

export const meRouter = router({
  get: procedure.query(({ ctx }): { addresses: MeAddress[] } => ({ addresses: listMe(ctx.db) })),

  set: procedure
    .input(z.strictObject({ addresses: z.array(addressSchema).min(1).max(100) }))
    .mutation(async ({ ctx, input }): Promise<{ addresses: MeAddress[] }> => {
      const writer = requireWriter(ctx);
      if (new Set(input.addresses).size !== input.addresses.length) {
        throw new LonghandError("INVALID_INPUT", "An address is named twice.");
      }
      await writer.call("setMe", {
        addresses: input.addresses.map((address) => ({ address, why: "set by the owner" })),
      });
      return { addresses: listMe(ctx.db) };
    }),
});
