/** A conversation as a file: Markdown for people, JSON for programs; with its sources and what was read. Pure. */
import { isAbsentAnswer } from "../../../shared/absence.ts";
import type { AnswerRecord, Citation, DocumentSummary } from "../../../shared/schemas.ts";

/** What an id in an answer stands for; undefined where the document is gone. */
export type SourceOf = (id: string) => DocumentSummary | undefined;

const STATES: Readonly<Record<Citation["state"], string>> = {
  verified: "verified, word for word",
  near: "near, not the same words",
  "wrong-id": "right words, another mail than the answer names",
  "not-found": "NOT FOUND in what was read",
};

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Markdown would take these as its own. */
function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>#|]/g, "\\$&");
}

function sourceLine(citation: Citation, sourceOf: SourceOf): string {
  const quote = `“${plain(citation.quote)}”`;
  if (citation.id === null) return `- ${quote}: ${STATES[citation.state]}`;
  const source = sourceOf(citation.id);
  const who = source?.from?.name || source?.from?.address || "";
  const place = [who, (source?.date ?? "").slice(0, 10), source === undefined ? "" : `“${plain(source.subject)}”`]
    .filter((part) => part !== "" && part !== "“”")
    .join(", ");
  const there = citation.source === undefined ? "" : ` It says: “${plain(citation.source)}”.`;
  return `- ${quote}: ${STATES[citation.state]} in ${citation.id}${place === "" ? "" : ` (${place})`}.${there}`;
}

function readLine({ receipt, model, endpoint, sweep }: AnswerRecord): string {
  if (receipt === null) return `_Model: ${plain(model)} at ${plain(endpoint)}._`;
  const windows =
    sweep === null ? "" : ` in ${sweep.windows.length} windows (${sweep.read} of ${sweep.documents} documents)`;
  return `_Read${windows}: ${receipt.promptTokens} tokens of ${receipt.assembledTokens} sent. Model: ${plain(model)} at ${plain(endpoint)}._`;
}

/** A conversation as Markdown. */
export function conversationMarkdown(answers: readonly AnswerRecord[], sourceOf: SourceOf): string {
  const [first] = answers;
  const title = first?.title ?? first?.question ?? "Conversation";
  const parts = [`# ${plain(title)}`];
  for (const answer of answers) {
    parts.push(`## ${plain(answer.question)}`, `_Asked ${answer.askedAt.slice(0, 16).replace("T", " ")} UTC._`);
    parts.push(answer.answer.trim() === "" ? "_No answer._" : answer.answer.trim());
    if (answer.error !== null) parts.push(`_${plain(answer.error.message)}_`);
    if (answer.citations.length > 0) {
      parts.push(["Sources:", "", ...answer.citations.map((citation) => sourceLine(citation, sourceOf))].join("\n"));
    } else if (answer.state === "done" && !isAbsentAnswer(answer.answer)) {
      parts.push("_No proof: nothing in this answer is quoted from the archive._");
    }
    parts.push(readLine(answer));
  }
  return `${parts.join("\n\n")}\n`;
}

/** A conversation as JSON: the answers as they are kept, and the documents that they cite. */
export function conversationJson(answers: readonly AnswerRecord[], sourceOf: SourceOf): string {
  const ids = new Set(answers.flatMap(({ citations }) => citations.flatMap(({ id }) => (id === null ? [] : [id]))));
  const sources = Object.fromEntries(
    [...ids].flatMap((id) => (sourceOf(id) === undefined ? [] : [[id, sourceOf(id)]])),
  );
  return `${JSON.stringify({ format: "longhand-conversation-1", answers, sources }, null, 2)}\n`;
}
