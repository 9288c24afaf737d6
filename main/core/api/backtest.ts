/** Procedures of the backtest: its cost before it begins, running in the background, and the reports that are kept. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import { endpointSchema } from "../../../shared/schemas.ts";
import type { BacktestPlan, BacktestRecord } from "../../../shared/voice.ts";
import { getBacktest, listBacktests } from "../archive/queries/backtests.ts";
import { prepareBacktest } from "../voice/backtest/plan.ts";
import type { BacktestRuns } from "../voice/backtest/runs.ts";
import { endpointFor } from "./archive.ts";
import { numberSchema } from "./inputs.ts";
import { type ApiContext, procedure, requireWriter, router } from "./trpc.ts";

const wishSchema = z.strictObject({
  endpoint: endpointSchema,
  /** Without it the newest fifth of the replies is hidden. */
  cutoff: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  replies: z.int().min(1).max(1000),
});
const evict = { allowEvict: z.boolean().default(false) };

function requireRuns(ctx: ApiContext): BacktestRuns {
  requireWriter(ctx);
  if (ctx.backtests === undefined) throw new Error("a core with a writer has backtest runs");
  return ctx.backtests;
}

function requireRecord(ctx: ApiContext, id: number): BacktestRecord {
  const record = getBacktest(ctx.db, id);
  if (record === undefined)
    throw new LonghandError("DOCUMENT_NOT_FOUND", "This backtest is not in the archive any more.");
  return record;
}

export const backtestRouter = router({
  /** What would be hidden and drafted, and what it costs. */
  plan: procedure.input(wishSchema).query(async ({ ctx, input }): Promise<BacktestPlan> => {
    const endpoint = await endpointFor(ctx, input.endpoint);
    const { plan } = await prepareBacktest(endpoint, ctx, { cutoff: input.cutoff, replies: input.replies });
    return plan;
  }),

  /** Begins a backtest in the background; returns its number. */
  start: procedure.input(wishSchema.extend(evict)).mutation(({ ctx, input }): Promise<number> => {
    const { endpoint, cutoff, replies, allowEvict } = input;
    return requireRuns(ctx).start(() => endpointFor(ctx, endpoint), endpoint, { cutoff, replies }, allowEvict);
  }),

  /** Goes on with a backtest that rests or failed. */
  resume: procedure.input(numberSchema.extend(evict)).mutation(async ({ ctx, input }): Promise<null> => {
    const { choice } = requireRecord(ctx, input.id);
    await requireRuns(ctx).resume(input.id, () => endpointFor(ctx, choice), input.allowEvict);
    return null;
  }),

  pause: procedure.input(z.strictObject({})).mutation(async ({ ctx }): Promise<null> => {
    await requireRuns(ctx).pause();
    return null;
  }),

  /** Waits until nothing runs any more. */
  wait: procedure.input(z.strictObject({})).query(async ({ ctx }): Promise<null> => {
    await requireRuns(ctx).idle();
    return null;
  }),

  list: procedure.input(z.strictObject({})).query(({ ctx }): BacktestRecord[] => listBacktests(ctx.db)),

  get: procedure.input(numberSchema).query(({ ctx, input }): BacktestRecord => requireRecord(ctx, input.id)),

  delete: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    if (requireRecord(ctx, input.id).state === "running") await requireRuns(ctx).pause();
    return requireWriter(ctx).call("deleteBacktest", { id: input.id });
  }),
});
