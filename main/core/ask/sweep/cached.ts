/**
 * What of a sweep's windows the endpoint holds already, so that the plan can say it and those are read first: with few
 * slots, reading any other window would push them out.
 */
import type { SweepPlan } from "../../../../shared/sweep.ts";
import type { Endpoint } from "../../endpoint/endpoint.ts";
import type { CorpusStore } from "../../prompt/corpus.ts";
import { prefixPrompt } from "../../prompt/run.ts";
import { SLACK_TOKENS } from "../../warm/holds.ts";
import type { Reader } from "../../warm/reader.ts";
import { windowCorpus } from "./plan.ts";

/** Tokens of each window's prefix that need not be read again; 0 where only the rules are shared, as by all windows. */
export async function cachedTokens(
  plan: SweepPlan,
  endpoint: Endpoint,
  store: CorpusStore,
  { reader, signal }: { readonly reader: Reader; readonly signal: AbortSignal },
): Promise<number[]> {
  const { heldTokens, savesKv } = await reader.status(endpoint);
  const cached: number[] = [];
  for (const { documents } of plan.windows) {
    signal.throwIfAborted();
    // Where nothing is held or kept on disk there is nothing to compare with.
    if (heldTokens === 0 && !savesKv) {
      cached.push(0);
      continue;
    }
    const corpus = await windowCorpus(documents, endpoint, store);
    const { prompt, tokens, prefixTokens } = prefixPrompt(endpoint, corpus);
    const purpose = { purpose: "sweep", traits: {}, allowEvict: true } as const;
    const prediction = await reader.predict(endpoint, prompt, { ...purpose, tokens, prefixTokens });
    const isOwn = prediction.cachedTokens > (corpus.counts[0] ?? 0) + SLACK_TOKENS;
    cached.push(isOwn ? Math.min(prediction.cachedTokens, corpus.tokens) : 0);
  }
  return cached;
}
