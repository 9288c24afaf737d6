/**
 * Scores of a backtest: how near drafts are to what was really written, and to the owner rather than to others.
 *
 * Deltas are told of pooled text only, from 1,500 words on; every figure has an interval by bootstrap over the drafts.
 * Pure.
 */
import type { Person } from "../../../../shared/schemas.ts";
import type { Arm, ArmScores, BacktestGroup, BacktestReport, Measure } from "../../../../shared/voice.ts";
import { closingOf, greetingOf } from "../opening.ts";
import { bootstrapInterval, mean } from "../stylometry/bootstrap.ts";
import {
  bagOf,
  burrowsDelta,
  cosineDelta,
  createStyleSpace,
  MIN_POOLED_WORDS,
  profileBag,
  type StyleSpace,
} from "../stylometry/delta.ts";
import { ngramSimilarity } from "../stylometry/ngrams.ts";
import { seededRandom } from "../stylometry/random.ts";
import { proseOf } from "../stylometry/words.ts";

/** One draft beside what was really written. */
export type ScoredPair = {
  readonly arm: Arm;
  readonly person: Person | null;
  readonly recipients: readonly Person[];
  readonly draft: string;
  readonly real: string;
  readonly hasCopied: boolean;
};

/** A pair with everything that is counted of it once. */
type Item = {
  readonly bag: readonly string[];
  readonly realBag: readonly string[];
  readonly greeting: number;
  readonly closing: number;
  readonly ratio: number;
  readonly ngrams: number;
  readonly likeness: number;
  readonly copied: number;
};

/** Fewer replies than this tell nothing about a person. */
const MIN_REPLIES = 3;
/** Without a Delta fewer drafts than this an arm are no ground for a verdict. */
const MIN_DRAFTS = 20;
const MAX_PEOPLE = 12;
/** Words an impostor must have written to be one. */
export const MIN_IMPOSTOR_WORDS = 800;

type Space = { readonly space: StyleSpace; readonly owner: Float64Array; readonly others: readonly Float64Array[] };

function makeSpace(owner: readonly string[], impostors: readonly (readonly string[])[]): Space | undefined {
  const random = seededRandom(5);
  const bags = [owner, ...impostors.filter((bag) => bag.length >= MIN_IMPOSTOR_WORDS)].map((bag) =>
    profileBag(bag, random),
  );
  // Against nobody, or by a profile of a few words, no distance means anything.
  if (bags.length < 3 || (bags[0]?.length ?? 0) < MIN_IMPOSTOR_WORDS) return undefined;
  const space = createStyleSpace(bags);
  const [first = new Float64Array(), ...others] = bags.map((bag) => space.scores(bag));
  return { space, owner: first, others };
}

function itemOf({ recipients, draft, real, hasCopied }: ScoredPair): Item {
  const [bag, realBag] = [bagOf([proseOf(draft)]), bagOf([proseOf(real)])];
  const greeting = greetingOf(draft, recipients)?.form === greetingOf(real, recipients)?.form ? 1 : 0;
  const closing = closingOf(draft)?.form === closingOf(real)?.form ? 1 : 0;
  const ratio = bag.length / Math.max(1, realBag.length);
  const ngrams = ngramSimilarity([draft], [real]);
  const length = Math.min(ratio, 1 / Math.max(ratio, 1e-3));
  return {
    bag,
    realBag,
    greeting,
    closing,
    ratio,
    ngrams,
    likeness: (greeting + closing + length + ngrams) / 4,
    copied: hasCopied ? 1 : 0,
  };
}

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
};

function measure(items: readonly Item[], figure: (items: readonly Item[]) => number): Measure {
  if (items.length === 0) return null;
  const interval = bootstrapInterval(items, figure, { rounds: 200 });
  return Number.isFinite(interval.value) ? interval : null;
}

/** A distance of pooled text; null below {@link MIN_POOLED_WORDS}. */
function pooled(
  items: readonly Item[],
  bagOfItem: (item: Item) => readonly string[],
  distance: (scores: Float64Array) => number,
  space: StyleSpace | undefined,
): Measure {
  const words = items.reduce((sum, item) => sum + bagOfItem(item).length, 0);
  if (space === undefined || words < MIN_POOLED_WORDS) return null;
  return measure(items, (drawn) => distance(space.scores(drawn.flatMap(bagOfItem))));
}

