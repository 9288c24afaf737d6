/** What building sealed prefixes anew costs, said before it is done: by withdrawing, erasing, rebuilding, a new "me". */
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointChoice, PrefixReport } from "../../../shared/schemas.ts";
import { listPrefixes } from "../archive/queries/prefixes.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { prefixReports } from "../prompt/prefix-reports.ts";
import { readingMs } from "../warm/prefill-speed.ts";
import { endpointFor } from "./archive.ts";
import type { ApiContext } from "./trpc.ts";

/** The endpoint in whose tokens and at whose speed a cost is said; undefined where it cannot be reached now. */
async function reachable(ctx: ApiContext, choice: EndpointChoice): Promise<Endpoint | undefined> {
  try {
    return await endpointFor(ctx, choice);
  } catch (error) {
    // Nobody may be kept from withdrawing a mail because a server is down.
    if (error instanceof LonghandError) return undefined;
    throw error;
  }
}

/**
 * The sealed prefixes with these row ids (all without them) and what reading each again takes on an endpoint.
 *
 * Without an endpoint, or where it cannot be reached, `tokens` and `readMs` are null: characters must do.
 */
export async function rebuildCost(
  ctx: ApiContext,
  choice: EndpointChoice | undefined,
  ids?: ReadonlySet<number>,
): Promise<PrefixReport[]> {
  // Where nothing is sealed no engine is started to say so.
  if (ids?.size === 0 || listPrefixes(ctx.db).length === 0) return [];
  const endpoint = choice === undefined ? undefined : await reachable(ctx, choice);
  const speed = endpoint === undefined ? undefined : ctx.reader.speed(endpoint);
  return prefixReports(ctx.db, endpoint?.description.tokenizer ?? "", ids).map(({ prefixId: _, ...report }) => ({
    ...report,
    readMs: speed === undefined || report.tokens === null ? null : Math.round(readingMs(speed, 0, report.tokens)),
  }));
}
