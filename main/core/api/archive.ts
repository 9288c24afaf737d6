/** Procedures about the archive as a whole and its settings. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type ArchiveStatus,
  type EndpointChoice,
  type EndpointReport,
  endpointSchema,
  type LocalServer,
  type OfferedModels,
} from "../../../shared/schemas.ts";
import { ENDPOINT_KEY, readEndpointChoice } from "../archive/queries/settings.ts";
import { readStatus } from "../archive/queries/sources.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { findLocalServers } from "../endpoint/local-servers.ts";
import { isServerAddress, listModels } from "../endpoint/open-endpoint.ts";
import { type ApiContext, procedure, requireWriter, router } from "./trpc.ts";

/** What a page may choose: no key and no path of a certificate travels back to it. */
const pageEndpointSchema = endpointSchema.omit({ caFile: true, vocabularyFile: true });

/** The choice with the saved key of its address filled in. */
function withKey(ctx: ApiContext, choice: EndpointChoice): EndpointChoice {
  const apiKey = choice.apiKey ?? (choice.address === undefined ? undefined : ctx.keys.get(choice.address));
  return apiKey === undefined ? choice : { ...choice, apiKey };
}

/** What a request chose, in full: one that names no address means the endpoint saved in the archive. */
export function choiceFor(ctx: ApiContext, choice: EndpointChoice): EndpointChoice {
  return withKey(ctx, choice.address === undefined ? { ...readEndpointChoice(ctx.db), ...choice } : choice);
}

/** The connected endpoint of a request. */
export function endpointFor(ctx: ApiContext, choice: EndpointChoice): Promise<Endpoint> {
  return ctx.endpoints.get(choiceFor(ctx, choice));
}

/** Makes a GGUF file the archive's model; it must open as one first. */
export async function takeModelFile(
  ctx: ApiContext,
  address: string,
): Promise<{ model: string; windowTokens: number }> {
  const writer = requireWriter(ctx);
  const { description } = await ctx.endpoints.get({ address });
  await writer.call("putSetting", { key: ENDPOINT_KEY, value: JSON.stringify({ address }) });
  return { model: description.model, windowTokens: description.windowTokens };
}

export const archiveRouter = router({
  status: procedure.query(({ ctx }): ArchiveStatus => ({ ...readStatus(ctx.db), canWrite: ctx.writer !== undefined })),
});

export const settingsRouter = router({
  endpoint: procedure.query(({ ctx }): { choice: EndpointChoice; hasKey: boolean } => {
    const { apiKey: _, ...choice } = readEndpointChoice(ctx.db);
    return { choice, hasKey: choice.address !== undefined && ctx.keys.get(choice.address) !== undefined };
  }),

  /** Saves which endpoint to use; an absent address means the bundled model. */
  setEndpoint: procedure.input(pageEndpointSchema).mutation(async ({ ctx, input }): Promise<null> => {
    const { apiKey, ...choice } = input;
    const writer = requireWriter(ctx);
    if (apiKey !== undefined) {
      if (choice.address === undefined) throw new LonghandError("INVALID_INPUT", "The bundled model needs no key.");
      ctx.keys.set(choice.address, apiKey);
    }
    await writer.call("putSetting", { key: ENDPOINT_KEY, value: JSON.stringify(choice) });
    return null;
  }),

  /** Takes a GGUF file that the owner picked as the archive's model; it must open as one first. */
  useModelFile: procedure
    .input(z.strictObject({ ticket: z.string().min(1).max(100) }))
    .mutation(async ({ ctx, input }): Promise<{ model: string; windowTokens: number }> => {
      requireWriter(ctx);
      return takeModelFile(ctx, ctx.tickets.resolve(input.ticket));
    }),

  /** What a server is and which models it offers; asking for it confirms the address, as {@link checkEndpoint} does. */
  models: procedure
    .input(pageEndpointSchema.required({ address: true }))
    .mutation(async ({ ctx, input }): Promise<OfferedModels> => {
      if (!isServerAddress(input.address))
        throw new LonghandError("INVALID_INPUT", "Only a server has models to list.");
      return listModels(withKey(ctx, input), ctx.connections);
    }),

  /** Model servers on this machine's usual ports. */
  localServers: procedure.query(({ ctx }): Promise<LocalServer[]> => findLocalServers(ctx.connections)),

  /**
   * Connects to an endpoint and says what it is; connecting is what the owner confirms by asking for it. Without an
   * address it is the bundled model, whatever is saved.
   */
  checkEndpoint: procedure.input(pageEndpointSchema).mutation(async ({ ctx, input }): Promise<EndpointReport> => {
    const choice = withKey(ctx, input);
    const { description } = await ctx.endpoints.get(choice);
    return {
      kind: description.kind,
      address: choice.address ?? "",
      model: description.model,
      version: description.version,
      windowTokens: description.windowTokens,
      isBundled: choice.address === undefined,
      ...(description.trainContextTokens === undefined ? {} : { trainContextTokens: description.trainContextTokens }),
      ...(description.quantisation === undefined ? {} : { quantisation: description.quantisation }),
      capabilities: description.capabilities,
      warnings: description.warnings,
    };
  }),
});
