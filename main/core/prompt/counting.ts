/**
 * Counting a corpus in an endpoint's own tokens, exactly where it has a tokenizer, else by its estimate.
 *
 * Owns where counts and ids come from and where they are kept: of sealed prefixes by segment, of anything else under
 * the text's hash. Estimates are never stored as if they were exact.
 */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { type SegmentTokens, segmentTokens } from "../archive/queries/prefixes.ts";
import { type StoredTokenIds, tokenIdReader } from "../archive/queries/token-ids.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { type ChainPart, createChain, type SegmentChain } from "./chain.ts";
import { type RenderedDocument, type Renderer, RULES } from "./render.ts";
import { estimateSeconds, type LivePrefix, type PrefixArchive, throwIfStopped, type WorkOptions } from "./sealed.ts";

/** The rendered corpus of a scope, in order. */
export type Corpus = {
  readonly documents: readonly RenderedDocument[];
  /** The renderer in the state after the last document, for the message of a draft's tail. */
  readonly renderer: Renderer;
};

/** A corpus in the tokens of one endpoint; `counts` and `ids` are of the rules first, then of one document each. */
export type CountedCorpus = Corpus & {
  readonly counts: readonly number[];
  /** Present where the endpoint's tokenizer is exact. */
  readonly ids: readonly Uint32Array[] | undefined;
  readonly tokens: number;
  readonly exact: boolean;
  /** The template's head, the rules and the documents: what a server's cache may share. */
  readonly chain: SegmentChain;
  /** Ids of documents that stand here and were withdrawn: for the tail's line. */
  readonly withdrawn: readonly string[];
};

/** Documents tokenised and stored in one go. */
const COUNT_BATCH = 512;
/** Characters of sealed segments tokenised and stored in one go. */
const COUNT_CHARS = 512_000;

/** Sealed segments whose tokens are read in one go. */
const STORED_SEGMENTS = 256;

type LooseText = { readonly text: string; readonly number: number };
type Tokenize = (texts: readonly string[]) => Promise<Uint32Array[]>;

/** Ids from the archive; what is missing comes from `tokenize` and is stored under the tokenizer's identity. */
async function tokenizeLoose(
  texts: readonly LooseText[],
  tokenizer: string,
  tokenize: Tokenize,
  archive: PrefixArchive,
): Promise<Uint32Array[]> {
  const read = tokenIdReader(archive.db, tokenizer);
  const hashes = texts.map(({ text }) => new Uint8Array(createHash("sha256").update(text).digest()));
  const ids = hashes.map((hash) => read(hash));
  const missing = ids.flatMap((found, index) => (found === undefined ? [index] : []));
  for (let at = 0; at < missing.length; at += COUNT_BATCH) {
    const batch = missing.slice(at, at + COUNT_BATCH);
    const fresh = await tokenize(batch.map((index) => texts[index]?.text ?? ""));
    const items: StoredTokenIds[] = [];
    for (const [position, index] of batch.entries()) {
      const counted = fresh[position];
      const textSha256 = hashes[index];
      if (counted === undefined || textSha256 === undefined) throw new Error("the tokenizer lost a text");
      ids[index] = counted;
      items.push({ textSha256, documentNumber: texts[index]?.number ?? 0, ids: counted });
    }
    await archive.writer?.call("putTokenIds", { tokenizer, items });
  }
  return ids.map((found) => found ?? new Uint32Array());
}

/** A segment's documents, by their place in the prefix: `start` inclusive, `end` exclusive. */
type SegmentRange = { readonly segment: number; readonly start: number; readonly end: number };

function segmentRanges(live: LivePrefix): SegmentRange[] {
  return live.ends.map((end, segment) => ({ segment, start: live.ends[segment - 1] ?? 0, end }));
}

/** One id array a document, as views into the segment's. */
function splitIds({ counts, ids }: SegmentTokens): Uint32Array[] {
  const parts: Uint32Array[] = [];
  let at = 0;
  for (const count of counts) {
    parts.push(ids.subarray(at, at + count));
    at += count;
  }
  return parts;
}

function joinIds(segment: number, parts: readonly Uint32Array[]): SegmentTokens {
  const counts = Uint32Array.from(parts, (part) => part.length);
  const ids = new Uint32Array(counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const part of parts) {
    ids.set(part, at);
    at += part.length;
  }
  return { segment, counts, ids };
}

