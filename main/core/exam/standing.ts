/**
 * What the archive knows of an endpoint's reading: the newest exam of it, whether it still holds, what the owner chose.
 *
 * Owns the mark of answers from beyond the recommended length. Nothing here shrinks a window.
 */
import type { EffectiveLength, ExamChoice, ExamIdentity, ExamRecord, ExamStanding } from "../../../shared/exam.ts";
import type { ExamMark } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { newestExam } from "../archive/queries/exams.ts";
import { readExamChoices } from "../archive/queries/settings.ts";
import type { EndpointDescription } from "../endpoint/endpoint.ts";
import { writingFor } from "./writing.ts";

/** What makes exams of an endpoint comparable. */
export function identityOf(endpoint: EndpointDescription): ExamIdentity {
  const { address, model, modelIdentity, quantisation, kvType, version } = endpoint;
  return { address, model, modelIdentity, quantisation: quantisation ?? null, kvType: kvType ?? null, version };
}

/** The key of the owner's choice for an endpoint: a changed model is chosen for anew. */
export function choiceKey(identity: ExamIdentity): string {
  return [
    identity.address,
    identity.model,
    identity.modelIdentity,
    identity.quantisation ?? "",
    identity.kvType ?? "",
  ].join("\n");
}

/** What changed since an exam, in a sentence; null where nothing did. */
export function changeSince(exam: ExamIdentity & { readonly windowTokens?: number }, now: ExamIdentity): string | null {
  if (exam.model !== now.model || exam.modelIdentity !== now.modelIdentity)
    return "The endpoint runs another model than the one that was examined.";
  if (exam.quantisation !== now.quantisation)
    return `The model was examined as ${exam.quantisation ?? "an unnamed quantisation"} and runs as ${now.quantisation ?? "another one"} now.`;
  if (exam.kvType !== now.kvType)
    return `The cache was kept as ${exam.kvType ?? "its default type"} in the exam and is kept as ${now.kvType ?? "another type"} now.`;
  if (exam.version !== now.version) return `The server was examined as ${exam.version} and is ${now.version} now.`;
  return null;
}

/** Where an endpoint stands. */
export function examStanding(db: ReadableDatabase, endpoint: EndpointDescription): ExamStanding {
  const { windowTokens, address } = endpoint;
  const identity = identityOf(endpoint);
  const exam = newestExam(db, address, identity.model) ?? newestExam(db, address);
  const choice = readExamChoices(db)[choiceKey(identity)];
  const chosen: ExamChoice | null = choice === "recommended" || choice === "whole" ? choice : null;
  if (exam === undefined) {
    return {
      state: "none",
      reason: "This endpoint has not sat an exam.",
      examId: null,
      windowTokens,
      recommended: null,
      writing: writingFor(db, identity.modelIdentity),
      choice: null,
    };
  }
  const reason = changeSince(exam, identity);
  return {
    state: reason === null ? "current" : "outdated",
    reason: reason === null ? null : `${reason} A new exam would say what holds now.`,
    examId: exam.id,
    windowTokens,
    recommended: recommendedFor(exam),
    writing: writingFor(db, identity.modelIdentity),
    choice: chosen,
  };
}

/** What an exam recommends for asking. */
export function recommendedFor({ summary }: ExamRecord): EffectiveLength | null {
  if (summary === null) return null;
  return summary.asking ?? { tokens: summary.effective, low: 0, high: summary.effective };
}

/** The mark of an answer whose prompt was longer than the exam recommends; undefined where none is due. */
export function markFor(
  db: ReadableDatabase,
  endpoint: EndpointDescription,
  tokens: number,
  purpose: "asking" | "writing",
): ExamMark | undefined {
  const exam = newestExam(db, endpoint.address, endpoint.model);
  if (exam === undefined) return undefined;
  // A backtest may have come after the exam; without one, writing is held to what asking can use.
  const writing = purpose === "writing" ? writingFor(db, endpoint.modelIdentity) : null;
  const recommended = writing ?? recommendedFor(exam);
  if (recommended === null || tokens <= recommended.tokens) return undefined;
  const isOutdated = changeSince(exam, identityOf(endpoint)) !== null;
  return { examId: exam.id, recommendedTokens: recommended.tokens, promptTokens: tokens, isOutdated };
}
