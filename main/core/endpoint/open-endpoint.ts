/** Finds the adapter for an address: a GGUF file runs on the embedded engine, a URL is asked what it is. */
import { existsSync } from "node:fs";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointChoice } from "../../../shared/schemas.ts";
import { grantEgress, parseEndpointUrl } from "./egress.ts";
import { openEmbedded } from "./embedded.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EngineLauncher } from "./engine-process.ts";
import { createHttpClient } from "./http.ts";
import { detectLlamaServer, openLlamaServer } from "./llama-server.ts";

/** Connects to what the owner chose; `defaultModel` is the bundled model's file. */
export async function openEndpoint(
  choice: EndpointChoice,
  defaultModel: string,
  launch?: EngineLauncher,
  scratch?: string,
): Promise<Endpoint> {
  const address = choice.address ?? defaultModel;
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(address)) {
    const file = path.resolve(address);
    if (!existsSync(file)) {
      throw new LonghandError(
        "MODEL_NOT_FOUND",
        `There is no model file ${file}.`,
        "Name a GGUF file, or a server like http://127.0.0.1:8080.",
      );
    }
    return openEmbedded(file, choice.windowTokens, launch, scratch);
  }
  const url = parseEndpointUrl(address);
  const grant = await grantEgress(url, { allowPlainHttp: choice.allowPlainHttp === true });
  const http = createHttpClient(grant, { apiKey: choice.apiKey, caFile: choice.caFile });
  try {
    if (await detectLlamaServer(http))
      return await openLlamaServer(http, url.href.replace(/\/$/, ""), choice.windowTokens);
    throw new LonghandError(
      "ENDPOINT_UNKNOWN",
      `The server at ${url.origin} is none that Longhand can speak to.`,
      "This version knows llama-server (llama.cpp).",
    );
  } catch (error) {
    http.close();
    throw error;
  }
}
