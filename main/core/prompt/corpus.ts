/**
 * The corpus prefix: rules and rendered documents, counted in the endpoint's own tokens.
 *
 * Owns assembly, the stored token ids and the choice of the newest that fit. There is no retrieval: the documents of
 * the scope are the documents of the prompt.
 */
import { createHash } from "node:crypto";
import { LonghandError } from "../../../shared/errors.ts";
import type { FitReport } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import type { CorpusDocument } from "../archive/queries/documents.ts";
import { type StoredTokenIds, tokenIdReader } from "../archive/queries/token-ids.ts";
import type { Writer } from "../archive/writer.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { type Segment, sealSegments } from "./chain.ts";
import { createRenderer, type RenderedDocument, type Renderer, RULES } from "./render.ts";

/** The rendered corpus of a scope, in order. */
export type Corpus = {
  readonly documents: readonly RenderedDocument[];
  /** The renderer in the state after the last document, for the message of a draft's tail. */
  readonly renderer: Renderer;
};

/** A corpus in the tokens of one endpoint: the rules first, then each document. */
export type CountedCorpus = Corpus & {
  readonly counts: readonly number[];
  /** Token ids, where the endpoint's tokenizer is exact. */
  readonly ids: readonly Uint32Array[] | undefined;
  readonly tokens: number;
  readonly segments: readonly Segment[];
};

/** Where token ids are kept; without a writer (another process holds it) they are computed and not stored. */
export type TokenStore = { readonly db: ReadableDatabase; readonly writer: Writer | undefined };

/** Renders documents as one prefix. */
export function assembleCorpus(documents: readonly CorpusDocument[], me: ReadonlySet<string>): Corpus {
  const renderer = createRenderer(me);
  return { documents: documents.map((document) => renderer.render(document)), renderer };
}

/** The exact canonical text of the prefix. */
export function prefixText(corpus: Corpus): string {
  return RULES + corpus.documents.map((document) => document.text).join("");
}

/** SHA-256 of {@link prefixText}, in hexadecimal. */
export function prefixSha256(corpus: Corpus): string {
  const hash = createHash("sha256").update(RULES);
  for (const document of corpus.documents) hash.update(document.text);
  return hash.digest("hex");
}

/** Documents tokenised and stored in one go. */
const COUNT_BATCH = 512;

