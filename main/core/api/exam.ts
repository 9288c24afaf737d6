/** Procedures of exams: plan, run in the background, results, what the owner chose. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type ExamCell,
  type ExamPlan,
  type ExamRecord,
  type ExamRequest,
  type ExamStanding,
  examRequestSchema,
} from "../../../shared/exam.ts";
import { endpointSchema } from "../../../shared/schemas.ts";
import { getExam, listExamCells, listExams } from "../archive/queries/exams.ts";
import { ENDPOINT_KEY, EXAM_CHOICES_KEY, readEndpointChoice, readExamChoices } from "../archive/queries/settings.ts";
import type { ExamEvent, ExamRuns } from "../exam/exam-runs.ts";
import { choiceKey, examStanding, identityOf } from "../exam/standing.ts";
import { choiceFor, endpointFor } from "./archive.ts";
import { numberSchema } from "./inputs.ts";
import { type ApiContext, procedure, requireWriter, router } from "./trpc.ts";

function requireExams(ctx: ApiContext): ExamRuns {
  requireWriter(ctx);
  if (ctx.exams === undefined) throw new Error("a core with a writer has exams");
  return ctx.exams;
}

/** The request with the endpoint in full, so that it means the same later. */
function inFull(ctx: ApiContext, request: ExamRequest): ExamRequest {
  return { ...request, endpoint: choiceFor(ctx, request.endpoint) };
}

function examOf(ctx: ApiContext, id: number): ExamRecord {
  const exam = getExam(ctx.db, id);
  if (exam === undefined) throw new LonghandError("EXAM_NOT_FOUND", "This exam is not in the archive.");
  return exam;
}

/** The room that answer and question need beside a recommended length, when the owner keeps to it. */
const LEAST_WINDOW = 256;

export const examRouter = router({
  /** What an exam would ask and cost. Connects to the endpoint and counts; reads nothing into it. */
  plan: procedure
    .input(examRequestSchema)
    .query(({ ctx, input }): Promise<ExamPlan> => requireExams(ctx).plan(inFull(ctx, input))),

  start: procedure.input(examRequestSchema).mutation(
    async ({ ctx, input }): Promise<{ id: number }> => ({
      id: await requireExams(ctx).start(inFull(ctx, input)),
    }),
  ),

  /** Begins an exam, or goes on with `id`, and yields what happens; an abort pauses it. */
  run: procedure.input(z.union([examRequestSchema, numberSchema])).subscription(async function* ({
    ctx,
    input,
    signal,
  }): AsyncGenerator<ExamEvent> {
    const exams = requireExams(ctx);
    if ("id" in input) await exams.resume(input.id);
    const id = "id" in input ? input.id : await exams.start(inFull(ctx, input));
    const onAbort = (): void => void exams.pause(id);
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      yield* exams.follow(id);
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }),

  resume: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireExams(ctx).resume(input.id);
    return null;
  }),
  pause: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireExams(ctx).pause(input.id);
    return null;
  }),
  cancel: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireExams(ctx).cancel(input.id);
    return null;
  }),
  delete: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireExams(ctx).delete(input.id);
    return null;
  }),

  list: procedure.query(({ ctx }): ExamRecord[] => ctx.exams?.list() ?? listExams(ctx.db)),

  /** The exams now and after every change. */
  watch: procedure.subscription(async function* ({ ctx, signal }): AsyncGenerator<ExamRecord[]> {
    if (ctx.exams === undefined) yield listExams(ctx.db);
    else yield* ctx.exams.watch(signal ?? new AbortController().signal);
  }),

  /** An exam with its cells. */
  get: procedure.input(numberSchema).query(({ ctx, input }): { exam: ExamRecord; cells: ExamCell[] } => ({
    exam: examOf(ctx, input.id),
    cells: listExamCells(ctx.db, input.id),
  })),

  /** What is known of an endpoint's reading, and whether a new exam is due. */
  standing: procedure
    .input(z.strictObject({ endpoint: endpointSchema }))
    .query(async ({ ctx, input }): Promise<ExamStanding> => {
      const endpoint = await endpointFor(ctx, input.endpoint);
      return examStanding(ctx.db, endpoint.description);
    }),

  /**
   * The owner's one decision after an exam: `recommended` sets the window's limit of the saved endpoint, `whole` leaves
   * it and has longer answers marked. It can be changed in the settings at any time.
   */
  choose: procedure
    .input(z.strictObject({ id: z.int().positive(), choice: z.enum(["recommended", "whole"]) }))
    .mutation(async ({ ctx, input }): Promise<null> => {
      const writer = requireWriter(ctx);
      const exam = examOf(ctx, input.id);
      const saved = readEndpointChoice(ctx.db);
      const endpoint = await endpointFor(ctx, {});
      const identity = identityOf(endpoint.description);
      if (identity.address !== exam.address || identity.model !== exam.model) {
        throw new LonghandError(
          "INVALID_INPUT",
          "This exam is of another endpoint than the one in the settings.",
          "Choose its endpoint in the settings first.",
        );
      }
      const recommended = exam.summary?.asking?.tokens ?? exam.summary?.effective ?? 0;
      if (input.choice === "recommended") {
        const windowTokens = Math.max(LEAST_WINDOW, recommended);
        await writer.call("putSetting", { key: ENDPOINT_KEY, value: JSON.stringify({ ...saved, windowTokens }) });
      } else if (saved.windowTokens === Math.max(LEAST_WINDOW, recommended)) {
        const { windowTokens: _, ...whole } = saved;
        await writer.call("putSetting", { key: ENDPOINT_KEY, value: JSON.stringify(whole) });
      }
      const choices = { ...readExamChoices(ctx.db), [choiceKey(identity)]: input.choice };
      await writer.call("putSetting", { key: EXAM_CHOICES_KEY, value: JSON.stringify(choices) });
      return null;
    }),
});
