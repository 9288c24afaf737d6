/**
 * What kind of server answers at an address: a few requests in a fixed order, each on a path or a field that only one
 * kind has.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointKind } from "../../../shared/schemas.ts";
import type { HttpClient, HttpReply } from "./http.ts";
import { isLlamaServer } from "./llama-server.ts";
import { lmStudioModelsSchema } from "./lm-studio.ts";
import { ollamaVersionSchema } from "./ollama.ts";
import { openAiModelsSchema } from "./openai-compatible.ts";
import { keyNeeded, refusal } from "./refusals.ts";

/** A server that answers nothing for so long is busy or hangs; milliseconds. */
const ANSWER_TIMEOUT_MS = 20_000;

/** A GET that may take only so long. */
export async function probe(http: HttpClient, path: string, timeoutMs = ANSWER_TIMEOUT_MS): Promise<HttpReply> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await http.json("GET", path, undefined, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new LonghandError(
      "ENDPOINT_BUSY",
      "The server took the connection but does not answer.",
      "It may be loading a model or reading a long prompt: try again in a while, or restart it.",
      { cause: error },
    );
  }
}

/** The kind of server, or a typed error for one that is there but cannot be used now. */
export async function detectServer(http: HttpClient, timeoutMs?: number): Promise<EndpointKind> {
  const props = await probe(http, "/props", timeoutMs);
  if (props.status === 503) throw refusal("llama-server", props);
  if (props.status === 200 && isLlamaServer(props.body)) return "llama-server";

  const list = await probe(http, "/v1/models", timeoutMs);
  const models = openAiModelsSchema.safeParse(list.body);
  if (list.status === 200 && models.success) {
    const owners = new Set(models.data.data.map((model) => model.owned_by));
    if (owners.has("vllm")) return "vllm";
    if (owners.has("sglang")) return "sglang";
  }
  const version = await probe(http, "/api/version", timeoutMs);
  if (version.status === 200 && ollamaVersionSchema.safeParse(version.body).success) return "ollama";
  const lmStudio = await probe(http, "/api/v0/models", timeoutMs);
  if (lmStudio.status === 200 && lmStudioModelsSchema.safeParse(lmStudio.body).success) return "lm-studio";
  if (list.status === 200 && models.success) return "openai-compatible";

  const replies = [props, list, version, lmStudio];
  if (replies.some(({ status }) => status === 401 || status === 403)) throw keyNeeded();
  const away = replies.find(({ status }) => status === 502 || status === 503 || status === 504 || status === 429);
  if (away !== undefined) throw refusal("openai-compatible", away);
  throw new LonghandError(
    "ENDPOINT_UNKNOWN",
    "What answers there is no server that Longhand can speak to.",
    "It speaks to llama-server, vLLM, Ollama, LM Studio, SGLang and OpenAI-compatible servers: check the port.",
  );
}
