/**
 * Needles in the owner's own mail: single, several, adversarial, without overlap, absent. Pure.
 *
 * A needle is a short mail among the others (see ./mail-hay.ts); the question is asked with the same tail as every
 * real question. Owns what is hidden and what a right answer is.
 */
import { askTail } from "../prompt/tails.ts";
import { renderNote } from "./mail-hay.ts";
import { ATTRIBUTES, FIRST_NAMES, LAST_NAMES, PLACE_FIRST, PLACE_LAST, WITHOUT_OVERLAP } from "./mail-words.ts";
import type { Random } from "./random.ts";
import type { Drawn, Place } from "./ruler.ts";
import type { Expectation } from "./score.ts";
import type { QuestionDraft } from "./sheet.ts";

/** The mail tasks that hide something, or ask for what is not there. */
export type MailNeedleTask =
  | "mail_single"
  | "mail_absent"
  | "mail_multi_value"
  | "mail_multi_query"
  | "mail_no_overlap"
  | "mail_versions"
  | "mail_near_keys"
  | "mail_same_words";

/** Tokens that an answer to a question about mail may have. */
export const MAIL_ANSWER_TOKENS = 64;

/** How many values or facts the tasks with several ask for. */
export const SEVERAL = 3;

/** What the notes of one sheet have in common. */
export type NoteMaker = {
  /** A fact that no other needle of the sheet and no mail speaks of. */
  fact(): { readonly attribute: string; readonly place: string };
  number(): string;
  person(): string;
  overlap(): { readonly needle: string; readonly question: string } | undefined;
  note(text: string, date?: string): string;
  day(): string;
};

