import { describe, expect, it } from "vitest";
import { buildSheet } from "../../../../main/core/exam/build-sheet.ts";
import { spreadDepths } from "../../../../main/core/exam/places.ts";
import { seededRandom } from "../../../../main/core/exam/random.ts";
import {
  createValues,
  DEPTHS,
  drawChain,
  drawNiah,
  NIAH,
  type NiahTask,
  NOISE,
  needleText,
  niahOpening,
  niahQuestion,
  VT_HOPS,
} from "../../../../main/core/exam/ruler.ts";
import { scoreAnswer } from "../../../../main/core/exam/score.ts";
import { cweFrequencies, drawCwe, drawFwe, wordList, zipfCounts } from "../../../../main/core/exam/word-tasks.ts";
import { RULER_TASKS } from "../../../../shared/exam.ts";
import { materialFor, TEXTS } from "../../../helpers/exam.ts";
import { scriptedEndpoint } from "../../../helpers/oracle.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("RULER's definitions (NVIDIA/RULER, scripts/synthetic.yaml and scripts/data/synthetic)", () => {
  it("has 13 tasks by the names of the repository", () => {
    expect(RULER_TASKS.join(" ")).toBe(
      "niah_single_1 niah_single_2 niah_single_3 niah_multikey_1 niah_multikey_2 niah_multikey_3 niah_multivalue niah_multiquery vt cwe fwe qa_1 qa_2",
    );
  });

  // haystack, type of keys, type of values, keys, values, queries: by hand from synthetic.yaml.
  it.each([
    ["niah_single_1", "noise", "words", "numbers", 1, 1, 1],
    ["niah_single_2", "essay", "words", "numbers", 1, 1, 1],
    ["niah_single_3", "essay", "words", "uuids", 1, 1, 1],
    ["niah_multikey_1", "essay", "words", "numbers", 4, 1, 1],
    ["niah_multikey_2", "needle", "words", "numbers", 1, 1, 1],
    ["niah_multikey_3", "needle", "uuids", "uuids", 1, 1, 1],
    ["niah_multivalue", "essay", "words", "numbers", 1, 4, 1],
    ["niah_multiquery", "essay", "words", "numbers", 4, 1, 4],
  ] as const)("%s hides what it should", (task, haystack, keyType, valueType, keys, values, queries) => {
    expect(NIAH[task as NiahTask]).toEqual({ haystack, keyType, valueType, keys, values, queries });
    const random = seededRandom("a");
    const drawn = drawNiah(task, { length: 4096, depth: 0.49 }, createValues(random), random, 10);
    expect(drawn.needles).toHaveLength(keys * values);
    const form = /^One of the special magic (numbers|uuids) for (\S+) is: (\S+)\.\n$/;
    const parts = drawn.needles.map(({ text }) => form.exec(text) ?? []);
    for (const [, type, key = "", value = ""] of parts) {
      expect(type).toBe(valueType);
      expect(value).toMatch(valueType === "numbers" ? /^[1-9]\d{6}$/ : UUID);
      expect(key).toMatch(keyType === "words" ? /^[a-z]+-[a-z]+$/ : UUID);
    }
    const [question] = drawn.questions;
    if (question?.expectation.rule !== "all") throw new Error("needles are scored all");
    expect(question.expectation.references).toHaveLength(queries * values);
    expect(question.needles).toHaveLength(queries * values);
    // What is asked for stands in the needles that count as evidence, and for a single answer at the place's depth.
    for (const at of question.needles) expect(question.expectation.references).toContain(parts[at - 10]?.[3]);
    if (queries * values === 1) expect(drawn.needles[(question.needles[0] ?? 0) - 10]?.depth).toBe(0.49);
    expect(drawn.needles.some(({ depth }) => depth === 0.49)).toBe(true);
    expect(new Set(drawn.needles.map(({ depth }) => depth)).size).toBe(keys * values);
  });

  it("words needle, opening and question as the repository's templates do", () => {
    expect(needleText("numbers", "amber-kettle", "1234567")).toBe(
      "One of the special magic numbers for amber-kettle is: 1234567.",
    );
    expect(niahOpening(["numbers"], true)).toBe(
      "A special magic number is hidden within the following text. Make sure to memorize it. I will quiz you about the number afterwards.\n",
    );
    expect(niahOpening(["numbers"], false)).toBe(
      "Some special magic numbers are hidden within the following text. Make sure to memorize it. I will quiz you about the numbers afterwards.\n",
    );
    expect(niahQuestion("uuids", ["a-b"], 1)).toEqual({
      text: "What is the special magic uuid for a-b mentioned in the provided text?",
      answerPrefix: " The special magic uuid for a-b mentioned in the provided text is",
    });
    expect(niahQuestion("numbers", ["a-b", "c-d", "e-f", "g-h"], 4).text).toBe(
      "What are all the special magic numbers for a-b, c-d, e-f, and g-h mentioned in the provided text?",
    );
  });

  it("has 40 depths from 0 to 100 percent", () => {
    expect(DEPTHS).toHaveLength(40);
    // numpy: round(linspace(0, 100, 40))
    expect(DEPTHS.slice(0, 5)).toEqual([0, 3, 5, 8, 10]);
    expect(DEPTHS.slice(-3)).toEqual([95, 97, 100]);
    expect(spreadDepths(5)).toEqual([0, 0.26, 0.51, 0.74, 1]);
  });

  it("hands a variable on four times", () => {
    const { variables, lines, value } = drawChain(seededRandom("b"), 5, new Set());
    expect(VT_HOPS).toBe(4);
    expect(variables).toHaveLength(5);
    expect(value).toMatch(/^\d{5}$/);
    expect(lines[0]).toBe(`VAR ${variables[0]} = ${value}`);
    for (let hop = 1; hop <= 4; hop += 1) expect(lines[hop]).toBe(`VAR ${variables[hop]} = VAR ${variables[hop - 1]} `);
  });

  it("counts common words 30 and 3 times from 4K on, 6 and 1 times below", () => {
    expect(cweFrequencies(4096)).toMatchObject({ common: 30, other: 3, example: { words: 40, common: 10, other: 3 } });
    expect(cweFrequencies(4095)).toMatchObject({ common: 6, other: 1, example: { words: 20, common: 3, other: 1 } });
    const words = Array.from({ length: 25 }, (_, index) => `w${index}`);
    const counts = new Map<string, number>();
    for (const match of wordList(words, 30, 3, seededRandom("c")).matchAll(/(\d+)\. (\S+)/g))
      counts.set(match[2] ?? "", (counts.get(match[2] ?? "") ?? 0) + 1);
    expect(words.slice(0, 10).map((word) => counts.get(word))).toEqual(new Array(10).fill(30));
    expect(words.slice(10).map((word) => counts.get(word))).toEqual(new Array(15).fill(3));
    expect(drawCwe(4096, 25, seededRandom("d")).context).toMatch(/^1\. \S+ 2\. .* 345\. \S+$/);
  });

  it("repeats coded words by Zipf's law with exponent 2; the first rank is noise", () => {
    // 1000 / (pi^2 / 6) = 607.9, by hand: 607, 151, 67, 37, 24
    expect(zipfCounts(1000, 5)).toEqual([607, 151, 67, 37, 24]);
    const task = drawFwe(4096, 1000, seededRandom("e"));
    const counts = new Map<string, number>();
    for (const word of task.context.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
    expect(counts.get("...")).toBe(607);
    expect(task.answers.map((word) => counts.get(word))).toEqual([151, 67, 37]);
    for (const word of task.answers) expect(word).toMatch(/^[a-z]{6}$/);
  });
});

