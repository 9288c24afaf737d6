/**
 * Builds a sheet: draws its questions, counts them in the endpoint's tokens, lays them out in their hay.
 *
 * Owns which tasks share a haystack. Knows neither endpoint nor database: both come in as functions and texts.
 */
import { type ExamTask, isMailTask } from "../../../shared/exam.ts";
import type { CorpusDocument } from "../archive/queries/corpus.ts";
import { RULES } from "../prompt/render.ts";
import { askTail } from "../prompt/tails.ts";
import { type MailText, renumber } from "./mail-hay.ts";
import { drawMailQuestions } from "./mail-questions.ts";
import { createNotes, drawMailTask, type MailNeedleTask } from "./mail-tasks.ts";
import { choosePlaces, type Round } from "./places.ts";
import { type Random, seededRandom } from "./random.ts";
import {
  createValues,
  type Drawn,
  drawNiah,
  drawVt,
  isNiah,
  NIAH,
  NOISE,
  needleText,
  niahOpening,
  type Place,
  vtOpening,
} from "./ruler.ts";
import {
  cycleHay,
  type HayStream,
  type NeedleDraft,
  type Piece,
  placeNeedles,
  type QuestionDraft,
  repeatHay,
  type Sheet,
  type SheetQuestion,
} from "./sheet.ts";
import { createQa, documentText, type ExamTexts, numberDocuments, QA_OPENING } from "./texts.ts";
import { drawCwe, drawFwe, type WordTask } from "./word-tasks.ts";

/** What sheets are made of. */
export type SheetMaterial = {
  readonly seed: number;
  /** `YYYY-MM-DD`, the date in every tail of the exam. */
  readonly today: string;
  /** Documents in prompt format, counted; at least one. */
  readonly mail: readonly (MailText & { readonly tokens: number })[];
  readonly me: ReadonlySet<string>;
  /** Sentences, counted. */
  readonly prose: readonly Piece[];
  readonly texts: ExamTexts;
  /** Tokens that the endpoint's template adds. */
  readonly overheadTokens: number;
  count(texts: readonly string[]): Promise<readonly number[]>;
};

/** Which tasks share a sheet, at which lengths, with about how many questions a task and length. */
export type SheetSpec = {
  readonly id: string;
  readonly tasks: readonly ExamTask[];
  readonly lengths: readonly number[];
  readonly perTask: number;
  /** Where several sheets of short lengths share the depths among them. */
  readonly round?: Round;
};

/** A sheet, and what a prompt of a length holds beside its units. */
export type BuiltSheet = { readonly sheet: Sheet; bodyTokens(length: number): number };

/** Tasks that ask for several things need fewer questions for the same certainty. */
const HALF: ReadonlySet<ExamTask> = new Set([
  "mail_multi_value",
  "mail_multi_query",
  "niah_multivalue",
  "niah_multiquery",
  "vt",
]);

/** Below these many tokens, notes of tasks with several needles (or with one) would be most of the hay. */
const LEAST_FOR_SEVERAL = 2048;
const ROOM_FOR_SEVERAL = 4096;
const ROOM_FOR_ONE = 2049;

const WITH_SEVERAL: ReadonlySet<ExamTask> = new Set([
  "mail_multi_value",
  "mail_multi_query",
  "mail_versions",
  "mail_near_keys",
  "mail_same_words",
]);

const WITH_ONE: ReadonlySet<ExamTask> = new Set(["mail_single", "mail_no_overlap"]);

/** The lengths of a sheet's lengths at which a task is asked. */
export function lengthsOf(task: ExamTask, lengths: readonly number[]): number[] {
  const fitting = lengths.filter((length) => length >= LEAST_FOR_SEVERAL);
  return WITH_SEVERAL.has(task) && fitting.length > 0 ? fitting : [...lengths];
}

/** How many questions of a task are asked at a length. */
export function questionsOf(task: ExamTask, perTask: number, length: number): number {
  const wanted = HALF.has(task) ? Math.max(1, Math.ceil(perTask / 2)) : perTask;
  if (WITH_SEVERAL.has(task) && length < ROOM_FOR_SEVERAL) return Math.min(2, wanted);
  return WITH_ONE.has(task) && length < ROOM_FOR_ONE ? Math.min(2, wanted) : wanted;
}

type Draft = { readonly opening: string; readonly needles: NeedleDraft[]; readonly questions: QuestionDraft[] };

function gather(drawn: readonly (Drawn | undefined)[], draft: Draft): void {
  for (const each of drawn) {
    if (each === undefined) continue;
    draft.needles.push(...each.needles);
    draft.questions.push(...each.questions);
  }
}

