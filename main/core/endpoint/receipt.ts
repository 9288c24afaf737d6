/**
 * The receipt: what was assembled against what the endpoint says it read.
 *
 * A mismatch or an empty answer is an error that names the cause, never an answer.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { Receipt } from "../../../shared/schemas.ts";
import type { EndpointDescription, Generation } from "./endpoint.ts";
import { raiseWindow, SERVER_NAMES } from "./refusals.ts";

/** What Longhand built: its tokens, and whether they were counted or estimated. */
export type Assembled = { readonly tokens: number; readonly exact: boolean };

/**
 * How far the server's count may be from ours, in tokens below and above.
 *
 * Ids are counted by both in the same way. Text is tokenised as a whole by the server and in parts by us, so tokens may
 * join at the seams. An estimate is an upper bound: what is far below it was cut, what is above it was added to.
 */
function tolerance(endpoint: EndpointDescription, assembled: Assembled): { below: number; above: number } {
  if (!assembled.exact) return { below: assembled.tokens * 0.3 + 64, above: assembled.tokens * 0.05 + 64 };
  if (endpoint.capabilities.takes === "ids") return { below: 0, above: 0 };
  return { below: assembled.tokens * 0.02 + 8, above: assembled.tokens * 0.02 + 8 };
}

/** Makes the receipt of a generation; throws `PROMPT_TRUNCATED`, `RECEIPT_MISMATCH` or `ANSWER_EMPTY`. */
export function makeReceipt(endpoint: EndpointDescription, assembled: Assembled, generation: Generation): Receipt {
  const { promptTokens } = generation;
  const name = SERVER_NAMES[endpoint.kind];
  const { below, above } = tolerance(endpoint, assembled);
  const about = assembled.exact ? "" : "about ";
  if (promptTokens < assembled.tokens - below) {
    throw new LonghandError(
      "PROMPT_TRUNCATED",
      `${name} read only ${promptTokens} of the ${about}${assembled.tokens} tokens it was sent, so its answer was thrown away.`,
      `It cut the prompt. ${raiseWindow(endpoint.kind, assembled.tokens)} Or choose a narrower scope.`,
    );
  }
  if (promptTokens > assembled.tokens + above) {
    throw new LonghandError(
      "RECEIPT_MISMATCH",
      `${name} says it read ${promptTokens} tokens, but ${about}${assembled.tokens} were sent, so its answer was thrown away.`,
      "Something between Longhand and the model adds to the prompt; connect to the server directly.",
    );
  }
  if (generation.text.trim() === "") {
    throw new LonghandError(
      "ANSWER_EMPTY",
      `${name} read the prompt and answered nothing.`,
      `Some servers do this when their window is full. ${raiseWindow(endpoint.kind, assembled.tokens)} Or try another model.`,
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
