/**
 * Token counts where no tokenizer can be asked: an upper bound that learns from what the server reports.
 *
 * Tokens follow nearly linearly from what a text is made of (text-features.ts); what each feature costs differs by
 * tokenizer. The estimator starts from the costs of known tokenizers, and every reported count narrows them down
 * (recursive least squares with a prior). What was reported of a long prompt is remembered: of one like it only the
 * difference is estimated. What it says is the expected count plus a margin for what it does not know.
 * See docs/decisions/0016-estimates.md.
 */
import { KNOWN_COSTS } from "./estimate-prior.ts";
import { addFeatures, FEATURES, featuresOf } from "./text-features.ts";

/** What is kept of an estimator between connections. */
export type EstimatorState = { weights: number[]; covariance: number[][]; reports: Report[] };

/** What a server reported of a long prompt: its features and its tokens. */
type Report = { features: number[]; tokens: number };

/** Counts by estimate. */
export type Estimator = {
  /** Tokens of each text; their sum is a bound on the sum of the truth. */
  count(texts: readonly string[]): number[];
  /** Takes what a server reported for texts that it read together. */
  learn(texts: readonly string[], tokens: number): void;
  state(): EstimatorState;
};

const SIZE = FEATURES.length;

/** Standard deviations above the expected count. */
const SAFETY = 3;
/** What the features do not tell of text before anything like it was reported, as a share of its tokens. */
const MAKE_SHARE = 0.13;
/** The same for what is beyond a report, and for what a report covers and a prompt lacks: nothing bounds that from below. */
const BEYOND_SHARE = 0.07;
const LACKING_SHARE = 0.2;
/** The same for the short texts of the self-test. */
const PROBE_SHARE = 0.03;
/** The same for what a report covers. */
const NOISE_SHARE = 0.002;
/** What a short text varies by: tokens, and tokens by the root of its length. */
const NOISE_TOKENS = 2;
const NOISE_ROOT = 0.6;
/** Shorter prompts are no measure of an archive; more reports than this are not kept. */
const REPORT_TOKENS = 1000;
const MAX_REPORTS = 6;
/** A tokenizer nobody knows may differ from all known ones by so much, as a share of each cost. */
const UNKNOWN_SHARE = 0.2;
const UNKNOWN_LEAST = 0.02;
/** A report tells of prompts that differ from it by less than this share. */
const NEAR_SHARE = 0.3;
/** A server that reports less than this share of what is expected has cut the prompt: nothing to learn from. */
const CUT_SHARE = 0.4;

/** The estimator that knows of no server: mean and spread of the known tokenizers. */
function prior(known: typeof KNOWN_COSTS): EstimatorState {
  const count = known.length;
  const weights = Array.from({ length: SIZE }, (_, i) => known.reduce((sum, row) => sum + (row[i] ?? 0), 0) / count);
  const covariance = weights.map((mean, i) =>
    weights.map((other, j) => {
      const spread =
        known.reduce((sum, row) => sum + ((row[i] ?? 0) - mean) * ((row[j] ?? 0) - other), 0) / (count - 1);
      return spread + (i === j ? (UNKNOWN_SHARE * mean + UNKNOWN_LEAST) ** 2 : 0);
    }),
  );
  return { weights, covariance, reports: [] };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < SIZE; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
};

/** The variance of a count of which `unknown` tokens are covered by no report; `doubt` is what features do not tell. */
function noiseOf(tokens: number, unknown: number, doubt: number): number {
  const shares = (NOISE_SHARE * tokens) ** 2 + doubt ** 2;
  return shares + NOISE_ROOT ** 2 * Math.max(0, unknown) + NOISE_TOKENS ** 2;
}

