/**
 * The adapter of any server with /v1/models and /v1/chat/completions.
 *
 * The window comes from the model list where it says one, else from the owner; counts are estimates.
 */
import { z } from "zod";
import { streamCompletion } from "./chat-stream.ts";
import { type Connection, call, chooseModel } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import { openTextEndpoint } from "./text-endpoint.ts";

const size = z.int().positive().nullish().catch(undefined);
export const openAiModelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.string().nullish(),
      max_model_len: size,
      context_length: size,
      context_window: size,
      max_context_length: size,
    }),
  ),
});

/** Connects to an OpenAI-compatible server. */
export async function openOpenAiCompatible(connection: Connection): Promise<Endpoint> {
  const { choice, http, address } = connection;
  const list = () => call(connection, "openai-compatible", { method: "GET", path: "/v1/models" }, openAiModelsSchema);
  const { data } = await list();
  const model = chooseModel(
    "openai-compatible",
    data.map(({ id }) => ({ name: id })),
    choice.model,
  );
  const entry = data.find(({ id }) => id === model);
  const serverWindow =
    entry?.max_model_len ?? entry?.context_length ?? entry?.context_window ?? entry?.max_context_length ?? undefined;
  return openTextEndpoint(connection, {
    kind: "openai-compatible",
    address,
    model,
    version: entry?.owned_by ?? "unknown",
    modelIdentity: [model, entry?.owned_by ?? "", serverWindow ?? ""].join("|"),
    warnings: [],
    serverWindow,
    keepAlive: "unknown",
    slots: 1,
    send: (messages, request) =>
      streamCompletion(http, "openai-compatible", { path: "/v1/chat/completions", body: { messages }, model }, request),
    isUsable: async () => (await list().catch(() => undefined))?.data.some(({ id }) => id === model) === true,
  });
}
