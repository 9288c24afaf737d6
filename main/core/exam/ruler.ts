/**
 * The tasks of RULER: needles, variables, words, documents. Pure.
 *
 * Names, parameters, templates and answer beginnings are those of NVIDIA/RULER (scripts/synthetic.yaml,
 * scripts/data/synthetic/*.py, Apache-2.0), written anew; the haystacks of prose are the owner's mail and Longhand's
 * own texts, so results are called RULER-style. Placement is ./sheet.ts, word lists are ./word-tasks.ts.
 */
import type { ExamTask } from "../../../shared/exam.ts";
import type { Random } from "./random.ts";
import type { NeedleDraft, QuestionDraft } from "./sheet.ts";
import { ADJECTIVES, NOUNS, pairAt } from "./words.ts";

/** The repeated line of the noise haystack. */
export const NOISE = "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again.";

/** The 40 depths of RULER, in percent: 0, 3, 5, ... 100. */
export const DEPTHS: readonly number[] = Array.from({ length: 40 }, (_, index) => Math.round((index * 100) / 39));

type ValueType = "numbers" | "words" | "uuids";

/** A needle task's parameters, as in scripts/synthetic.yaml. */
export type NiahParameters = {
  readonly haystack: "noise" | "essay" | "needle";
  readonly keyType: ValueType;
  readonly valueType: ValueType;
  readonly keys: number;
  readonly values: number;
  readonly queries: number;
};

const essay = { haystack: "essay", keyType: "words", valueType: "numbers", keys: 1, values: 1, queries: 1 } as const;

/** The eight needle tasks. */
export const NIAH = {
  niah_single_1: { ...essay, haystack: "noise" },
  niah_single_2: essay,
  niah_single_3: { ...essay, valueType: "uuids" },
  niah_multikey_1: { ...essay, keys: 4 },
  niah_multikey_2: { ...essay, haystack: "needle" },
  niah_multikey_3: { ...essay, haystack: "needle", keyType: "uuids", valueType: "uuids" },
  niah_multivalue: { ...essay, values: 4 },
  niah_multiquery: { ...essay, keys: 4, queries: 4 },
} as const satisfies Partial<Record<ExamTask, NiahParameters>>;

/** One of {@link NIAH}. */
export type NiahTask = keyof typeof NIAH;

/** Whether a task hides needles. */
export function isNiah(task: ExamTask): task is NiahTask {
  return task in NIAH;
}

/** Tokens an answer may have, by task (scripts/data/synthetic/constants.py). */
export const ANSWER_TOKENS = { niah: 128, vt: 30, cwe: 120, fwe: 50, qa: 32 } as const;

/** A needle. */
export function needleText(type: ValueType, key: string, value: string): string {
  return `One of the special magic ${type} for ${key} is: ${value}.`;
}

/** What stands before the haystack. One needle alone is spoken of in the singular. */
export function niahOpening(types: readonly ValueType[], isSingle: boolean): string {
  const many = [...new Set(types)].join(" and ");
  const one = many.replace(/s$/, "");
  return isSingle
    ? `A special magic ${one} is hidden within the following text. Make sure to memorize it. I will quiz you about the ${one} afterwards.\n`
    : `Some special magic ${many} are hidden within the following text. Make sure to memorize it. I will quiz you about the ${many} afterwards.\n`;
}

/** `a`, or `a, b, and c`. */
function listed(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")}, and ${words.at(-1)}` : (words[0] ?? "");
}

/** The question and the beginning of its answer. */
export function niahQuestion(
  type: ValueType,
  queries: readonly string[],
  answers: number,
): { text: string; answerPrefix: string } {
  const query = listed(queries);
  const one = type.slice(0, -1);
  return answers === 1
    ? {
        text: `What is the special magic ${one} for ${query} mentioned in the provided text?`,
        answerPrefix: ` The special magic ${one} for ${query} mentioned in the provided text is`,
      }
    : {
        text: `What are all the special magic ${type} for ${query} mentioned in the provided text?`,
        answerPrefix: ` The special magic ${type} for ${query} mentioned in the provided text are`,
      };
}

/** Draws keys and values that no other needle of the sheet has. */
export type ValueSource = { draw(type: ValueType): string };

/** A source for one sheet. */
export function createValues(random: Random): ValueSource {
  const used = new Set<string>();
  const once = (make: () => string): string => {
    for (;;) {
      const value = make();
      if (used.has(value)) continue;
      used.add(value);
      return value;
    }
  };
  return {
    draw(type) {
      if (type === "numbers") return once(() => String(random.between(1_000_000, 9_999_999)));
      if (type === "uuids") return once(() => random.uuid());
      return once(() => pairAt(random.between(0, ADJECTIVES.length * NOUNS.length - 1)));
    },
  };
}

/** Where a question's needles go. */
export type Place = { readonly length: number; readonly depth: number };

/** What questions add to a sheet; `needles` of questions count from `first`. */
export type Drawn = { readonly needles: NeedleDraft[]; readonly questions: QuestionDraft[] };

