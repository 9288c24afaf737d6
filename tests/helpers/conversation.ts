/** A conversation through the API: a first question and what follows it, with what each turn's own text counts. */
import type { AskResult, EndpointChoice, Scope } from "../../shared/schemas.ts";
import type { Api } from "./api.ts";

/** One answered turn; `tailTokens` is what the turn itself adds: its tail and the answer before it are apart. */
export type Turn = AskResult & { readonly tailTokens: number };

/** Asks, and asks on in the same conversation. */
export async function converse(
  api: Api,
  question: string,
  followUps: readonly string[],
  options: { readonly scope?: Scope; readonly endpoint?: EndpointChoice },
): Promise<{ readonly id: number; readonly first: AskResult; readonly next: readonly Turn[] }> {
  const { scope = {}, endpoint = {} } = options;
  const today = "2026-11-23";
  let id = 0;
  let first: AskResult | undefined;
  for await (const event of await api.ask.run({ questions: [question], scope, endpoint, today })) {
    if (event.event === "started") id = event.id ?? 0;
    if (event.event === "result") first = event.result;
  }
  if (first === undefined) throw new Error("the question was not answered");
  const next: Turn[] = [];
  let before = first;
  for (const followUp of followUps) {
    for await (const event of await api.ask.run({ questions: [followUp], endpoint, follows: id, today })) {
      if (event.event !== "result") continue;
      const { receipt } = event.result;
      const tailTokens = receipt.assembledTokens - before.receipt.assembledTokens - before.receipt.answerTokens;
      next.push({ ...event.result, tailTokens });
      before = event.result;
    }
  }
  return { id, first, next };
}
