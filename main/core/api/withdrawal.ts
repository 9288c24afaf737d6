/** Procedures of withdrawing and erasing documents: what it would do first, then doing it. */

import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type EndpointChoice,
  type EraseReport,
  endpointSchema,
  type PrefixReport,
  type WithdrawPlan,
} from "../../../shared/schemas.ts";
import { deleteAllBackups, listBackups } from "../archive/backup.ts";
import { type ErasePlan, planErase } from "../archive/queries/erase.ts";
import { readBackupsElsewhere } from "../archive/queries/settings.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";
import { documentIds, planWithdrawal, prefixesHolding } from "../prompt/withdrawal.ts";
import { resolveId } from "./documents.ts";
import { rebuildCost } from "./rebuild-cost.ts";
import { type ApiContext, directoryOf, procedure, requireWriter, router } from "./trpc.ts";
import { purgeReadings } from "./warm.ts";

const idsSchema = z.array(z.string().min(2).max(32)).min(1).max(1000);
const idsInput = z.strictObject({ ids: idsSchema });
const planInput = idsInput.extend({ endpoint: endpointSchema.optional() });

function numbersOf(ctx: ApiContext, ids: readonly string[]): number[] {
  return [...new Set(ids.map((id) => resolveId(ctx, id)))];
}

async function withdrawPlan(
  ctx: ApiContext,
  numbers: readonly number[],
  endpoint: EndpointChoice | undefined,
): Promise<WithdrawPlan> {
  const { hidden, needRebuild, prefixIds } = planWithdrawal(ctx.db, numbers);
  return { hidden, needRebuild, rebuild: await rebuildCost(ctx, endpoint, prefixIds) };
}

function eraseReport(ctx: ApiContext, plan: ErasePlan, rebuild: readonly PrefixReport[]): EraseReport {
  return {
    documents: plan.documents.map(({ id }) => id),
    answers: plan.answers.length,
    drafts: plan.drafts.length,
    backups: listBackups(directoryOf(ctx)).length,
    rebuild,
    remains: [
      ...plan.sources.map((source) => `the file it came from: ${path.basename(source)}`),
      ...readBackupsElsewhere(ctx.db).map(
        ({ name, madeAt, kind }) =>
          `${kind === "export" ? "an export" : "a backup"} of ${madeAt.slice(0, 10)}: ${name}`,
      ),
    ],
  };
}

export const withdrawalRouter = router({
  /** The ids of all withdrawn documents. */
  list: procedure.query(({ ctx }): string[] => {
    const numbers = withdrawnNumbers(ctx.db);
    const ids = documentIds(ctx.db, numbers);
    return numbers.map((number) => ids.get(number) ?? "");
  }),

  /** What withdrawing would do. */
  plan: procedure.input(planInput).query(async ({ ctx, input }): Promise<WithdrawPlan> => {
    return withdrawPlan(ctx, numbersOf(ctx, input.ids), input.endpoint);
  }),

  /**
   * Withdraws documents: no answer uses them from now on. One that others refer to instead of quoting it needs
   * `rebuild`; without it that is `REBUILD_NEEDED`, and nothing is done.
   */
  withdraw: procedure
    .input(idsInput.extend({ rebuild: z.boolean().default(false) }))
    .mutation(async ({ ctx, input }): Promise<WithdrawPlan> => {
      const writer = requireWriter(ctx);
      const numbers = numbersOf(ctx, input.ids);
      const plan = await withdrawPlan(ctx, numbers, undefined);
      const [first] = plan.needRebuild;
      if (first !== undefined && !input.rebuild) {
        throw new LonghandError(
          "REBUILD_NEEDED",
          `${first.id} can be withdrawn only by building the prompt anew: ${first.quotedBy.slice(0, 5).join(", ")} refer to it instead of quoting it.`,
          "Say --rebuild; every server must then read the archive again.",
        );
      }
      const { prefixIds } = planWithdrawal(ctx.db, numbers);
      await writer.call("setWithdrawn", { numbers, isWithdrawn: true, rebuild: [...prefixIds], nowMs: Date.now() });
      return plan;
    }),

  /** Takes withdrawn documents back; one that a rebuild left out is appended at the end. */
  restore: procedure.input(idsInput).mutation(async ({ ctx, input }): Promise<null> => {
    const numbers = numbersOf(ctx, input.ids);
    return requireWriter(ctx).call("setWithdrawn", { numbers, isWithdrawn: false, rebuild: [], nowMs: Date.now() });
  }),

  /** What erasing would take along, what must be read again, and where the words would still be. */
  planErase: procedure.input(planInput).query(async ({ ctx, input }): Promise<EraseReport> => {
    const plan = planErase(ctx.db, numbersOf(ctx, input.ids));
    const holding = prefixesHolding(
      ctx.db,
      plan.documents.map(({ number }) => number),
    );
    return eraseReport(ctx, plan, await rebuildCost(ctx, input.endpoint, holding));
  }),

  /**
   * Erases documents at once and for good: rows, texts, token ids, the search index, answers that cite them, and every
   * backup in the archive's folder. They do not come back at an import. Says where else the words may be.
   */
  erase: procedure.input(idsInput).mutation(async ({ ctx, input }): Promise<EraseReport> => {
    const writer = requireWriter(ctx);
    const numbers = numbersOf(ctx, input.ids);
    const { documents } = planErase(ctx.db, numbers);
    const holding = prefixesHolding(
      ctx.db,
      documents.map(({ number }) => number),
    );
    const rebuild = await rebuildCost(ctx, undefined, holding);
    const plan = await writer.call("eraseDocuments", { numbers, nowMs: Date.now() });
    const backups = deleteAllBackups(directoryOf(ctx));
    // What endpoints have read and saved states hold the words as numbers: all of it goes.
    const { left } = await purgeReadings(ctx);
    const isScrubbed = await writer.call("scrub", null);
    const report = eraseReport(ctx, plan, rebuild);
    const remains = [
      ...report.remains,
      ...left,
      ...(isScrubbed ? [] : ["free space inside the archive's file, until it is erased from again"]),
    ];
    return { ...report, backups, remains };
  }),
});
