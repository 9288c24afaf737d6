/** One shape for an answer, whether it is coming in or kept in the history. Pure. */
import type { AnswerRecord, AskResult, Citation, FitReport, Receipt, Scope } from "../../../shared/schemas.ts";
import type { ShownError } from "../../errors.ts";
import { countOf, formatCount } from "../../format.ts";
import { isUnderWay, type Run } from "../prompt/run.ts";
import { scopeParts, scopeWords } from "../prompt/scope-words.ts";

/** What was asked. */
export type AskSubject = {
  readonly question: string;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly askedAt: string;
};

/** An answer as its page shows it. */
export type AnswerView = {
  readonly id: number | null;
  readonly question: string;
  readonly scope: Scope;
  readonly askedAt: string;
  readonly model: string | null;
  readonly state: "running" | "done" | "failed" | "stopped";
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly receipt: Receipt | null;
  readonly fit: FitReport | null;
  /** Only the newest that fit were asked for, as far as this window knows. */
  readonly isFitted: boolean;
  readonly error: ShownError | null;
};

/** The view of a run in this window. */
export function viewOfRun(run: Run<AskSubject, AskResult>): AnswerView {
  const { subject, result, phase } = run;
  return {
    id: run.id,
    question: subject.question,
    scope: subject.scope,
    askedAt: subject.askedAt,
    model: result?.receipt.model ?? null,
    state: isUnderWay(run) ? "running" : phase === "done" ? "done" : phase === "failed" ? "failed" : "stopped",
    answer: result?.answer ?? run.text,
    citations: result?.citations ?? [],
    receipt: result?.receipt ?? null,
    fit: result?.fit ?? null,
    isFitted: subject.fit !== undefined,
    error: run.error,
  };
}

/** The view of a record of the history. */
export function viewOfRecord(record: AnswerRecord): AnswerView {
  const { error } = record;
  return {
    ...record,
    isFitted: record.fit !== null,
    error: error === null ? null : { code: error.code as ShownError["code"], message: error.message, remedy: "" },
  };
}

/** `the newest 12 of 179 documents`, with what they were chosen from where that is not everything. */
export function fittedWords(fit: FitReport, scope: Scope): string {
  const words = `the newest ${formatCount(fit.kept)} of ${countOf(fit.kept + fit.leftOut.length, "document")}`;
  return scopeParts(scope).length === 0 ? words : `${words} (${scopeWords(scope)})`;
}

/** What was read; for an answer that did not come to its end only what was to be read. */
export function readWords(view: Pick<AnswerView, "state" | "scope" | "fit" | "isFitted">): string {
  const { fit, scope, state } = view;
  const isPart = fit !== null && fit.leftOut.length > 0;
  if (state === "done") return `read: ${isPart ? fittedWords(fit, scope) : scopeWords(scope)}`;
  if (isPart) return `to read: ${fittedWords(fit, scope)}`;
  return `to read: ${view.isFitted ? "the newest that fit of " : ""}${scopeWords(scope)}`;
}

/** What the model says when the archive does not say: no claim, so nothing to prove. */
const REFUSAL = /^I could not find that in the archive\.?$/i;

/** How an answer stands to its proof. */
export type ProofState = "proven" | "partly" | "unproven" | "refused";

/** Judges an answer that is done by its citations. */
export function proofState(view: Pick<AnswerView, "answer" | "citations">): ProofState {
  if (REFUSAL.test(view.answer.trim())) return "refused";
  const good = view.citations.filter((citation) => citation.state === "verified" || citation.state === "wrong-id");
  if (good.length === 0) return "unproven";
  return good.length === view.citations.length ? "proven" : "partly";
}