/**
 * One question of a needle task. A single needle stands at the place's depth; several stand at different ones of the
 * 40 depths, the place's among them, in random order.
 */
export function drawNiah(
  task: NiahTask,
  place: Place,
  values: ValueSource,
  random: Random,
  first: number,
  separator = "\n",
): Drawn {
  const { keyType, valueType, keys, values: valuesPerKey, queries } = NIAH[task];
  const pairs = Array.from({ length: keys }, () => {
    const key = values.draw(keyType);
    return { key, values: Array.from({ length: valuesPerKey }, () => values.draw(valueType)) };
  });
  const flat = random.shuffle(pairs.flatMap((pair) => pair.values.map((value) => ({ key: pair.key, value }))));
  const others = random.sample(
    DEPTHS.filter((depth) => Math.abs(depth / 100 - place.depth) > 0.01),
    flat.length - 1,
  );
  const depths = random.shuffle([place.depth, ...others.map((depth) => depth / 100)]);
  const asked = random.sample(pairs, queries);
  const answers = asked.flatMap((pair) => pair.values);
  // A single needle asked among several keys is the one at the place's depth.
  if (queries * valuesPerKey === 1 && flat.length > 1) {
    const at = flat.findIndex((needle) => needle.value === answers[0]);
    const wanted = depths.indexOf(place.depth);
    [depths[at], depths[wanted]] = [depths[wanted] as number, depths[at] as number];
  }
  const { text, answerPrefix } = niahQuestion(
    valueType,
    asked.map((pair) => pair.key),
    answers.length,
  );
  return {
    needles: flat.map(({ key, value }, index) => ({
      text: needleText(valueType, key, value) + separator,
      length: place.length,
      depth: depths[index] as number,
    })),
    questions: [
      {
        task,
        length: place.length,
        needles: flat.flatMap(({ value }, index) => (answers.includes(value) ? [first + index] : [])),
        text,
        answerPrefix,
        expectation: { rule: "all", references: answers },
        answerTokens: ANSWER_TOKENS.niah,
      },
    ],
  };
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** How many times a variable is handed on in one chain. */
export const VT_HOPS = 4;

/** A chain of assignments: the variables and the lines, in order. */
export function drawChain(
  random: Random,
  nameLength: number,
  used: Set<string>,
): { variables: string[]; lines: string[]; value: string } {
  const variables: string[] = [];
  while (variables.length <= VT_HOPS) {
    const name = Array.from({ length: nameLength }, () => LETTERS[random.between(0, 25)]).join("");
    if (used.has(name)) continue;
    used.add(name);
    variables.push(name);
  }
  const value = String(random.between(10_000, 99_998));
  const lines = variables.map((name, index) =>
    index === 0 ? `VAR ${name} = ${value}` : `VAR ${name} = VAR ${variables[index - 1]} `,
  );
  return { variables, lines, value };
}

const VT_INSTRUCTION = "Memorize and track the chain(s) of variable assignment hidden in the following text.\n\n";

function vtQuestion(value: string): { text: string; answerPrefix: string } {
  return {
    text: `Question: Find all variables that are assigned the value ${value} in the text above.`,
    // The original's own spelling: a model sees the same words.
    answerPrefix: ` Answer: According to the chain(s) of variable assignment in the text above, ${VT_HOPS + 1} variables are assgined the value ${value}, they are: `,
  };
}

/** Lines of noise in the solved example: about as many as the 500 tokens hold that the original allows it. */
export const VT_EXAMPLE_NOISES = 15;

/** What stands before the noise of variable tracking: a solved example with names of three letters, and the task. */
export function vtOpening(random: Random): string {
  const { variables, lines, value } = drawChain(random, 3, new Set());
  const { text, answerPrefix } = vtQuestion(value);
  const context = new Array<string>(VT_EXAMPLE_NOISES).fill(NOISE);
  const positions = random.sample([...context.keys()], lines.length).sort((a, b) => a - b);
  for (const [index, line] of lines.entries()) context.splice((positions[index] as number) + index, 0, line);
  return `${VT_INSTRUCTION}${context.join("\n")}\n${text}${answerPrefix} ${variables.join(" ")}\n\n${VT_INSTRUCTION}`;
}

/** One chain at rising depths of the place's length, the last at the place's depth or behind. */
export function drawVt(place: Place, random: Random, used: Set<string>, first: number): Drawn {
  const { variables, lines, value } = drawChain(random, 5, used);
  const depths = [...random.sample(DEPTHS, VT_HOPS).map((depth) => depth / 100), place.depth].sort((a, b) => a - b);
  const { text, answerPrefix } = vtQuestion(value);
  return {
    needles: lines.map((line, index) => ({ text: `${line}\n`, length: place.length, depth: depths[index] as number })),
    questions: [
      {
        task: "vt",
        length: place.length,
        needles: lines.map((_, index) => first + index),
        text,
        answerPrefix,
        expectation: { rule: "all", references: variables },
        answerTokens: ANSWER_TOKENS.vt,
      },
    ],
  };
}
