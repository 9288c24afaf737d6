/**
 * Estimates of tokens against real vocabularies: how far above the truth, and whether ever below it.
 *
 * `node tests/bench/estimates.ts [folder of GGUF vocabularies]` alone, or a part of `npm run bench`. Without a folder the
 * vocabularies come out of llama.cpp's source, which node-llama-cpp carries as a git bundle. A vocabulary whose costs
 * are in the prior is left out of it when it is measured; those marked "unseen" and the bundled model's never were in it,
 * nor in whatever the margins were chosen by. Ratios are estimate to truth, of each set of mail as a whole.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readCorpus } from "../../main/core/archive/queries/corpus.ts";
import { openVocabulary } from "../../main/core/endpoint/embedded.ts";
import { createEstimator } from "../../main/core/endpoint/estimate.ts";
import { KNOWN_COSTS, KNOWN_NAMES } from "../../main/core/endpoint/estimate-prior.ts";
import { CALIBRATION_TEXTS } from "../../main/core/endpoint/estimate-texts.ts";
import { assembleCorpus } from "../../main/core/prompt/corpus.ts";
import { createTestArchive, importAll } from "../helpers/archive.ts";
import { writeFictionalMail } from "../helpers/fictional-mail.ts";
import { CORPORA, DEMO_MODEL, hasCorpora, ROOT, temporaryDirectory } from "../helpers/paths.ts";

const MAIL = [
  "pipermail/r-devel-2005-April.mbox",
  "pipermail/r-sig-mac-2020-May.mbox",
  "spamassassin-easy-ham-2-part.mbox",
  "spamassassin-hard-ham-part.mbox",
];
const VOICES = ["enron-steven-kean", "list-ben-bolker"];

type Set_ = { readonly name: string; readonly texts: readonly string[] };
type Ratios = { readonly first: number; readonly again: number; readonly grown: number; readonly part: number };

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

async function rendered(files: readonly string[]): Promise<string[]> {
  const archive = await createTestArchive();
  try {
    await importAll(archive.writer, files);
    return assembleCorpus(readCorpus(archive.db, {}), new Set()).documents.map(({ text }) => text);
  } finally {
    await archive.close();
  }
}

async function sets(scratch: string): Promise<Set_[]> {
  const sources = [
    { name: "sample", files: [path.join(ROOT, "resources", "sample", "archive.mbox")] },
    { name: "fictional", files: writeFictionalMail(scratch, 300) },
    ...(hasCorpora()
      ? [
          ...MAIL.map((name) => ({
            name: path.basename(name, ".mbox"),
            files: [path.join(CORPORA, "mail", "mbox", name)],
          })),
          ...VOICES.map((name) => ({ name, files: [path.join(CORPORA, "voice", name)] })),
        ]
      : []),
  ].filter(({ files }) => files.every((file) => existsSync(file)));
  return Promise.all(sources.map(async ({ name, files }) => ({ name, texts: await rendered(files) })));
}

/** The vocabularies of llama.cpp's own tests; none where git is missing. */
function unpack(scratch: string): string | undefined {
  const bundle = path.join(ROOT, "node_modules", "node-llama-cpp", "llama", "gitRelease.bundle");
  const source = path.join(scratch, "source");
  const git = (...args: string[]): boolean => spawnSync("git", args, { stdio: "ignore" }).status === 0;
  const isThere =
    git("clone", "--quiet", "--no-checkout", bundle, source) && git("-C", source, "checkout", "HEAD", "--", "models");
  return isThere ? path.join(source, "models") : undefined;
}

async function measure(file: string, texts: readonly string[], known: typeof KNOWN_COSTS): Promise<Ratios | undefined> {
  const vocabulary = await openVocabulary(file);
  try {
    const truth = async (parts: readonly string[]) =>
      (await vocabulary.tokenizer.tokenize(parts)).map(({ length }) => length);
    const estimator = createEstimator(undefined, known);
    const probes = await truth(CALIBRATION_TEXTS);
    for (const [index, text] of CALIBRATION_TEXTS.entries()) estimator.learn([text], probes[index] ?? 0);
    const counts = await truth(texts);
    const real = sum(counts);
    const first = sum(estimator.count(texts)) / real;
    const cut = Math.ceil(texts.length * 0.9);
    estimator.learn(texts.slice(0, cut), sum(counts.slice(0, cut)));
    const thirds = texts.filter((_, index) => index % 3 === 0);
    return {
      first,
      again: sum(estimator.count(texts.slice(0, cut))) / sum(counts.slice(0, cut)),
      grown: sum(estimator.count(texts)) / real,
      part: sum(estimator.count(thirds)) / sum(counts.filter((_, index) => index % 3 === 0)),
    };
  } finally {
    await vocabulary.close();
  }
}

const RATIOS = ["first", "again", "grown", "part"] as const;
const WORDS = {
  first: "before anything was reported of it",
  again: "after it was reported, the same again",
  grown: "after nine tenths were reported, with the rest on top",
  part: "a third of it, as another scope",
} as const;

/** Prints the figures. */
export async function benchEstimates(folder?: string): Promise<void> {
  const scratch = temporaryDirectory();
  try {
    const models = folder ?? unpack(scratch.path);
    const names = models === undefined ? [] : readdirSync(models).filter((name) => /^ggml-vocab-.*\.gguf$/.test(name));
    const vocabularies = [
      { name: "bundled model", file: DEMO_MODEL },
      ...names
        .map((name) => ({
          name: name.slice("ggml-vocab-".length, -".gguf".length),
          file: path.join(models ?? "", name),
        }))
        // Models that fill in gaps write no answers, and their vocabularies take text apart in another way.
        .filter(({ name }) => !name.includes("bert") && !name.includes("embed")),
    ];
    const all = await sets(scratch.path);
    const seen: { readonly isKnown: boolean; readonly where: string; readonly ratios: Ratios }[] = [];
    for (const { name, file } of vocabularies) {
      const isKnown = KNOWN_NAMES.includes(name);
      const known = KNOWN_COSTS.filter((_, index) => KNOWN_NAMES[index] !== name);
      for (const set of all) {
        const ratios = await measure(file, set.texts, known).catch(() => undefined);
        if (ratios === undefined) continue;
        seen.push({ isKnown, where: `${name}, ${set.name}`, ratios });
        console.log(
          `estimates: ${name}${isKnown ? "" : " (unseen)"}, ${set.name}: ${RATIOS.map((key) => ratios[key].toFixed(3)).join(" ")}`,
        );
      }
    }
    for (const key of RATIOS) {
      for (const isKnown of [true, false]) {
        const rows = seen.filter((row) => row.isKnown === isKnown).sort((a, b) => a.ratios[key] - b.ratios[key]);
        const [least, most] = [rows[0], rows.at(-1)];
        if (least === undefined || most === undefined) continue;
        console.log(
          `estimates: ${isKnown ? "left out of the prior" : "unseen"}, ${WORDS[key]}: ${least.ratios[key].toFixed(3)} (${least.where}) to ${most.ratios[key].toFixed(3)} (${most.where}), ${rows.filter((row) => row.ratios[key] < 1).length} of ${rows.length} below the truth`,
        );
      }
    }
  } finally {
    scratch.dispose();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchEstimates(process.argv[2]);
