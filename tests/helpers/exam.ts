/** Exams without a database: material from a mailbox's documents, and runs on endpoints in this process. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { CorpusDocument } from "../../main/core/archive/queries/corpus.ts";
import type { Endpoint } from "../../main/core/endpoint/endpoint.ts";
import { proseOf, renderHay } from "../../main/core/exam/mail-hay.ts";
import { scopeOfWork } from "../../main/core/exam/plan.ts";
import { countAll } from "../../main/core/exam/prepared-sheet.ts";
import { type KeyedCell, runExam } from "../../main/core/exam/run-exam.ts";
import type { SheetMaterial } from "../../main/core/exam/sheet-spec.ts";
import { type ExamTexts, parseTexts } from "../../main/core/exam/texts.ts";
import { type ExamRequest, examRequestSchema } from "../../shared/exam.ts";
import { corpusDocument, person } from "./documents.ts";
import type { Knowledge } from "./oracle.ts";
import { ROOT } from "./paths.ts";
import { seededRandom } from "./random.ts";

/** The shipped texts. */
export const TEXTS: ExamTexts = parseTexts(
  JSON.parse(readFileSync(path.join(ROOT, "resources", "exam", "texts.json"), "utf8")),
);

/** What a reader of the shipped texts knows to answer. */
export const KNOWLEDGE: readonly Knowledge[] = (() => {
  const paragraphs = TEXTS.articles.flatMap((article) => article.paragraphs);
  const textOf = (id: string): string => paragraphs.find((each) => each.id === id)?.text ?? "";
  return [
    ...paragraphs.map(({ question, answers, text }) => ({ question, answer: answers[0] ?? "", needs: [text] })),
    ...TEXTS.double.map(({ question, answers, needs }) => ({
      question,
      answer: answers[0] ?? "",
      needs: needs.map(textOf),
    })),
  ];
})();

const SENDERS = ["Alice Chen", "Brian Tolland", "Carla Mendes", "Doris Fenn", "Edgar Lindqvist", "Fay Abara"];
const THINGS = "boat roof contract garden piano bicycle window recipe harvest journey lamp library".split(" ");

/** Made-up mails of 30 to 120 words, some with an amount, as an archive of any size. */
export function madeUpMails(count: number): CorpusDocument[] {
  const random = seededRandom(11);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const sentences = Array.from(
      { length: 3 + Math.floor(random() * 7) },
      () =>
        `The ${pick(THINGS)} needs a ${pick(THINGS)} before the ${pick(THINGS)} of week ${Math.floor(random() * 50)}.`,
    );
    if (index % 3 === 0) sentences.push(`The bill came to £${100 + index} in the end.`);
    const name = pick(SENDERS);
    const date = new Date(Date.UTC(2015, 0, 1) + index * 86_400_000 * 2).toISOString().slice(0, 10);
    return corpusDocument({
      number: index + 1,
      localDate: date,
      subject: `About the ${pick(THINGS)} ${index % 17}`,
      from: person(`${name} <${name.toLowerCase().replace(" ", ".")}@example.org>`),
      text: sentences.join("\n"),
    });
  });
}

/** Material for an endpoint. */
export async function materialFor(endpoint: Endpoint, documents = madeUpMails(400), seed = 42): Promise<SheetMaterial> {
  const counted = async (texts: readonly string[]): Promise<number[]> =>
    (await countAll(endpoint, texts)).map(({ tokens }) => tokens);
  const mail = renderHay(documents, new Set(["nora@example.org"]), 0);
  const mailTokens = await counted(mail.map(({ text }) => text));
  const prose = proseOf(
    documents,
    TEXTS.articles.flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text)),
  );
  const proseTokens = await counted(prose.map((text) => `${text} `));
  return {
    seed,
    today: "2026-11-23",
    mail: mail.map((item, index) => ({ ...item, tokens: mailTokens[index] ?? 0 })),
    me: new Set(["nora@example.org"]),
    prose: prose.map((text, index) => ({ text: `${text} `, tokens: proseTokens[index] ?? 0 })),
    texts: TEXTS,
    overheadTokens: endpoint.overheadTokens,
    count: counted,
  };
}

/** Runs a whole exam; returns its cells. */
export async function examine(
  endpoint: Endpoint,
  fields: Partial<Omit<ExamRequest, "endpoint">>,
  options: { readonly done?: readonly KeyedCell[]; readonly stopAfter?: number } = {},
): Promise<KeyedCell[]> {
  const request = examRequestSchema.parse({ endpoint: {}, ...fields });
  const material = await materialFor(endpoint, undefined, request.seed);
  const work = scopeOfWork(request, endpoint.description.windowTokens, 0);
  const cells: KeyedCell[] = [];
  const run = {
    endpoint,
    material,
    request,
    work,
    done: options.done ?? [],
    secondsBefore: 0,
    signal: new AbortController().signal,
  };
  for await (const cell of runExam(run)) {
    cells.push(cell);
    if (cells.length === options.stopAfter) break;
  }
  return cells;
}