/** Draws for one sheet. `isTaken` says whether the mail speaks of a place already; numbers of notes begin at `firstNumber`. */
export function createNotes(random: Random, firstNumber: number, isTaken: (words: string) => boolean): NoteMaker {
  const used = new Set<string>();
  const once = (make: () => string): string => {
    for (let attempt = 0; ; attempt += 1) {
      const made = make();
      if (used.has(made) || (attempt < 200 && isTaken(made))) continue;
      used.add(made);
      return made;
    }
  };
  const pairs = random.shuffle(WITHOUT_OVERLAP);
  let number = firstNumber;
  const day = (): string =>
    `${random.between(2015, 2024)}-${String(random.between(1, 12)).padStart(2, "0")}-${String(random.between(1, 28)).padStart(2, "0")}`;
  const name = (): string => `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
  let serial = 0;
  return {
    fact() {
      const place = once(() => {
        const plain = `${random.pick(PLACE_FIRST)} ${random.pick(PLACE_LAST)}`;
        // Long sheets use the names up; then they are numbered.
        if (used.size < 250) return plain;
        serial += 1;
        return `${plain} ${serial + 1}`;
      });
      return { attribute: random.pick(ATTRIBUTES), place };
    },
    number: () => once(() => String(random.between(10_000, 99_999))),
    person: () => once(name),
    overlap: () => pairs.pop(),
    day,
    note: (text, date = day()) =>
      renderNote({
        number: number++,
        date,
        from: name(),
        subject: random.pick(["Note", "For the record", "As asked", "Details"]),
        text,
      }),
  };
}

function question(
  task: MailNeedleTask,
  place: Place,
  text: string,
  expectation: Expectation,
  needles: readonly number[],
  today: string,
): QuestionDraft {
  return {
    task,
    length: place.length,
    needles,
    text: askTail({ today }, text),
    answerPrefix: "",
    expectation,
    answerTokens: MAIL_ANSWER_TOKENS,
  };
}

/** One question of a task, with its needles; undefined where the words have run out. */
export function drawMailTask(
  task: MailNeedleTask,
  place: Place,
  notes: NoteMaker,
  random: Random,
  first: number,
  today: string,
): Drawn | undefined {
  const { length } = place;
  const at = (depth: number, text: string): Drawn["needles"][number] => ({ text, length, depth });
  const elsewhere = (): number => random.between(0, 100) / 100;
  const { attribute, place: thing } = notes.fact();
  const says = (value: string): string => `The ${attribute} of the ${thing} is ${value}.`;
  const asks = `What is the ${attribute} of the ${thing}?`;
  const one = (
    text: string,
    expectation: Expectation,
    needles: Drawn["needles"],
    evidence: readonly number[],
  ): Drawn => ({
    needles,
    questions: [
      question(
        task,
        place,
        text,
        expectation,
        evidence.map((index) => first + index),
        today,
      ),
    ],
  });
  switch (task) {
    case "mail_single": {
      const value = notes.number();
      return one(
        asks,
        { rule: "words", references: [value], wrong: [] },
        [at(place.depth, notes.note(says(value)))],
        [0],
      );
    }
    case "mail_absent":
      return one(asks, { rule: "absent" }, [], []);
    case "mail_multi_value": {
      const values = Array.from({ length: SEVERAL }, () => notes.number());
      const depths = random.shuffle([place.depth, ...values.slice(1).map(elsewhere)]);
      return one(
        `What are all the ${attribute}s of the ${thing}? There are ${SEVERAL}.`,
        { rule: "words", references: values, wrong: [] },
        values.map((value, index) =>
          at(depths[index] as number, notes.note(`One ${attribute} of the ${thing} is ${value}.`)),
        ),
        values.map((_, index) => index),
      );
    }
    case "mail_multi_query": {
      const facts = [{ attribute, place: thing }, ...Array.from({ length: SEVERAL - 1 }, () => notes.fact())];
      const values = facts.map(() => notes.number());
      const asked = facts.map((fact) => `the ${fact.attribute} of the ${fact.place}`);
      return one(
        `What is ${asked.slice(0, -1).join(", ")}, and ${asked.at(-1)}?`,
        { rule: "words", references: values, wrong: [] },
        facts.map((fact, index) =>
          at(
            index === 0 ? place.depth : elsewhere(),
            notes.note(`The ${fact.attribute} of the ${fact.place} is ${values[index]}.`),
          ),
        ),
        values.map((_, index) => index),
      );
    }
    case "mail_no_overlap": {
      const pair = notes.overlap();
      if (pair === undefined) return undefined;
      const person = notes.person();
      const references = [person, person.split(" ")[1] ?? person];
      return one(
        pair.question,
        { rule: "any-words", references },
        [at(place.depth, notes.note(pair.needle.replace("{n}", person)))],
        [0],
      );
    }
    case "mail_versions": {
      const [before, after] = [notes.number(), notes.number()];
      const year = random.between(2015, 2019);
      // Either may stand first in the prefix: the date decides, not the place.
      const later = notes.note(
        `The ${attribute} of the ${thing} is now ${after}.`,
        `${year + random.between(1, 5)}-09-14`,
      );
      return one(
        `${asks} If mails differ, the latest by date counts: give only that one.`,
        { rule: "words", references: [after], wrong: [before] },
        [at(place.depth, later), at(elsewhere(), notes.note(says(before), `${year}-03-02`))],
        [0, 1],
      );
    }
    case "mail_near_keys": {
      const [value, nearPlace, nearFact] = [notes.number(), notes.number(), notes.number()];
      const [start, end] = [thing.split(" ")[0], thing.split(" ").slice(1).join(" ")];
      const otherEnd = random.pick(PLACE_LAST.filter((word) => word !== end));
      const otherFact = random.pick(ATTRIBUTES.filter((word) => word !== attribute));
      return one(
        asks,
        { rule: "words", references: [value], wrong: [nearPlace, nearFact] },
        [
          at(place.depth, notes.note(says(value))),
          at(elsewhere(), notes.note(`The ${attribute} of the ${start} ${otherEnd} is ${nearPlace}.`)),
          at(elsewhere(), notes.note(`The ${otherFact} of the ${thing} is ${nearFact}.`)),
        ],
        [0],
      );
    }
    case "mail_same_words": {
      const [value, other] = [notes.number(), notes.number()];
      const [noun] = attribute.split(" ").slice(-1);
      return one(
        asks,
        { rule: "words", references: [value], wrong: [other] },
        [
          at(place.depth, notes.note(says(value))),
          at(
            elsewhere(),
            notes.note(
              `At the ${thing} a ${noun} hangs by the ${attribute.split(" ")[0]}: it says ${other} visitors came.`,
            ),
          ),
        ],
        [0],
      );
    }
  }
}
