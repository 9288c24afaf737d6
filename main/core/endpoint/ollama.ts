/**
 * The adapter of Ollama's own API.
 *
 * Always sends `truncate: false` and the same `num_ctx`: without the first Ollama cuts long prompts silently, and a
 * changed second one reloads the model. Its /v1 routes ignore num_ctx and are not used. Fields: docs/endpoints.md.
 */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointWarning } from "../../../shared/schemas.ts";
import { endedEarly, parseEvent } from "./chat-stream.ts";
import { type Connection, call, chooseModel } from "./connection.ts";
import type { Endpoint, GenerateRequest, Generation, Message } from "./endpoint.ts";
import { refusal } from "./refusals.ts";
import { openTextEndpoint } from "./text-endpoint.ts";

const count = z.int().nonnegative();
export const ollamaVersionSchema = z.object({ version: z.string() });
const tagsSchema = z.object({
  models: z.array(z.object({ name: z.string(), digest: z.string().default(""), size: count.optional() })),
});
const showSchema = z.object({
  parameters: z.string().nullish(),
  model_info: z.record(z.string(), z.unknown()).nullish(),
  details: z.object({ quantization_level: z.string().nullish() }).nullish(),
  capabilities: z.array(z.string()).nullish(),
});
const runningSchema = z.object({
  models: z.array(z.object({ name: z.string(), context_length: count.nullish(), digest: z.string().nullish() })),
});
const loadedSchema = z.object({ done: z.boolean().default(true) });
const chunkSchema = z.object({
  message: z.object({ content: z.string().nullish() }).nullish(),
  done: z.boolean().default(false),
  done_reason: z.string().nullish(),
  prompt_eval_count: count.nullish(),
  prompt_eval_duration: z.number().nullish(),
  eval_count: count.nullish(),
  eval_duration: z.number().nullish(),
});

const NANOSECONDS = 1e6;

/** The models that an Ollama has. */
export async function ollamaModels(
  connection: Pick<Connection, "http">,
): Promise<{ name: string; isLoaded: boolean }[]> {
  const tags = await call(connection, "ollama", { method: "GET", path: "/api/tags" }, tagsSchema);
  const running = await call(connection, "ollama", { method: "GET", path: "/api/ps" }, runningSchema);
  const loaded = new Set(running.models.map((model) => model.name));
  return tags.models.map(({ name }) => ({ name, isLoaded: loaded.has(name) }));
}

/** `<architecture>.context_length`, the longest context the model was made for. */
function trainContext(info: Readonly<Record<string, unknown>> | null | undefined): number | undefined {
  const value = info?.[`${String(info["general.architecture"])}.context_length`];
  return typeof value === "number" && value > 0 ? value : undefined;
}

/** `num_ctx` of the Modelfile. */
function modelfileWindow(parameters: string | null | undefined): number | undefined {
  const match = /^num_ctx\s+(\d+)/m.exec(parameters ?? "");
  return match === null ? undefined : Number(match[1]);
}

