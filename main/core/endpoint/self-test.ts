/**
 * The self-test at connect for servers that take text: the template's overhead is measured, and the sum of the parts
 * is shown to be what the server reports.
 *
 * A few small requests, once for each model of a server; the answers are not looked at.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointKind } from "../../../shared/schemas.ts";
import type { Message } from "./endpoint.ts";
import type { Estimator } from "./estimate.ts";
import { CALIBRATION_TEXTS } from "./estimate-texts.ts";
import { SERVER_NAMES } from "./refusals.ts";

/** What the server counts for some turns. */
export type ReportTokens = (messages: readonly Message[]) => Promise<number>;

/** At a boundary a tokenizer may join what was counted apart: tokens of difference that prove nothing wrong. */
const BOUNDARY_TOKENS = 2;

const turns = (system: string, user: string): Message[] => [
  { role: "system", content: system },
  { role: "user", content: user },
];

function failure(kind: EndpointKind, detail: string, remedy: string): LonghandError {
  return new LonghandError("RECEIPT_MISMATCH", `${SERVER_NAMES[kind]} failed the self-test: ${detail}.`, remedy);
}

/** Measures the overhead in tokens; trains the estimator where there is no tokenizer. */
export async function selfTest(
  kind: EndpointKind,
  report: ReportTokens,
  tokenize: ((texts: readonly string[]) => Promise<Uint32Array[]>) | undefined,
  estimator: Estimator | undefined,
  windowTokens: number,
): Promise<number> {
  const smallest = await report(turns(".", "."));
  // A server that counts only what it did not have in memory says less the second time.
  const again = await report(turns(".", "."));
  if (again !== smallest || smallest < 3) {
    throw failure(
      kind,
      `it counted the same prompt once as ${smallest} and once as ${again} tokens`,
      "Update the server: this version counts only what it did not have in memory.",
    );
  }
  const samples = CALIBRATION_TEXTS.filter((text) => text.length < windowTokens);
  if (tokenize !== undefined) {
    const [dot, ...counted] = await tokenize([".", ...samples]);
    const overheadTokens = smallest - 2 * (dot?.length ?? 1);
    for (const [index, text] of samples.slice(0, 3).entries()) {
      const reported = await report(turns(text, "."));
      const summed = overheadTokens + (counted[index]?.length ?? 0) + (dot?.length ?? 1);
      if (Math.abs(reported - summed) > BOUNDARY_TOKENS || overheadTokens < 0) {
        throw failure(
          kind,
          `the parts of a test prompt count ${summed} tokens, but it says it read ${reported}`,
          "Check that the vocabulary belongs to this model, and that nothing between Longhand and the model adds to the prompt.",
        );
      }
    }
    return Math.max(0, overheadTokens) + BOUNDARY_TOKENS;
  }
  if (estimator === undefined) throw new Error("without a tokenizer there is an estimator");
  for (const text of samples) {
    const reported = (await report(turns(text, "."))) - smallest + 1;
    if (reported < text.length / 40) {
      throw failure(
        kind,
        `it says that a text of ${text.length} characters has ${reported} tokens`,
        "Update the server, or connect to the model without what stands between.",
      );
    }
    estimator.learn([text], reported);
  }
  return smallest;
}
