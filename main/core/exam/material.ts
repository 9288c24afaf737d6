/** Gathers what an exam's sheets are made of: the archive's documents and prose, counted in the endpoint's tokens. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import { isMailTask } from "../../../shared/exam.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { type CorpusDocument, readCorpus } from "../archive/queries/corpus.ts";
import { readMe } from "../archive/queries/identity.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { proseOf, renderHay } from "./mail-hay.ts";
import type { ExamScopeOfWork } from "./plan.ts";
import { countAll } from "./prepared-sheet.ts";
import { seededRandom } from "./random.ts";
import type { SheetMaterial } from "./sheet-spec.ts";
import { parseTexts } from "./texts.ts";

/** What decides the material, so that an exam that goes on has the same. */
export type MaterialRequest = {
  readonly seed: number;
  readonly today: string;
  /** Documents that came later are no part of the exam. */
  readonly lastDocument: number;
  readonly work: ExamScopeOfWork;
};

/** Hay is drawn from this many times the longest prompt. */
const SPARE_HAY = 1.6;

/** The documents that an exam may use: what was withdrawn reaches no model, not even as hay. */
function examinable(db: ReadableDatabase): CorpusDocument[] {
  const withdrawn = new Set(withdrawnNumbers(db));
  return readCorpus(db, {}).filter(({ number }) => !withdrawn.has(number));
}

/** Reads and counts as much of the archive as the longest prompt needs; `resources` is the folder with Longhand's texts. */
export async function gatherMaterial(
  db: ReadableDatabase,
  endpoint: Endpoint,
  resources: string,
  request: MaterialRequest,
): Promise<SheetMaterial> {
  const documents = examinable(db).filter((document) => document.number <= request.lastDocument);
  const me = new Set(readMe(db));
  const texts = parseTexts(JSON.parse(readFileSync(path.join(resources, "exam", "texts.json"), "utf8")));
  const { tasks, mail: mailLengths, ruler: rulerLengths } = request.work;
  const asksMail = tasks.some(isMailTask);
  if (documents.length === 0 && asksMail) {
    throw new LonghandError(
      "CORPUS_EMPTY",
      "An exam asks your own mail, and the archive holds none.",
      "Import something first, or choose RULER's tasks only.",
    );
  }
  const start = documents.length === 0 ? 0 : seededRandom(`${request.seed}/start`).between(0, documents.length - 1);
  const mail: SheetMaterial["mail"][number][] = [];
  const longestMail = asksMail ? Math.max(...mailLengths) : 0;
  let tokens = 0;
  const rendered = renderHay(documents, me, start);
  for (let at = 0; at < rendered.length && tokens < longestMail * SPARE_HAY; at += 256) {
    const batch = rendered.slice(at, at + 256);
    const counted = await countAll(
      endpoint,
      batch.map(({ text }) => text),
    );
    for (const [index, item] of batch.entries()) mail.push({ ...item, tokens: counted[index]?.tokens ?? 0 });
    tokens = mail.reduce((sum, item) => sum + item.tokens, 0);
  }
  const longestRuler = tasks.every(isMailTask) ? 0 : Math.max(...rulerLengths);
  const prose: { text: string; tokens: number }[] = [];
  const shipped = texts.articles.flatMap((article) => article.paragraphs.map(({ text }) => text));
  if (longestRuler > 0) {
    const sentences = proseOf(documents, shipped).map((sentence) => `${sentence} `);
    let total = 0;
    for (let at = 0; at < sentences.length && total < longestRuler * SPARE_HAY; at += 512) {
      for (const { text, tokens: count } of await countAll(endpoint, sentences.slice(at, at + 512))) {
        prose.push({ text, tokens: count });
        total += count;
      }
    }
  }
  return {
    seed: request.seed,
    today: request.today,
    mail: mail.length > 0 ? mail : rendered.slice(0, 400).map((item) => ({ ...item, tokens: 0 })),
    me,
    prose,
    texts,
    overheadTokens: endpoint.overheadTokens,
    count: async (wanted) => (await countAll(endpoint, wanted)).map((counted) => counted.tokens),
  };
}

/** Documents counted for a guess at the whole. */
const SAMPLE = 48;

/** About how many tokens the archive has, from a sample; and its last document's number. */
export async function sizeArchive(
  db: ReadableDatabase,
  endpoint: Endpoint,
): Promise<{ readonly tokens: number; readonly lastDocument: number }> {
  const documents = examinable(db);
  const lastDocument = documents.at(-1)?.number ?? 0;
  if (documents.length === 0) return { tokens: 0, lastDocument };
  const step = Math.max(1, Math.floor(documents.length / SAMPLE));
  const sample = renderHay(
    documents.filter((_, index) => index % step === 0),
    new Set(readMe(db)),
    0,
  );
  const counted = await countAll(
    endpoint,
    sample.map(({ text }) => text),
  );
  const tokens = counted.reduce((sum, item) => sum + item.tokens, 0);
  return { tokens: Math.round((tokens / sample.length) * documents.length), lastDocument };
}
