/** Procedures of reading ahead: what a prompt will cost, reading it, what endpoints hold, saved states. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type EndpointChoice,
  endpointSchema,
  type KvFile,
  type ReadingStatus,
  type ReadPrediction,
  type ReadReceipt,
  type Scope,
  scopeSchema,
  type WarmJob,
} from "../../../shared/schemas.ts";
import { readMe } from "../archive/queries/identity.ts";
import { scopeKey } from "../archive/queries/scope.ts";
import { KV_LIMIT_KEY } from "../archive/queries/settings.ts";
import { countText } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { createEventQueue } from "../event-queue.ts";
import { fitPrefix, prefixBudget } from "../prompt/corpus.ts";
import type { CountedCorpus } from "../prompt/counting.ts";
import { answerLimit, type JoinedPrompt, joinPrompt, prefixPrompt } from "../prompt/run.ts";
import { askTail } from "../prompt/tails.ts";
import { type Prefix, type ReadAheadProgress, readAhead } from "../warm/read-ahead.ts";
import { prefixTraits } from "../warm/traits.ts";
import type { WarmJobs, WarmRequest, WarmWork } from "../warm/warm-jobs.ts";
import { endpointFor } from "./archive.ts";
import { numberSchema, TYPICAL_TAIL, today } from "./inputs.ts";
import { type ApiContext, procedure, requireWriter, router } from "./trpc.ts";

const prefixInput = z.strictObject({
  scope: scopeSchema,
  endpoint: endpointSchema,
  fit: z.enum(["newest"]).optional(),
});
const warmInput = prefixInput.extend({ allowEvict: z.boolean().default(false) });

/** The prefix of a scope in an endpoint's tokens, as a question of ordinary length would have it. */
async function corpusFor(
  ctx: ApiContext,
  endpoint: Endpoint,
  scope: Scope,
  fit: "newest" | undefined,
): Promise<CountedCorpus> {
  const prefix = await ctx.prefixes.assemble(scope);
  const tail = await countText(endpoint, TYPICAL_TAIL);
  const budget = prefixBudget(endpoint, tail.tokens, answerLimit(endpoint.description.windowTokens));
  return (await fitPrefix(prefix, endpoint, ctx, { budget, fit })).corpus;
}

async function prefixOf(
  ctx: ApiContext,
  endpoint: Endpoint,
  request: Pick<WarmRequest, "scope" | "fit">,
): Promise<Prefix> {
  const corpus = await corpusFor(ctx, endpoint, request.scope, request.fit);
  return {
    total: prefixPrompt(endpoint, corpus).prefixTokens,
    prompt: (tokens) => prefixPrompt(endpoint, corpus, tokens),
  };
}

/** The whole prompt of a question, one of ordinary length where none is given. */
export async function questionPrompt(
  ctx: ApiContext,
  endpoint: Endpoint,
  { scope, fit }: { readonly scope: Scope; readonly fit?: "newest" | undefined },
  question: string | undefined,
): Promise<JoinedPrompt> {
  const corpus = await corpusFor(ctx, endpoint, scope, fit);
  const tail = question === undefined ? TYPICAL_TAIL : askTail({ today: today() }, question);
  return joinPrompt(endpoint, corpus, await countText(endpoint, tail));
}

/** Reads what a request names; for the jobs of a core and for hosts that wait. */
export function warmWork(ctx: ApiContext): WarmWork {
  return ({ choice, scope, fit, allowEvict }, signal, onProgress) =>
    readAhead(ctx.reader, {
      connect: () => endpointFor(ctx, choice),
      assemble: (endpoint) => prefixOf(ctx, endpoint, { scope, fit }),
      traits: prefixTraits(scopeKey(ctx.db, scope), fit, readMe(ctx.db)),
      allowEvict,
      signal,
      onProgress,
    });
}

function requireJobs(ctx: ApiContext): WarmJobs {
  requireWriter(ctx);
  if (ctx.warm === undefined) throw new Error("a core with a writer has jobs that read ahead");
  return ctx.warm;
}

/** What reading ahead yields to a host that waits; the receipt comes last. */
type WarmEvent =
  | { readonly event: "progress"; readonly progress: ReadAheadProgress }
  | { readonly event: "receipt"; readonly receipt: ReadReceipt };

