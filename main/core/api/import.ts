/** Procedures of importing, of sources, and of who "me" is. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { FailureRecord, ImportRun, MeAddress, SourceRecord } from "../../../shared/schemas.ts";
import { listMe } from "../archive/queries/identity.ts";
import { listFailures, listSources } from "../archive/queries/sources.ts";
import { importAndIdentify } from "../import/import-runs.ts";
import { hostProcedure, procedure, requireRuns, requireWriter, router } from "./trpc.ts";

const addressSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@<>,]+@[^\s@<>,]+$/, "an address like nora@example.org");

export const importRouter = router({
  /** Imports files in order, for a host that waits; the last event is `done`. `me` are addresses the owner confirms. */
  run: hostProcedure
    .input(z.strictObject({ paths: z.array(z.string().min(1)).min(1), me: z.array(addressSchema) }))
    .subscription(async function* ({ ctx, input, signal }) {
      const writer = requireWriter(ctx);
      if (input.me.length > 0) {
        await writer.call("setMe", { addresses: input.me.map((address) => ({ address, why: "set by the owner" })) });
      }
      const tasks = input.paths.map((file) => ({ file }));
      yield* importAndIdentify(ctx.db, writer, tasks, signal ?? new AbortController().signal);
    }),

  /** Imports picked files in the background; returns the run's number. */
  start: procedure
    .input(z.strictObject({ tickets: z.array(z.string().min(1).max(100)).min(1).max(1000) }))
    .mutation(({ ctx, input }): { id: number } => ({
      id: requireRuns(ctx).start(input.tickets.map((ticket) => ctx.tickets.resolve(ticket))),
    })),

  cancel: procedure.input(z.strictObject({ id: z.int().positive() })).mutation(({ ctx, input }): null => {
    requireRuns(ctx).cancel(input.id);
    return null;
  }),

  /** All imports of this session, newest first, now and after every change. */
  watch: procedure.subscription(async function* ({ ctx, signal }): AsyncGenerator<readonly ImportRun[]> {
    yield* requireRuns(ctx).watch(signal ?? new AbortController().signal);
  }),
});

export const sourcesRouter = router({
  list: procedure.query(({ ctx }): SourceRecord[] => listSources(ctx.db)),

  failures: procedure
    .input(z.strictObject({ sourceId: z.int().positive(), limit: z.int().min(1).max(1000) }))
    .query(({ ctx, input }): FailureRecord[] => listFailures(ctx.db, input.sourceId, input.limit)),
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
