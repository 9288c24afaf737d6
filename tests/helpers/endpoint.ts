/** Short ways to an endpoint's exact tokenizer and template, for tests of adapters that take ids. */
import type { Endpoint, Prompt, TemplateIds } from "../../main/core/endpoint/endpoint.ts";

/** Token ids by the endpoint's own tokenizer. */
export function tokenize({ tokenizer }: Endpoint, texts: readonly string[]): Promise<Uint32Array[]> {
  if (tokenizer.type !== "exact") throw new Error("this endpoint has no exact tokenizer");
  return tokenizer.tokenize(texts);
}

/** The endpoint's template. */
export function templateOf({ template }: Endpoint): TemplateIds {
  if (template === undefined) throw new Error("this endpoint has no template");
  return template;
}

/** A prompt of ids as they are. */
export function idsPrompt(ids: Uint32Array): Prompt {
  return { type: "ids", ids };
}

/** A stand-in that counts bytes as tokens and generates nothing: for what is counted, how often and what is kept. */
export type ByteEndpoint = Endpoint & {
  /** Texts it was asked to count so far. */
  texts: number;
};

/** Makes a {@link ByteEndpoint}. */
export function byteEndpoint(
  options: { readonly isEstimate?: boolean; readonly windowTokens?: number } = {},
): ByteEndpoint {
  const bytes = (text: string): Uint32Array => Uint32Array.from(Buffer.from(text));
  const endpoint: ByteEndpoint = {
    texts: 0,
    description: {
      kind: "openai-compatible",
      address: "http://127.0.0.1:1",
      model: "bytes",
      version: "1",
      windowTokens: options.windowTokens ?? 1_000_000,
      tokenizer: "bytes",
      modelIdentity: "bytes",
      capabilities: {
        takes: "ids",
        counts: options.isEstimate === true ? "estimate" : "exact",
        reportsCached: false,
        reportsPrefill: false,
        slots: 1,
        savesKv: false,
        keepAlive: "unknown",
      },
      warnings: [],
    },
    tokenizer:
      options.isEstimate === true
        ? { type: "estimate", count: async (texts) => texts.map((text) => bytes(text).length) }
        : {
            type: "exact",
            tokenize: async (texts) => {
              endpoint.texts += texts.length;
              return texts.map(bytes);
            },
          },
    overheadTokens: 0,
    generate: () => Promise.reject(new Error("it only counts")),
    isUsable: async () => true,
    close: async () => undefined,
  };
  return endpoint;
}