describe("RULER's scoring", () => {
  const all = { rule: "all", references: ["1234567", "Abc"] } as const;
  const any = { rule: "any", references: ["Port Ellister", "Ellister"] } as const;
  it.each([
    ["the values are 1234567 and ABC", all, 1],
    ["1234567", all, 0.5],
    ["123456", all, 0],
    ["It was port ellister.", any, 1],
    ["Port Brenz", any, 0],
    ["", all, 0],
  ] as const)("%s", (answer, expectation, score) => {
    expect(scoreAnswer(answer, expectation)).toBe(score);
  });
});

describe("a strict cell is one sample as the repository makes it", () => {
  const endpoint = scriptedEndpoint({ answer: () => "" });
  it.each(["niah_single_1", "niah_single_2", "niah_multikey_1", "niah_multikey_2", "niah_multivalue"] as const)(
    "%s",
    async (task) => {
      const material = await materialFor(endpoint);
      const { sheet } = await buildSheet(
        { id: `${task}/4096/0`, tasks: [task], lengths: [4096], perTask: 1 },
        material,
      );
      const { keys, values, haystack } = NIAH[task];
      expect(sheet.questions).toHaveLength(1);
      const hidden = sheet.units.filter((unit) => unit.startsWith("One of the special magic"));
      if (haystack === "needle") expect(hidden).toHaveLength(sheet.units.length);
      else expect(hidden).toHaveLength(keys * values);
      if (haystack === "noise")
        expect(new Set(sheet.units.filter((unit) => !hidden.includes(unit)))).toEqual(new Set([`${NOISE}\n`]));
      expect(
        sheet.opening.startsWith(keys * values === 1 || task === "niah_multikey_1" ? "A special" : "Some special"),
      ).toBe(true);
    },
  );

  it("asks documents of one article before those of others, and numbers them in order", async () => {
    const material = await materialFor(endpoint);
    const { sheet } = await buildSheet({ id: "qa", tasks: ["qa_1"], lengths: [4096], perTask: 1 }, material);
    for (const [index, unit] of sheet.units.entries()) expect(unit.startsWith(`Document ${index + 1}:\n`)).toBe(true);
    const [question] = sheet.questions;
    const paragraph = TEXTS.articles
      .flatMap(({ paragraphs }) => paragraphs)
      .find(({ question: asked }) => question?.text.includes(asked));
    expect(sheet.units[question?.evidence[0] ?? -1]).toContain(paragraph?.text);
    expect(sheet.units.filter((unit) => unit.includes(paragraph?.text ?? "?"))).toHaveLength(1);
  });
});
