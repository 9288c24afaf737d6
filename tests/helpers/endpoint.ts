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
