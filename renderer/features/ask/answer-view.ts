/** One shape for an answer, whether it is coming in or kept in the history. Pure. */
import { isAbsentAnswer } from "../../../shared/absence.ts";
import type {
  AnswerRecord,
  AskResult,
  Citation,
  FitReport,
  InstructionNotice,
  Receipt,
  Scope,
} from "../../../shared/schemas.ts";
import type { SweepReport } from "../../../shared/sweep.ts";
import type { ShownError } from "../../errors.ts";
import { countOf, formatCount } from "../../format.ts";
import { isUnderWay, type Run } from "../prompt/run.ts";
import { scopeParts, scopeWords } from "../prompt/scope-words.ts";
import { bareClaims } from "./claims.ts";

/** What was asked. */
export type AskSubject = {
  readonly question: string;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly askedAt: string;
  /** The conversation that it goes on with; null for a question that begins one. */
  readonly follows: number | null;
  /** Read window by window. */
  readonly isSweep: boolean;
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
  readonly isSweep: boolean;
  /** The account of a sweep that came to its end. */
  readonly sweep: SweepReport | null;
  /** How many findings of a sweep it was asked of, instead of the archive; null for any other answer. */
  readonly findings: number | null;
  /** Cited documents that look as if they spoke to the model. */
  readonly notices: readonly InstructionNotice[];
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
    isSweep: subject.isSweep,
    sweep: result?.sweep ?? null,
    findings: null,
    notices: result?.notices ?? [],
    error: run.error,
  };
}

/** The view of a record of the history. */
export function viewOfRecord(record: AnswerRecord): AnswerView {
  const { error } = record;
  return {
    ...record,
    findings: null,
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

/** How an answer stands to its proof. */
export type ProofState = "proven" | "partly" | "unproven" | "refused";

/** Judges an answer that is done by its citations, and by the claims that none of them covers. */
export function proofState(view: Pick<AnswerView, "answer" | "citations">): ProofState {
  if (isAbsentAnswer(view.answer)) return "refused";
  const good = view.citations.filter((citation) => citation.state === "verified" || citation.state === "wrong-id");
  if (good.length === 0) return "unproven";
  return good.length === view.citations.length && bareClaims(view).length === 0 ? "proven" : "partly";
}

/** One question of a conversation; `run` while it is under way in this window. */
export type Turn = { readonly view: AnswerView; readonly run: Run<AskSubject, AskResult> | null };

/**
 * The turns of a conversation: what the history holds, and the run of this window where it is newer than that.
 *
 * `id` is the conversation's, "live" for one that has no number yet. A question that was refused before it began is
 * no turn.
 */
export function turnsOf(...from: Parameters<typeof allTurns>): Turn[] {
  const turns = allTurns(...from);
  const [first] = turns;
  const findings = first?.view.sweep?.findings.length ?? null;
  if (first === undefined || findings === null) return turns;
  return turns.map((turn) => (turn === first ? turn : { ...turn, view: { ...turn.view, findings } }));
}

function allTurns(
  records: readonly AnswerRecord[],
  run: Run<AskSubject, AskResult> | null,
  id: number | "live",
): Turn[] {
  const turns = records.map((record): Turn => ({ view: viewOfRecord(record), run: null }));
  if (run === null || (run.phase === "failed" && run.id === null)) return turns;
  const { follows } = run.subject;
  const isHere = id === "live" ? follows === null : run.id === id || follows === id;
  if (!isHere) return turns;
  const at = run.id === null ? -1 : turns.findIndex(({ view }) => view.id === run.id);
  const turn: Turn = { view: viewOfRun(run), run: isUnderWay(run) ? run : null };
  if (at === -1) return [...turns, turn];
  // What was stopped here is stopped, also before the archive has noted it; else what has ended is the archive's.
  const isNewer = isUnderWay(run) || turns[at]?.view.state === "running";
  return isNewer ? turns.with(at, turn) : turns;
}
