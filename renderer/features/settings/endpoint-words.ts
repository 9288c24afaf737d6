/** How an endpoint is named and judged in words. Pure. */
import type { EndpointChoice, EndpointKind, LocalServer } from "../../../shared/schemas.ts";

/** The kinds of endpoints as people know them. */
export const KIND_NAMES: Readonly<Record<EndpointKind, string>> = {
  embedded: "Longhand\u2019s own engine, on this machine",
  "llama-server": "llama-server (llama.cpp)",
  vllm: "vLLM",
  ollama: "Ollama",
  "lm-studio": "LM Studio",
  sglang: "SGLang",
  "openai-compatible": "OpenAI-compatible server",
};

/** What a server found on this machine is doing, in a few words. */
export function localServerWords({ kind, state, models }: LocalServer): string {
  const [first] = models;
  const what =
    state === "loading"
      ? "loading its model"
      : state === "key"
        ? "asks for a key"
        : first === undefined
          ? "no model yet"
          : models.length === 1
            ? first
            : `${models.length} models`;
  return `${KIND_NAMES[kind]}: ${what}`;
}

/** A short name of what was chosen. */
export function endpointName(choice: EndpointChoice): string {
  if (choice.address === undefined) return "Demonstration model";
  if (!URL.canParse(choice.address)) return choice.address.split(/[\\/]/).at(-1) ?? choice.address;
  const { host } = new URL(choice.address);
  return choice.model === undefined ? host : `${choice.model} at ${host}`;
}

/** Whether an address is a web address at all. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Whether mail sent to this address would cross a network unencrypted, as far as the address alone can tell. */
export function crossesNetworkPlainly(text: string): boolean {
  if (!isWebAddress(text)) return false;
  const { protocol, hostname } = new URL(text);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  return protocol === "http:" && !isLoopback;
}
