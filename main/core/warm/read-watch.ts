/** Watches a prompt being read and turns what it saw into samples of speed. */
import type { Generation, PrefillProgress } from "../endpoint/endpoint.ts";
import { type PrefillSample, SAMPLE_TOKENS } from "./prefill-speed.ts";

/** A long reading gives several samples, so that the slope over position shows. */
const STRETCHES = 8;
const STRETCH_TOKENS = 512;

/** Sees progress, gives samples. */
export type ReadWatch = {
  see(progress: PrefillProgress): void;
  /** Tokens that were read or cached when it was last heard of. */
  processed(): number;
  samples(generation: Generation): PrefillSample[];
};

/** Begins to watch. `now` in milliseconds. */
export function createReadWatch(now: () => number = () => performance.now()): ReadWatch {
  const points: { readonly tokens: number; readonly at: number }[] = [];
  return {
    see({ processed }) {
      const last = points.at(-1);
      if (last === undefined || processed > last.tokens) points.push({ tokens: processed, at: now() });
    },
    processed: () => points.at(-1)?.tokens ?? 0,
    samples({ cachedTokens, promptTokens, prefillMs }) {
      // Where the server does not say what it had, a sample would be a guess.
      if (cachedTokens === null || promptTokens - cachedTokens < SAMPLE_TOKENS || prefillMs <= 0) return [];
      const step = Math.max(STRETCH_TOKENS, (promptTokens - cachedTokens) / STRETCHES);
      const samples: PrefillSample[] = [];
      let [from] = points;
      for (const point of points) {
        if (from === undefined || point.tokens - from.tokens < step) continue;
        samples.push({ from: from.tokens, to: point.tokens, ms: point.at - from.at });
        from = point;
      }
      return samples.length > 1 ? samples : [{ from: cachedTokens, to: promptTokens, ms: prefillMs }];
    },
  };
}
