/**
 * What a prompt will cost, before it is sent, and how that compares with what the endpoint says afterwards.
 *
 * Pure. Owns the causes of a miss and their words; who holds what is ./holds.ts.
 */
import type { ReadCause, ReadOutcome, ReadPrediction } from "../../../shared/schemas.ts";
import type { PrefixTraits } from "../archive/queries/warm.ts";
import type { Generation } from "../endpoint/endpoint.ts";
import { type PrefillSpeed, readingMs } from "./prefill-speed.ts";

/** Servers cache in blocks and read at least a token again: what may differ without anything being wrong. */
export const TOLERANCE_TOKENS = 16;

/** Why a prefix is not the one that is held, from what both were made of. */
export function causeOfChange(held: PrefixTraits, asked: PrefixTraits): ReadCause {
  if (held["format"] !== asked["format"]) return "format-changed";
  if (held["me"] !== asked["me"]) return "me-changed";
  if (held["scope"] !== asked["scope"] || held["fit"] !== asked["fit"]) return "another-scope";
  return "documents-changed";
}

/** The words of a cause, for people: what happened, without blame and without a full stop. */
export function causeWords(cause: ReadCause): string {
  switch (cause) {
    case "first-reading":
      return "this was not read here before";
    case "new-documents":
      return "new documents were added";
    case "another-scope":
      return "another scope was read in between";
    case "me-changed":
      return "the addresses that are you have changed";
    case "format-changed":
      return "the prompt's format has changed";
    case "documents-changed":
      return "documents that were read before have changed or are gone, so the prefix was built anew";
    case "server-restarted":
      return "the server was started anew";
    case "model-swapped":
      return "the server runs another model than before";
    case "slot-taken":
      return "another client used the server's place for this";
    case "engine-started":
      return "the embedded engine was started anew";
    case "restore-refused":
      return "what was saved on disk could not be used";
    case "dropped":
      return "the endpoint has dropped what it had read, without saying why";
  }
}

/** What is known before sending; tokens. `fromDisk` where a saved state will be loaded first. */
export type Expectation = {
  readonly totalTokens: number;
  readonly cachedTokens: number;
  readonly cause: ReadCause | null;
  readonly fromDisk: boolean;
  readonly evicts: { readonly tokens: number; readonly isSaved: boolean } | null;
};

/** The prediction of an expectation at a measured speed. */
export function predict(expected: Expectation, speed: PrefillSpeed | undefined): ReadPrediction {
  const { totalTokens, cause, fromDisk, evicts } = expected;
  // At least one token is always read, or there is nothing to answer from.
  const cachedTokens = Math.max(0, Math.min(expected.cachedTokens, totalTokens - 1));
  const ms = (from: number, to: number): number | null =>
    speed === undefined ? null : Math.round(readingMs(speed, from, to));
  return {
    cachedTokens,
    newTokens: totalTokens - cachedTokens,
    ms: ms(cachedTokens, totalTokens),
    cause,
    fromDisk,
    evicts: evicts === null ? null : { ...evicts, ms: ms(0, evicts.tokens) },
  };
}

const count = (value: number): string => value.toLocaleString("en-US");

function words(outcome: Omit<ReadOutcome, "words">, cached: number | null): string {
  const { prediction, state, cause } = outcome;
  const because = cause === null ? "" : `: ${causeWords(cause)}`;
  switch (state) {
    case "as-predicted":
      return prediction.newTokens > 0 && prediction.cause !== null && prediction.cachedTokens === 0
        ? `Everything was read, as predicted: ${causeWords(prediction.cause)}.`
        : `${count(prediction.cachedTokens)} tokens were cached, as predicted.`;
    case "more":
      return `${count(cached ?? 0)} tokens were cached, more than the ${count(prediction.cachedTokens)} predicted.`;
    case "less":
      return cached === null
        ? `It took as long as reading everything again, though ${count(prediction.cachedTokens)} tokens should have been cached${because}.`
        : `Only ${count(cached)} of the predicted ${count(prediction.cachedTokens)} tokens were cached${because}.`;
    case "unknown":
      return "The server does not say what it had cached.";
  }
}

/**
 * Compares a prediction with the receipt and the clock. `cause` is what was found out about a miss, where anything was.
 *
 * Where a server does not report its cache the clock decides, if the speed is known: nearer to reading all of it than to
 * reading the new tokens alone is a miss.
 */
export function compare(
  prediction: ReadPrediction,
  generation: Pick<Generation, "cachedTokens" | "promptTokens" | "prefillMs">,
  speed: PrefillSpeed | undefined,
  cause: ReadCause,
): ReadOutcome {
  const { cachedTokens: cached } = generation;
  let state: ReadOutcome["state"];
  if (cached !== null) {
    const gap = cached - prediction.cachedTokens;
    // A few tokens of the tail are often the same as last time's: no surprise worth a word.
    const slack = Math.max(TOLERANCE_TOKENS, 0.005 * prediction.cachedTokens);
    state = gap < -slack ? "less" : gap > slack + 256 ? "more" : "as-predicted";
  } else if (speed === undefined || prediction.cachedTokens === 0) {
    state = "unknown";
  } else {
    const all = readingMs(speed, 0, generation.promptTokens);
    const rest = readingMs(speed, prediction.cachedTokens, generation.promptTokens);
    state = generation.prefillMs > (all + rest) / 2 ? "less" : "as-predicted";
  }
  const outcome = { prediction, state, cause: state === "less" ? cause : prediction.cause };
  return { ...outcome, words: words(outcome, cached) };
}