/** Draws what a sheet hides and asks, and the hay it is hidden in. */
function drawSheet(
  spec: SheetSpec,
  material: SheetMaterial,
  random: Random,
): { draft: Draft; hay: (counted: (texts: readonly string[]) => Promise<Piece[]>) => Promise<HayStream> } {
  const [first] = spec.tasks;
  const places = (task: ExamTask): Place[] =>
    choosePlaces(lengthsOf(task, spec.lengths), (length) => questionsOf(task, spec.perTask, length), spec.round);
  if (first === undefined) throw new Error("a sheet has a task");
  if (isMailTask(first)) {
    const draft: Draft = { opening: RULES, needles: [], questions: [] };
    const start = random.between(0, material.mail.length - 1);
    const mail = [...material.mail.slice(start), ...material.mail.slice(0, start)];
    const spoken = material.mail.map(({ text }) => text.toLowerCase());
    const highest = Math.max(...material.mail.map(({ document }) => document.number));
    const notes = createNotes(random, highest + 1, (words) =>
      spoken.some((text) => text.includes(words.toLowerCase())),
    );
    for (const task of spec.tasks) {
      if (task === "mail_questions") continue;
      for (const place of places(task))
        gather(
          [drawMailTask(task as MailNeedleTask, place, notes, random, draft.needles.length, material.today)],
          draft,
        );
    }
    return {
      draft,
      hay: async () => cycleHay(mail, (piece, round) => ({ text: renumber(piece.text, round), tokens: piece.tokens })),
    };
  }
  if (isNiah(first)) {
    const { haystack, keyType, valueType } = NIAH[first];
    const isStrictSingle =
      spec.tasks.length === 1 &&
      spec.lengths.length === 1 &&
      spec.perTask === 1 &&
      NIAH[first].values * NIAH[first].queries === 1;
    const draft: Draft = {
      opening: niahOpening(
        spec.tasks.flatMap((task) => (isNiah(task) ? [NIAH[task].valueType] : [])),
        isStrictSingle,
      ),
      needles: [],
      questions: [],
    };
    const values = createValues(random);
    const separator = haystack === "essay" ? " " : "\n";
    for (const task of spec.tasks) {
      if (!isNiah(task)) continue;
      for (const place of places(task))
        gather([drawNiah(task, place, values, random, draft.needles.length, separator)], draft);
    }
    return {
      draft,
      async hay(count) {
        if (haystack === "noise") return repeatHay((await count([`${NOISE}\n`]))[0] as Piece);
        const start = random.between(0, Math.max(0, material.prose.length - 1));
        if (haystack === "essay") return cycleHay([...material.prose.slice(start), ...material.prose.slice(0, start)]);
        const line = (): string => `${needleText(valueType, values.draw(keyType), values.draw(valueType))}\n`;
        const [sample] = await count([line()]);
        const wanted = Math.ceil((1.2 * Math.max(...spec.lengths)) / Math.max(1, (sample as Piece).tokens));
        return cycleHay(await count(Array.from({ length: wanted }, line)));
      },
    };
  }
  if (first === "vt") {
    const draft: Draft = { opening: vtOpening(random), needles: [], questions: [] };
    const used = new Set<string>();
    for (const place of places("vt")) gather([drawVt(place, random, used, draft.needles.length)], draft);
    return { draft, hay: async (count) => repeatHay((await count([`${NOISE}\n`]))[0] as Piece) };
  }
  const draft: Draft = { opening: QA_OPENING, needles: [], questions: [] };
  const qa = createQa(material.texts, random);
  // Questions over several paragraphs first: one over a paragraph they need shares it.
  for (const task of ["qa_2", "qa_1"] as const) {
    if (spec.tasks.includes(task))
      for (const place of places(task)) gather([qa.draw(task, place, draft.needles.length)], draft);
  }
  const bodies = random
    .shuffle(material.mail)
    .flatMap(({ document }) => ownTexts(document))
    .slice(0, 400);
  return {
    draft,
    hay: async (count) => cycleHay(await count([...qa.rest(), ...bodies].map((text) => documentText(text, 100)))),
  };
}

/** A mail's own text as a paragraph, where it is one of ordinary length. */
function ownTexts(document: CorpusDocument): string[] {
  const lines = document.text.split("\n");
  const own = document.blocks.flatMap(([kind, first, count]) =>
    kind === "own" ? lines.slice(first, first + count) : [],
  );
  const text = own.join(" ").replace(/\s+/g, " ").trim();
  return text.length < 60 ? [] : [text.slice(0, 600)];
}

/** A tail as long as the longest of questions about the sheet's mail, which are drawn once it is laid out. */
const LONGEST_MAIL_QUESTION = askTail(
  { today: "2026-12-28" },
  `Which amount of money does ${"Vandermeer ".repeat(4)}name in the mail of 2026-12-28 with the subject "${"committee ".repeat(7)}"?`,
);

