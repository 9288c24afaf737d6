/** The answer that says that the archive does not say: part of prompt format 1, recognised by everyone who shows answers. */

/** What the model is told to answer when the archive does not hold the answer. */
export const ABSENT_ANSWER = "I could not find that in the archive.";

/** Whether an answer says just that; it needs no proof and cites nothing. */
export function isAbsentAnswer(answer: string): boolean {
  return answer.trim().replace(/\.$/, "").toLowerCase() === ABSENT_ANSWER.slice(0, -1).toLowerCase();
}
