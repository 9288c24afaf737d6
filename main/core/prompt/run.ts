/**
 * Sends one prompt (prefix and tail) to an endpoint and checks the receipt. Asking and drafting both stand on it.
 */
import type { Receipt } from "../../../shared/schemas.ts";
import type { Endpoint, PrefillProgress } from "../endpoint/endpoint.ts";
import { makeReceipt } from "../endpoint/receipt.ts";
import { createEventQueue } from "../event-queue.ts";
import type { CountedCorpus } from "./corpus.ts";

/** What happens while a prompt is read and answered. */
export type RunEvent =
  | { readonly event: "prefill"; readonly progress: PrefillProgress }
  | { readonly event: "text"; readonly text: string };

/** An answer that passed its receipt. */
export type RunResult = { readonly text: string; readonly receipt: Receipt };

/** The prompt's token ids: template, prefix and tail, joined. */
export function joinPrompt(endpoint: Endpoint, corpus: CountedCorpus, tail: Uint32Array): Uint32Array {
  const { head, afterSystem, afterUser } = endpoint.template;
  const parts = [head, ...corpus.parts, afterSystem, tail, afterUser];
  const ids = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    ids.set(part, at);
    at += part.length;
  }
  return ids;
}

/** Runs a prompt, yielding progress and text; returns the answer with its receipt. */
export async function* runPrompt(
  endpoint: Endpoint,
  ids: Uint32Array,
  options: { readonly maxTokens: number; readonly signal: AbortSignal },
): AsyncGenerator<RunEvent, RunResult> {
  const queue = createEventQueue<RunEvent>();
  const work = endpoint.generate({
    ids,
    maxTokens: options.maxTokens,
    signal: options.signal,
    onPrefill: (progress) => queue.push({ event: "prefill", progress }),
    onText: (text) => queue.push({ event: "text", text }),
  });
  yield* queue.iterate(work);
  const generation = await work;
  return { text: generation.text.trim(), receipt: makeReceipt(endpoint.description, ids.length, generation) };
}

/** The longest answer to plan for: tokens. */
export function answerLimit(windowTokens: number): number {
  return Math.max(32, Math.min(512, Math.floor(windowTokens / 8)));
}
