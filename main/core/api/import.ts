/** Procedures of importing and of who "me" is; what became of an import is ./sources.ts. */
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import {
  endpointSchema,
  type IdentityCandidate,
  type ImportRun,
  type MeAddress,
  type PrefixReport,
} from "../../../shared/schemas.ts";
import { listMe, readMe } from "../archive/queries/identity.ts";
import { sourcePath } from "../archive/queries/ledger.ts";
import { isAnythingHeld } from "../archive/queries/warm.ts";
import { identityCandidates } from "../import/identity.ts";
import { importAndIdentify } from "../import/import-runs.ts";
import { rebuildCost } from "./rebuild-cost.ts";
import { hostProcedure, procedure, requireRuns, requireWriter, router } from "./trpc.ts";

const addressSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@<>,]+@[^\s@<>,]+$/, "an address like nora@example.org");

const meInput = z.strictObject({ addresses: z.array(addressSchema).min(1).max(100) });

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
      yield* importAndIdentify(ctx, writer, tasks, signal ?? new AbortController().signal, options);
    }),

  /** Imports the sample archive, whose people are invented. */
  sample: procedure.mutation(({ ctx }): { ids: number[] } => ({
    ids: [requireRuns(ctx).start([path.join(ctx.resources, "sample", "archive.mbox")])],
  })),

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

  /** Reads a source once more, where it lies: only what is new comes in. */
  again: procedure
    .input(z.strictObject({ sourceId: z.int().positive() }))
    .mutation(({ ctx, input }): { id: number } => {
      const file = sourcePath(ctx.db, input.sourceId);
      if (file === undefined) throw new LonghandError("SOURCE_NOT_FOUND", `There is no source ${input.sourceId}.`);
      return { id: requireRuns(ctx).start([file]) };
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

export const meRouter = router({
  get: procedure.query(({ ctx }): { addresses: MeAddress[] } => ({ addresses: listMe(ctx.db) })),

  /** Who may be the owner, derived anew from what the archive holds now: proposals first, then who else occurs most. */
  candidates: procedure.query(async ({ ctx }): Promise<IdentityCandidate[]> => {
    const { evidence, totals } = await ctx.queries.call("identityEvidence", null);
    return identityCandidates(evidence, totals, new Set(readMe(ctx.db)));
  }),

  /**
   * The sealed prefixes that would have to be built anew, and read again, if exactly these addresses were "me"; none
   * where that changes nothing, or where no endpoint has read anything yet.
   */
  planSet: procedure
    .input(meInput.extend({ endpoint: endpointSchema.optional() }))
    .query(async ({ ctx, input }): Promise<PrefixReport[]> => {
      const wanted = [...new Set(input.addresses)].sort();
      if (JSON.stringify(wanted) === JSON.stringify(readMe(ctx.db)) || !isAnythingHeld(ctx.db)) return [];
      return rebuildCost(ctx, input.endpoint);
    }),

  set: procedure.input(meInput).mutation(async ({ ctx, input }): Promise<{ addresses: MeAddress[] }> => {
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
