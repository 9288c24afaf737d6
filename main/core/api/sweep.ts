/** Procedures of sweeps: what would be read, reading it window by window, going on where one stopped. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import { type AskResult, endpointSchema, scopeSchema } from "../../../shared/schemas.ts";
import type { SweepPlan } from "../../../shared/sweep.ts";
import { getAnswer } from "../archive/queries/answers.ts";
import { readSweep, type StoredSweep } from "../archive/queries/sweeps.ts";
import { cachedTokens } from "../ask/sweep/cached.ts";
import { planAgain } from "../ask/sweep/plan.ts";
import { planQuestion, runSweep, type SweepEvent, sweepBudget } from "../ask/sweep/run.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { readingMs } from "../warm/prefill-speed.ts";
import { endpointFor } from "./archive.ts";
import { numberSchema, today } from "./inputs.ts";
import { recordRun } from "./record-run.ts";
import { type ApiContext, procedure, requireWriter, router } from "./trpc.ts";

const question = z.string().trim().min(1).max(20_000);

/**
 * What a sweep would read: windows and tokens, how many of them the endpoint holds already, and how long the rest takes
 * at the measured speed (null: not measured).
 */
export type SweepCost = {
  readonly windows: number;
  readonly documents: number;
  readonly tokens: number;
  readonly cachedTokens: number;
  readonly tooLarge: SweepPlan["tooLarge"];
  readonly seconds: number | null;
};

/** What a sweep yields: its number in the history first. */
type RecordedSweepEvent = SweepEvent | { readonly event: "started"; readonly id: number };

/** Runs a sweep whose plan is stored, keeping every window's result as it comes. */
async function* follow(
  ctx: ApiContext,
  endpoint: Endpoint,
  options: {
    readonly id: number;
    readonly question: string;
    readonly plan: SweepPlan;
    readonly results: Parameters<typeof runSweep>[2]["results"];
    readonly allowEvict: boolean;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<RecordedSweepEvent> {
  const { id, ...rest } = options;
  const writer = requireWriter(ctx);
  yield { event: "started", id };
  const cached = await cachedTokens(options.plan, endpoint, ctx, { reader: ctx.reader, signal: options.signal });
  let last: { readonly tail?: string } = {};
  const onLastTail = (tail: string): void => {
    last = { tail };
  };
  const events = runSweep(endpoint, ctx, { ...rest, cached, onLastTail, today: today() });
  const recorded = recordRun<AskResult, SweepEvent>(events, async ({ text, ...change }) => {
    await writer.call("updateAnswer", { id, change: { ...change, ...last, answer: text } });
  });
  for await (const event of recorded) {
    if (event.event === "window-done") {
      await writer.call("putSweepWindow", { answerId: id, position: event.window, result: event.said });
    }
    yield event;
  }
}

export const sweepRouter = router({
  /** What asking the whole scope window by window takes, before it is chosen. */
  cost: procedure
    .input(z.strictObject({ question, scope: scopeSchema, endpoint: endpointSchema }))
    .query(async ({ ctx, input, signal }): Promise<SweepCost> => {
      const endpoint = await endpointFor(ctx, input.endpoint);
      const stop = signal ?? new AbortController().signal;
      const plan = await planQuestion(endpoint, ctx, { ...input, today: today(), signal: stop });
      const cached = await cachedTokens(plan, endpoint, ctx, { reader: ctx.reader, signal: stop });
      const speed = ctx.reader.speed(endpoint);
      const tokens = plan.windows.reduce((sum, window) => sum + window.tokens, 0);
      return {
        windows: plan.windows.length,
        documents: plan.windows.reduce((sum, window) => sum + window.documents.length, 0) + plan.tooLarge.length,
        tokens,
        cachedTokens: cached.reduce((sum, each) => sum + each, 0),
        tooLarge: plan.tooLarge,
        seconds:
          speed === undefined
            ? null
            : plan.windows.reduce((sum, { tokens: to }, at) => sum + readingMs(speed, cached[at] ?? 0, to), 0) / 1000,
      };
    }),

  /** Asks every window of the scope and then what they found; kept in the history from the first moment on. */
  run: procedure
    .input(
      z.strictObject({
        question,
        scope: scopeSchema,
        endpoint: endpointSchema,
        allowEvict: z.boolean().optional(),
      }),
    )
    .subscription(async function* ({ ctx, input, signal }): AsyncGenerator<RecordedSweepEvent> {
      const writer = requireWriter(ctx);
      const stop = signal ?? new AbortController().signal;
      const endpoint = await endpointFor(ctx, input.endpoint);
      const { address, model } = endpoint.description;
      const plan = await planQuestion(endpoint, ctx, { ...input, today: today(), signal: stop });
      const id = await writer.call("insertAnswer", {
        question: input.question,
        scope: input.scope,
        endpoint: address,
        model,
      });
      await writer.call("putSweepPlan", { answerId: id, plan });
      const allowEvict = input.allowEvict === true;
      yield* follow(ctx, endpoint, { id, question: input.question, plan, results: [], allowEvict, signal: stop });
    }),

  /** A sweep as it stands: its windows and what each has said (null: not read); null for an answer that is no sweep. */
  get: procedure.input(numberSchema).query(({ ctx, input }): StoredSweep | null => readSweep(ctx.db, input.id) ?? null),

  /** Goes on with a sweep that was stopped, or that failed in places: only what was not read is read. */
  resume: procedure
    .input(z.strictObject({ id: z.int().positive(), endpoint: endpointSchema, allowEvict: z.boolean().optional() }))
    .subscription(async function* ({ ctx, input, signal }): AsyncGenerator<RecordedSweepEvent> {
      const record = getAnswer(ctx.db, input.id);
      const sweep = readSweep(ctx.db, input.id);
      if (record === undefined || sweep === undefined) {
        throw new LonghandError(
          "DOCUMENT_NOT_FOUND",
          "There is no such sweep in the history.",
          "Ask the question again.",
        );
      }
      const stop = signal ?? new AbortController().signal;
      const endpoint = await endpointFor(ctx, input.endpoint);
      const { question } = record;
      const budget = await sweepBudget(endpoint, question, today());
      const again = await planAgain(sweep, endpoint, ctx, { budget, signal: stop });
      if (again !== undefined) {
        await requireWriter(ctx).call("putSweepPlan", { answerId: input.id, plan: again.plan, results: again.results });
      }
      const allowEvict = input.allowEvict === true;
      yield* follow(ctx, endpoint, { id: input.id, question, ...(again ?? sweep), allowEvict, signal: stop });
    }),
});
