/**
 * Draws what a sheet hides and asks, and the hay it is hidden in: one function a family of tasks that share a haystack.
 *
 * Nothing is placed or counted here but hay: see ./build-sheet.ts.
 */
import { type ExamTask, isMailTask } from "../../../shared/exam.ts";
import type { CorpusDocument } from "../archive/queries/corpus.ts";
import { RULES } from "../prompt/render.ts";
import { renumber } from "./mail-hay.ts";
import { createNotes, drawMailTask, type MailNeedleTask } from "./mail-tasks.ts";
import { choosePlaces } from "./places.ts";
import type { Random } from "./random.ts";
import {
  createValues,
  type Drawn,
  drawNiah,
  drawVt,
  isNiah,
  NIAH,
  type NiahTask,
  NOISE,
  needleText,
  niahOpening,
  type Place,
  vtOpening,
} from "./ruler.ts";
import { cycleHay, type HayStream, type NeedleDraft, type Piece, type QuestionDraft, repeatHay } from "./sheet.ts";
import { lengthsOf, questionsOf, type SheetMaterial, type SheetSpec } from "./sheet-spec.ts";
import { createQa, documentText, QA_OPENING } from "./texts.ts";

/** What a sheet hides and asks. */
type Draft = { readonly opening: string; readonly needles: NeedleDraft[]; readonly questions: QuestionDraft[] };

function gather(drawn: readonly (Drawn | undefined)[], draft: Draft): void {
  for (const each of drawn) {
    if (each === undefined) continue;
    draft.needles.push(...each.needles);
    draft.questions.push(...each.questions);
  }
}

/** A draft with its hay, which is made once `count` is there. */
type DrawnSheet = {
  readonly draft: Draft;
  hay(count: (texts: readonly string[]) => Promise<Piece[]>): Promise<HayStream>;
};

const placesOf =
  (spec: SheetSpec) =>
  (task: ExamTask): Place[] =>
    choosePlaces(lengthsOf(task, spec.lengths), (length) => questionsOf(task, spec.perTask, length), spec.round);

/** Draws a sheet of tasks that share a haystack; lists of words are ./word-sheet.ts. */
export function drawSheet(spec: SheetSpec, material: SheetMaterial, random: Random): DrawnSheet {
  const [first] = spec.tasks;
  if (first === undefined) throw new Error("a sheet has a task");
  if (isMailTask(first)) return drawMail(spec, material, random);
  if (isNiah(first)) return drawNeedles(spec, first, material, random);
  return first === "vt" ? drawVariables(spec, random) : drawDocuments(spec, material, random);
}

function drawMail(spec: SheetSpec, material: SheetMaterial, random: Random): DrawnSheet {
  const draft: Draft = { opening: RULES, needles: [], questions: [] };
  const start = random.between(0, material.mail.length - 1);
  const mail = [...material.mail.slice(start), ...material.mail.slice(0, start)];
  const spoken = material.mail.map(({ text }) => text.toLowerCase());
  const highest = Math.max(...material.mail.map(({ document }) => document.number));
  const notes = createNotes(random, highest + 1, (words) => spoken.some((text) => text.includes(words.toLowerCase())));
  for (const task of spec.tasks) {
    // Questions about the mail itself need it laid out: ./build-sheet.ts draws them.
    if (task === "mail_questions") continue;
    for (const place of placesOf(spec)(task))
      gather([drawMailTask(task as MailNeedleTask, place, notes, random, draft.needles.length, material.today)], draft);
  }
  return {
    draft,
    hay: async () => cycleHay(mail, (piece, round) => ({ text: renumber(piece.text, round), tokens: piece.tokens })),
  };
}

function drawNeedles(spec: SheetSpec, first: NiahTask, material: SheetMaterial, random: Random): DrawnSheet {
  const { haystack, keyType, valueType, values: perKey, queries } = NIAH[first];
  const isStrictSingle =
    spec.tasks.length === 1 && spec.lengths.length === 1 && spec.perTask === 1 && perKey * queries === 1;
  const tasks = spec.tasks.filter(isNiah);
  const types = tasks.map((task) => NIAH[task].valueType);
  const draft: Draft = { opening: niahOpening(types, isStrictSingle), needles: [], questions: [] };
  const values = createValues(random);
  const separator = haystack === "essay" ? " " : "\n";
  for (const task of tasks) {
    for (const place of placesOf(spec)(task))
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

function drawVariables(spec: SheetSpec, random: Random): DrawnSheet {
  const draft: Draft = { opening: vtOpening(random), needles: [], questions: [] };
  const used = new Set<string>();
  for (const place of placesOf(spec)("vt")) gather([drawVt(place, random, used, draft.needles.length)], draft);
  return { draft, hay: async (count) => repeatHay((await count([`${NOISE}\n`]))[0] as Piece) };
}

function drawDocuments(spec: SheetSpec, material: SheetMaterial, random: Random): DrawnSheet {
  const draft: Draft = { opening: QA_OPENING, needles: [], questions: [] };
  const qa = createQa(material.texts, random);
  // Questions over several paragraphs first: one over a paragraph they need shares it.
  for (const task of ["qa_2", "qa_1"] as const) {
    if (!spec.tasks.includes(task)) continue;
    for (const place of placesOf(spec)(task)) gather([qa.draw(task, place, draft.needles.length)], draft);
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
