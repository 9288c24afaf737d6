/** An answer as text to take elsewhere: its words, and under them each quote with where it stands. Pure. */
import type { AnswerView } from "./answer-view.ts";

const STATES = { verified: "verified", near: "near, not the same", "wrong-id": "verified", "not-found": "not found" };

/** Question, answer, proof. */
export function copyText({
  question,
  answer,
  citations,
}: Pick<AnswerView, "question" | "answer" | "citations">): string {
  const proof = citations.map(
    ({ quote, id, claimedId, state }) => `- “${quote}” [${id ?? claimedId ?? "nowhere"}] (${STATES[state]})`,
  );
  return [question, answer.trim(), ...(proof.length === 0 ? [] : [proof.join("\n")])].join("\n\n");
}
