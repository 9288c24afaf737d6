/**
 * The API's foundation: what a procedure is given, and how errors leave it.
 *
 * Errors leave as LonghandError in the cause of a TRPCError; anything unforeseen becomes `INTERNAL` without a stack.
 */
import path from "node:path";
import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { LonghandError, toErrorRecord } from "../../../shared/errors.ts";
import type { RestoreOutcome } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import type { ListPages } from "../archive/list-pages.ts";
import type { LongQueries } from "../archive/long-queries.ts";
import { asDatabaseError } from "../archive/sqlite-errors.ts";
import type { Writer } from "../archive/writer.ts";
import type { Connections } from "../connections.ts";
import type { EndpointPool } from "../endpoint/endpoint-pool.ts";
import type { ExamRuns } from "../exam/exam-runs.ts";
import type { KeyStore } from "../file-keys.ts";
import type { ImportRuns } from "../import/import-runs.ts";
import type { Tickets } from "../import/tickets.ts";
import type { Downloads } from "../models/downloads.ts";
import type { Prefixes } from "../prompt/prefixes.ts";
import type { BacktestRuns } from "../voice/backtest/runs.ts";
import type { VoiceFacts } from "../voice/voice-facts.ts";
import type { KvStates } from "../warm/kv-store.ts";
import type { Reader } from "../warm/reader.ts";
import type { WarmJobs } from "../warm/warm-jobs.ts";

/** What every procedure is given. */
export type ApiContext = {
  readonly db: ReadableDatabase;
  /** Questions that may walk through the archive: never asked of `db`, which is the API thread's. */
  readonly queries: LongQueries;
  /** How much the owner wrote and what it looks like. */
  readonly voice: VoiceFacts;
  /** Pages of long lists. */
  readonly lists: ListPages;
  /** Absent when the archive was opened for reading only, or another process writes it. */
  readonly writer: Writer | undefined;
  /** The prompt's prefixes, one a scope. */
  readonly prefixes: Prefixes;
  readonly endpoints: EndpointPool;
  /** The log of every connection that is opened. */
  readonly connections: Connections;
  /** Background imports; absent without a writer. */
  readonly runs: ImportRuns | undefined;
  /** Background backtests; absent without a writer. */
  readonly backtests: BacktestRuns | undefined;
  /** Model files that are fetched; absent without a writer. */
  readonly downloads: Downloads | undefined;
  /** What stands before every endpoint: its queue and what it holds. */
  readonly reader: Reader;
  readonly states: KvStates;
  /** Jobs that read ahead; absent without a writer. */
  readonly warm: WarmJobs | undefined;
  readonly tickets: Tickets;
  /** How a restore ended that was asked for before this core was started. */
  readonly lastRestore: RestoreOutcome | null;
  /** Ends this core so that its host starts it anew; absent where there is no such host. */
  readonly restart: (() => void) | undefined;
  /** The folder with the bundled model and sample. */
  readonly resources: string;
  /** API keys by endpoint address; where they are kept is the host's business. */
  readonly keys: KeyStore;
  /** Exams of endpoints; absent without a writer. */
  readonly exams: ExamRuns | undefined;
  /** `host` for the program itself (command line, dialogs), `page` for the renderer. */
  readonly caller: "host" | "page";
};

/** What tRPC says of a request that is none: not JSON, no such procedure, no input where one belongs. */
const NO_REQUEST = new Set([
  "PARSE_ERROR",
  "BAD_REQUEST",
  "NOT_FOUND",
  "METHOD_NOT_SUPPORTED",
  "UNPROCESSABLE_CONTENT",
]);

/** The Longhand error behind anything a procedure threw. */
export function errorBehind(error: unknown): LonghandError {
  const cause = asDatabaseError(error instanceof TRPCError && error.cause !== undefined ? error.cause : error);
  if (cause instanceof LonghandError) return cause;
  if (cause instanceof ZodError) {
    const issue = cause.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? "the request" : issue.path.join(".");
    return new LonghandError(
      "INVALID_INPUT",
      `The value of ${where} is not valid: ${issue?.message ?? "wrong shape"}.`,
      "",
      { cause },
    );
  }
  if (error instanceof TRPCError && NO_REQUEST.has(error.code)) {
    return new LonghandError("INVALID_INPUT", "This is no request that Longhand knows.", "", { cause });
  }
  return new LonghandError("INTERNAL", toErrorRecord(cause).message, "", { cause });
}

const t = initTRPC.context<ApiContext>().create({
  errorFormatter({ shape, error }) {
    const longhand = toErrorRecord(errorBehind(error));
    return { message: longhand.message, code: shape.code, data: { code: shape.data.code, longhand } };
  },
});

export const router = t.router;

/** Fields of an endpoint that name files of this machine. */
const FILE_FIELDS = ["caFile", "vocabularyFile"];

/** A procedure for everybody; what a page names in its request is never a path, in whatever field. */
export const procedure = t.procedure.use(async ({ ctx, getRawInput, next }) => {
  if (ctx.caller === "page") {
    const input = await getRawInput();
    const endpoint = typeof input === "object" && input !== null && "endpoint" in input ? input.endpoint : undefined;
    if (typeof endpoint === "object" && endpoint !== null && FILE_FIELDS.some((field) => field in endpoint))
      throw noPath();
  }
  return next();
});

export const createCallerFactory = t.createCallerFactory;

function noPath(): TRPCError {
  return new TRPCError({
    code: "FORBIDDEN",
    cause: new LonghandError("INVALID_INPUT", "A page may not name a path.", "Use the file picker."),
  });
}

/** A procedure that takes paths of this machine: only the host may call it, never a page. */
export const hostProcedure = t.procedure.use(({ ctx, next }) => {
  if (ctx.caller !== "host") {
    throw noPath();
  }
  return next();
});

/** The archive's directory; pages are never told. */
export function directoryOf(ctx: ApiContext): string {
  return path.dirname(ctx.db.name);
}

/** The writer, or the error that says why there is none. */
export function requireWriter(ctx: ApiContext): Writer {
  if (ctx.writer === undefined) {
    throw new LonghandError(
      "ARCHIVE_IN_USE",
      "The archive is open for reading only.",
      "Close the program that is writing it.",
    );
  }
  return ctx.writer;
}

/** The background imports, or the error that says why there are none. */
export function requireRuns(ctx: ApiContext): ImportRuns {
  requireWriter(ctx);
  if (ctx.runs === undefined) throw new Error("a core with a writer has import runs");
  return ctx.runs;
}
