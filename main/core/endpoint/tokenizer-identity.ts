/**
 * Names a tokenizer by what it does: the hash of the ids it gives a fixed probe.
 *
 * The same model behind the embedded engine and behind a server gets the same name and shares its stored counts.
 * See docs/decisions/0003-tokenizer-identity.md.
 */
import { createHash } from "node:crypto";

/** Scripts, digits, code, white space and control tokens: enough that two tokenizers in use never agree on all of it. */
const PROBE = [
  "The quick brown fox can't jump over 1234567890 lazy dogs' backs, e.g. at 23:59 on 2024-02-29.",
  "  indented\n\n\n\ttabs\tand trailing   \r\nfor (let i = 0; i < n_items; i++) { x[i] += 3.14e-10; } // TODO=#!%",
  "Größe façade naïve São Œuvre Łódź Čeština Türkçe Ελληνικά Русский язык עברית العربية हिन्दी ภาษาไทย 中文字符 日本語テスト 한국어 😀👩‍👩‍👧🏳️‍🌈",
  "<|begin_of_text|><|start_header_id|>system<|end_header_id|><|eot_id|><s></s>[INST]<|im_start|><start_of_turn>",
  "https://example.org/a/b?c=d&e=%20#f <someone@example.org> wrote: > >> >>> --- ... ?!?! \u00a0\u2003\u200b — “quotes” ‘single’ €5,000.00",
  "antidisestablishmentarianism Donaudampfschifffahrtsgesellschaft HTTPServerErrorException snake_case_name kebab-case-name camelCaseName",
].join("\n");

/** The identity of the tokenizer behind `tokenize`, as 16 hexadecimal digits. */
export async function tokenizerIdentity(
  tokenize: (texts: readonly string[]) => Promise<Uint32Array[]>,
): Promise<string> {
  const [ids] = await tokenize([PROBE]);
  if (ids === undefined) throw new Error("the tokenizer returned nothing");
  return createHash("sha256")
    .update(Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength))
    .digest("hex")
    .slice(0, 16);
}
