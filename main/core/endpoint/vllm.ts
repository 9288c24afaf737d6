/**
 * The adapter of vLLM.
 *
 * Sends token ids to /v1/completions, with the template taken from /tokenize and /detokenize. Where the template's
 * pieces do not add up, or /tokenize is closed, it sends turns to /v1/chat/completions. Fields: docs/endpoints.md.
 */
import { z } from "zod";
import { streamCompletion } from "./chat-stream.ts";
import { type Connection, call, chooseModel, generateWithRetry } from "./connection.ts";
import { type Endpoint, type GenerateRequest, type Generation, promptIds, templateTokens } from "./endpoint.ts";
import { createHttpTokenizer } from "./http-tokenizer.ts";
import { openTextEndpoint } from "./text-endpoint.ts";
import { tokenizerIdentity } from "./tokenizer-identity.ts";

/** The model list, as vLLM and SGLang give it. */
export const modelCardsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.string().nullish(),
      root: z.string().nullish(),
      max_model_len: z.int().positive().nullish(),
    }),
  ),
});
const versionSchema = z.object({ version: z.string() });

/** One salt for all requests of Longhand: another client cannot measure what its prompts hold (vLLM, prefix caching). */
const CACHE_SALT = "longhand";

/** Whether prefix caching works, by the metrics' own figures: a server that never looked up a block has it off. */
async function hasPrefixCaching(connection: Connection): Promise<boolean> {
  const reply = await connection.http.json("GET", "/metrics").catch(() => undefined);
  const config = typeof reply?.text === "string" ? reply.text : "";
  const match = /enable_prefix_caching="(True|False|None)"/.exec(config);
  return match === null || match[1] !== "False";
}

/** Connects to vLLM. */
export async function openVllm(connection: Connection): Promise<Endpoint> {
  const { http, choice, address } = connection;
  const cards = await call(connection, "vllm", { method: "GET", path: "/v1/models" }, modelCardsSchema);
  const model = chooseModel(
    "vllm",
    cards.data.map((card) => ({ name: card.id })),
    choice.model,
  );
  const card = cards.data.find((entry) => entry.id === model);
  const version = await call(connection, "vllm", { method: "GET", path: "/version" }, versionSchema)
    .then((reply) => reply.version)
    .catch(() => "unknown version");
  const serverWindow = card?.max_model_len ?? undefined;
  const warnings = (await hasPrefixCaching(connection))
    ? []
    : [
        {
          code: "NO_PREFIX_CACHE",
          message:
            "Prefix caching is off, so the whole archive is read anew for every question: start vLLM without --no-enable-prefix-caching.",
        },
      ];
  const http_ = createHttpTokenizer(connection, "vllm", model);
  const canTokenize = await http_.tokenize(["."]).then(
    () => true,
    () => false,
  );
  const template = canTokenize ? await http_.template().catch(() => undefined) : undefined;
  const common = {
    address,
    model,
    version,
    modelIdentity: [card?.root ?? model, serverWindow ?? "", version].join("|"),
    warnings,
    isUsable: async () => {
      const now = await call(connection, "vllm", { method: "GET", path: "/v1/models" }, modelCardsSchema).catch(
        () => undefined,
      );
      const entry = now?.data.find((other) => other.id === model);
      return entry !== undefined && entry.max_model_len === card?.max_model_len && entry.root === card?.root;
    },
  };
  if (template === undefined) {
    return openTextEndpoint(connection, {
      ...common,
      kind: "vllm",
      serverWindow,
      ...(canTokenize ? { tokenize: http_.tokenize } : {}),
      keepAlive: "always",
      slots: 1,
      send: (messages, request) =>
        streamCompletion(
          http,
          "vllm",
          { path: "/v1/chat/completions", body: { messages, cache_salt: CACHE_SALT }, model },
          request,
        ),
    });
  }
  const window = serverWindow ?? choice.windowTokens ?? 4096;
  // Only a server started with --enable-prompt-tokens-details says; the first answer shows whether it does.
  let reportsCached = false;
  const generateOnce = async (request: GenerateRequest): Promise<Generation> => {
    const generation = await streamCompletion(
      http,
      "vllm",
      {
        path: "/v1/completions",
        body: { prompt: Array.from(promptIds(request.prompt)), cache_salt: CACHE_SALT },
        model,
      },
      request,
    );
    reportsCached ||= generation.cachedTokens !== null;
    return generation;
  };
  return {
    description: {
      kind: "vllm",
      address,
      model,
      version,
      windowTokens: Math.min(window, choice.windowTokens ?? window),
      tokenizer: await tokenizerIdentity(http_.tokenize),
      modelIdentity: common.modelIdentity,
      ...(serverWindow === undefined ? {} : { trainContextTokens: serverWindow }),
      capabilities: {
        takes: "ids",
        counts: "exact",
        get reportsCached() {
          return reportsCached;
        },
        reportsPrefill: false,
        slots: 1,
        savesKv: false,
        keepAlive: "always",
      },
      warnings,
    },
    template,
    tokenizer: { type: "exact", tokenize: http_.tokenize },
    overheadTokens: templateTokens(template),
    generate: (request) => generateWithRetry(request, generateOnce),
    isUsable: common.isUsable,
    close: async () => http.close(),
  };
}
