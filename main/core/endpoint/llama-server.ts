/**
 * The adapter of llama.cpp's llama-server.
 *
 * Sends token ids to /completion, reads prefill progress and timings. Fields: ../shared docs ENDPOINTS A, and
 * tools/server/README.md of llama.cpp.
 */
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { OfferedModel } from "../../../shared/schemas.ts";
import { endedEarly, parseEvent } from "./chat-stream.ts";
import { chooseModel, generateWithRetry } from "./connection.ts";
import {
  type Endpoint,
  type GenerateRequest,
  type Generation,
  promptIds,
  type TemplateIds,
  templateTokens,
} from "./endpoint.ts";
import type { HttpClient, HttpReply } from "./http.ts";
import { mapLimited } from "./http-tokenizer.ts";
import { canSaveSlots, probeSlots, slotStore } from "./llama-server-slots.ts";
import { protocolError, refusal } from "./refusals.ts";
import { splitTemplate } from "./template.ts";
import { tokenizerIdentity } from "./tokenizer-identity.ts";

const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: z.int().positive() }),
  model_alias: z.string().optional(),
  model_path: z.string().optional(),
  model_ftype: z.string().optional(),
  total_slots: z.int().positive().default(1),
  build_info: z.string().optional(),
});
const tokensSchema = z.object({ tokens: z.array(z.int().nonnegative()) });
const promptSchema = z.object({ prompt: z.string() });
const timingsSchema = z.object({
  cache_n: z.int().nonnegative().optional(),
  prompt_n: z.int().nonnegative(),
  prompt_ms: z.number(),
  predicted_n: z.int().nonnegative(),
  predicted_ms: z.number(),
});
const chunkSchema = z.object({
  content: z.string().default(""),
  stop: z.boolean().default(false),
  stop_type: z.string().optional(),
  id_slot: z.int().optional(),
  tokens_evaluated: z.int().optional(),
  prompt_progress: z.object({ total: z.int(), cache: z.int(), processed: z.int() }).optional(),
  timings: timingsSchema.optional(),
});

/** What a server in router mode says of itself and its models: it starts a server for each. */
const routerSchema = z.object({ role: z.literal("router") });
const routedModelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.object({ value: z.string(), failed: z.boolean().optional() }).optional(),
    }),
  ),
});
const metaSchema = z.object({
  data: z.array(
    z.object({
      meta: z
        .object({ n_ctx_train: z.int().optional(), n_params: z.number().optional(), size: z.number().optional() })
        .nullish(),
    }),
  ),
});

/** How long to wait for a model that the router starts, before saying that it is loading; milliseconds. */
const LOAD_WAIT_MS = 20_000;

function expectOk<T>(reply: HttpReply, schema: z.ZodType<T>, what: string): T {
  if (reply.status !== 200) throw refusal("llama-server", reply);
  const parsed = schema.safeParse(reply.body);
  if (!parsed.success) throw protocolError("llama-server", what);
  return parsed.data;
}

/** Whether a reply to `/props` is a llama-server's, with one model or in router mode. */
export function isLlamaServer(body: unknown): boolean {
  return propsSchema.safeParse(body).success || routerSchema.safeParse(body).success;
}

/** The models of a server in router mode; undefined for one that has a single model. */
export async function routedModels(http: HttpClient): Promise<OfferedModel[] | undefined> {
  const props = await http.json("GET", "/props");
  if (!routerSchema.safeParse(props.body).success) return undefined;
  const { data } = expectOk(await http.json("GET", "/models"), routedModelsSchema, "/models");
  return data.map(({ id, status }) => ({ name: id, isLoaded: status?.value === "loaded" }));
}

/** Calls that a router passes on to one model: by the query where there is no body. */
function routeTo(http: HttpClient, model: string): HttpClient {
  const withQuery = (route: string): string =>
    `${route}${route.includes("?") ? "&" : "?"}model=${encodeURIComponent(model)}`;
  const withModel = (body: unknown): unknown => ({ ...(typeof body === "object" ? body : {}), model });
  return {
    json: (method, route, body, signal, headers) =>
      method === "GET"
        ? http.json(method, withQuery(route), body, signal, headers)
        : http.json(method, route, withModel(body), signal, headers),
    stream: (route, body, signal, onData, format) => http.stream(route, withModel(body), signal, onData, format),
    close: () => http.close(),
  };
}

