/** Procedures of the corpus: how large it is, what is in it, its exact text, and building it anew. */
import { z } from "zod";
import {
  type CorpusProgress,
  type CorpusReport,
  type CoverageList,
  endpointSchema,
  type FitReport,
  type PrefixReport,
  type Scope,
  scopeSchema,
} from "../../../shared/schemas.ts";
import { scopeKey } from "../archive/queries/scope.ts";
import { countText } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { createEventQueue } from "../event-queue.ts";
import { fitPrefix, prefixBudget, prefixSha256, prefixText } from "../prompt/corpus.ts";
import type { CountedCorpus } from "../prompt/counting.ts";
import { coverageList } from "../prompt/coverage.ts";
import { type NewestDays, newestDays } from "../prompt/newest-days.ts";
import { prefixReports } from "../prompt/prefix-reports.ts";
import { answerLimit } from "../prompt/run.ts";
import type { WorkOptions } from "../prompt/sealed.ts";
import { endpointFor } from "./archive.ts";
import { TYPICAL_TAIL } from "./inputs.ts";
import { rebuildCost } from "./rebuild-cost.ts";
import { type ApiContext, hostProcedure, procedure, requireWriter, router } from "./trpc.ts";

const corpusInput = z.strictObject({ scope: scopeSchema, endpoint: endpointSchema });

/** What a question of ordinary length leaves for the prefix; tokens. */
async function typicalBudget(endpoint: Endpoint): Promise<number> {
  const tail = await countText(endpoint, TYPICAL_TAIL);
  return prefixBudget(endpoint, tail.tokens, answerLimit(endpoint.description.windowTokens));
}

async function countScope(
  ctx: ApiContext,
  scope: Scope,
  endpoint: Endpoint,
  options: WorkOptions = {},
): Promise<{
  readonly prefix: Awaited<ReturnType<ApiContext["prefixes"]["assemble"]>>;
  readonly counted: CountedCorpus;
}> {
  const prefix = await ctx.prefixes.assemble(scope, options);
  return { prefix, counted: await ctx.prefixes.count(prefix, endpoint, options) };
}

async function reportOf(
  ctx: ApiContext,
  scope: Scope,
  endpoint: Endpoint,
  options: WorkOptions = {},
): Promise<CorpusReport> {
  const { prefix, counted } = await countScope(ctx, scope, endpoint, options);
  const window = endpoint.description.windowTokens;
  const { total } = coverageList(
    ctx.db,
    scope,
    { prefix, counted, leftOut: new Set() },
    { state: undefined, offset: 0, limit: 0, unit: "document" },
  );
  return {
    documents: total.in + total.folded + total.out,
    ...total,
    tokens: counted.tokens,
    exact: counted.exact,
    window,
    fits: counted.tokens <= (await typicalBudget(endpoint)),
    segments: counted.chain.segments.length,
    prefixSha256: prefixSha256(counted),
  };
}

/** What counting yields: how far it is, and the report last. */
export type CountEvent =
  | { readonly event: "progress"; readonly progress: CorpusProgress }
  | { readonly event: "report"; readonly report: CorpusReport };

