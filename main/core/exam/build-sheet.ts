/**
 * Builds a sheet: counts what was drawn for it in the endpoint's tokens, and lays it out in its hay.
 *
 * Knows neither endpoint nor database: both come in as functions and texts.
 */
import { askTail } from "../prompt/tails.ts";
import { drawSheet } from "./draw-sheet.ts";
import { drawMailQuestions } from "./mail-questions.ts";
import { choosePlaces } from "./places.ts";
import { seededRandom } from "./random.ts";
import { type NeedleDraft, type Piece, placeNeedles, type Sheet, type SheetQuestion } from "./sheet.ts";
import type { SheetMaterial, SheetSpec } from "./sheet-spec.ts";
import { numberDocuments } from "./texts.ts";
import { buildWordSheet } from "./word-sheet.ts";

/** A sheet, and what a prompt of a length holds beside its units. */
export type BuiltSheet = { readonly sheet: Sheet; bodyTokens(length: number): number };

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
