/**
 * What a server's refusal means: its status and words become a typed error with the remedy in the server's own terms.
 *
 * Owns the overflow sentences of all servers (sources: docs/endpoints.md) and how a window is made larger on each.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointKind } from "../../../shared/schemas.ts";
import type { HttpReply } from "./http.ts";

/** The servers' names as people know them. */
export const SERVER_NAMES: Readonly<Record<EndpointKind, string>> = {
  embedded: "The embedded engine",
  "llama-server": "llama-server",
  vllm: "vLLM",
  ollama: "Ollama",
  "lm-studio": "LM Studio",
  sglang: "SGLang",
  "openai-compatible": "The server",
};

const format = (tokens: number): string => new Intl.NumberFormat("en-US").format(tokens);

/** How to give the model a window of `needed` tokens, in the server's own terms. */
export function raiseWindow(kind: EndpointKind, needed: number | undefined): string {
  const tokens = needed === undefined ? "N" : String(Math.ceil(needed / 1024) * 1024);
  switch (kind) {
    case "embedded":
      return "Use a model that was trained for a longer context, or a server.";
    case "llama-server":
      return `Start llama-server with -c ${tokens} (and -np 1, so that one request may use all of it).`;
    case "vllm":
      return `Start vLLM with --max-model-len ${tokens}.`;
    case "ollama":
      return `Raise num_ctx: name the window in Longhand (--window ${tokens}, or in Settings), which asks Ollama for it.`;
    case "lm-studio":
      return `Load the model in LM Studio with a context length of ${tokens} (lms load --context-length ${tokens}).`;
    case "sglang":
      return `Start SGLang with --context-length ${tokens}.`;
    case "openai-compatible":
      return `Give the model a window of ${tokens} tokens on the server, or name its true window with --window.`;
  }
}

/** The error of a prompt that exceeds the window; unknown numbers are left out. */
export function windowTooSmall(
  kind: EndpointKind,
  numbers: { readonly needed?: number | undefined; readonly window?: number | undefined },
): LonghandError {
  const { needed, window } = numbers;
  const gave =
    window === undefined
      ? `${SERVER_NAMES[kind]} says that the prompt exceeds the model's window`
      : `${SERVER_NAMES[kind]} gave this model a window of ${format(window)} tokens`;
  const need = needed === undefined ? "and the prompt is longer" : `it needs ${format(needed)}`;
  const sentence = window === undefined && needed === undefined ? `${gave}.` : `${gave}; ${need}.`;
  return new LonghandError(
    "WINDOW_TOO_SMALL",
    sentence,
    `${raiseWindow(kind, needed)} Or choose a narrower scope, or the newest that fit (--fit newest).`,
  );
}

/** The sentence inside an error body, whichever of the known shapes it has; Ollama wraps llama.cpp's as a string. */
function errorWords(body: unknown): {
  message: string;
  type: string;
  needed?: number | undefined;
  window?: number | undefined;
} {
  if (typeof body === "string") {
    try {
      return errorWords(JSON.parse(body));
    } catch {
      return { message: body, type: "" };
    }
  }
  if (typeof body !== "object" || body === null) return { message: "", type: "" };
  const fields = body as Readonly<Record<string, unknown>>;
  if (fields["error"] !== undefined && fields["error"] !== null) return errorWords(fields["error"]);
  const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    message: text(fields["message"]) || text(fields["detail"]),
    type: text(fields["type"]) || text(fields["code"]),
    needed: number(fields["n_prompt_tokens"]),
    window: number(fields["n_ctx"]),
  };
}

/** Overflow sentences; the named groups are what they say. */
const OVERFLOWS: readonly RegExp[] = [
  /request \((?<needed>\d+) tokens\) exceeds the available context size \((?<window>\d+) tokens\)/i,
  /passed (?<needed>\d+) input tokens .*?context length is only (?<window>\d+) tokens/is,
  /maximum context length is (?<window>\d+) tokens.*?requested (?<needed>\d+) tokens/is,
  /maximum context length is (?<window>\d+) tokens/i,
  /input \((?<needed>\d+) tokens\) is longer than the model's context length \((?<window>\d+) tokens\)/i,
  /keep the first (?<needed>\d+) tokens when (?:the )?context (?:the )?overflows.*?context length of only (?<window>\d+) tokens/is,
  /prompt is longer than the context length/i,
  /context size has been exceeded/i,
  /exceeds? the (?:available )?context (?:size|length|window)/i,
  /context_length_exceeded|exceed_context_size_error/i,
];

/** The error of a server that wants a key, or another one. */
export function keyNeeded(): LonghandError {
  return new LonghandError(
    "ENDPOINT_KEY",
    "The server wants an API key, or another one.",
    "Enter it in Settings, or name the variable that holds it with --api-key-env.",
  );
}

/** The error of a reply that makes no sense. */
export function protocolError(kind: EndpointKind, detail: string): LonghandError {
  return new LonghandError(
    "ENDPOINT_PROTOCOL",
    `${SERVER_NAMES[kind]} gave a reply that makes no sense (${detail}).`,
    "Update the server, or look at its log.",
  );
}

/** The typed error behind a refusal; `model` is the one that was asked for. */
export function refusal(kind: EndpointKind, reply: HttpReply, model?: string): LonghandError {
  const { message, type, needed, window } = errorWords(reply.body);
  for (const pattern of OVERFLOWS) {
    const match = pattern.exec(`${message} ${type}`);
    if (match === null) continue;
    const group = (name: string): number | undefined => {
      const digits = match.groups?.[name];
      return digits === undefined ? undefined : Number(digits);
    };
    return windowTooSmall(kind, { needed: needed ?? group("needed"), window: window ?? group("window") });
  }
  const name = SERVER_NAMES[kind];
  if (reply.status === 401 || reply.status === 403) return keyNeeded();
  if (reply.status === 404 && model !== undefined) {
    return new LonghandError(
      "MODEL_NOT_FOUND",
      `${name} has no model called ${model}.`,
      "Choose one of its models with --model, or in Settings.",
    );
  }
  if (reply.status === 503 && !/busy|pending|queue|slot/i.test(message)) {
    return new LonghandError("ENDPOINT_LOADING", "The server is still loading its model.", "Try again in a moment.");
  }
  if (reply.status === 429 || reply.status === 503) {
    return new LonghandError("ENDPOINT_BUSY", "The server is busy with other requests.", "Try again in a moment.");
  }
  if (reply.status === 502 || reply.status === 504) {
    return new LonghandError(
      "ENDPOINT_DOWN",
      `What stands before the model server answers, but the server itself does not (status ${reply.status}).`,
      "Start the model server; raise the proxy's time limit if it happens while a long prompt is read.",
    );
  }
  return new LonghandError(
    "ENDPOINT_PROTOCOL",
    `${name} refused the request (status ${reply.status}${type === "" ? "" : `, ${type.slice(0, 80)}`}).`,
    "Look at the server's log.",
  );
}