export const corpusRouter = router({
  report: procedure.input(corpusInput).query(async ({ ctx, input, signal }): Promise<CorpusReport> => {
    const endpoint = await endpointFor(ctx, input.endpoint);
    return reportOf(ctx, input.scope, endpoint, signal === undefined ? {} : { signal });
  }),

  /** The report, with progress: a large archive is rendered and counted for minutes the first time. */
  count: procedure.input(corpusInput).subscription(async function* ({
    ctx,
    input,
    signal = new AbortController().signal,
  }): AsyncGenerator<CountEvent> {
    const endpoint = await endpointFor(ctx, input.endpoint);
    const queue = createEventQueue<CountEvent>();
    const onProgress = (progress: CorpusProgress): void => queue.push({ event: "progress", progress });
    const work = reportOf(ctx, input.scope, endpoint, { signal, onProgress });
    yield* queue.iterate(work);
    yield { event: "report", report: await work };
  }),

  /** What is put together or counted right now, whoever asked for it; null where nothing is. */
  progress: procedure.subscription(async function* ({
    ctx,
    signal = new AbortController().signal,
  }): AsyncGenerator<CorpusProgress | null> {
    yield* ctx.prefixes.watch(signal);
  }),

  /** What "the newest that fit" would keep and leave out, before it is chosen. */
  fit: procedure.input(corpusInput).query(async ({ ctx, input }): Promise<FitReport> => {
    const endpoint = await endpointFor(ctx, input.endpoint);
    const prefix = await ctx.prefixes.assemble(input.scope);
    const budget = await typicalBudget(endpoint);
    const { fit } = await fitPrefix(prefix, endpoint, ctx, { budget, fit: "newest" });
    return fit ?? { kept: prefix.documents.length, leftOut: [] };
  }),

  /**
   * The first day from which on the scope takes at most so many tokens, for a model that reads fewer than its window; null
   * where the newest day alone takes more.
   */
  newest: procedure
    .input(z.strictObject({ scope: scopeSchema, endpoint: endpointSchema, tokens: z.int().positive() }))
    .query(async ({ ctx, input }): Promise<NewestDays | null> => {
      const endpoint = await endpointFor(ctx, input.endpoint);
      const { counted } = await countScope(ctx, input.scope, endpoint);
      const tokens = counted.documents.map(({ number }, at) => ({ number, tokens: counted.counts[at + 1] ?? 0 }));
      return newestDays(ctx.db, tokens, input.tokens);
    }),

  /** The exact canonical prefix. */
  prompt: hostProcedure
    .input(z.strictObject({ scope: scopeSchema }))
    .query(async ({ ctx, input }): Promise<{ text: string; prefixSha256: string }> => {
      const prefix = await ctx.prefixes.assemble(input.scope);
      return { text: prefixText(prefix), prefixSha256: prefixSha256(prefix) };
    }),

  /** What is in, folded or out, and why; with an endpoint also in tokens. A page at a time. */
  coverage: procedure
    .input(
      z.strictObject({
        scope: scopeSchema,
        endpoint: endpointSchema.optional(),
        fit: z.enum(["newest"]).optional(),
        state: z.enum(["in", "folded", "out"]).optional(),
        offset: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(2000),
      }),
    )
    .query(async ({ ctx, input }): Promise<CoverageList> => {
      const { scope, state, offset, limit } = input;
      const page = { state, offset, limit, unit: "page" } as const;
      const prefix = await ctx.prefixes.assemble(scope);
      if (input.endpoint === undefined && input.fit === undefined)
        return coverageList(ctx.db, scope, { prefix, counted: undefined, leftOut: new Set() }, page);
      const endpoint = await endpointFor(ctx, input.endpoint ?? {});
      if (input.fit === undefined) {
        const counted = await ctx.prefixes.count(prefix, endpoint);
        return coverageList(ctx.db, scope, { prefix, counted, leftOut: new Set() }, page);
      }
      const budget = await typicalBudget(endpoint);
      const { corpus, fit } = await fitPrefix(prefix, endpoint, ctx, { budget, fit: input.fit });
      return coverageList(ctx.db, scope, { prefix, counted: corpus, leftOut: new Set(fit?.leftOut) }, page);
    }),

  /** The sealed prefixes and what a rebuild of each would cost, in the endpoint's tokens where it has counted them. */
  prefixes: procedure
    .input(z.strictObject({ endpoint: endpointSchema }))
    .query(({ ctx, input }): Promise<PrefixReport[]> => rebuildCost(ctx, input.endpoint)),

  /**
   * Builds the prefix of a scope anew: without what was withdrawn, without gaps, for who "me" is now. Every server must
   * read it again; {@link corpusRouter.prefixes} says what that costs.
   */
  rebuild: procedure.input(z.strictObject({ scope: scopeSchema })).mutation(async ({ ctx, input }): Promise<null> => {
    const key = scopeKey(ctx.db, input.scope);
    const ids = prefixReports(ctx.db, "").flatMap((report) => (report.scope === key ? [report.prefixId] : []));
    await requireWriter(ctx).call("dropPrefixes", { ids });
    await ctx.prefixes.assemble(input.scope);
    return null;
  }),
});