/** Builds a sheet of tasks that share a haystack. */
export async function buildSheet(spec: SheetSpec, material: SheetMaterial): Promise<BuiltSheet> {
  const random = seededRandom(`${material.seed}/${spec.id}`);
  if (spec.tasks[0] === "cwe" || spec.tasks[0] === "fwe") return buildWordSheet(spec, material, random);
  const counted = async (texts: readonly string[]): Promise<Piece[]> => {
    const tokens = await material.count(texts);
    return texts.map((text, index) => ({ text, tokens: tokens[index] ?? 0 }));
  };
  const { draft, hay } = drawSheet(spec, material, random);
  const needles = (await counted(draft.needles.map(({ text }) => text))).map((piece, index) => {
    const { length, depth } = draft.needles[index] as NeedleDraft;
    return { ...piece, length, depth };
  });
  const tails = draft.questions.map(({ text, answerPrefix }) => text + answerPrefix);
  const asksMail = spec.tasks.includes("mail_questions");
  const tailTokens = await material.count(asksMail ? [...tails, LONGEST_MAIL_QUESTION] : tails);
  const [openingTokens = 0] = await material.count([draft.opening]);
  const answerTokens = Math.max(0, ...draft.questions.map((question) => question.answerTokens), asksMail ? 64 : 0);
  const reserved = material.overheadTokens + openingTokens + Math.max(0, ...tailTokens) + answerTokens;
  const bodyTokens = (length: number): number => Math.max(0, length - reserved);
  const placed = placeNeedles(await hay(counted), needles, spec.lengths, bodyTokens);
  const questions: Omit<SheetQuestion, "key">[] = draft.questions.map(({ needles: asked, ...question }) => ({
    ...question,
    evidence: asked.map((needle) => placed.needleUnits[needle] as number),
  }));
  if (asksMail) {
    const documents = new Map(material.mail.map((mail) => [mail.text, mail.document]));
    let offset = 0;
    const mails = placed.units.flatMap(({ text, tokens }, unit) => {
      const document = documents.get(text);
      const mail = document === undefined ? [] : [{ unit, offset, document }];
      offset += tokens;
      return mail;
    });
    const places = choosePlaces(spec.lengths, () => spec.perTask, spec.round);
    questions.push(...drawMailQuestions(mails, material.me, places, bodyTokens, random, material.today));
  }
  const units = placed.units.map(({ text }) => text);
  return {
    sheet: {
      id: spec.id,
      opening: draft.opening,
      units: spec.tasks.includes("qa_1") || spec.tasks.includes("qa_2") ? numberDocuments(units) : units,
      questions: questions.map((question, index) => ({ ...question, key: `${spec.id}#${index}` })),
    },
    bodyTokens,
  };
}

/** A sheet of one list: as many words as fit its length. */
async function buildWordSheet(spec: SheetSpec, material: SheetMaterial, random: Random): Promise<BuiltSheet> {
  const length = Math.max(...spec.lengths);
  const isCommon = spec.tasks[0] === "cwe";
  const seed = String(random.next());
  const draw = (words: number): WordTask =>
    (isCommon ? drawCwe : drawFwe)(length, words, seededRandom(`${material.seed}/${spec.id}/${seed}`));
  const answerTokens = isCommon ? 120 : 50;
  const measure = async (task: WordTask): Promise<number> =>
    (await material.count([task.opening, task.context, task.text + task.answerPrefix])).reduce(
      (sum, tokens) => sum + tokens,
      0,
    ) +
    material.overheadTokens +
    answerTokens;
  // A guess in proportion, made better twice, then down by steps of ten until it fits, as RULER does.
  const fewest = isCommon ? 10 : 0;
  const least = await measure(draw(fewest));
  let words = fewest + Math.floor(length / 6);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const perWord = ((await measure(draw(words))) - least) / Math.max(1, words - fewest);
    words = fewest + Math.max(0, Math.floor((length - least) / Math.max(0.05, perWord)));
  }
  let task = draw(words);
  for (; (await measure(task)) > length && words > fewest; task = draw(words)) {
    words = Math.max(fewest, words - Math.max(10, Math.floor(words / 100)));
  }
  const isWhole = (await measure(task)) <= length;
  return {
    sheet: {
      id: spec.id,
      opening: task.opening,
      units: [task.context],
      questions: isWhole
        ? [
            {
              key: `${spec.id}#0`,
              task: isCommon ? "cwe" : "fwe",
              length,
              evidence: [],
              text: task.text,
              answerPrefix: task.answerPrefix,
              expectation: { rule: "all", references: task.answers },
              answerTokens,
            },
          ]
        : [],
    },
    bodyTokens: () => Number.MAX_SAFE_INTEGER,
  };
}
