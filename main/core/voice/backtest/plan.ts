/**
 * What a backtest does: which replies are hidden and drafted, from which examples, and what that costs.
 *
 * One cutoff: what was written on that day or later, and what has no date, is in no prefix. Each arm has one prefix that
 * all its drafts share.
 */
import { LonghandError } from "../../../../shared/errors.ts";
import type { Arm, BacktestPlan } from "../../../../shared/voice.ts";
import { readDocument } from "../../archive/queries/corpus.ts";
import { readMe } from "../../archive/queries/identity.ts";
import { countText } from "../../endpoint/count.ts";
import type { Endpoint } from "../../endpoint/endpoint.ts";
import { assembleCorpus, type CorpusStore, prefixBudget } from "../../prompt/corpus.ts";
import type { CountedCorpus } from "../../prompt/counting.ts";
import { answerLimit } from "../../prompt/run.ts";
import { draftTail } from "../../prompt/tails.ts";
import { median } from "../card.ts";
import { addressee, readVoiceToLearn, type VoiceSample } from "../material.ts";
import { fitVoice, orderVoice } from "../voice-scope.ts";

/** The arms, in the order in which they run. */
export const ARMS: readonly Arm[] = [0, 20, "all"];

/** What is asked of a backtest: a day, and how many replies at most. */
export type BacktestWish = { readonly cutoff: string | undefined; readonly replies: number };

/** A hidden reply: what was really written, and the mail it answers. */
export type HiddenReply = { readonly sample: VoiceSample; readonly answers: number };

/** A backtest that is ready to run. */
export type PreparedBacktest = {
  readonly plan: BacktestPlan;
  readonly replies: readonly HiddenReply[];
  readonly examples: readonly VoiceSample[];
  readonly arms: readonly { readonly arm: Arm; readonly corpus: CountedCorpus }[];
  readonly me: ReadonlySet<string>;
  readonly maxTokens: number;
};

/** Share of the answered mails that a default cutoff hides. */
const HIDDEN_SHARE = 0.2;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day behind which the newest fifth of the owner's replies was written; `undefined` where there are hardly any. */
export function defaultCutoff(samples: readonly VoiceSample[]): string | undefined {
  const days = samples
    .flatMap(({ answers, dateMs }) => (answers === null || dateMs === null ? [] : [dateMs]))
    .sort((a, b) => a - b);
  if (days.length < 5) return undefined;
  return dayOf(days[Math.floor(days.length * (1 - HIDDEN_SHARE))] ?? 0);
}

/** Of many, so many that are spread evenly over the time. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)] as T);
}

/** The tail that asks for one hidden reply, as of the day it was written. */
export function replyTail(
  store: CorpusStore,
  corpus: Pick<CountedCorpus, "renderer">,
  { sample, answers }: HiddenReply,
): string {
  const message = corpus.renderer.renderMessage(readDocument(store.db, answers));
  return draftTail({ today: sample.localDate ?? "2000-01-01" }, { message });
}

/** Milliseconds a token, from earlier receipts of this model; null where there are none. */
function speeds(
  store: CorpusStore,
  { address, model }: Endpoint["description"],
): { prefill: number | null; decode: number | null } {
  const row = store.db
    .prepare(
      `SELECT sum(receipt ->> 'prefillMs') AS prefillMs, sum(receipt ->> 'evaluatedTokens') AS read,
         sum(receipt ->> 'decodeMs') AS decodeMs, sum(receipt ->> 'answerTokens') AS written
       FROM (SELECT receipt, endpoint, model FROM drafts UNION ALL SELECT receipt, endpoint, model FROM answers)
       WHERE receipt IS NOT NULL AND endpoint = ? AND model = ?`,
    )
    .get(address, model) as {
    prefillMs: number | null;
    read: number | null;
    decodeMs: number | null;
    written: number | null;
  };
  const rate = (ms: number | null, tokens: number | null): number | null =>
    ms === null || tokens === null || tokens < 200 ? null : ms / tokens;
  return { prefill: rate(row.prefillMs, row.read), decode: rate(row.decodeMs, row.written) };
}