/** Has the router load the model, and waits a while for it. */
async function loadRouted(http: HttpClient, model: string): Promise<void> {
  const status = async () =>
    expectOk(await http.json("GET", "/models"), routedModelsSchema, "/models").data.find(({ id }) => id === model)
      ?.status;
  if ((await status())?.value === "loaded") return;
  await http.json("POST", "/models/load", { model });
  const until = Date.now() + LOAD_WAIT_MS;
  while (Date.now() < until) {
    const now = await status();
    if (now?.value === "loaded") return;
    if (now?.failed === true) {
      throw new LonghandError(
        "MODEL_UNREADABLE",
        `llama-server could not load ${model}.`,
        "Look at the server's log; it may need more memory than the machine has.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new LonghandError("ENDPOINT_LOADING", `llama-server is loading ${model}.`, "Try again in a moment.");
}

/** Connects to a llama-server. `limitTokens` is the owner's own limit on the window. */
export async function openLlamaServer(
  server: HttpClient,
  address: string,
  limitTokens: number | undefined,
  wantedModel?: string,
): Promise<Endpoint> {
  const routed = await routedModels(server);
  const chosen = routed === undefined ? undefined : chooseModel("llama-server", routed, wantedModel);
  if (chosen !== undefined) await loadRouted(server, chosen);
  const http = chosen === undefined ? server : routeTo(server, chosen);
  const props = expectOk(await http.json("GET", "/props"), propsSchema, "/props");

  async function tokenizeOne(content: string, parseSpecial: boolean, addSpecial: boolean): Promise<Uint32Array> {
    const body = { content, add_special: addSpecial, parse_special: parseSpecial };
    return Uint32Array.from(expectOk(await http.json("POST", "/tokenize", body), tokensSchema, "/tokenize").tokens);
  }

  const tokenize = (texts: readonly string[]): Promise<Uint32Array[]> =>
    mapLimited(texts, (text) => tokenizeOne(text, false, false));

  const template = await readTemplate(http, tokenizeOne);
  const savesKv = await canSaveSlots(http);
  const serverWindow = props.default_generation_settings.n_ctx;
  const model = chosen ?? (props.model_alias || path.basename(props.model_path ?? "unknown model"));
  // Public on every build; `meta` is missing on old ones and while a model loads.
  const meta = metaSchema.safeParse((await http.json("GET", "/v1/models")).body).data?.data[0]?.meta ?? undefined;
  return {
    description: {
      kind: "llama-server",
      address,
      model,
      version: props.build_info ?? "unknown build",
      windowTokens: Math.min(serverWindow, limitTokens ?? serverWindow),
      tokenizer: await tokenizerIdentity(tokenize),
      modelIdentity: [model, path.basename(props.model_path ?? ""), meta?.size ?? "", meta?.n_params ?? ""].join("|"),
      ...(meta?.n_ctx_train === undefined ? {} : { trainContextTokens: meta.n_ctx_train }),
      ...(props.model_ftype === undefined ? {} : { quantisation: props.model_ftype }),
      capabilities: {
        takes: "ids",
        counts: "exact",
        reportsCached: true,
        reportsPrefill: true,
        slots: props.total_slots,
        savesKv,
        keepAlive: "always",
      },
      warnings: [],
    },
    template,
    tokenizer: { type: "exact", tokenize },
    overheadTokens: templateTokens(template),
    generate: (request) => generateWithRetry(request, (watched) => generate(http, watched)),
    ...(savesKv ? { kv: slotStore(http) } : {}),
    probe: () => probeSlots(http),
    async isUsable() {
      const reply = await http.json("GET", "/props").catch(() => undefined);
      const now = propsSchema.safeParse(reply?.body);
      return now.success && JSON.stringify(now.data) === JSON.stringify(props);
    },
    async close() {
      http.close();
    },
  };
}

async function readTemplate(
  http: HttpClient,
  tokenizeOne: (content: string, parseSpecial: boolean, addSpecial: boolean) => Promise<Uint32Array>,
): Promise<TemplateIds> {
  const pieces = await splitTemplate(
    async (messages) =>
      expectOk(await http.json("POST", "/apply-template", { messages }), promptSchema, "/apply-template").prompt,
  );
  const plain = await tokenizeOne(pieces.head, true, false);
  const added = await tokenizeOne(pieces.head, true, true);
  // Some templates write the begin token themselves; then the tokenizer must not add a second one.
  const isDoubled = added.length > 1 && added[0] === added[1];
  return {
    head: isDoubled ? plain : added,
    afterSystem: await tokenizeOne(pieces.afterSystem, true, false),
    afterUser: await tokenizeOne(pieces.afterUser, true, false),
    ...(pieces.afterAnswer === undefined ? {} : { afterAnswer: await tokenizeOne(pieces.afterAnswer, true, false) }),
  };
}

async function generate(http: HttpClient, request: GenerateRequest): Promise<Generation> {
  let text = "";
  let last: z.infer<typeof chunkSchema> | undefined;
  const onData = (data: string): void => {
    if (data === "[DONE]") return;
    const chunk = parseEvent("llama-server", data, chunkSchema);
    const progress = chunk.prompt_progress;
    if (progress !== undefined) {
      request.onPrefill({ processed: progress.processed, cached: progress.cache, total: progress.total });
      return;
    }
    if (chunk.content !== "") {
      text += chunk.content;
      request.onText(chunk.content);
    }
    if (chunk.stop) last = chunk;
  };
  const refused = await http.stream(
    "/completion",
    {
      prompt: Array.from(promptIds(request.prompt)),
      n_predict: request.maxTokens,
      temperature: request.sampling?.temperature ?? 0,
      seed: request.sampling?.seed ?? 1,
      stream: true,
      return_progress: true,
      cache_prompt: true,
      ...(request.slot === undefined ? {} : { id_slot: request.slot }),
      // Reuse by shifting would change the answer; only the exact prefix counts.
      n_cache_reuse: 0,
    },
    request.signal,
    onData,
  );
  if (refused !== undefined) throw refusal("llama-server", refused);
  if (last?.timings === undefined) throw endedEarly();
  const cachedTokens = last.timings.cache_n ?? 0;
  return {
    text,
    promptTokens: cachedTokens + last.timings.prompt_n,
    cachedTokens,
    evaluatedTokens: last.timings.prompt_n,
    answerTokens: last.timings.predicted_n,
    prefillMs: last.timings.prompt_ms,
    decodeMs: last.timings.predicted_ms,
    isCut: last.stop_type === "limit",
    ...(last.id_slot === undefined ? {} : { slot: last.id_slot }),
  };
}
