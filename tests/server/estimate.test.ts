import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readCorpus } from "../../main/core/archive/queries/corpus.ts";
import { openVocabulary } from "../../main/core/endpoint/embedded.ts";
import { createEstimator } from "../../main/core/endpoint/estimate.ts";
import { KNOWN_COSTS } from "../../main/core/endpoint/estimate-prior.ts";
import { CALIBRATION_TEXTS } from "../../main/core/endpoint/estimate-texts.ts";
import { assembleCorpus } from "../../main/core/prompt/corpus.ts";
import { createTestArchive, importAll } from "../helpers/archive.ts";
import { CORPORA, hasCorpora } from "../helpers/paths.ts";

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

let vocabulary: Awaited<ReturnType<typeof openVocabulary>>;
beforeAll(async () => {
  const file = process.env["LONGHAND_LLAMA_VOCABULARY"];
  if (file === undefined) throw new Error("run these tests with: npm run test:server");
  vocabulary = await openVocabulary(file);
});
afterAll(() => vocabulary.close());

it.runIf(hasCorpora())(
  "estimates Llama-3's own counts, left out of what is known: never below, then within 5 %",
  async () => {
    const truth = async (texts: readonly string[]) =>
      (await vocabulary.tokenizer.tokenize(texts)).map((ids) => ids.length);
    const archive = await createTestArchive();
    await importAll(archive.writer, [path.join(CORPORA, "voice", "enron-steven-kean")]);
    const texts = assembleCorpus(readCorpus(archive.db, {}), new Set()).documents.map((document) => document.text);
    await archive.close();
    const counts = await truth(texts);
    // The first row of the known tokenizers is Llama-3's.
    const estimator = createEstimator(undefined, KNOWN_COSTS.slice(1));
    const probes = await truth(CALIBRATION_TEXTS);
    for (const [index, text] of CALIBRATION_TEXTS.entries()) estimator.learn([text], probes[index] ?? 0);
    const [real, first] = [sum(counts), sum(estimator.count(texts))];
    const known = Math.ceil(texts.length * 0.9);
    estimator.learn(texts.slice(0, known), sum(counts.slice(0, known)));
    const later = sum(estimator.count(texts));
    console.log(`Llama-3: ${real} tokens; estimated ${first} at first, ${later} after a report of nine tenths`);
    expect(first).toBeGreaterThanOrEqual(real);
    expect(later).toBeGreaterThanOrEqual(real);
    expect(later).toBeLessThanOrEqual(real * 1.05);
  },
);
