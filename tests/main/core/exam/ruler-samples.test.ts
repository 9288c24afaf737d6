/**
 * Whole samples of all 13 tasks against NVIDIA/RULER's definitions (scripts/synthetic.yaml, scripts/data/synthetic/*.py,
 * scripts/eval/synthetic/constants.py as of 2025): forms, counts, depths and scores, worked out by hand.
 */
import { describe, expect, it } from "vitest";
import { buildSheet } from "../../../../main/core/exam/build-sheet.ts";
import { seededRandom } from "../../../../main/core/exam/random.ts";
import { DEPTHS, drawVt, NOISE, VT_EXAMPLE_NOISES, vtOpening } from "../../../../main/core/exam/ruler.ts";
import { scoreAnswer } from "../../../../main/core/exam/score.ts";
import { placeNeedles, repeatHay, type Sheet, type SheetQuestion } from "../../../../main/core/exam/sheet.ts";
import { createQa, QA_OPENING } from "../../../../main/core/exam/texts.ts";
import { drawCwe, drawFwe } from "../../../../main/core/exam/word-tasks.ts";
import { type ExamTask, RULER_TASKS } from "../../../../shared/exam.ts";
import { materialFor, TEXTS } from "../../../helpers/exam.ts";
import { scriptedEndpoint } from "../../../helpers/oracle.ts";

const endpoint = scriptedEndpoint({ answer: () => "" });
const LENGTH = 4096;

async function sample(task: ExamTask): Promise<{ sheet: Sheet; question: SheetQuestion }> {
  const material = await materialFor(endpoint);
  const { sheet } = await buildSheet({ id: `${task}/1`, tasks: [task], lengths: [LENGTH], perTask: 1 }, material);
  const [question] = sheet.questions;
  if (question === undefined || sheet.questions.length !== 1) throw new Error("a strict sheet asks one question");
  return { sheet, question };
}

const many = (text: string, part: RegExp): number => [...text.matchAll(part)].length;

describe("one sample of each of the 13 tasks", () => {
  // How many references there are, by which rule they count, tokens of the answer: constants.py of data and eval.
  it.each([
    ["niah_single_1", "all", 1, 128],
    ["niah_single_2", "all", 1, 128],
    ["niah_single_3", "all", 1, 128],
    ["niah_multikey_1", "all", 1, 128],
    ["niah_multikey_2", "all", 1, 128],
    ["niah_multikey_3", "all", 1, 128],
    ["niah_multivalue", "all", 4, 128],
    ["niah_multiquery", "all", 4, 128],
    ["vt", "all", 5, 30],
    ["cwe", "all", 10, 120],
    ["fwe", "all", 3, 50],
    ["qa_1", "any", undefined, 32],
    ["qa_2", "any", undefined, 32],
  ] as const)("%s is scored by its rule", async (task, rule, count, answerTokens) => {
    const { sheet, question } = await sample(task);
    expect(question.answerTokens).toBe(answerTokens);
    const { expectation } = question;
    expect(expectation.rule).toBe(rule);
    if (expectation.rule !== "all" && expectation.rule !== "any") throw new Error("RULER has two rules");
    const { references } = expectation;
    if (count !== undefined) expect(new Set(references).size).toBe(count);
    // string_match_all: the mean share of the references; string_match_part: any. Case does not count.
    const score = (answer: string): number => scoreAnswer(answer, expectation);
    expect(score(`They are ${references.join(", ").toUpperCase()}.`)).toBe(1);
    expect(score("I do not know.")).toBe(0);
    expect(score(references[0] ?? "")).toBeCloseTo(rule === "any" ? 1 : 1 / references.length);
    // What is asked for can be found in the prompt, at the evidence where there is any.
    for (const unit of question.evidence) expect(unit).toBeLessThan(sheet.units.length);
    const context = sheet.units.join("").toLowerCase();
    if (task !== "qa_2") for (const reference of references) expect(context).toContain(reference.toLowerCase());
  });

  it("covers them all", () => expect(RULER_TASKS).toHaveLength(13));
});

describe("variable tracking", () => {
  it("hides one chain of five lines, in order, in lines of noise", async () => {
    const { sheet, question } = await sample("vt");
    const context = sheet.units.join("");
    const names = [...context.matchAll(/^VAR ([A-Z]{5}) = (.*)\n/gm)].map((match) => [match[1], match[2]]);
    expect(names).toHaveLength(5);
    expect(names[0]?.[1]).toMatch(/^\d{5}$/);
    // "VAR b = VAR a " ends with a space in the original too.
    for (let hop = 1; hop < 5; hop += 1) expect(names[hop]?.[1]).toBe(`VAR ${names[hop - 1]?.[0]} `);
    expect(question.expectation).toEqual({ rule: "all", references: names.map(([name]) => name) });
    expect(context.replace(/^VAR .*\n/gm, "").replaceAll(`${NOISE}\n`, "")).toBe("");
    const value = names[0]?.[1];
    expect(question.text).toBe(`Question: Find all variables that are assigned the value ${value} in the text above.`);
    expect(question.answerPrefix).toBe(
      ` Answer: According to the chain(s) of variable assignment in the text above, 5 variables are assgined the value ${value}, they are: `,
    );
  });

  it("shows a solved example first: three letters a name, fifteen lines of noise, the answer behind its beginning", () => {
    const opening = vtOpening(seededRandom("vt"));
    const instruction = "Memorize and track the chain(s) of variable assignment hidden in the following text.\n\n";
    expect(opening.startsWith(instruction) && opening.endsWith(`\n\n${instruction}`)).toBe(true);
    expect(many(opening, /^The grass is green\./gm)).toBe(VT_EXAMPLE_NOISES);
    const names = [...opening.matchAll(/^VAR ([A-Z]{3}) = /gm)].map((match) => match[1]);
    expect(names).toHaveLength(5);
    expect(opening).toContain(`they are:  ${names.join(" ")}\n\n${instruction}`);
  });

  it("spreads its lines over the depths of the place, the last one no earlier than there", () => {
    const { needles } = drawVt({ length: LENGTH, depth: 0.49 }, seededRandom("d"), new Set(), 0);
    const depths = needles.map(({ depth }) => depth);
    expect(depths).toEqual([...depths].sort((a, b) => a - b));
    expect(depths).toContain(0.49);
  });
});

