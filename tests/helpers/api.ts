/** The API of a real core on a temporary archive, as the command line calls it. */
import path from "node:path";
import { createCaller } from "../../main/core/api/router.ts";
import { type Core, openCore } from "../../main/core/core.ts";
import type { AskResult, DraftResult, DraftTarget, EndpointChoice, Scope } from "../../shared/schemas.ts";
import { ROOT, temporaryDirectory } from "./paths.ts";

/** A caller of the API. */
export type Api = ReturnType<typeof createCaller>;

/** An open core with a caller. */
export type TestApi = {
  readonly api: Api;
  readonly core: Core;
  readonly directory: string;
  readonly scratch: string;
  /** A caller whose requests end when the signal aborts. */
  withSignal(signal: AbortSignal): Api;
  close(): Promise<void>;
};

/** Opens a core on a new archive, or on the archive in `directory`. */
export async function openTestApi(directory?: string): Promise<TestApi> {
  const scratch = temporaryDirectory();
  const archive = directory ?? path.join(scratch.path, "archive");
  const resources = path.join(ROOT, "resources");
  const core = await openCore({ directory: archive, mode: "create", program: "a test", resources });
  return {
    api: createCaller(core.context("host")),
    core,
    directory: archive,
    scratch: scratch.path,
    withSignal: (signal) => createCaller(core.context("host"), { signal }),
    async close() {
      await core.close();
      scratch.dispose();
    },
  };
}

/** Imports files. */
export async function importPaths(api: Api, paths: string[], me: string[] = []): Promise<void> {
  for await (const _ of await api.import.run({ paths, me }));
}

/** Asks and returns the results. */
export async function askAll(
  api: Api,
  questions: string[],
  options: { readonly scope?: Scope; readonly endpoint?: EndpointChoice; readonly fit?: "newest" } = {},
): Promise<AskResult[]> {
  const { scope = {}, endpoint = {}, ...rest } = options;
  const results: AskResult[] = [];
  for await (const event of await api.ask.run({ questions, scope, endpoint, today: "2026-11-23", ...rest })) {
    if (event.event === "result") results.push(event.result);
  }
  return results;
}

/** Drafts a reply and returns the result. */
export async function draftReply(
  api: Api,
  id: string,
  options: {
    readonly scope?: Scope;
    readonly endpoint?: EndpointChoice;
    readonly points?: string[];
    readonly learn?: "everything" | "voice" | number;
    readonly variant?: number;
  } = {},
): Promise<DraftResult> {
  return draftFor(api, { type: "reply", id }, options);
}

/** Drafts for any target and returns the result. */
export async function draftFor(
  api: Api,
  target: DraftTarget,
  options: Parameters<typeof draftReply>[2] = {},
): Promise<DraftResult> {
  const { scope = {}, endpoint = {}, points = [], ...rest } = options;
  const input = { target, points, scope, endpoint, today: "2026-11-23", ...rest };
  for await (const event of await api.draft.run(input)) {
    if (event.event === "result") return event.result;
  }
  throw new Error("no draft came");
}

/** The code of the Longhand error that a promise is rejected with. */
export async function errorCode(work: Promise<unknown>): Promise<string> {
  const { errorBehind } = await import("../../main/core/api/trpc.ts");
  try {
    await work;
  } catch (error) {
    return errorBehind(error).code;
  }
  return "no error";
}