/** Connects to Ollama: loads the model with the window that is wanted and believes only what it then says it has. */
export async function openOllama(connection: Connection): Promise<Endpoint> {
  const { http, choice, address } = connection;
  const { version } = await call(connection, "ollama", { method: "GET", path: "/api/version" }, ollamaVersionSchema);
  const tags = await call(connection, "ollama", { method: "GET", path: "/api/tags" }, tagsSchema);
  const model = chooseModel("ollama", await ollamaModels(connection), choice.model);
  const digest = tags.models.find((entry) => entry.name === model)?.digest ?? "";
  const show = await call(
    connection,
    "ollama",
    { method: "POST", path: "/api/show", body: { model }, model },
    showSchema,
  );
  const trainContextTokens = trainContext(show.model_info);
  const running = async (): Promise<{ context_length?: number | null | undefined } | undefined> =>
    (await call(connection, "ollama", { method: "GET", path: "/api/ps" }, runningSchema)).models.find(
      (entry) => entry.name === model,
    );

  const asked = choice.windowTokens ?? (await running())?.context_length ?? modelfileWindow(show.parameters);
  const wanted = asked === undefined ? undefined : Math.min(asked, trainContextTokens ?? asked);
  const load = {
    model,
    keep_alive: -1,
    stream: false,
    ...(wanted === undefined ? {} : { options: { num_ctx: wanted } }),
  };
  await call(connection, "ollama", { method: "POST", path: "/api/generate", body: load, model }, loadedSchema);
  const serverWindow = (await running())?.context_length ?? wanted;
  if (serverWindow === undefined || serverWindow === 0) {
    throw new LonghandError(
      "ENDPOINT_UNKNOWN",
      `This Ollama (${version}) does not say how large a window it gave ${model}.`,
      "Update Ollama, or name the window with --window N or in Settings: it is then asked for.",
    );
  }
  const warnings: EndpointWarning[] = [];
  if (choice.windowTokens !== undefined && serverWindow < choice.windowTokens) {
    warnings.push({
      code: "WINDOW_LOWERED",
      message: `Ollama gave ${model} a window of ${serverWindow} tokens, less than the ${choice.windowTokens} that were asked for.`,
    });
  }
  const isThinking = show.capabilities?.includes("thinking") === true;

  const send = async (messages: readonly Message[], request: GenerateRequest): Promise<Generation> => {
    let text = "";
    let last: z.infer<typeof chunkSchema> | undefined;
    const onData = (line: string): void => {
      const chunk = parseEvent("ollama", line, chunkSchema, model);
      const piece = chunk.message?.content ?? "";
      if (piece !== "" && request.maxTokens > 0) {
        text += piece;
        request.onText(piece);
      }
      if (chunk.done) last = chunk;
    };
    const body = {
      model,
      messages,
      stream: true,
      truncate: false,
      // Shifting would throw the oldest mail away in the middle of an answer.
      shift: false,
      keep_alive: -1,
      ...(isThinking ? { think: false } : {}),
      options: {
        num_ctx: serverWindow,
        num_predict: Math.max(1, request.maxTokens),
        temperature: request.sampling?.temperature ?? 0,
        seed: request.sampling?.seed ?? 1,
      },
    };
    const refused = await http.stream("/api/chat", body, request.signal, onData, "lines");
    if (refused !== undefined) throw refusal("ollama", refused, model);
    if (last === undefined) throw endedEarly();
    if (typeof last.prompt_eval_count !== "number") {
      throw new LonghandError(
        "ENDPOINT_PROTOCOL",
        `This Ollama (${version}) does not say how many tokens it read, so nothing proves that it read everything.`,
        "Update Ollama.",
      );
    }
    return {
      text,
      promptTokens: last.prompt_eval_count,
      cachedTokens: null,
      evaluatedTokens: null,
      answerTokens: request.maxTokens === 0 ? 0 : (last.eval_count ?? 0),
      prefillMs: (last.prompt_eval_duration ?? 0) / NANOSECONDS,
      decodeMs: (last.eval_duration ?? 0) / NANOSECONDS,
      isCut: last.done_reason === "length" && request.maxTokens > 0,
    };
  };

  return openTextEndpoint(connection, {
    kind: "ollama",
    address,
    model,
    version,
    modelIdentity: `${model}|${digest}`,
    ...(trainContextTokens === undefined ? {} : { trainContextTokens }),
    ...(typeof show.details?.quantization_level === "string" ? { quantisation: show.details.quantization_level } : {}),
    warnings,
    serverWindow,
    keepAlive: "always",
    slots: 1,
    send,
    isUsable: async () => {
      const now = await running().catch(() => undefined);
      // Unloaded is no fault: the next request loads it again with the same window. A smaller window is one.
      return now === undefined
        ? (await http.json("GET", "/api/version").catch(() => undefined))?.status === 200
        : (now.context_length ?? serverWindow) === serverWindow;
    },
  });
}
