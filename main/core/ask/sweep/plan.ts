/**
 * Parts a scope into consecutive windows, each a prefix of its own that stays the same when mail is appended.
 *
 * Every document of the scope is in exactly one window, in first-seen order; one that no window can hold is named.
 * Nothing is chosen, ranked or left out.
 */
import { LonghandError } from "../../../../shared/errors.ts";
import type { Scope } from "../../../../shared/schemas.ts";
import type { SweepPlan, SweepWindow, SweepWindowResult } from "../../../../shared/sweep.ts";
import { readNumbers } from "../../archive/queries/corpus.ts";
import { readMe } from "../../archive/queries/identity.ts";
import type { Endpoint } from "../../endpoint/endpoint.ts";
import { assembleCorpus, type CorpusStore, prefixSha256 } from "../../prompt/corpus.ts";
import { type CountedCorpus, countCorpus } from "../../prompt/counting.ts";
import type { WorkOptions } from "../../prompt/sealed.ts";

/** Documents that are tried beyond a window's likely end: names and quotes count otherwise where a prefix begins anew. */
const SLACK = 32;

/** The prefix of one window; documents that were erased since the plan was made are not in it. */
export async function windowCorpus(
  numbers: readonly number[],
  endpoint: Endpoint,
  store: CorpusStore,
): Promise<CountedCorpus> {
  const documents = readNumbers(store.db, numbers);
  return countCorpus(assembleCorpus(documents, new Set(readMe(store.db))), endpoint, store);
}

/** How many documents from the beginning fit `budget` tokens. */
function fitting(corpus: CountedCorpus, budget: number): { readonly count: number; readonly tokens: number } {
  let tokens = corpus.counts[0] ?? 0;
  for (let count = 0; count < corpus.documents.length; count += 1) {
    const next = tokens + (corpus.counts[count + 1] ?? 0);
    if (next > budget) return { count, tokens };
    tokens = next;
  }
  return { count: corpus.documents.length, tokens };
}

/** Parts the documents of a scope; `budget` is what a window leaves for a prefix, tokens. Throws `CORPUS_EMPTY`. */
export async function planSweep(
  scope: Scope,
  endpoint: Endpoint,
  store: CorpusStore,
  options: WorkOptions & { readonly budget: number },
): Promise<SweepPlan> {
  const prefix = await store.prefixes.assemble(scope, options);
  const whole = await store.prefixes.count(prefix, endpoint, options);
  const withdrawn = new Set(whole.withdrawn);
  const all = whole.documents.flatMap((document, index) =>
    withdrawn.has(document.id)
      ? []
      : [{ id: document.id, number: document.number, tokens: whole.counts[index + 1] ?? 0 }],
  );
  const plan = await splitDocuments(all, whole.counts[0] ?? 0, endpoint, store, options);
  if (plan.windows.length === 0) {
    throw new LonghandError(
      "WINDOW_TOO_SMALL",
      `No document of this scope fits the window of ${endpoint.description.windowTokens} tokens.`,
      "Use an endpoint with a larger window.",
    );
  }
  return plan;
}

/** A document to be placed; `tokens` is about what it counts. */
type Placed = { readonly id: string; readonly number: number; readonly tokens: number };

/** Parts documents into consecutive windows; `rules` are the tokens that every window begins with. */
async function splitDocuments(
  all: readonly Placed[],
  rules: number,
  endpoint: Endpoint,
  store: CorpusStore,
  options: WorkOptions & { readonly budget: number },
): Promise<SweepPlan> {
  const windows: SweepWindow[] = [];
  const tooLarge: SweepPlan["tooLarge"][number][] = [];
  for (let at = 0; at < all.length; ) {
    options.signal?.throwIfAborted();
    let likely = rules;
    let take = 0;
    while (at + take < all.length && likely <= options.budget) likely += all[at + take++]?.tokens ?? 0;
    take += SLACK;
    for (;;) {
      const numbers = all.slice(at, at + take).map(({ number }) => number);
      const corpus = await windowCorpus(numbers, endpoint, store);
      const { count, tokens } = fitting(corpus, options.budget);
      if (count === numbers.length && at + count < all.length) {
        take += SLACK;
        continue;
      }
      const giant = all[at];
      if (count === 0 && giant !== undefined) {
        tooLarge.push({ id: giant.id, tokens: corpus.counts[1] ?? 0 });
        at += 1;
        break;
      }
      const documents = corpus.documents.slice(0, count);
      windows.push({
        documents: documents.map(({ number }) => number),
        first: documents[0]?.id ?? "",
        last: documents.at(-1)?.id ?? "",
        tokens,
        prefixSha256: prefixSha256({ documents }),
      });
      at += count;
      break;
    }
  }
  return { windows, tooLarge };
}

/** A plan with what of it was read; null for a window that was not. */
type Started = { readonly plan: SweepPlan; readonly results: readonly (SweepWindowResult | null)[] };

/**
 * The same sweep for an endpoint that may not be the one it was planned for: windows that were read stay, and open ones
 * that do not fit any more are parted into smaller ones. Undefined where all of them fit as they are.
 */
export async function planAgain(
  { plan, results }: Started,
  endpoint: Endpoint,
  store: CorpusStore,
  options: WorkOptions & { readonly budget: number },
): Promise<Started | undefined> {
  const windows: SweepWindow[] = [];
  const kept: (SweepWindowResult | null)[] = [];
  const tooLarge = [...plan.tooLarge];
  let isChanged = false;
  for (const [index, window] of plan.windows.entries()) {
    options.signal?.throwIfAborted();
    const result = results[index] ?? null;
    const corpus = result === null ? await windowCorpus(window.documents, endpoint, store) : undefined;
    if (corpus === undefined || corpus.tokens <= options.budget) {
      windows.push(window);
      kept.push(result);
      continue;
    }
    isChanged = true;
    const all = corpus.documents.map(({ id, number }, at) => ({ id, number, tokens: corpus.counts[at + 1] ?? 0 }));
    const parts = await splitDocuments(all, corpus.counts[0] ?? 0, endpoint, store, options);
    windows.push(...parts.windows);
    kept.push(...parts.windows.map(() => null));
    tooLarge.push(...parts.tooLarge);
  }
  return isChanged ? { plan: { windows, tooLarge }, results: kept } : undefined;
}