/** Ids from the archive; what is missing comes from `tokenize` and is stored under the tokenizer's identity. */
async function tokenizeStored(
  texts: readonly string[],
  tokenizer: string,
  tokenize: (texts: readonly string[]) => Promise<Uint32Array[]>,
  store: TokenStore,
): Promise<Uint32Array[]> {
  const read = tokenIdReader(store.db, tokenizer);
  const hashes = texts.map((text) => new Uint8Array(createHash("sha256").update(text).digest()));
  const ids = hashes.map((hash) => read(hash));
  const missing = ids.flatMap((found, index) => (found === undefined ? [index] : []));
  for (let at = 0; at < missing.length; at += COUNT_BATCH) {
    const batch = missing.slice(at, at + COUNT_BATCH);
    const fresh = await tokenize(batch.map((index) => texts[index] ?? ""));
    const items: StoredTokenIds[] = [];
    for (const [position, index] of batch.entries()) {
      const counted = fresh[position];
      const textSha256 = hashes[index];
      if (counted === undefined || textSha256 === undefined) throw new Error("the tokenizer lost a text");
      ids[index] = counted;
      items.push({ textSha256, ids: counted });
    }
    await store.writer?.call("putTokenIds", { tokenizer, items });
  }
  return ids.map((found) => found ?? new Uint32Array());
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Counts a corpus in the endpoint's tokens; ids that were counted before come from the archive. */
export async function countCorpus(corpus: Corpus, endpoint: Endpoint, store: TokenStore): Promise<CountedCorpus> {
  const texts = [RULES, ...corpus.documents.map((document) => document.text)];
  const { tokenizer, description, template } = endpoint;
  if (tokenizer.type === "estimate") {
    const counts = await tokenizer.count(texts);
    return { ...corpus, counts, ids: undefined, tokens: sumOf(counts), segments: [] };
  }
  const ids = await tokenizeStored(texts, description.tokenizer, tokenizer.tokenize, store);
  const counts = ids.map((part) => part.length);
  const head = template === undefined ? [] : [template.head];
  return { ...corpus, counts, ids, tokens: sumOf(counts), segments: sealSegments([...head, ...ids]) };
}

/** What a window leaves for the prefix, beside the template, the tail and the answer; tokens. */
export function prefixBudget(endpoint: Endpoint, tailTokens: number, answerTokens: number): number {
  return endpoint.description.windowTokens - endpoint.overheadTokens - tailTokens - answerTokens;
}

/** A corpus that fits, and what was left out to make it fit. */
export type FittedCorpus = { readonly corpus: CountedCorpus; readonly fit: FitReport | null };

/**
 * Counts the documents of a scope and makes sure that they fit `budget` tokens.
 *
 * Without `fit` a corpus that is too large throws `WINDOW_TOO_SMALL`. With `newest` the oldest documents stay out,
 * whole, until the rest fits; what is kept stays in first-seen order.
 */
export async function fitCorpus(
  documents: readonly CorpusDocument[],
  me: ReadonlySet<string>,
  endpoint: Endpoint,
  store: TokenStore,
  options: { readonly budget: number; readonly fit: "newest" | undefined },
): Promise<FittedCorpus> {
  if (documents.length === 0) {
    throw new LonghandError("CORPUS_EMPTY", "No document is in this scope.", "Import something, or widen the scope.");
  }
  const all = await countCorpus(assembleCorpus(documents, me), endpoint, store);
  if (all.tokens <= options.budget)
    return { corpus: all, fit: options.fit === undefined ? null : { kept: documents.length, leftOut: [] } };
  if (options.fit === undefined) {
    throw new LonghandError(
      "WINDOW_TOO_SMALL",
      `The corpus has ${all.tokens} tokens, but the window of ${endpoint.description.windowTokens} tokens leaves room for ${Math.max(0, options.budget)}.`,
      "Read it window by window (--sweep, in a later version), choose a narrower scope (--since, --person, --thread ...), or take the newest that fit (--fit newest).",
    );
  }
  let kept = keepNewest(documents, all, options.budget);
  for (;;) {
    if (kept.length === 0) {
      throw new LonghandError(
        "WINDOW_TOO_SMALL",
        `Not even the newest document fits the window of ${endpoint.description.windowTokens} tokens.`,
        "Use an endpoint with a larger window.",
      );
    }
    const corpus = await countCorpus(assembleCorpus(kept, me), endpoint, store);
    if (corpus.tokens <= options.budget) {
      const numbers = new Set(kept.map((document) => document.number));
      const leftOut = all.documents.filter((document) => !numbers.has(document.number)).map((document) => document.id);
      return { corpus, fit: { kept: kept.length, leftOut } };
    }
    // Names and quotes are longer where what they refer to is out: count again with fewer until it is true.
    const smaller = keepNewest(kept, corpus, options.budget);
    kept = smaller.length < kept.length ? smaller : smaller.slice(1);
  }
}

/**
 * The newest documents by date whose tokens in `corpus` add up to at most `budget`, in first-seen order.
 *
 * One that is too large for what is left is passed over: a single giant must not keep everything before it out.
 */
function keepNewest(documents: readonly CorpusDocument[], corpus: CountedCorpus, budget: number): CorpusDocument[] {
  const newestFirst = documents
    .map((document, index) => ({ document, tokens: corpus.counts[index + 1] ?? 0 }))
    .sort(
      (a, b) =>
        (b.document.dateMs ?? -Infinity) - (a.document.dateMs ?? -Infinity) || b.document.number - a.document.number,
    );
  let room = budget - (corpus.counts[0] ?? 0);
  const kept = new Set<number>();
  for (const { document, tokens } of newestFirst) {
    if (tokens > room) continue;
    room -= tokens;
    kept.add(document.number);
  }
  return documents.filter((document) => kept.has(document.number));
}
