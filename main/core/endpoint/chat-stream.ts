/**
 * Streams of the OpenAI-shaped routes: /v1/chat/completions and /v1/completions, with usage in the last chunk.
 *
 * Times are this machine's clock: these servers do not report theirs.
 */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointKind } from "../../../shared/schemas.ts";
import type { GenerateRequest, Generation } from "./endpoint.ts";
import type { HttpClient } from "./http.ts";
import { protocolError, refusal } from "./refusals.ts";

const count = z.int().nonnegative();
const usageSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count.nullish(),
  prompt_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish(),
});
const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        text: z.string().nullish(),
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: usageSchema.nullish(),
});

/** The error of a stream that ended before its end. */
export function endedEarly(): LonghandError {
  return new LonghandError(
    "ENDPOINT_LOST",
    "The server ended its answer before it was complete.",
    "Try again; what it had read stays in its cache.",
  );
}

/** Parses one event; an error inside the stream is thrown. */
export function parseEvent<T>(kind: EndpointKind, data: string, schema: z.ZodType<T>, model?: string): T {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw protocolError(kind, "a broken event");
  }
  const error = typeof value === "object" && value !== null && "error" in value ? value.error : undefined;
  if (error !== undefined && error !== null) throw refusal(kind, { status: 500, body: value }, model);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw protocolError(kind, "an unknown event");
  return parsed.data;
}

/** Sends a streaming request with usage and collects the generation. */
export async function streamCompletion(
  http: HttpClient,
  kind: EndpointKind,
  route: { readonly path: string; readonly body: Readonly<Record<string, unknown>>; readonly model: string },
  request: GenerateRequest,
): Promise<Generation> {
  const startedAt = performance.now();
  let firstAt: number | undefined;
  let text = "";
  let finish: string | undefined;
  let usage: z.infer<typeof usageSchema> | undefined;
  const onData = (data: string): void => {
    if (data === "[DONE]") return;
    const chunk = parseEvent(kind, data, chunkSchema, route.model);
    const [choice] = chunk.choices;
    const piece = choice?.delta?.content ?? choice?.text ?? "";
    if (piece !== "") {
      firstAt ??= performance.now();
      // Reading only still takes one token of answer on these routes; it is not shown.
      if (request.maxTokens > 0) {
        text += piece;
        request.onText(piece);
      }
    }
    finish = choice?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
  };
  const body = {
    ...route.body,
    model: route.model,
    max_tokens: Math.max(1, request.maxTokens),
    temperature: request.sampling?.temperature ?? 0,
    seed: request.sampling?.seed ?? 1,
    stream: true,
    stream_options: { include_usage: true },
  };
  const refused = await http.stream(route.path, body, request.signal, onData);
  if (refused !== undefined) throw refusal(kind, refused, route.model);
  if (usage === undefined) {
    if (finish === undefined) throw endedEarly();
    throw new LonghandError(
      "ENDPOINT_PROTOCOL",
      "The server does not say how many tokens it read, so nothing proves that it read everything.",
      "Use a server or a version that reports usage in streams (stream_options.include_usage).",
    );
  }
  const endedAt = performance.now();
  const cachedTokens = usage.prompt_tokens_details?.cached_tokens ?? null;
  return {
    text,
    promptTokens: usage.prompt_tokens,
    cachedTokens,
    evaluatedTokens: cachedTokens === null ? null : usage.prompt_tokens - cachedTokens,
    answerTokens: request.maxTokens === 0 ? 0 : (usage.completion_tokens ?? 0),
    prefillMs: (firstAt ?? endedAt) - startedAt,
    decodeMs: endedAt - (firstAt ?? endedAt),
    isCut: finish === "length" && request.maxTokens > 0,
  };
}
