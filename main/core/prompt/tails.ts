/**
 * The tails of format 1: what follows the corpus prefix in the user's turn.
 *
 * Pure. Content that comes from people (the question, the message, the points) is escaped like a document.
 */
import { ABSENT_ANSWER } from "../../../shared/absence.ts";
import { escapeContent } from "./escape.ts";

const ASK_RULE = `Answer from the archive only. Quote the exact words that prove the answer and give the id, like [m12]. If the archive does not say, answer: ${ABSENT_ANSWER}`;

const DRAFT_RULE =
  "Write my reply to the message below, in my own manner: my greeting, my phrases, my length, my closing. Use facts only from the archive or the message.";

/** What stands first in every tail; `today` is `YYYY-MM-DD`, `withdrawn` holds document ids. */
export type TailContext = { readonly today: string; readonly withdrawn?: readonly string[] };

function opening(context: TailContext): string[] {
  const withdrawn = context.withdrawn ?? [];
  const lines = [`Today is ${context.today}.`];
  if (withdrawn.length > 0) lines.push(`Withdrawn: ${withdrawn.map((id) => `[${id}]`).join(", ")}.`);
  return lines;
}

/** The tail of a question. */
export function askTail(context: TailContext, question: string): string {
  return [...opening(context), ASK_RULE, `Question: ${escapeContent(question.trim())}`].join("\n\n");
}

/** What the owner asks of a draft; `message` is the rendered message without its id (see voice/draft.ts). */
export type DraftRequest = {
  readonly message: string;
  readonly points?: readonly string[];
  readonly language?: string;
  readonly length?: string;
};

/** The tail of a draft. */
export function draftTail(context: TailContext, request: DraftRequest): string {
  const parts = [...opening(context), DRAFT_RULE];
  const points = (request.points ?? []).map((point) => escapeContent(point.trim())).filter((point) => point !== "");
  if (points.length > 0) parts.push(`Points to make:\n${points.map((point) => `- ${point}`).join("\n")}`);
  const wishes: string[] = [];
  if (request.language !== undefined) wishes.push(`Language: ${request.language}.`);
  if (request.length !== undefined) wishes.push(`Length: ${request.length}.`);
  if (wishes.length > 0) parts.push(wishes.join(" "));
  parts.push(`Message:\n${request.message.trimEnd()}`);
  return parts.join("\n\n");
}
