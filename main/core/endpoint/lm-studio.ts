/**
 * The adapter of LM Studio: its own list of models for what is loaded with which window, /v1/chat/completions to answer.
 *
 * Has no tokenizer route and may answer an overfull window with nothing at all: see docs/endpoints.md.
 */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { OfferedModel } from "../../../shared/schemas.ts";
import { streamCompletion } from "./chat-stream.ts";
import { type Connection, call, chooseModel } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import { openTextEndpoint } from "./text-endpoint.ts";

const size = z.int().positive().nullish();
export const lmStudioModelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      arch: z.string().nullish(),
      quantization: z.string().nullish(),
      state: z.string(),
      max_context_length: size,
      loaded_context_length: size,
    }),
  ),
});
/** The newer list (0.4): the window stands at each loaded instance. */
const instancesSchema = z.object({
  models: z.array(
    z.object({
      key: z.string(),
      loaded_instances: z
        .array(z.object({ id: z.string(), config: z.object({ context_length: size }).nullish() }))
        .default([]),
    }),
  ),
});

const list = (connection: Pick<Connection, "http">) =>
  call(connection, "lm-studio", { method: "GET", path: "/api/v0/models" }, lmStudioModelsSchema);

/** The models of LM Studio that can answer. */
export async function lmStudioModels(connection: Pick<Connection, "http">): Promise<OfferedModel[]> {
  const { data } = await list(connection);
  return data
    .filter((model) => model.type === "llm" || model.type === "vlm")
    .map((model) => ({
      name: model.id,
      isLoaded: model.state === "loaded",
      ...(typeof model.loaded_context_length === "number" ? { windowTokens: model.loaded_context_length } : {}),
    }));
}

/** Connects to a model that LM Studio has loaded. */
export async function openLmStudio(connection: Connection): Promise<Endpoint> {
  const { choice, http, address } = connection;
  const model = chooseModel("lm-studio", await lmStudioModels(connection), choice.model);
  const find = async () => (await list(connection)).data.find((entry) => entry.id === model);
  const entry = await find();
  if (entry === undefined || entry.state !== "loaded") {
    throw new LonghandError(
      "ENDPOINT_LOADING",
      `LM Studio has not loaded ${model}.`,
      `Load it there with the context length that is needed (lms load ${model} --context-length N), then connect again.`,
    );
  }
  let serverWindow = entry.loaded_context_length ?? undefined;
  if (serverWindow === undefined) {
    const newer = await call(connection, "lm-studio", { method: "GET", path: "/api/v1/models" }, instancesSchema).catch(
      () => undefined,
    );
    const instances = newer?.models.flatMap((known) =>
      known.key === model ? known.loaded_instances : known.loaded_instances.filter(({ id }) => id === model),
    );
    serverWindow = instances?.[0]?.config?.context_length ?? undefined;
  }
  return openTextEndpoint(connection, {
    kind: "lm-studio",
    address,
    model,
    version: "LM Studio",
    modelIdentity: [model, entry.arch ?? "", entry.quantization ?? "", entry.max_context_length ?? ""].join("|"),
    ...(typeof entry.max_context_length === "number" ? { trainContextTokens: entry.max_context_length } : {}),
    ...(typeof entry.quantization === "string" ? { quantisation: entry.quantization } : {}),
    warnings: [],
    serverWindow,
    // Models that a request loaded are unloaded after an idle time; those the owner loaded stay.
    keepAlive: "unknown",
    slots: 1,
    send: (messages, request) =>
      streamCompletion(http, "lm-studio", { path: "/v1/chat/completions", body: { messages }, model }, request),
    isUsable: async () => {
      const now = await find().catch(() => undefined);
      return now?.state === "loaded" && now.loaded_context_length === entry.loaded_context_length;
    },
  });
}
