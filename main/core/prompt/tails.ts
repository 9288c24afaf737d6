/**
 * The tails of format 1: what follows the corpus prefix in the user's turn.
 *
 * Pure. Content that comes from people (the question, the message, the points) is escaped like a document.
 */
import { ABSENT_ANSWER } from "../../../shared/absence.ts";
import { escapeContent, escapeInline } from "./escape.ts";

const ASK_RULE = `Answer from the archive only. Quote the exact words that prove the answer and give the id, like [m12]. If the archive does not say, answer: ${ABSENT_ANSWER}`;

const SWEEP_RULE =
  "Answer from the archive only. Quote the exact words that prove the answer and give the id, like [m12]. If nothing here helps, answer: NOTHING HERE.";

const DRAFT_RULE =
  "Write my reply to the message below, in my own manner: my greeting, my phrases, my length, my closing. Use facts only from the archive or the message.";

const NEW_MAIL_RULE =
  "Write my mail with the header below, in my own manner: my greeting, my phrases, my length, my closing. Use facts only from the archive or the points.";

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

/** The tail of a question to one window of a sweep. */
export function sweepTail(context: TailContext, question: string): string {
  return [...opening(context), SWEEP_RULE, `Question: ${escapeContent(question.trim())}`].join("\n\n");
}

/** What a sweep's last step is asked: words that stand in documents, by id; `isLast` says that the answer is wanted. */
export type FindingsRequest = {
  readonly question: string;
  readonly findings: readonly { readonly id: string; readonly quote: string }[];
  readonly isLast: boolean;
};

/** The tail over the findings of a sweep, a line each. */
export function findingsTail(context: TailContext, { question, findings, isLast }: FindingsRequest): string {
  const lines = findings.map(({ id, quote }) => `[${id}] ${escapeInline(quote.replace(/\s+/g, " ").trim())}`);
  return [
    ...opening(context),
    isLast ? ASK_RULE : SWEEP_RULE,
    `Findings:\n${lines.join("\n")}`,
    `Question: ${escapeContent(question.trim())}`,
  ].join("\n\n");
}

/**
 * What the owner asks of a draft; `message` is the rendered message without its id, for a new mail the header line of
 * the mail that is to be written (see voice/draft.ts).
 */
export type DraftRequest = {
  readonly message: string;
  /** A mail that answers nothing. */
  readonly isNew?: boolean;
  readonly points?: readonly string[];
  readonly language?: string;
  readonly length?: string;
  readonly formality?: string;
  /** A draft that was not right, and what should be different. */
  readonly earlier?: { readonly draft: string; readonly remark: string };
};

/** The tail of a draft. */
export function draftTail(context: TailContext, request: DraftRequest): string {
  const parts = [...opening(context), request.isNew === true ? NEW_MAIL_RULE : DRAFT_RULE];
  const points = (request.points ?? []).map((point) => escapeContent(point.trim())).filter((point) => point !== "");
  if (points.length > 0) parts.push(`Points to make:\n${points.map((point) => `- ${point}`).join("\n")}`);
  const wishes = [
    ["Language", request.language],
    ["Length", request.length],
    ["Formality", request.formality],
  ].flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}.`));
  if (wishes.length > 0) parts.push(wishes.join(" "));
  if (request.earlier !== undefined) {
    const lines = escapeContent(request.earlier.draft.trim()).split("\n");
    parts.push(`Earlier draft:\n${lines.map((line) => `> ${line}`.trimEnd()).join("\n")}`);
    const remark = escapeContent(request.earlier.remark.trim());
    parts.push(remark === "" ? "Write it differently." : `Write it anew with this remark: ${remark}`);
  }
  parts.push(`${request.isNew === true ? "Mail" : "Message"}:\n${request.message.trimEnd()}`);
  return parts.join("\n\n");
}
