/** Procedures about the archive as a whole and its settings. */
import { LonghandError } from "../../../shared/errors.ts";
import {
  type ArchiveStatus,
  type EndpointChoice,
  type EndpointReport,
  endpointSchema,
} from "../../../shared/schemas.ts";
import { ENDPOINT_KEY, readEndpointChoice } from "../archive/queries/settings.ts";
import { readStatus } from "../archive/queries/sources.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { type ApiContext, procedure, requireWriter, router } from "./trpc.ts";

/** What a page may choose: no key and no path of a certificate travels back to it. */
const pageEndpointSchema = endpointSchema.omit({ caFile: true });

/** The choice with the saved key filled in; without any choice the one saved in the archive. */
function complete(ctx: ApiContext, choice: EndpointChoice): EndpointChoice {
  const chosen = choice.address === undefined ? { ...readEndpointChoice(ctx.db), ...choice } : choice;
  const apiKey = chosen.apiKey ?? (chosen.address === undefined ? undefined : ctx.keys.get(chosen.address));
  return apiKey === undefined ? chosen : { ...chosen, apiKey };
}

/** The connected endpoint of a request. */
export function endpointFor(ctx: ApiContext, choice: EndpointChoice): Promise<Endpoint> {
  return ctx.endpoints.get(complete(ctx, choice));
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

  /** Connects to an endpoint and says what it is; connecting is what the owner confirms by asking for it. */
  checkEndpoint: procedure.input(pageEndpointSchema).mutation(async ({ ctx, input }): Promise<EndpointReport> => {
    const choice = complete(ctx, input);
    const { description } = await ctx.endpoints.get(choice);
    return {
      kind: description.kind,
      address: choice.address ?? "",
      model: description.model,
      version: description.version,
      windowTokens: description.windowTokens,
      isBundled: choice.address === undefined,
      can: { exactCounts: true, prefillProgress: true, reportsCache: true },
    };
  }),
});
