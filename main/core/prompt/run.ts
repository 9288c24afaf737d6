/**
 * Sends one prompt (prefix and tail) to an endpoint and checks the receipt. Asking and drafting both stand on it.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { ReadPrediction, ReadPurpose, Receipt } from "../../../shared/schemas.ts";
import type { CountedText } from "../endpoint/count.ts";
import type { Endpoint, PrefillProgress, Prompt, ReadPlan, Sampling, TemplateIds } from "../endpoint/endpoint.ts";
import { type Assembled, makeReceipt } from "../endpoint/receipt.ts";
import { createEventQueue } from "../event-queue.ts";
import { prefixText } from "./corpus.ts";
import type { CountedCorpus } from "./counting.ts";
import { escapeInline } from "./escape.ts";
import type { WorkProgress } from "./sealed.ts";

/** What happens while a prompt is read and answered. */
export type RunEvent =
  /** The prompt is put together or counted; a large archive takes minutes the first time. */
  | { readonly event: "preparing"; readonly progress: WorkProgress }
  /** Something else is generated on this endpoint first. */
  | { readonly event: "waiting"; readonly ahead: number; readonly running: ReadPurpose }
  | { readonly event: "prediction"; readonly prediction: ReadPrediction }
  | { readonly event: "prefill"; readonly progress: PrefillProgress }
  | { readonly event: "text"; readonly text: string };

/** An answer that passed its receipt. */
export type RunResult = { readonly text: string; readonly receipt: Receipt };

/** A whole prompt with what it counts. */
export type JoinedPrompt = Assembled & { readonly prompt: Prompt; readonly prefixTokens: number };

/** A question that was answered before in the same conversation: its tail as it was sent, and the answer. */
export type EarlierTurn = { readonly tail: CountedText; readonly answer: CountedText };

/** What a run is for, what its prefix was made of, and whether it may push a warm prefix out. */
export type RunPurpose = Pick<ReadPlan, "purpose" | "traits" | "allowEvict">;

function joinIds(parts: readonly Uint32Array[]): Uint32Array {
  const ids = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    ids.set(part, at);
    at += part.length;
  }
  return ids;
}

/** Tokens that earlier turns add to a prompt. As text, what stands around a turn is at most what stands around the first. */
export function earlierTokens(endpoint: Endpoint, earlier: readonly EarlierTurn[]): number {
  const { template, description, overheadTokens } = endpoint;
  const around =
    description.capabilities.takes === "text" || template === undefined
      ? overheadTokens
      : (template.afterAnswer?.length ?? 0) + template.afterUser.length;
  return earlier.reduce((sum, { tail, answer }) => sum + tail.tokens + answer.tokens + around, 0);
}

/**
 * Joins prefix and tail as the endpoint takes them: token ids inside its template, or a system and a user turn.
 *
 * `earlier` turns stand between them exactly as they were sent and answered, so that a cache which holds them is used
 * to the end; only an answer whose text gives other ids than were generated is read again from there.
 */
export function joinPrompt(
  endpoint: Endpoint,
  corpus: CountedCorpus,
  tail: CountedText,
  earlier: readonly EarlierTurn[] = [],
): JoinedPrompt {
  const { template, description, overheadTokens } = endpoint;
  if (description.capabilities.takes === "text") {
    const messages = [
      { role: "system", content: prefixText(corpus) },
      ...earlier.flatMap((turn) => [
        { role: "user", content: turn.tail.text } as const,
        // The server tokenises it anew, and a model may have written what would act as a control token.
        { role: "assistant", content: escapeInline(turn.answer.text) } as const,
      ]),
      { role: "user", content: tail.text },
    ] as const;
    return {
      prompt: { type: "text", messages },
      tokens: corpus.tokens + earlierTokens(endpoint, earlier) + tail.tokens + overheadTokens,
      // What a template puts around a second turn is not known of a server that only takes text.
      exact: endpoint.tokenizer.type === "exact" && earlier.length === 0,
      prefixTokens: corpus.tokens,
    };
  }
  if (template === undefined || corpus.ids === undefined || tail.ids === undefined)
    throw new Error("an endpoint that takes ids has a template and an exact tokenizer");
  const ids = joinIds([
    template.head,
    ...corpus.ids,
    template.afterSystem,
    ...earlier.flatMap((turn) => turnIds(template, turn)),
    tail.ids,
    template.afterUser,
  ]);
  return {
    prompt: { type: "ids", ids },
    tokens: ids.length,
    exact: true,
    prefixTokens: template.head.length + corpus.tokens,
  };
}

