/**
 * The adapter of llama.cpp's llama-server.
 *
 * Sends token ids to /completion, reads prefill progress and timings. Fields: ../shared docs ENDPOINTS A, and
 * tools/server/README.md of llama.cpp.
 */
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import {
  type Endpoint,
  type GenerateRequest,
  type Generation,
  promptIds,
  type TemplateIds,
  templateTokens,
} from "./endpoint.ts";
import type { HttpClient, HttpReply } from "./http.ts";
import { canSaveSlots, probeSlots, slotStore } from "./llama-server-slots.ts";
import { splitTemplate } from "./template.ts";
import { tokenizerIdentity } from "./tokenizer-identity.ts";

const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: z.int().positive() }),
  model_alias: z.string().optional(),
  model_path: z.string().optional(),
  total_slots: z.int().positive().default(1),
  build_info: z.string().optional(),
});
const tokensSchema = z.object({ tokens: z.array(z.int().nonnegative()) });
const promptSchema = z.object({ prompt: z.string() });
const errorSchema = z.object({
  error: z.object({
    message: z.string().default(""),
    type: z.string().default(""),
    n_prompt_tokens: z.int().optional(),
    n_ctx: z.int().optional(),
  }),
});
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

/** Requests for token ids under way at once; the server answers them beside a running generation. */
const TOKENIZE_CONCURRENCY = 6;

function protocolError(detail: string): LonghandError {
  return new LonghandError(
    "ENDPOINT_PROTOCOL",
    `The llama-server gave a reply that makes no sense (${detail}).`,
    "Update the server, or look at its log.",
  );
}

/** The typed error behind a refusal. */
function refusal(reply: HttpReply): LonghandError {
  const parsed = errorSchema.safeParse(reply.body);
  const { message, type, n_prompt_tokens, n_ctx } = parsed.success ? parsed.data.error : { message: "", type: "" };
  if (type === "exceed_context_size_error" || /exceeds? the (?:available )?context size/i.test(message)) {
    return new LonghandError(
      "WINDOW_TOO_SMALL",
      `The prompt of ${n_prompt_tokens ?? "too many"} tokens exceeds the server's window of ${n_ctx ?? "fewer"} tokens.`,
      "Start llama-server with a larger -c, choose a narrower scope, or use --fit newest.",
    );
  }
  if (reply.status === 401 || reply.status === 403) {
    return new LonghandError(
      "ENDPOINT_KEY",
      "The server wants an API key, or another one.",
      "Name the variable that holds it with --api-key-env.",
    );
  }
  if (reply.status === 503) {
    return new LonghandError("ENDPOINT_LOADING", "The server is still loading its model.", "Try again in a moment.");
  }
  if (reply.status === 429) {
    return new LonghandError("ENDPOINT_BUSY", "The server is busy with other requests.", "Try again in a moment.");
  }
  return new LonghandError(
    "ENDPOINT_PROTOCOL",
    `The server refused the request (status ${reply.status}${type === "" ? "" : `, ${type}`}).`,
    "Look at the server's log.",
  );
}

function expectOk<T>(reply: HttpReply, schema: z.ZodType<T>, what: string): T {
  if (reply.status !== 200) throw refusal(reply);
  const parsed = schema.safeParse(reply.body);
  if (!parsed.success) throw protocolError(what);
  return parsed.data;
}

/** Whether a server at this address is a llama-server; throws for one that is there but not ready. */
export async function detectLlamaServer(http: HttpClient): Promise<boolean> {
  const reply = await http.json("GET", "/props");
  if (reply.status === 401 || reply.status === 403 || reply.status === 503) throw refusal(reply);
  return reply.status === 200 && propsSchema.safeParse(reply.body).success;
}

/** Connects to a llama-server. `limitTokens` is the owner's own limit on the window. */
export async function openLlamaServer(
  http: HttpClient,
  address: string,
  limitTokens: number | undefined,
): Promise<Endpoint> {
  const props = expectOk(await http.json("GET", "/props"), propsSchema, "/props");

  async function tokenizeOne(content: string, parseSpecial: boolean, addSpecial: boolean): Promise<Uint32Array> {
    const body = { content, add_special: addSpecial, parse_special: parseSpecial };
    return Uint32Array.from(expectOk(await http.json("POST", "/tokenize", body), tokensSchema, "/tokenize").tokens);
  }

  async function tokenize(texts: readonly string[]): Promise<Uint32Array[]> {
    const results = new Array<Uint32Array>(texts.length);
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let index = next++; index < texts.length; index = next++) {
        results[index] = await tokenizeOne(texts[index] ?? "", false, false);
      }
    };
    await Promise.all(Array.from({ length: Math.min(TOKENIZE_CONCURRENCY, texts.length) }, worker));
    return results;
  }

  const template = await readTemplate(http, tokenizeOne);
  const savesKv = await canSaveSlots(http);
  const serverWindow = props.default_generation_settings.n_ctx;
  return {
    description: {
      kind: "llama-server",
      address,
      model: props.model_alias || path.basename(props.model_path ?? "unknown model"),
      version: props.build_info ?? "unknown build",
      windowTokens: Math.min(serverWindow, limitTokens ?? serverWindow),
      tokenizer: await tokenizerIdentity(tokenize),
      modelIdentity: props.model_alias || path.basename(props.model_path ?? "unknown model"),
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
    generate: (request) => generate(http, request),
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
  };
}

async function generate(http: HttpClient, request: GenerateRequest): Promise<Generation> {
  let text = "";
  let last: z.infer<typeof chunkSchema> | undefined;
  let failure: LonghandError | undefined;
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
    (data) => {
      if (data === "[DONE]" || failure !== undefined) return;
      let value: unknown;
      try {
        value = JSON.parse(data);
      } catch {
        failure = protocolError("a broken event");
        return;
      }
      if (errorSchema.safeParse(value).success) {
        failure = refusal({ status: 500, body: value });
        return;
      }
      const chunk = chunkSchema.safeParse(value);
      if (!chunk.success) {
        failure = protocolError("an unknown event");
        return;
      }
      const progress = chunk.data.prompt_progress;
      if (progress !== undefined) {
        request.onPrefill({ processed: progress.processed, cached: progress.cache, total: progress.total });
        return;
      }
      if (chunk.data.content !== "") {
        text += chunk.data.content;
        request.onText(chunk.data.content);
      }
      if (chunk.data.stop) last = chunk.data;
    },
  );
  if (refused !== undefined) throw refusal(refused);
  if (failure !== undefined) throw failure;
  if (last?.timings === undefined) {
    throw new LonghandError(
      "ENDPOINT_PROTOCOL",
      "The server ended its answer before it was complete.",
      "Try again; what it had read stays in its cache.",
    );
  }
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
