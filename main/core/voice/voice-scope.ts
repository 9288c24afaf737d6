/**
 * The voice scope: the owner's mail and what it answers, for windows that cannot hold everything.
 *
 * Owns which of it is taken: mail to the same person first, then mail in the same language, each newest first; a mail
 * always with the one it answers. What is taken stands in first-seen order, like every prefix.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { FitReport, VoiceFit } from "../../../shared/schemas.ts";
import { type CorpusDocument, readDocument } from "../archive/queries/corpus.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { assembleCorpus, type CorpusStore } from "../prompt/corpus.ts";
import { type CountedCorpus, countCorpus } from "../prompt/counting.ts";
import { addressee, type VoiceSample } from "./material.ts";

/** What comes first; without a person or a language the newest come first. */
export type VoicePreference = { readonly person?: string | undefined; readonly language?: string | undefined };

/** The samples in the order in which they are taken. */
export function orderVoice(
  samples: readonly VoiceSample[],
  me: ReadonlySet<string>,
  { person, language }: VoicePreference,
): VoiceSample[] {
  const rank = (sample: VoiceSample): number =>
    (person !== undefined && addressee(sample, me)?.address === person ? 2 : 0) +
    (language !== undefined && sample.language === language ? 1 : 0);
  return [...samples].sort(
    (a, b) => rank(b) - rank(a) || (b.dateMs ?? -Infinity) - (a.dateMs ?? -Infinity) || b.number - a.number,
  );
}

/** The documents of samples and of what they answer, each once, in first-seen order. */
export function withAnswered(samples: readonly VoiceSample[]): number[] {
  const numbers = samples.flatMap(({ number, answers }) => (answers === null ? [number] : [number, answers]));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** A prefix of examples that fits, and what it holds. */
export type VoiceCorpus = {
  readonly corpus: CountedCorpus;
  readonly documents: readonly CorpusDocument[];
  readonly fit: FitReport;
};

/**
 * The prefix of at most `limit` samples in the given order that fits `budget` tokens; with limit 0 the rules alone.
 *
 * Throws `WINDOW_TOO_SMALL` where not even the first sample fits.
 */
export async function fitVoice(
  ordered: readonly VoiceSample[],
  me: ReadonlySet<string>,
  endpoint: Endpoint,
  store: CorpusStore,
  options: { readonly budget: number; readonly limit: number; readonly preference: VoicePreference },
): Promise<VoiceCorpus> {
  const read = new Map<number, CorpusDocument>();
  const documentOf = (number: number): CorpusDocument => {
    const known = read.get(number) ?? readDocument(store.db, number);
    read.set(number, known);
    return known;
  };
  const wanted = ordered.slice(0, options.limit);
  let taken = wanted;
  for (;;) {
    const documents = withAnswered(taken).map(documentOf);
    const corpus = await countCorpus(assembleCorpus(documents, me), endpoint, store);
    if (corpus.tokens <= options.budget) {
      const kept = new Set(documents.map(({ number }) => number));
      const leftOut = ordered.filter(({ number }) => !kept.has(number)).map(({ id }) => id);
      const { person, language } = options.preference;
      const voice: VoiceFit = {
        used: taken.length,
        examples: ordered.length,
        person: person ?? null,
        language: language ?? null,
      };
      return { corpus, documents, fit: { kept: documents.length, leftOut, voice } };
    }
    const fewer = takeWhileFits(taken, documents, corpus, options.budget);
    // Names and quotes are longer where what they refer to is out: count again with fewer until it is true.
    taken = fewer.length < taken.length ? fewer : taken.slice(0, -1);
    if (taken.length === 0) {
      throw new LonghandError(
        "WINDOW_TOO_SMALL",
        `Not even one example of your mail fits the window of ${endpoint.description.windowTokens} tokens.`,
        "Use an endpoint with a larger window.",
      );
    }
  }
}

/** The first samples whose documents add up to the budget; one too large for what is left is passed over. */
function takeWhileFits(
  samples: readonly VoiceSample[],
  documents: readonly CorpusDocument[],
  corpus: CountedCorpus,
  budget: number,
): VoiceSample[] {
  const tokens = new Map(documents.map(({ number }, index) => [number, corpus.counts[index + 1] ?? 0]));
  const kept = new Set<number>();
  let room = budget - (corpus.counts[0] ?? 0);
  return samples.filter((sample) => {
    const fresh = withAnswered([sample]).filter((number) => !kept.has(number));
    const cost = fresh.reduce((sum, number) => sum + (tokens.get(number) ?? 0), 0);
    if (cost > room) return false;
    room -= cost;
    for (const number of fresh) kept.add(number);
    return true;
  });
}