const requestOf = (input: z.infer<typeof warmInput>): WarmRequest => {
  const choice: EndpointChoice = input.endpoint;
  return { choice, scope: input.scope, fit: input.fit, allowEvict: input.allowEvict };
};

export const warmRouter = router({
  /** What a question would cost now; without one, a question of ordinary length. */
  predict: procedure
    .input(prefixInput.extend({ question: z.string().max(20_000).optional() }))
    .query(async ({ ctx, input }): Promise<ReadPrediction> => {
      const endpoint = await endpointFor(ctx, input.endpoint);
      const joined = await questionPrompt(ctx, endpoint, input, input.question);
      return ctx.reader.predict(endpoint, joined.prompt, {
        purpose: "ask",
        tokens: joined.tokens,
        prefixTokens: joined.prefixTokens,
        traits: prefixTraits(scopeKey(ctx.db, input.scope), input.fit, readMe(ctx.db)),
        allowEvict: false,
      });
    }),

  /** Reads ahead for a host that waits. */
  run: procedure.input(warmInput).subscription(async function* ({ ctx, input, signal }): AsyncGenerator<WarmEvent> {
    const queue = createEventQueue<WarmEvent>();
    const work = warmWork(ctx)(requestOf(input), signal ?? new AbortController().signal, (progress) =>
      queue.push({ event: "progress", progress }),
    );
    yield* queue.iterate(work);
    yield { event: "receipt", receipt: await work };
  }),

  /** Reads ahead in the background; it goes on after a restart. */
  start: procedure.input(warmInput).mutation(
    async ({ ctx, input }): Promise<{ id: number }> => ({
      id: await requireJobs(ctx).start(requestOf(input)),
    }),
  ),

  pause: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireJobs(ctx).pause(input.id);
    return null;
  }),

  unpause: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireJobs(ctx).unpause(input.id);
    return null;
  }),

  cancel: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireJobs(ctx).cancel(input.id);
    return null;
  }),

  /** The jobs, newest first, now and after every change. */
  watch: procedure.subscription(async function* ({ ctx, signal }): AsyncGenerator<readonly WarmJob[]> {
    yield* requireJobs(ctx).watch(signal ?? new AbortController().signal);
  }),

  /** What an endpoint holds and does now. */
  status: procedure
    .input(z.strictObject({ endpoint: endpointSchema }))
    .query(async ({ ctx, input }): Promise<ReadingStatus> => ctx.reader.status(await endpointFor(ctx, input.endpoint))),

  /** Saved states and the disk they use. */
  saved: procedure.query(({ ctx }): { files: KvFile[]; bytes: number; limitBytes: number } => ({
    files: ctx.states.list(),
    ...ctx.states.usage(),
  })),

  /** How much disk saved states may take; what is above it goes, the longest unused first. */
  setLimit: procedure
    .input(z.strictObject({ bytes: z.number().int().nonnegative() }))
    .mutation(async ({ ctx, input }): Promise<null> => {
      await requireWriter(ctx).call("putSetting", { key: KV_LIMIT_KEY, value: String(input.bytes) });
      await ctx.states.clean(input.bytes);
      return null;
    }),

  /** Deletes a saved state; one on a server's disk is forgotten, its file stays there. */
  eraseSaved: procedure
    .input(z.strictObject({ name: z.string().min(1).max(200) }))
    .mutation(async ({ ctx, input }): Promise<null> => {
      requireWriter(ctx);
      await ctx.states.erase(input.name);
      return null;
    }),

  /** Deletes all saved states and empties what endpoints hold; `left` names files that only a server's owner can delete. */
  eraseAll: procedure.mutation(({ ctx }): Promise<{ deleted: number; left: readonly string[] }> => purgeReadings(ctx)),
});

/** Everything that was read, gone: for an erasure. */
export async function purgeReadings(ctx: ApiContext): Promise<{ deleted: number; left: readonly string[] }> {
  if (ctx.writer === undefined)
    throw new LonghandError("ARCHIVE_IN_USE", "The archive is open for reading only.", "Close the other program.");
  await ctx.reader.forget();
  return ctx.states.eraseAll();
}
