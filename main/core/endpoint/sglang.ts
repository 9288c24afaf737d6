/**
 * The adapter of SGLang.
 *
 * Sends token ids to /generate where /tokenize gives the template, else turns to /v1/chat/completions.
 * Fields: docs/endpoints.md.
 */
import { z } from "zod";
import { endedEarly, parseEvent, streamCompletion } from "./chat-stream.ts";
import { type Connection, call, chooseModel, generateWithRetry, writesOn } from "./connection.ts";
import { type Endpoint, type GenerateRequest, type Generation, promptIds, templateTokens } from "./endpoint.ts";
import { createHttpTokenizer } from "./http-tokenizer.ts";
import { refusal } from "./refusals.ts";
import { openTextEndpoint } from "./text-endpoint.ts";
import { tokenizerIdentity } from "./tokenizer-identity.ts";
import { modelCardsSchema } from "./vllm.ts";

const count = z.int().nonnegative();
const infoSchema = z.object({
  version: z.string().nullish(),
  model_path: z.string().nullish(),
  context_length: count.nullish(),
  disable_radix_cache: z.boolean().nullish(),
  kv_cache_dtype: z.string().nullish(),
  quantization: z.string().nullish(),
  // Text comes whole in every event unless one of these (older, newer) is on.
  stream_output: z.boolean().nullish(),
  incremental_streaming_output: z.boolean().nullish(),
});
const eventSchema = z.object({
  text: z.string().default(""),
  meta_info: z.object({
    prompt_tokens: count,
    completion_tokens: count.default(0),
    cached_tokens: count.nullish(),
    finish_reason: z.object({ type: z.string().nullish() }).nullish(),
  }),
});

async function serverInfo(connection: Connection): Promise<z.infer<typeof infoSchema>> {
  // The route's name changed from /get_server_info.
  for (const path of ["/server_info", "/get_server_info"]) {
    const reply = await connection.http.json("GET", path);
    const parsed = infoSchema.safeParse(reply.body);
    if (reply.status === 200 && parsed.success) return parsed.data;
  }
  return {};
}

/** Connects to SGLang. */
export async function openSglang(connection: Connection): Promise<Endpoint> {
  const { choice, http, address } = connection;
  const listed = () => call(connection, "sglang", { method: "GET", path: "/v1/models" }, modelCardsSchema);
  const { data } = await listed();
  const model = chooseModel(
    "sglang",
    data.map(({ id }) => ({ name: id })),
    choice.model,
  );
  const card = data.find(({ id }) => id === model);
  const info = await serverInfo(connection);
  const serverWindow = card?.max_model_len ?? info.context_length ?? undefined;
  const version = info.version ?? "unknown version";
  const warnings =
    info.disable_radix_cache === true
      ? [
          {
            code: "NO_PREFIX_CACHE",
            message:
              "The prefix cache is off, so the whole archive is read anew for every question: start SGLang without --disable-radix-cache.",
          },
        ]
      : [];
  const modelIdentity = [info.model_path ?? card?.root ?? model, serverWindow ?? "", info.quantization ?? ""].join("|");
  const isUsable = async (): Promise<boolean> =>
    (await listed().catch(() => undefined))?.data.some(
      (entry) => entry.id === model && entry.max_model_len === card?.max_model_len,
    ) === true;
  const tokenizer = createHttpTokenizer(connection, "sglang", model);
  const canTokenize = await tokenizer.tokenize(["."]).then(
    () => true,
    () => false,
  );
  const template = canTokenize ? await tokenizer.template().catch(() => undefined) : undefined;
  if (template === undefined) {
    return openTextEndpoint(connection, {
      kind: "sglang",
      address,
      model,
      version,
      modelIdentity,
      warnings,
      serverWindow,
      ...(canTokenize ? { tokenize: tokenizer.tokenize } : {}),
      keepAlive: "always",
      slots: 1,
      send: (messages, request) =>
        streamCompletion(http, "sglang", { path: "/v1/chat/completions", body: { messages }, model }, request),
      isUsable,
    });
  }
  const isIncremental = info.stream_output === true || info.incremental_streaming_output === true;
  const window = serverWindow ?? choice.windowTokens ?? 4096;
  const generateOnce = (request: GenerateRequest): Promise<Generation> =>
    generateIds(connection, model, isIncremental, request);
  return {
    description: {
      kind: "sglang",
      address,
      model,
      version,
      windowTokens: Math.min(window, choice.windowTokens ?? window),
      tokenizer: await tokenizerIdentity(tokenizer.tokenize),
      modelIdentity,
      ...(serverWindow === undefined ? {} : { trainContextTokens: serverWindow }),
      ...(typeof info.quantization === "string" ? { quantisation: info.quantization } : {}),
      ...(typeof info.kv_cache_dtype === "string" ? { kvType: info.kv_cache_dtype } : {}),
      capabilities: {
        takes: "ids",
        counts: "exact",
        reportsCached: true,
        reportsPrefill: false,
        slots: 1,
        savesKv: false,
        keepAlive: "always",
      },
      warnings,
    },
    template,
    tokenizer: { type: "exact", tokenize: tokenizer.tokenize },
    overheadTokens: templateTokens(template),
    generate: (request) => generateWithRetry(request, generateOnce),
    isUsable,
    close: async () => http.close(),
  };
}

async function generateIds(
  { http }: Connection,
  model: string,
  isIncremental: boolean,
  request: GenerateRequest,
): Promise<Generation> {
  const startedAt = performance.now();
  let firstAt: number | undefined;
  let text = "";
  let last: z.infer<typeof eventSchema> | undefined;
  let events = 0;
  const onData = (data: string): void => {
    if (data === "[DONE]") return;
    const event = parseEvent("sglang", data, eventSchema, model);
    firstAt ??= performance.now();
    last = event;
    if (request.maxTokens === 0) return;
    // Every event brings a token; a server that repeats itself brings no text that would be counted elsewhere.
    events += 1;
    if (events > 2 * request.maxTokens + 64) throw writesOn();
    const piece = isIncremental ? event.text : event.text.slice(text.length);
    if (piece === "") return;
    text += piece;
    request.onText(piece);
  };
  const body = {
    input_ids: Array.from(promptIds(request.prompt)),
    // Older versions refuse a seed: a variant is another one each time.
    sampling_params: {
      max_new_tokens: Math.max(1, request.maxTokens),
      temperature: request.sampling?.temperature ?? 0,
    },
    stream: true,
  };
  const refused = await http.stream("/generate", body, request.signal, onData);
  if (refused !== undefined) throw refusal("sglang", refused, model);
  const finish = last?.meta_info.finish_reason?.type ?? undefined;
  if (last === undefined || finish === undefined) throw endedEarly();
  if (finish === "abort") throw refusal("sglang", { status: 400, body: last.meta_info.finish_reason }, model);
  const endedAt = performance.now();
  const { prompt_tokens: promptTokens, completion_tokens: answerTokens, cached_tokens } = last.meta_info;
  const cachedTokens = cached_tokens ?? null;
  return {
    text,
    promptTokens,
    cachedTokens,
    evaluatedTokens: cachedTokens === null ? null : promptTokens - cachedTokens,
    answerTokens: request.maxTokens === 0 ? 0 : answerTokens,
    prefillMs: (firstAt ?? endedAt) - startedAt,
    decodeMs: endedAt - (firstAt ?? endedAt),
    isCut: finish === "length" && request.maxTokens > 0,
  };
}
