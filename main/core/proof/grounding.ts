/** Checks a draft's figures against its sources: a number that stands nowhere is named. */
import { wordsOf } from "../../../shared/words.ts";

/** Numbers (two digits or more) of the draft that stand in none of the sources, each once. */
export function ungroundedNumbers(draft: string, sources: readonly string[]): string[] {
  const numbers = new Set(
    wordsOf(draft)
      .map((word) => word.text)
      .filter((word) => /\d{2}/.test(word)),
  );
  return [...numbers].filter((number) => !sources.some((source) => source.includes(number)));
}
