import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCorpus } from "../../../../main/core/archive/queries/corpus.ts";
import { openVocabulary } from "../../../../main/core/endpoint/embedded.ts";
import { createEstimator, type Estimator } from "../../../../main/core/endpoint/estimate.ts";
import { CALIBRATION_TEXTS } from "../../../../main/core/endpoint/estimate-texts.ts";
import { measurementSchema } from "../../../../main/core/endpoint/measurements.ts";
import { assembleCorpus } from "../../../../main/core/prompt/corpus.ts";
import { createTestArchive, importAll } from "../../../helpers/archive.ts";
import { CORPORA, DEMO_MODEL, hasCorpora, ROOT } from "../../../helpers/paths.ts";

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** The rendered documents of a source, as they are sent. */
async function rendered(source: string): Promise<string[]> {
  const archive = await createTestArchive();
  try {
    await importAll(archive.writer, [source]);
    return assembleCorpus(readCorpus(archive.db, {}), new Set()).documents.map((document) => document.text);
  } finally {
    await archive.close();
  }
}

describe("estimates against the bundled model's own vocabulary, which no prior knows", () => {
  // An unusual tokenizer: 2,048 tokens, so most words are several. Larger vocabularies: tests/server/estimate.test.ts.
  let vocabulary: Awaited<ReturnType<typeof openVocabulary>>;
  let probes: number[];
  beforeAll(async () => {
    vocabulary = await openVocabulary(DEMO_MODEL);
    probes = await truth(CALIBRATION_TEXTS);
  });
  afterAll(() => vocabulary.close());

  const truth = async (texts: readonly string[]): Promise<number[]> =>
    (await vocabulary.tokenizer.tokenize(texts)).map((ids) => ids.length);
  const calibrated = (): Estimator => {
    const estimator = createEstimator(undefined);
    for (const [index, text] of CALIBRATION_TEXTS.entries()) estimator.learn([text], probes[index] ?? 0);
    return estimator;
  };

  const corpora = [
    "mail/mbox/pipermail/r-sig-mac-2020-May.mbox",
    "mail/mbox/spamassassin-easy-ham-2-part.mbox",
    "quotes",
  ];
  const sources = [
    path.join(ROOT, "resources", "sample", "archive.mbox"),
    ...(hasCorpora() ? [...corpora, "mail/mbox/spamassassin-hard-ham-part.mbox", "voice/list-ben-bolker"] : []).map(
      (name) => path.join(CORPORA, name),
    ),
  ];

  it.each(sources.map((source) => [path.basename(source), source]))(
    "%s: never below the truth; after one report at most 5 %% above it, also with new mail on top",
    async (_, source) => {
      const texts = await rendered(source);
      const counts = await truth(texts);
      const estimator = calibrated();
      expect(sum(estimator.count(texts))).toBeGreaterThanOrEqual(sum(counts));

      const known = Math.ceil(texts.length * 0.9);
      estimator.learn(texts.slice(0, known), sum(counts.slice(0, known)));
      for (const end of [known, texts.length]) {
        const [real, estimate] = [sum(counts.slice(0, end)), sum(estimator.count(texts.slice(0, end)))];
        expect(estimate).toBeGreaterThanOrEqual(real);
        expect(estimate).toBeLessThanOrEqual(real * 1.05);
      }
      // Other scopes of the same archive are not below either.
      for (const part of [texts.slice(0, texts.length / 2), texts.filter((_text, index) => index % 3 === 0)]) {
        expect(sum(estimator.count(part))).toBeGreaterThanOrEqual(sum(await truth(part)));
      }
    },
  );

  it("keeps what it learnt, as JSON", async () => {
    const estimator = calibrated();
    const text = "Something to count. ".repeat(400);
    estimator.learn([text], sum(await truth([text])));
    const stored = JSON.stringify({ overheadTokens: 7, estimator: estimator.state() });
    const { estimator: kept } = measurementSchema.parse(JSON.parse(stored));
    const again = createEstimator(kept);
    expect(again.count([text])).toEqual(estimator.count([text]));
    expect(again.count([`${text}A little more.`])).toEqual(estimator.count([`${text}A little more.`]));
  });

  it("learns nothing from a server that cut the prompt", () => {
    const estimator = calibrated();
    const text = "Something to count. ".repeat(400);
    const before = estimator.count([text]);
    estimator.learn([text], 300);
    expect(estimator.count([text])).toEqual(before);
  });

  it("counts nothing as nothing much", () => {
    const estimator = createEstimator(undefined);
    expect(sum(estimator.count([]))).toBe(0);
    expect(sum(estimator.count([""]))).toBeLessThanOrEqual(8);
    expect(sum(estimator.count(["a"]))).toBeLessThanOrEqual(10);
  });
});
