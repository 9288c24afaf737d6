/** Joins exams with asking and drafting, which know nothing of each other: marks on receipts, canaries before questions. */
import type { CanaryReport, Receipt, Scope } from "../../../shared/schemas.ts";
import { readMe } from "../archive/queries/identity.ts";
import { scopeKey } from "../archive/queries/scope.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { runCanaries } from "../exam/canary.ts";
import { markFor } from "../exam/standing.ts";
import type { CountedCorpus } from "../prompt/counting.ts";
import type { RunEvent } from "../prompt/run.ts";
import { prefixTraits } from "../warm/traits.ts";
import { today } from "./inputs.ts";
import type { ApiContext } from "./trpc.ts";

type Marked = { readonly receipt: Receipt };

/** Passes events through; a result whose prompt is longer than the endpoint's exam recommends gets its mark. */
export async function* markResults<R extends Marked, E extends { readonly event: string; readonly result?: R }>(
  ctx: ApiContext,
  endpoint: Endpoint,
  purpose: "asking" | "writing",
  events: AsyncGenerator<E>,
): AsyncGenerator<E> {
  for await (const event of events) {
    const { result } = event;
    const tokens = result === undefined ? 0 : result.receipt.promptTokens + result.receipt.answerTokens;
    const mark = result === undefined ? undefined : markFor(ctx.db, endpoint.description, tokens, purpose);
    yield result === undefined || mark === undefined
      ? event
      : { ...event, result: { ...result, receipt: { ...result.receipt, exam: mark } } };
  }
}

/** Canaries for a question with this scope. */
export function canaryFor(
  ctx: ApiContext,
  endpoint: Endpoint,
  input: {
    readonly scope: Scope;
    readonly fit?: "newest" | undefined;
    readonly allowEvict: boolean;
    readonly today?: string | undefined;
  },
  signal: AbortSignal | undefined,
): (corpus: CountedCorpus) => AsyncGenerator<RunEvent, CanaryReport> {
  const plan = {
    purpose: "ask",
    traits: prefixTraits(scopeKey(ctx.db, input.scope), input.fit, readMe(ctx.db)),
    allowEvict: input.allowEvict,
  } as const;
  return (corpus) =>
    runCanaries({
      endpoint,
      corpus,
      today: input.today ?? today(),
      // Another depth every time: a cut that spares one is met by the next.
      seed: String(Math.random()),
      plan,
      signal: signal ?? new AbortController().signal,
    });
}
