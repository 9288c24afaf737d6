/** Plans for people: what an exam of a connected endpoint would ask and cost, and how long one that runs still takes. */
import { LonghandError } from "../../../shared/errors.ts";
import type { ExamPlan, ExamRequest } from "../../../shared/exam.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { askedOf } from "../archive/queries/exams.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { PrefillSpeed } from "../warm/prefill-speed.ts";
import { costOf, type ExamPosition, type Pace, paceOf, secondsOf } from "./cost.ts";
import { sizeArchive } from "./material.ts";
import { type ExamScopeOfWork, PRESETS, type PresetRules, scopeOfWork, sheetsOf } from "./plan.ts";

/** What is known of an endpoint's speed: its reading as it was measured; undefined where it never read. */
export type SpeedOf = (endpoint: Endpoint) => PrefillSpeed | undefined;

/** The endpoint's pace by what it read and answered so far. */
export function paceNow(db: ReadableDatabase, endpoint: Endpoint, speed: SpeedOf): Pace | undefined {
  const { address, model } = endpoint.description;
  return paceOf(speed(endpoint), askedOf(db, address, model));
}

/** Seconds at a pace, at most; no more than what the preset's limit on time leaves. Null where nothing was measured. */
export function secondsLeft(
  work: ExamScopeOfWork,
  rules: PresetRules,
  strict: boolean,
  pace: Pace | undefined,
  at?: ExamPosition & { readonly elapsed: number },
): number | null {
  const limit = rules.maxSeconds === null ? null : Math.max(0, rules.maxSeconds - (at?.elapsed ?? 0));
  if (pace === undefined) return limit;
  const seconds = secondsOf(sheetsOf(work, rules, strict), rules, pace, at);
  return limit === null ? seconds : Math.min(limit, seconds);
}

/** The plan of a request on a connected endpoint. */
export async function makePlan(
  db: ReadableDatabase,
  endpoint: Endpoint,
  request: ExamRequest,
  speed: SpeedOf,
): Promise<ExamPlan> {
  const { address, model, windowTokens } = endpoint.description;
  const archive = await sizeArchive(db, endpoint);
  const work = scopeOfWork(request, windowTokens, archive.tokens);
  const rules = PRESETS[request.preset];
  const lengths = [...new Set([...work.mail, ...work.ruler])].sort((a, b) => a - b);
  if (lengths.length === 0) {
    throw new LonghandError(
      "INVALID_INPUT",
      `None of these lengths fits the window of ${windowTokens.toLocaleString("en-US")} tokens.`,
      "Choose shorter lengths.",
    );
  }
  return {
    endpoint: address,
    model,
    windowTokens,
    preset: request.preset,
    lengths,
    tasks: work.tasks,
    ...costOf(sheetsOf(work, rules, request.strict), work, rules),
    seconds: secondsLeft(work, rules, request.strict, paceNow(db, endpoint, speed)),
    archiveTokens: archive.tokens,
  };
}
