/** Procedures of model files that are fetched: each host only after the owner's yes to it, for this one file. */
import { z } from "zod";
import type { ModelDownload } from "../../../shared/downloads.ts";
import { LonghandError } from "../../../shared/errors.ts";
import type { ModelFile } from "../../../shared/plan.ts";
import { readEndpointChoice } from "../archive/queries/settings.ts";
import { type Downloads, modelDirectory, readDownloads } from "../models/downloads.ts";
import { modelFile } from "../planner/model-files.ts";
import { PUBLISHED_MODELS } from "../planner/published-models.ts";
import { takeModelFile } from "./archive.ts";
import { numberSchema } from "./inputs.ts";
import { type ApiContext, directoryOf, procedure, requireWriter, router } from "./trpc.ts";

const sha256Schema = z.string().regex(/^[0-9a-fA-F]{64}$/, "it must be 64 hexadecimal digits");
const hostSchema = z.string().min(1).max(300);
/** A model of the list, or the address of any GGUF file; `host` is the one that the owner said yes to. */
const startSchema = z.union([
  z.strictObject({ model: z.string().min(1).max(100), host: hostSchema }),
  z.strictObject({ url: z.string().min(1).max(2000), host: hostSchema, sha256: sha256Schema.optional() }),
]);

function requireDownloads(ctx: ApiContext): Downloads {
  requireWriter(ctx);
  if (ctx.downloads === undefined) throw new Error("a core with a writer has downloads");
  return ctx.downloads;
}

export const modelsRouter = router({
  /** The files of published models that can be fetched; nothing is asked of a host for this list. */
  files: procedure.query((): readonly { readonly id: string; readonly file: ModelFile | null }[] =>
    PUBLISHED_MODELS.map(({ id }) => ({ id, file: modelFile(id) })),
  ),

  /** The files that are fetched or were, newest first. */
  downloads: procedure.query(
    ({ ctx }): ModelDownload[] => ctx.downloads?.list() ?? readDownloads(ctx.db, modelDirectory(directoryOf(ctx))),
  ),

  /** The same, now and after every change. */
  watch: procedure.subscription(async function* ({ ctx, signal }): AsyncGenerator<readonly ModelDownload[]> {
    yield* requireDownloads(ctx).watch(signal ?? new AbortController().signal);
  }),

  /** Begins to fetch a file, or goes on with it; naming its host is the owner's yes to that one host. */
  download: procedure.input(startSchema).mutation(async ({ ctx, input }): Promise<{ id: number }> => {
    const downloads = requireDownloads(ctx);
    if ("url" in input) return { id: await downloads.start(input) };
    const file = modelFile(input.model);
    if (file === null) {
      throw new LonghandError(
        "MODEL_NOT_FOUND",
        `Longhand knows no file of a model named ${input.model}.`,
        "Name the address of a GGUF file instead.",
      );
    }
    return {
      id: await downloads.start({
        url: file.url,
        host: input.host,
        bytes: file.bytes ?? undefined,
        sha256: file.sha256 ?? undefined,
        sha256From: "list",
      }),
    };
  }),

  /** Says yes to the host that a granted one sends to, for this file. */
  grant: procedure
    .input(z.strictObject({ id: z.int().positive(), host: hostSchema }))
    .mutation(async ({ ctx, input }): Promise<null> => {
      await requireDownloads(ctx).grant(input.id, input.host);
      return null;
    }),

  pause: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireDownloads(ctx).pause(input.id);
    return null;
  }),

  unpause: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    await requireDownloads(ctx).unpause(input.id);
    return null;
  }),

  /** Stops a download and deletes what is there of it; a model in use stays. */
  remove: procedure.input(numberSchema).mutation(async ({ ctx, input }): Promise<null> => {
    const downloads = requireDownloads(ctx);
    const row = downloads.list().find(({ id }) => id === input.id);
    if (row?.state === "done" && readEndpointChoice(ctx.db).address === downloads.fileOf(row.id)) {
      throw new LonghandError("INVALID_INPUT", `${row.name} is the model in use.`, "Choose another model first.");
    }
    await downloads.remove(input.id);
    return null;
  }),

  /** Makes a file that has arrived the archive's model. */
  use: procedure
    .input(numberSchema)
    .mutation(
      ({ ctx, input }): Promise<{ model: string; windowTokens: number }> =>
        takeModelFile(ctx, requireDownloads(ctx).fileOf(input.id)),
    ),
});
