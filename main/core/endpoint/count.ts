/** Counting texts on an endpoint, exactly or by estimate. The one place that knows both ways. */
import type { Endpoint } from "./endpoint.ts";

/** A text's tokens; `ids` where the endpoint's tokenizer is exact. */
export type CountedText = { readonly text: string; readonly tokens: number; readonly ids: Uint32Array | undefined };

/** Counts texts, in their order. */
export async function countTexts(endpoint: Endpoint, texts: readonly string[]): Promise<CountedText[]> {
  const { tokenizer } = endpoint;
  if (tokenizer.type === "exact") {
    const all = await tokenizer.tokenize(texts);
    return texts.map((text, index) => {
      const ids = all[index];
      if (ids === undefined) throw new Error("the tokenizer lost a text");
      return { text, tokens: ids.length, ids };
    });
  }
  const counts = await tokenizer.count(texts);
  return texts.map((text, index) => {
    const tokens = counts[index];
    if (tokens === undefined) throw new Error("the estimator lost a text");
    return { text, tokens, ids: undefined };
  });
}

/** Counts one text. */
export async function countText(endpoint: Endpoint, text: string): Promise<CountedText> {
  const [counted] = await countTexts(endpoint, [text]);
  if (counted === undefined) throw new Error("the tokenizer lost a text");
  return counted;
}