describe("depth placement", () => {
  it("puts a needle before the sentence that the original would: sentence n × depth / 100, at all 40 depths", () => {
    // niah.py: int(len(document_sents) * (depth / 100)). A hundred sentences of ten tokens, a needle of next to none.
    const hay = repeatHay({ text: "sentence", tokens: 10 });
    for (const depth of DEPTHS) {
      const needle = { text: "needle", tokens: 0, length: 1000, depth: depth / 100 };
      const { units, needleUnits } = placeNeedles(hay, [needle], [1000], (length) => length);
      expect(units).toHaveLength(101);
      expect([depth, needleUnits[0]]).toEqual([depth, Math.floor(100 * (depth / 100))]);
    }
  });
});

describe("the lists of words", () => {
  it("common words: example of 40 words, then the list; numbered through", async () => {
    const { sheet } = await sample("cwe");
    const instruction =
      "Below is a numbered list of words. In these words, some appear more often than others. Memorize the ones that appear most often.\n";
    expect(many(sheet.opening, new RegExp(instruction.trim().replaceAll(".", "\\."), "g"))).toBe(2);
    // 10 words 10 times and 30 words 3 times: 190 in the example's list, then its answer from 1 to 10.
    const [, example = ""] = sheet.opening.split(instruction);
    const [list = "", solved = ""] = example.split("\nQuestion: What are the 10 most common words in the above list?");
    expect(many(list, /\d+\. \S+/g)).toBe(190);
    expect(solved).toMatch(
      /^ Answer: The top 10 words that appear most often in the list are: 1\. \S+ 2\. .* 10\. \S+\n$/,
    );
    const counts = new Map<string, number>();
    for (const match of (sheet.units[0] ?? "").matchAll(/\d+\. (\S+)/g))
      counts.set(match[1] ?? "", (counts.get(match[1] ?? "") ?? 0) + 1);
    const often = [...counts.values()];
    expect(often.filter((each) => each === 30)).toHaveLength(10);
    expect(often.every((each) => each === 30 || each === 3)).toBe(true);
  });

  it("below 4K: 6 times and once, by hand 10 × 6 + 15 = 75 places for 25 words", () => {
    expect(drawCwe(2048, 25, seededRandom("s")).context).toMatch(/ 75\. \S+$/);
    expect(drawCwe(2048, 25, seededRandom("s")).context).not.toContain(" 76. ");
  });

  it("frequent words: vocabulary of length / 50, dots first, then the three that are asked", () => {
    const { context, answers } = drawFwe(5000, 2000, seededRandom("f"));
    const counts = new Map<string, number>();
    for (const word of context.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
    // 2000 / 1.644934 = 1215.8: 1215 dots, then / 4 = 303, / 9 = 135, / 16 = 75. Rank 34 is the last above one (1.05).
    expect([counts.get("..."), ...answers.map((word) => counts.get(word))]).toEqual([1215, 303, 135, 75]);
    expect(counts.size).toBe(34);
  });
});

describe("questions over documents", () => {
  it("hides what a question needs once among numbered documents, two paragraphs for qa_2", async () => {
    for (const [task, needs] of [
      ["qa_1", 1],
      ["qa_2", 2],
    ] as const) {
      const { sheet, question } = await sample(task);
      expect(sheet.opening).toBe(QA_OPENING);
      expect(question.evidence).toHaveLength(needs);
      expect(sheet.units.map((unit) => Number(/^Document (\d+):\n/.exec(unit)?.[1]))).toEqual(
        sheet.units.map((_, index) => index + 1),
      );
      expect(question.text).toMatch(
        /^Answer the question based on the given documents\. Only give me the answer and do not output any other words\.\n\nQuestion: .+\?$/,
      );
      expect(question.answerPrefix).toBe(" Answer:");
    }
  });

  it("has an answer in every text, and the double ones need all of theirs", () => {
    const paragraphs = new Map(TEXTS.articles.flatMap((article) => article.paragraphs.map((each) => [each.id, each])));
    for (const { text, answers } of paragraphs.values())
      expect(answers.some((answer) => text.toLowerCase().includes(answer.toLowerCase()))).toBe(true);
    for (const { needs, answers } of TEXTS.double) {
      const texts = needs.map((id) => paragraphs.get(id)?.text.toLowerCase() ?? "");
      expect(texts.every((text) => text !== "")).toBe(true);
      expect(texts.some((text) => answers.some((answer) => text.includes(answer.toLowerCase())))).toBe(true);
    }
    // A question that has run out is left out, not asked twice.
    const qa = createQa(TEXTS, seededRandom("q"));
    const asked = Array.from({ length: 40 }, (_, index) => qa.draw("qa_1", { length: LENGTH, depth: 0.5 }, index));
    const texts = asked.flatMap((drawn) => drawn?.questions.map(({ text }) => text) ?? []);
    expect(new Set(texts).size).toBe(paragraphs.size);
  });
});