function turnIds({ afterUser, afterAnswer }: TemplateIds, { tail, answer }: EarlierTurn): Uint32Array[] {
  if (tail.ids === undefined || answer.ids === undefined)
    throw new Error("turns of an endpoint that takes ids have ids");
  if (afterAnswer === undefined) {
    throw new LonghandError(
      "ENDPOINT_PROTOCOL",
      "This model's chat template has no place for a second question.",
      "Ask it as a question of its own.",
    );
  }
  return [tail.ids, afterUser, answer.ids, afterAnswer];
}

/** What stands in the user's turn while only the prefix is read: servers refuse an empty one. */
const NO_TAIL = ".";

/**
 * The first `tokens` tokens of the prefix alone, for reading it ahead (all of it where none are named).
 *
 * As text the cut is at a line's end near there, and the estimate is the share of the characters.
 */
export function prefixPrompt(endpoint: Endpoint, corpus: CountedCorpus, tokens?: number): JoinedPrompt {
  const { template, description, overheadTokens } = endpoint;
  if (description.capabilities.takes === "text") {
    const text = prefixText(corpus);
    const share = tokens === undefined ? 1 : Math.min(1, tokens / Math.max(1, corpus.tokens));
    const end = share === 1 ? text.length : text.lastIndexOf("\n", Math.floor(text.length * share)) + 1;
    const messages = [
      { role: "system", content: text.slice(0, end) },
      { role: "user", content: NO_TAIL },
    ] as const;
    const counted = Math.ceil(corpus.tokens * (end / Math.max(1, text.length)));
    const exact = endpoint.tokenizer.type === "exact";
    return { prompt: { type: "text", messages }, tokens: counted + overheadTokens, exact, prefixTokens: counted };
  }
  if (template === undefined || corpus.ids === undefined) throw new Error("an endpoint that takes ids has a template");
  const whole = joinIds([template.head, ...corpus.ids]);
  const ids = tokens === undefined ? whole : whole.subarray(0, tokens);
  return { prompt: { type: "ids", ids }, tokens: ids.length, exact: true, prefixTokens: ids.length };
}

/** Does what comes before a prompt can be sent, yielding how far it is. */
export async function* preparing<T>(
  work: (onProgress: (progress: WorkProgress) => void) => Promise<T>,
): AsyncGenerator<RunEvent, T> {
  const queue = createEventQueue<RunEvent>();
  const result = work((progress) => queue.push({ event: "preparing", progress }));
  yield* queue.iterate(result);
  return await result;
}

/** Runs a prompt, yielding progress and text; returns the answer with its receipt. */
export async function* runPrompt(
  endpoint: Endpoint,
  joined: JoinedPrompt,
  options: {
    readonly maxTokens: number;
    readonly signal: AbortSignal;
    readonly plan?: RunPurpose;
    readonly sampling?: Sampling;
  },
): AsyncGenerator<RunEvent, RunResult> {
  const queue = createEventQueue<RunEvent>();
  const work = endpoint.generate({
    prompt: joined.prompt,
    maxTokens: options.maxTokens,
    signal: options.signal,
    ...(options.sampling === undefined ? {} : { sampling: options.sampling }),
    plan: {
      ...(options.plan ?? { purpose: "other", traits: {}, allowEvict: false }),
      tokens: joined.tokens,
      prefixTokens: joined.prefixTokens,
      onWait: (place) => queue.push({ event: "waiting", ...place }),
      onPrediction: (prediction) => queue.push({ event: "prediction", prediction }),
    },
    onPrefill: (progress) => queue.push({ event: "prefill", progress }),
    onText: (text) => queue.push({ event: "text", text }),
  });
  yield* queue.iterate(work);
  const generation = await work;
  return { text: generation.text.trim(), receipt: makeReceipt(endpoint.description, joined, generation) };
}

/** The longest answer to plan for: tokens. */
export function answerLimit(windowTokens: number): number {
  return Math.max(32, Math.min(512, Math.floor(windowTokens / 8)));
}
