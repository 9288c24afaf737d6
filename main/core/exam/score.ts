/**
 * Exact scoring by rule. Pure.
 *
 * RULER's two rules (scripts/eval/synthetic/constants.py): all references as a mean fraction, or any of them, found as
 * parts of the answer whatever the case. Questions to the owner's mail use whole words instead, and know wrong answers.
 */
import { ABSENT_ANSWER } from "../../../shared/absence.ts";

/** What a right answer holds. */
export type Expectation =
  | { readonly rule: "all" | "any"; readonly references: readonly string[] }
  /** All of `references` as whole words and none of `wrong`: the other versions and neighbours. */
  | { readonly rule: "words"; readonly references: readonly string[]; readonly wrong: readonly string[] }
  /** One of `references` as whole words: several ways to write the same. */
  | { readonly rule: "any-words"; readonly references: readonly string[] }
  /** The archive does not say, and the answer must say so. */
  | { readonly rule: "absent" };

const isPart = (answer: string, reference: string): boolean => answer.toLowerCase().includes(reference.toLowerCase());

/** Whether words stand in a text without letters or digits right beside them; white space is one space. */
export function hasWords(text: string, words: string): boolean {
  const squeezed = text.replace(/\s+/g, " ").toLowerCase();
  const wanted = words.replace(/\s+/g, " ").toLowerCase();
  for (let at = squeezed.indexOf(wanted); at >= 0; at = squeezed.indexOf(wanted, at + 1)) {
    const before = squeezed.slice(0, at).at(-1) ?? " ";
    const after = squeezed.at(at + wanted.length) ?? " ";
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

const isRefusal = (answer: string): boolean => isPart(answer, ABSENT_ANSWER.slice(0, -1));

/** The score of an answer, 0 to 1. */
export function scoreAnswer(answer: string, expectation: Expectation): number {
  switch (expectation.rule) {
    case "absent":
      return isRefusal(answer) ? 1 : 0;
    case "any":
      return expectation.references.some((reference) => isPart(answer, reference)) ? 1 : 0;
    case "any-words":
      return expectation.references.some((reference) => hasWords(answer, reference)) ? 1 : 0;
    case "all":
    case "words": {
      const { references } = expectation;
      if (expectation.rule === "words" && expectation.wrong.some((word) => hasWords(answer, word))) return 0;
      const matches = expectation.rule === "words" ? hasWords : isPart;
      return references.filter((reference) => matches(answer, reference)).length / Math.max(1, references.length);
    }
  }
}

/** What a right answer holds, for people. */
export function expectedWords(expectation: Expectation): readonly string[] {
  return expectation.rule === "absent" ? [ABSENT_ANSWER] : expectation.references;
}