/** An estimator, from a kept state or from what is known of tokenizers in general (`known`, rows of costs). */
export function createEstimator(kept: EstimatorState | undefined, known = KNOWN_COSTS): Estimator {
  // A state of another version of the features is of no use.
  const start = kept !== undefined && kept.weights.length === SIZE ? kept : prior(known);
  const weights = [...start.weights];
  const covariance = start.covariance.map((row) => [...row]);
  const reports = [...start.reports];

  const times = (vector: ArrayLike<number>): number[] => covariance.map((row) => dot(row, vector));

  /** Expected tokens and their standard deviation, told from a report or from nothing. */
  function expect(
    vector: Float64Array,
    report: Report | undefined,
  ): { mean: number; deviation: number; unknown: number } {
    const beyond = vector.map((value, i) => value - (report?.features[i] ?? 0));
    const mean = (report?.tokens ?? 0) + dot(weights, beyond);
    const added = dot(
      weights,
      beyond.map((value) => Math.max(0, value)),
    );
    const lacking = dot(
      weights,
      beyond.map((value) => Math.max(0, -value)),
    );
    const unknown = Math.max(0, added + lacking);
    const doubt = report === undefined ? MAKE_SHARE * mean : BEYOND_SHARE * added + LACKING_SHARE * lacking;
    const variance = Math.max(0, dot(times(beyond), beyond)) + noiseOf(mean, unknown, doubt);
    return { mean, deviation: Math.sqrt(variance), unknown };
  }

  /** The most tokens that texts with these features have, told from what is nearest to them. */
  function bound(vector: Float64Array): number {
    const [nearest] = [undefined, ...reports]
      .map((report) => ({ report, ...expect(vector, report) }))
      // A report of something else tells nothing.
      .filter(({ report, mean, unknown }) => report === undefined || unknown < NEAR_SHARE * mean)
      .sort((a, b) => a.deviation - b.deviation);
    return Math.max(0, (nearest?.mean ?? 0) + SAFETY * (nearest?.deviation ?? 0));
  }

  return {
    count(texts) {
      const total = new Float64Array(SIZE);
      const single = new Float64Array(SIZE);
      const means = texts.map((text) => {
        single.fill(0);
        addFeatures(single, text);
        for (let i = 0; i < SIZE; i += 1) total[i] = (total[i] ?? 0) + (single[i] ?? 0);
        return Math.max(0, dot(weights, single)) + 1e-9;
      });
      const sum = means.reduce((a, b) => a + b, 0);
      const factor = sum === 0 ? 1 : bound(total) / sum;
      // Rounded so that the parts add up to the bound, and not to a token a document above it.
      let exact = 0;
      let given = 0;
      return means.map((mean) => {
        exact += mean * factor;
        const tokens = Math.ceil(exact) - given;
        given += tokens;
        return tokens;
      });
    },
    learn(texts, tokens) {
      const vector = featuresOf(texts);
      const mean = dot(weights, vector);
      if (tokens <= 0 || tokens < CUT_SHARE * mean) return;
      const gain = times(vector);
      // A short text of one kind tells what its features cost; a long prompt is a mixture and tells little of each.
      const noise = tokens < REPORT_TOKENS ? (PROBE_SHARE * tokens) ** 2 : noiseOf(tokens, tokens, MAKE_SHARE * tokens);
      const spread = dot(gain, vector) + noise + NOISE_TOKENS ** 2;
      const miss = tokens - mean;
      for (let i = 0; i < SIZE; i += 1) {
        const share = (gain[i] ?? 0) / spread;
        weights[i] = (weights[i] ?? 0) + share * miss;
        const row = covariance[i];
        if (row === undefined) continue;
        for (let j = 0; j < SIZE; j += 1) row[j] = (row[j] ?? 0) - share * (gain[j] ?? 0);
      }
      if (tokens < REPORT_TOKENS) return;
      reports.unshift({ features: [...vector], tokens });
      reports.length = Math.min(reports.length, MAX_REPORTS);
    },
    state: () => ({ weights: [...weights], covariance: covariance.map((row) => [...row]), reports: [...reports] }),
  };
}
