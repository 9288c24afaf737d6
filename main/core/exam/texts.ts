/** The short texts with questions that ship with Longhand: reading, and what RULER's QA tasks make of them. */
import { z } from "zod";
import type { Random } from "./random.ts";
import { ANSWER_TOKENS, type Drawn, type Place } from "./ruler.ts";

const schema = z.object({
  articles: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(
        z.object({ id: z.string(), text: z.string(), question: z.string(), answers: z.array(z.string()).min(1) }),
      ),
    }),
  ),
  double: z.array(
    z.object({ question: z.string(), answers: z.array(z.string()).min(1), needs: z.array(z.string()).min(2) }),
  ),
});

/** What resources/exam/texts.json holds. */
export type ExamTexts = z.infer<typeof schema>;

/** Checks the texts as they were read from the file. */
export function parseTexts(value: unknown): ExamTexts {
  return schema.parse(value);
}

/** What stands before the documents. */
export const QA_OPENING =
  "Answer the question based on the given documents. Only give me the answer and do not output any other words.\n\nThe following are given documents.\n\n";

/** A document as the tasks number it; the number is put in once the order is known. */
export function documentText(text: string, number: number): string {
  return `Document ${number}:\n${text}\n\n`;
}

/** The document in a unit's place: see {@link numberDocuments}. */
const UNNUMBERED = /^Document \d+:\n/;

/** Gives documents their numbers by their order. */
export function numberDocuments(units: readonly string[]): string[] {
  return units.map((unit, index) => unit.replace(UNNUMBERED, `Document ${index + 1}:\n`));
}

function qaQuestion(text: string): { text: string; answerPrefix: string } {
  return {
    text: `Answer the question based on the given documents. Only give me the answer and do not output any other words.\n\nQuestion: ${text}`,
    answerPrefix: " Answer:",
  };
}

/** Draws questions so that no paragraph stands in a sheet twice. */
export function createQa(texts: ExamTexts, random: Random) {
  const paragraphs = new Map(texts.articles.flatMap((article) => article.paragraphs.map((each) => [each.id, each])));
  const singles = random.shuffle([...paragraphs.values()]);
  const doubles = random.shuffle(texts.double);
  /** Needles by paragraph: a second question shares the needle of the first. */
  const placed = new Map<string, number>();
  const make = (
    task: "qa_1" | "qa_2",
    place: Place,
    item: { question: string; answers: string[]; needs: string[] },
    first: number,
  ): Drawn => {
    const needles: Drawn["needles"] = [];
    const evidence = item.needs.map((id, index) => {
      const known = placed.get(id);
      if (known !== undefined) return known;
      const at = first + needles.length;
      placed.set(id, at);
      const depth = index === 0 ? place.depth : random.between(0, 100) / 100;
      needles.push({ text: documentText(paragraphs.get(id)?.text ?? "", 100), length: place.length, depth });
      return at;
    });
    const asked = qaQuestion(item.question);
    return {
      needles,
      questions: [
        {
          task,
          length: place.length,
          needles: evidence,
          ...asked,
          expectation: { rule: "any", references: item.answers },
          answerTokens: ANSWER_TOKENS.qa,
        },
      ],
    };
  };
  return {
    /** A question answered by one paragraph (qa_1) or by several (qa_2); undefined where there are no more. */
    draw(task: "qa_1" | "qa_2", place: Place, first: number): Drawn | undefined {
      if (task === "qa_2") {
        const item = doubles.pop();
        return item === undefined ? undefined : make(task, place, item, first);
      }
      const item = singles.pop();
      return item === undefined ? undefined : make(task, place, { ...item, needs: [item.id] }, first);
    },
    /** Paragraphs that no question of the sheet has needed, as hay; of the same articles and of others. */
    rest: (): string[] => singles.filter(({ id }) => !placed.has(id)).map(({ text }) => text),
  };
}