function scoreArm(arm: Arm, items: readonly Item[], space: Space | undefined): ArmScores {
  const bag = (item: Item): readonly string[] => item.bag;
  const toOwner =
    (delta: typeof burrowsDelta) =>
    (scores: Float64Array): number =>
      delta(scores, space?.owner ?? scores);
  const nearest = (scores: Float64Array): number =>
    Math.min(...(space?.others ?? []).map((other) => cosineDelta(scores, other)));
  return {
    arm,
    drafts: items.length,
    words: items.reduce((sum, item) => sum + item.bag.length, 0),
    likeness: measure(items, (drawn) => mean(drawn.map((item) => item.likeness))),
    burrowsDelta: pooled(items, bag, toOwner(burrowsDelta), space?.space),
    cosineDelta: pooled(items, bag, toOwner(cosineDelta), space?.space),
    impostorDelta: pooled(items, bag, nearest, space?.space),
    greeting: measure(items, (drawn) => mean(drawn.map((item) => item.greeting))),
    closing: measure(items, (drawn) => mean(drawn.map((item) => item.closing))),
    lengthRatio: measure(items, (drawn) => middle(drawn.map((item) => item.ratio))),
    ngramSimilarity: measure(items, (drawn) => mean(drawn.map((item) => item.ngrams))),
    copied: measure(items, (drawn) => mean(drawn.map((item) => item.copied))),
  };
}

function scoreGroup(
  person: Person | null,
  pairs: readonly (readonly [ScoredPair, Item])[],
  arms: readonly Arm[],
  space: Space | undefined,
): BacktestGroup {
  const byArm = arms.map((arm) => pairs.filter(([pair]) => pair.arm === arm).map(([, item]) => item));
  const reals = byArm[0] ?? [];
  const realBag = (item: Item): readonly string[] => item.realBag;
  const owner = space?.owner;
  return {
    person,
    replies: reals.length,
    realWords: reals.reduce((sum, item) => sum + item.realBag.length, 0),
    real: {
      burrowsDelta: pooled(reals, realBag, (scores) => burrowsDelta(scores, owner ?? scores), space?.space),
      cosineDelta: pooled(reals, realBag, (scores) => cosineDelta(scores, owner ?? scores), space?.space),
    },
    arms: arms.map((arm, at) => scoreArm(arm, byArm[at] ?? [], space)),
  };
}

const armWords = (arm: Arm): string => (arm === "all" ? "all examples" : arm === 0 ? "no examples" : `${arm} examples`);

/**
 * The arm to go by, and why, in one sentence. Fewer examples win where more are not clearly better; where nothing is
 * clear no arm is recommended, and what is read before a draft stays as it is.
 */
export function judge(arms: readonly ArmScores[]): { best: Arm | null; verdict: string } {
  const hasDelta = arms.every((arm) => arm.cosineDelta !== null);
  const nearnessOf = (arm: ArmScores): Measure => (hasDelta ? arm.cosineDelta : arm.likeness);
  const known = arms.filter((arm) => nearnessOf(arm) !== null);
  const isThin = !hasDelta && known.some(({ drafts }) => drafts < MIN_DRAFTS);
  if (known.length < 2 || isThin)
    return { best: null, verdict: "There is not enough text to tell whether examples help." };
  // Nearness: a distance counts downwards.
  const near = (arm: ArmScores): { value: number; low: number; high: number } => {
    const { value, low, high } = nearnessOf(arm) ?? { value: 0, low: 0, high: 0 };
    return hasDelta ? { value: -value, low: -high, high: -low } : { value, low, high };
  };
  let best = known[0] as ArmScores;
  for (const arm of known.slice(1))
    if (near(arm).low > near(best).value && near(arm).value > near(best).high) best = arm;
  const by = hasDelta ? "by the distance of the pooled text from yours" : "by greeting, closing, length and letters";
  const first = known[0] as ArmScores;
  if (best.arm !== first.arm) {
    return { best: best.arm, verdict: `On this endpoint ${armWords(best.arm)} helped, ${by}.` };
  }
  const last = known.at(-1) as ArmScores;
  const isWorse = near(last).high < near(first).low;
  if (isWorse) return { best: first.arm, verdict: `On this endpoint examples made it worse, ${by}.` };
  return { best: null, verdict: `On this endpoint more examples did not clearly help, ${by}.` };
}

/** The report of all pairs; `owner` and `impostors` are own texts from before the cutoff. */
export function scoreBacktest(
  pairs: readonly ScoredPair[],
  arms: readonly Arm[],
  owner: readonly string[],
  impostors: readonly (readonly string[])[],
): BacktestReport {
  const bags = impostors.map((texts) => bagOf(texts.map(proseOf)));
  const space = makeSpace(bagOf(owner.map(proseOf)), bags);
  const items = pairs.map((pair) => [pair, itemOf(pair)] as const);
  const byPerson = Map.groupBy(items, ([{ person }]) => person?.address ?? "");
  byPerson.delete("");
  const people = [...byPerson.values()]
    .filter((own) => own.length >= MIN_REPLIES * arms.length)
    .sort((a, b) => b.length - a.length)
    .slice(0, MAX_PEOPLE)
    .map((own) => scoreGroup(own[0]?.[0].person ?? null, own, arms, space));
  const all = scoreGroup(null, items, arms, space);
  const { best, verdict } = judge(all.arms);
  return { all, people, impostors: space?.others.length ?? 0, minWords: MIN_POOLED_WORDS, best, verdict };
}
