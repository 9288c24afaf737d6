/**
 * The way out: an address that the owner chose, past the egress guard, as an HTTP client whose connections are logged.
 *
 * Nothing else in Longhand makes a client for an address that somebody typed.
 */

import type { ConnectionPurpose } from "../../../shared/egress.ts";
import { toErrorRecord } from "../../../shared/errors.ts";
import type { EndpointChoice } from "../../../shared/schemas.ts";
import type { ConnectionLog } from "./connection-log.ts";
import { type Grant, grantEgress, parseEndpointUrl } from "./egress.ts";
import { createHttpClient, type FileClient, type HttpClient } from "./http.ts";

/** A client, and what it may connect to. */
export type GuardedHttp = { readonly http: HttpClient & FileClient; readonly grant: Grant };

/** Asks the guard and makes the client; throws the guard's errors, which the log keeps too. */
export async function openGuardedHttp(
  choice: EndpointChoice,
  purpose: ConnectionPurpose,
  log: ConnectionLog,
): Promise<GuardedHttp> {
  const url = parseEndpointUrl(choice.address ?? "");
  // People copy the address of the OpenAI routes; every path starts at the server's root.
  url.pathname = url.pathname.replace(/\/v1\/?$/, "/");
  const grant = await grantEgress(url, { allowPlainHttp: choice.allowPlainHttp === true }).catch((error: unknown) => {
    log.refuse(url, purpose, toErrorRecord(error).code);
    throw error;
  });
  const { apiKey, caFile, caCertificate } = choice;
  return { http: createHttpClient(grant, { apiKey, caFile, caCertificate, log, purpose }), grant };
}