/** Token ids of a prefix's documents: `known` ones, then stored ones, then fresh ones, which are stored. */
async function prefixIds(
  live: LivePrefix,
  documents: readonly RenderedDocument[],
  endpoint: { readonly tokenizer: string; readonly tokenize: Tokenize },
  archive: PrefixArchive,
  known: readonly Uint32Array[],
  { signal, onProgress }: WorkOptions,
): Promise<Uint32Array[]> {
  const { id } = live;
  const { tokenizer, tokenize } = endpoint;
  const ids = known.slice(0, documents.length);
  const ranges = segmentRanges(live).filter(({ end }) => end > ids.length && end <= documents.length);
  const stored = new Map<number, SegmentTokens>();
  if (id !== undefined) {
    // In parts: the ids of a million tokens are four megabytes, and others wait for this thread.
    for (let at = 0; at < ranges.length; at += STORED_SEGMENTS) {
      const [first, last] = [ranges[at], ranges[Math.min(ranges.length, at + STORED_SEGMENTS) - 1]];
      if (first === undefined || last === undefined) break;
      for (const item of segmentTokens(archive.db, id, tokenizer, [first.segment, last.segment]))
        stored.set(item.segment, item);
      await setImmediate();
      throwIfStopped(signal);
    }
  }
  const missing: SegmentRange[] = [];
  for (const range of ranges) {
    const item = stored.get(range.segment);
    if (item === undefined || item.counts.length !== range.end - range.start) missing.push(range);
    else for (const [at, part] of splitIds(item).entries()) ids[range.start + at] = part;
  }
  const charsOf = ({ start, end }: SegmentRange): number =>
    documents.slice(start, end).reduce((sum, { text }) => sum + text.length, 0);
  const total = missing.reduce((sum, range) => sum + charsOf(range), 0);
  const started = performance.now();
  let done = 0;
  for (let at = 0; at < missing.length; ) {
    throwIfStopped(signal);
    const batch: SegmentRange[] = [];
    for (let chars = 0; at < missing.length && chars < COUNT_CHARS; at += 1) {
      const range = missing[at];
      if (range === undefined) break;
      batch.push(range);
      chars += charsOf(range);
    }
    const texts = batch.flatMap(({ start, end }) => documents.slice(start, end).map(({ text }) => text));
    const fresh = await tokenize(texts);
    if (fresh.length !== texts.length) throw new Error("the tokenizer lost a text");
    let from = 0;
    const items = batch.map(({ segment, start, end }) => {
      const parts = fresh.slice(from, from + end - start);
      from += end - start;
      for (const [place, part] of parts.entries()) ids[start + place] = part;
      return joinIds(segment, parts);
    });
    if (id !== undefined) await archive.writer?.call("putPrefixTokens", { prefixId: id, tokenizer, items });
    done += batch.reduce((sum, range) => sum + charsOf(range), 0);
    onProgress?.({ phase: "count", done, total, etaSeconds: estimateSeconds(started, done, total) });
  }
  // What could not be sealed: another process holds the writer.
  const loose = documents.flatMap((document, index) => (ids[index] === undefined ? [{ document, index }] : []));
  if (loose.length > 0) {
    const texts = loose.map(({ document }) => ({ text: document.text, number: document.number }));
    const fresh = await tokenizeLoose(texts, tokenizer, tokenize, archive);
    for (const [place, { index }] of loose.entries()) ids[index] = fresh[place] ?? new Uint32Array();
  }
  return ids;
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

type Counts = Omit<CountedCorpus, keyof Corpus>;

/** The corpus with its counts; its renderer is still made only when it is asked for. */
function withCounts({ documents, ...rest }: Counts & Pick<Corpus, "documents">, corpus: Corpus): CountedCorpus {
  return {
    ...rest,
    documents,
    get renderer() {
      return corpus.renderer;
    },
  };
}

type End = (index: number) => boolean;

async function estimated(
  corpus: Corpus,
  count: (texts: readonly string[]) => Promise<number[]>,
  withdrawn: readonly string[],
  isEnd?: End,
): Promise<CountedCorpus> {
  const { documents } = corpus;
  const texts = [RULES, ...documents.map((document) => document.text)];
  const counts = await count(texts);
  const parts: ChainPart[] = texts.map((text, index) => ({ text, tokens: counts[index] ?? 0 }));
  const chain = createChain(parts, isEnd);
  const tokens = sumOf(counts);
  return withCounts({ documents, counts, ids: undefined, tokens, exact: false, chain, withdrawn }, corpus);
}

function exactly(
  corpus: Corpus,
  endpoint: Endpoint,
  ids: readonly Uint32Array[],
  withdrawn: readonly string[],
  isEnd?: End,
): CountedCorpus {
  const { documents } = corpus;
  const counts = ids.map((part) => part.length);
  const head = endpoint.template === undefined ? [] : [endpoint.template.head];
  const chain = createChain([...head, ...ids], isEnd && ((index) => isEnd(index - head.length)));
  return withCounts({ documents, counts, ids, tokens: sumOf(counts), exact: true, chain, withdrawn }, corpus);
}

/** Counts documents that are no sealed prefix: what was fitted, a sweep's window. */
export async function countCorpus(corpus: Corpus, endpoint: Endpoint, archive: PrefixArchive): Promise<CountedCorpus> {
  const { tokenizer, description } = endpoint;
  if (tokenizer.type === "estimate") return estimated(corpus, tokenizer.count, []);
  const texts = [{ text: RULES, number: 0 }, ...corpus.documents];
  return exactly(corpus, endpoint, await tokenizeLoose(texts, description.tokenizer, tokenizer.tokenize, archive), []);
}

/** Counts a scope's prefix; `cache` keeps the ids of documents by tokenizer between calls. */
export async function countPrefix(
  corpus: Corpus & { readonly live: LivePrefix; readonly withdrawn: readonly string[] },
  endpoint: Endpoint,
  archive: PrefixArchive,
  cache: Map<string, readonly Uint32Array[]>,
  options: WorkOptions = {},
): Promise<CountedCorpus> {
  const { tokenizer, description } = endpoint;
  const ends = new Set(corpus.live.ends);
  // Part 0 is the rules: document n is part n + 1, and a segment that holds n documents ends behind part n.
  const isEnd = (index: number): boolean => ends.has(index);
  if (tokenizer.type === "estimate") return estimated(corpus, tokenizer.count, corpus.withdrawn, isEnd);
  const rules = await tokenizeLoose([{ text: RULES, number: 0 }], description.tokenizer, tokenizer.tokenize, archive);
  const ids = await prefixIds(
    corpus.live,
    corpus.documents,
    { tokenizer: description.tokenizer, tokenize: tokenizer.tokenize },
    archive,
    cache.get(description.tokenizer) ?? [],
    options,
  );
  cache.set(description.tokenizer, ids);
  return exactly(corpus, endpoint, [...rules, ...ids], corpus.withdrawn, isEnd);
}