/** Prepares a backtest; throws `CORPUS_EMPTY` where nothing can be hidden or nothing is left to learn from. */
export async function prepareBacktest(
  endpoint: Endpoint,
  store: CorpusStore,
  wish: BacktestWish,
): Promise<PreparedBacktest> {
  const me = new Set(readMe(store.db));
  const samples = readVoiceToLearn(store.db);
  const cutoff = wish.cutoff ?? defaultCutoff(samples);
  const cutoffMs = cutoff === undefined ? Number.NaN : Date.parse(`${cutoff}T00:00:00Z`);
  const examples = samples.filter(({ dateMs }) => dateMs !== null && dateMs < cutoffMs);
  const hidden = samples.flatMap((sample): HiddenReply[] =>
    sample.dateMs !== null && sample.dateMs >= cutoffMs && sample.answers !== null
      ? [{ sample, answers: sample.answers }]
      : [],
  );
  if (cutoff === undefined || hidden.length === 0 || examples.length === 0) {
    throw new LonghandError(
      "CORPUS_EMPTY",
      "A backtest needs mail of yours from before a day, and answers to mail in the archive from after it.",
      "Choose another day, or import your sent mail together with your inbox.",
    );
  }
  hidden.sort((a, b) => (a.sample.dateMs ?? 0) - (b.sample.dateMs ?? 0));
  const replies = spread(hidden, wish.replies);
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  const bare = assembleCorpus([], me);
  const tails: number[] = [];
  for (const reply of replies) tails.push((await countText(endpoint, replyTail(store, bare, reply))).tokens);
  const budget = prefixBudget(endpoint, Math.max(...tails), maxTokens);
  // What a hidden reply answers may be an example's text too, but never one written after the cutoff.
  const dated = examples.map((sample) => withoutLater(store, sample, cutoffMs));
  const ordered = orderVoice(dated, me, {});
  const arms: { arm: Arm; corpus: CountedCorpus; used: number }[] = [];
  for (const arm of ARMS) {
    const limit = arm === "all" ? ordered.length : arm;
    const { corpus, fit } = await fitVoice(ordered, me, endpoint, store, { budget, limit, preference: {} });
    arms.push({ arm, corpus, used: fit.voice?.used ?? 0 });
  }
  const tailTokens = tails.reduce((sum, tokens) => sum + tokens, 0);
  const wordsEach = median(replies.map(({ sample }) => sample.words));
  const answerTokens = Math.round(replies.length * ARMS.length * Math.min(maxTokens, Math.max(16, wordsEach * 2)));
  const speed = speeds(store, endpoint.description);
  const armPlans = arms.map(({ arm, corpus, used }) => ({
    arm,
    examples: used,
    prefixTokens: corpus.tokens,
    readTokens: corpus.tokens + tailTokens,
  }));
  const readTokens = armPlans.reduce((sum, arm) => sum + arm.readTokens, 0);
  const people = new Set(replies.map(({ sample }) => addressee(sample, me)?.address)).size;
  const plan: BacktestPlan = {
    cutoff,
    replies: replies.length,
    examples: examples.length,
    people,
    arms: armPlans,
    answerTokens,
    prefillMs: speed.prefill === null ? null : Math.round(speed.prefill * readTokens),
    decodeMs: speed.decode === null ? null : Math.round(speed.decode * answerTokens),
  };
  return { plan, replies, examples: dated, arms, me, maxTokens };
}

/** A sample whose answered mail bears a later date (a wrong clock) stands without it. */
function withoutLater(store: CorpusStore, sample: VoiceSample, cutoffMs: number): VoiceSample {
  if (sample.answers === null) return sample;
  const { dateMs } = readDocument(store.db, sample.answers);
  return dateMs !== null && dateMs < cutoffMs ? sample : { ...sample, answers: null };
}
