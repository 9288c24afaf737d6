/**
 * The /tokenize and /detokenize routes that vLLM and SGLang share: exact ids of texts, and the chat template as ids.
 *
 * These servers parse control tokens in text; the escape of format 1 has taken them out of content before.
 */
import { z } from "zod";
import type { EndpointKind } from "../../../shared/schemas.ts";
import { type Connection, call } from "./connection.ts";
import type { TemplateIds } from "./endpoint.ts";
import { splitTemplate, type TemplateMessage } from "./template.ts";

const tokensSchema = z.object({
  tokens: z.array(z.int().nonnegative()),
  max_model_len: z.int().positive().nullish(),
});
/** vLLM calls the text `prompt`, SGLang `text`. */
const textSchema = z.object({ prompt: z.string().optional(), text: z.string().optional() });

/** Requests for token ids under way at once. */
const CONCURRENCY = 6;

/** A server's exact tokenizer. */
export type HttpTokenizer = {
  tokenize(texts: readonly string[]): Promise<Uint32Array[]>;
  /** Ids of messages in the model's own template. */
  messageIds(messages: readonly TemplateMessage[]): Promise<Uint32Array>;
  /** The template around Longhand's text, or nothing where its pieces do not add up to what the server renders. */
  template(): Promise<TemplateIds | undefined>;
};

/** Does the work of many calls a few at a time, in order. */
export async function mapLimited<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
  return results;
}

/** The tokenizer of a model behind these routes. */
export function createHttpTokenizer(connection: Connection, kind: EndpointKind, model: string): HttpTokenizer {
  const post = async (body: Readonly<Record<string, unknown>>): Promise<Uint32Array> => {
    const request = { method: "POST", path: "/tokenize", body: { model, ...body }, model } as const;
    return Uint32Array.from((await call(connection, kind, request, tokensSchema)).tokens);
  };
  const ids = (text: string): Promise<Uint32Array> => post({ prompt: text, add_special_tokens: false });
  const messageIds = (messages: readonly TemplateMessage[]): Promise<Uint32Array> =>
    post({ messages, add_generation_prompt: true, add_special_tokens: false });
  const detokenize = async (tokens: Uint32Array): Promise<string> => {
    const body = { model, tokens: Array.from(tokens), skip_special_tokens: false };
    const reply = await call(connection, kind, { method: "POST", path: "/detokenize", body, model }, textSchema);
    return reply.prompt ?? reply.text ?? "";
  };

  return {
    tokenize: (texts) => mapLimited(texts, ids),
    messageIds,
    async template() {
      const pieces = await splitTemplate(async (messages) => detokenize(await messageIds(messages)));
      const [head, afterSystem, afterUser] = await mapLimited(
        [pieces.head, pieces.afterSystem, pieces.afterUser],
        (text) => (text === "" ? Promise.resolve(new Uint32Array()) : ids(text)),
      );
      if (head === undefined || afterSystem === undefined || afterUser === undefined) return undefined;
      // The proof that the pieces are right: put together around two texts they are what the server itself renders.
      const texts = ["Rules and documents.\n\n", "Question: what is proven?"] as const;
      const [system, user] = await mapLimited(texts, ids);
      const rendered = await messageIds([
        { role: "system", content: texts[0] },
        { role: "user", content: texts[1] },
      ]).catch(() => new Uint32Array());
      const joined = [head, system, afterSystem, user, afterUser].flatMap((part) => Array.from(part ?? []));
      const isSame = joined.length === rendered.length && joined.every((id, index) => id === rendered[index]);
      if (!isSame) return undefined;
      const afterAnswer = pieces.afterAnswer === undefined ? undefined : await ids(pieces.afterAnswer);
      const plain = { head, afterSystem, afterUser };
      if (afterAnswer === undefined || system === undefined || user === undefined) return plain;
      const next = await messageIds([
        { role: "system", content: texts[0] },
        { role: "user", content: texts[1] },
        { role: "assistant", content: texts[0].trim() },
        { role: "user", content: texts[1] },
      ]).catch(() => new Uint32Array());
      const end = [...afterAnswer, ...user, ...afterUser];
      const isEnd = next.length > end.length && end.every((id, index) => id === next[next.length - end.length + index]);
      return isEnd ? { ...plain, afterAnswer } : plain;
    },
  };
}
