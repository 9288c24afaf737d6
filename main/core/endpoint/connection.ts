/**
 * What every server adapter is given, and the few steps they share: a checked call, the choice of a model, a retry.
 */
import type { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointChoice, EndpointKind, OfferedModel } from "../../../shared/schemas.ts";
import type { GenerateRequest, Generation, Tokenizer } from "./endpoint.ts";
import type { HttpClient } from "./http.ts";
import type { Measurements } from "./measurements.ts";
import { protocolError, refusal, SERVER_NAMES } from "./refusals.ts";

/** A server that may be talked to. */
export type Connection = {
  readonly http: HttpClient;
  /** How the endpoint is shown: its URL without a last slash. */
  readonly address: string;
  readonly choice: EndpointChoice;
  /** What was measured of endpoints before. */
  readonly measurements: Measurements;
  /** An exact tokenizer from a vocabulary that the owner named, for servers without one. */
  readonly vocabulary?: { readonly tokenizer: Tokenizer & { readonly type: "exact" }; readonly identity: string };
};

/** A call that must succeed and have the right shape; `what` names it in errors. */
export async function call<T>(
  connection: Pick<Connection, "http">,
  kind: EndpointKind,
  request: { readonly method: "GET" | "POST"; readonly path: string; readonly body?: unknown; readonly model?: string },
  schema: z.ZodType<T>,
): Promise<T> {
  const reply = await connection.http.json(request.method, request.path, request.body);
  if (reply.status !== 200) throw refusal(kind, reply, request.model);
  const parsed = schema.safeParse(reply.body);
  if (!parsed.success) throw protocolError(kind, request.path);
  return parsed.data;
}

/** The model to use: the named one, else the only one, else the only loaded one. */
export function chooseModel(kind: EndpointKind, models: readonly OfferedModel[], wanted: string | undefined): string {
  const name = SERVER_NAMES[kind];
  const list = models.map((model) => model.name);
  const shown = list.slice(0, 12).join(", ") + (list.length > 12 ? ` and ${list.length - 12} more` : "");
  if (wanted !== undefined) {
    // Ollama's names may leave out the tag.
    const found = list.find((model) => model === wanted) ?? list.find((model) => model === `${wanted}:latest`);
    if (found !== undefined) return found;
    throw new LonghandError(
      "MODEL_NOT_FOUND",
      `${name} has no model called ${wanted}.`,
      list.length === 0 ? "It has none at all: give it one." : `It has: ${shown}.`,
    );
  }
  const loaded = models.filter((model) => model.isLoaded === true);
  const only = models.length === 1 ? models[0] : loaded.length === 1 ? loaded[0] : undefined;
  if (only !== undefined) return only.name;
  if (models.length === 0)
    throw new LonghandError("MODEL_NOT_FOUND", `${name} has no model.`, "Give it one, then connect again.");
  throw new LonghandError(
    "MODEL_NOT_CHOSEN",
    `${name} has several models: ${shown}.`,
    "Choose one with --model, or in Settings.",
  );
}

/** The error of an answer that does not end. */
export function writesOn(): LonghandError {
  return new LonghandError(
    "ENDPOINT_PROTOCOL",
    "The server goes on writing far beyond the length that it was asked for.",
    "What came is kept; update the server, or look at its log.",
  );
}

/** No vocabulary has longer tokens on average; a server that writes more than this allows does not count. */
const MAX_TOKEN_CHARS = 256;

/** Waits between attempts after a lost connection; milliseconds. */
const RETRY_WAITS_MS = [500, 2000];

/**
 * Generates, and tries again after a lost connection as long as no text came: what was read stays in the server's
 * cache, so the second attempt goes on where the first broke off.
 */
export async function generateWithRetry(
  request: GenerateRequest,
  generate: (request: GenerateRequest) => Promise<Generation>,
): Promise<Generation> {
  for (let attempt = 0; ; attempt += 1) {
    let hasText = false;
    let written = 0;
    const most = request.maxTokens * MAX_TOKEN_CHARS + MAX_TOKEN_CHARS;
    const watched: GenerateRequest = {
      ...request,
      onPrefill: request.onPrefill,
      onText(text) {
        hasText = true;
        written += text.length;
        if (written > most) {
          throw writesOn();
        }
        request.onText(text);
      },
    };
    try {
      return await generate(watched);
    } catch (error) {
      const wait = RETRY_WAITS_MS[attempt];
      const isLost =
        error instanceof LonghandError &&
        (error.code === "ENDPOINT_LOST" || (attempt > 0 && error.code === "ENDPOINT_DOWN"));
      if (!isLost || hasText || wait === undefined || request.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
