/**
 * What of a scope is sent: the whole prefix, or the newest documents that fit.
 *
 * Owns the choice and its errors. There is no retrieval: the documents of the scope are the documents of the prompt.
 */
import { createHash } from "node:crypto";
import { LonghandError } from "../../../shared/errors.ts";
import type { FitReport, Scope } from "../../../shared/schemas.ts";
import { type CorpusDocument, readNumbers } from "../archive/queries/corpus.ts";
import { readMe } from "../archive/queries/identity.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { raiseWindow } from "../endpoint/refusals.ts";
import { type Corpus, type CountedCorpus, countCorpus } from "./counting.ts";
import { type Chosen, chosenBefore, steadyBudget } from "./fitted.ts";
import type { Prefix, Prefixes } from "./prefixes.ts";
import { createRenderer, type RenderedDocument, RULES } from "./render.ts";
import type { PrefixArchive, WorkOptions } from "./sealed.ts";

/** Where prompts come from: the archive and its prefixes. An API context is one. */
export type CorpusStore = PrefixArchive & { readonly prefixes: Prefixes };

/** Renders documents as one prefix of their own, sealed nowhere. */
export function assembleCorpus(documents: readonly CorpusDocument[], me: ReadonlySet<string>): Corpus {
  const renderer = createRenderer(me);
  return { documents: documents.map((document) => renderer.render(document)), renderer };
}

/** The exact canonical text of the prefix. */
export function prefixText(corpus: Pick<Corpus, "documents">): string {
  return RULES + corpus.documents.map((document) => document.text).join("");
}

/** SHA-256 of {@link prefixText}, in hexadecimal. */
export function prefixSha256(corpus: Pick<Corpus, "documents">): string {
  const hash = createHash("sha256").update(RULES);
  for (const document of corpus.documents) hash.update(document.text);
  return hash.digest("hex");
}

/** What a window leaves for the prefix, beside the template, the tail and the answer; tokens. */
export function prefixBudget(endpoint: Endpoint, tailTokens: number, answerTokens: number): number {
  return endpoint.description.windowTokens - endpoint.overheadTokens - tailTokens - answerTokens;
}

/** The documents that an answer may be proved by: those that stand in the corpus and were not withdrawn. */
export function citableDocuments(corpus: CountedCorpus): readonly RenderedDocument[] {
  if (corpus.withdrawn.length === 0) return corpus.documents;
  const withdrawn = new Set(corpus.withdrawn);
  return corpus.documents.filter(({ id }) => !withdrawn.has(id));
}

/** A corpus that fits, and what was left out to make it fit. */
export type FittedCorpus = { readonly corpus: CountedCorpus; readonly fit: FitReport | null };

/** How much room there is (tokens), and what to do when it does not suffice. */
export type FitOptions = WorkOptions & { readonly budget: number; readonly fit: "newest" | undefined };

/**
 * Counts a scope's prefix and makes sure that it fits `budget` tokens.
 *
 * Without `fit` a corpus that is too large throws `WINDOW_TOO_SMALL`. With `newest` the oldest documents stay out,
 * whole, until the rest fits; what is kept stays in first-seen order, and is the same for every question of ordinary
 * length (./fitted.ts).
 */
export async function fitPrefix(
  prefix: Prefix,
  endpoint: Endpoint,
  store: CorpusStore,
  options: FitOptions,
): Promise<FittedCorpus> {
  const all = await store.prefixes.count(prefix, endpoint, options);
  if (all.tokens <= options.budget) {
    const kept = all.documents.length - all.withdrawn.length;
    return { corpus: all, fit: options.fit === undefined ? null : { kept, leftOut: [] } };
  }
  if (options.fit === undefined) {
    throw new LonghandError(
      "WINDOW_TOO_SMALL",
      `The corpus has ${all.tokens} tokens, but the window of ${endpoint.description.windowTokens} tokens leaves room for ${Math.max(0, options.budget)}.`,
      `${raiseWindow(endpoint.description.kind, all.tokens + endpoint.description.windowTokens - options.budget)} Or read it window by window (--sweep), choose a narrower scope (--since, --person, --thread ...), or take the newest that fit (--fit newest).`,
    );
  }
  const { budget } = options;
  const room = steadyBudget(endpoint, budget);
  return chosenBefore(store.prefixes, all, { scopeKey: prefix.key, endpoint, archive: store }, room, async () => {
    // A window so small that the step matters is used to its end.
    const chosen = (await fitNewest(all, endpoint, store, room)) ?? (await fitNewest(all, endpoint, store, budget));
    if (chosen !== undefined) return chosen;
    throw new LonghandError(
      "WINDOW_TOO_SMALL",
      `Not even the newest document fits the window of ${endpoint.description.windowTokens} tokens.`,
      "Use an endpoint with a larger window.",
    );
  });
}

/** Assembles a scope's prefix and makes it fit; see {@link fitPrefix}. */
export async function fitScope(
  scope: Scope,
  endpoint: Endpoint,
  store: CorpusStore,
  options: FitOptions,
): Promise<FittedCorpus> {
  return fitPrefix(await store.prefixes.assemble(scope, options), endpoint, store, options);
}

/** The newest documents that fit `budget` tokens; undefined where not even one does. */
async function fitNewest(
  all: CountedCorpus,
  endpoint: Endpoint,
  store: CorpusStore,
  budget: number,
): Promise<Chosen | undefined> {
  const me = new Set(readMe(store.db));
  const hidden = new Set(all.withdrawn);
  const visible = all.documents.filter(({ id }) => !hidden.has(id));
  const documents = readNumbers(
    store.db,
    visible.map(({ number }) => number),
  );
  const tokens = new Map(all.documents.map(({ number }, index) => [number, all.counts[index + 1] ?? 0]));
  let kept = keepNewest(documents, tokens, budget - (all.counts[0] ?? 0));
  for (;;) {
    if (kept.length === 0) return undefined;
    const corpus = await countCorpus(assembleCorpus(kept, me), endpoint, store);
    if (corpus.tokens <= budget) {
      const numbers = new Set(kept.map((document) => document.number));
      const leftOut = visible.filter(({ number }) => !numbers.has(number)).map(({ id }) => id);
      return { corpus, fit: { kept: kept.length, leftOut } };
    }
    // Names and quotes are longer where what they refer to is out: count again with fewer until it is true.
    const recounted = new Map(corpus.documents.map(({ number }, index) => [number, corpus.counts[index + 1] ?? 0]));
    const smaller = keepNewest(kept, recounted, budget - (corpus.counts[0] ?? 0));
    kept = smaller.length < kept.length ? smaller : smaller.slice(1);
  }
}

/**
 * The newest documents by date whose `tokens` add up to at most `budget`, in first-seen order.
 *
 * One that is too large for what is left is passed over: a single giant must not keep everything before it out.
 */
function keepNewest(
  documents: readonly CorpusDocument[],
  tokens: ReadonlyMap<number, number>,
  budget: number,
): CorpusDocument[] {
  const newestFirst = [...documents].sort(
    (a, b) => (b.dateMs ?? Number.NEGATIVE_INFINITY) - (a.dateMs ?? Number.NEGATIVE_INFINITY) || b.number - a.number,
  );
  let room = budget;
  const kept = new Set<number>();
  for (const { number } of newestFirst) {
    const size = tokens.get(number) ?? 0;
    if (size > room) continue;
    room -= size;
    kept.add(number);
  }
  return documents.filter((document) => kept.has(document.number));
}
