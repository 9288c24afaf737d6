/**
 * The receipt: what was assembled against what the endpoint says it read.
 *
 * A mismatch or an empty answer is an error that names the cause, never an answer.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { Receipt } from "../../../shared/schemas.ts";
import type { EndpointDescription, Generation } from "./endpoint.ts";

/** What Longhand built: its tokens, and whether they were counted or estimated. */
export type Assembled = { readonly tokens: number; readonly exact: boolean };

/** Makes the receipt of a generation; throws `PROMPT_TRUNCATED`, `RECEIPT_MISMATCH` or `ANSWER_EMPTY`. */
export function makeReceipt(endpoint: EndpointDescription, assembled: Assembled, generation: Generation): Receipt {
  const { promptTokens } = generation;
  if (promptTokens < assembled.tokens) {
    throw new LonghandError(
      "PROMPT_TRUNCATED",
      `The endpoint read only ${promptTokens} of the ${assembled.tokens} tokens it was sent, so its answer was thrown away.`,
      "It cut the prompt: give it a larger window, choose a narrower scope, or use another server.",
    );
  }
  if (promptTokens > assembled.tokens) {
    throw new LonghandError(
      "RECEIPT_MISMATCH",
      `The endpoint says it read ${promptTokens} tokens, but ${assembled.tokens} were sent, so its answer was thrown away.`,
      "Something between Longhand and the model adds to the prompt; connect to the server directly.",
    );
  }
  if (generation.text.trim() === "") {
    throw new LonghandError(
      "ANSWER_EMPTY",
      "The endpoint read the prompt and answered nothing.",
      "Try another model; some servers do this when their window is full.",
    );
  }
  return {
    endpoint: endpoint.address,
    model: endpoint.model,
    windowTokens: endpoint.windowTokens,
    assembledTokens: assembled.tokens,
    exact: assembled.exact,
    promptTokens,
    cachedTokens: generation.cachedTokens,
    evaluatedTokens: generation.evaluatedTokens,
    answerTokens: generation.answerTokens,
    prefillMs: Math.round(generation.prefillMs * 10) / 10,
    decodeMs: Math.round(generation.decodeMs * 10) / 10,
    answerCut: generation.isCut,
    ...(generation.reading === undefined ? {} : { reading: generation.reading }),
  };
}
