/** The shapes of the voice card and the backtest, which the core makes and the window draws. */
import type { EndpointChoice, Person } from "./schemas.ts";

/** Words in a mail that show what is said: the click opens the mail there. */
export type Evidence = { readonly id: string; readonly quote: string };

/** Something the owner writes, how often, and where. */
export type Habit = { readonly form: string; readonly count: number; readonly evidence: readonly Evidence[] };

/** Greetings and closings of one group of mails: to a person, or of a year. */
export type HabitGroup = {
  readonly name: string;
  readonly mails: number;
  readonly greetings: readonly Habit[];
  readonly closings: readonly Habit[];
};

/** A column of a histogram: values from `from` up to `to` (Infinity is null). */
export type Bucket = { readonly from: number; readonly to: number | null; readonly count: number };

/** A value of a year, over so many mails. */
export type YearValue = { readonly year: string; readonly mails: number; readonly value: number };

/** How formal the mail to a person is, 0 (casual) to 1, from greeting, closing, contractions and marks. */
export type FormalityRow = {
  readonly person: Person;
  readonly mails: number;
  readonly value: number;
  readonly evidence: readonly Evidence[];
};

/** What Longhand sees in the owner's writing. Rates are per thousand words. */
export type VoiceCard = {
  readonly mails: number;
  readonly words: number;
  readonly answered: number;
  readonly firstYear: string | null;
  readonly lastYear: string | null;
  readonly greetings: readonly Habit[];
  readonly closings: readonly Habit[];
  readonly people: readonly HabitGroup[];
  readonly years: readonly HabitGroup[];
  readonly length: {
    readonly median: number;
    readonly buckets: readonly Bucket[];
    readonly byYear: readonly YearValue[];
  };
  readonly sentences: { readonly mean: number; readonly buckets: readonly Bucket[] };
  readonly phrases: readonly Habit[];
  readonly punctuation: readonly { readonly mark: string; readonly name: string; readonly rate: number }[];
  readonly emoji: readonly Habit[];
  readonly languages: readonly { readonly name: string; readonly mails: number }[];
  readonly formality: readonly FormalityRow[];
};

/** An arm of a backtest: how many examples its prefix holds. */
export type Arm = 0 | 20 | "all";

/** What a backtest would do and cost, before it begins. Tokens; milliseconds are null where the speed is not known. */
export type BacktestPlan = {
  readonly cutoff: string;
  readonly replies: number;
  readonly examples: number;
  readonly people: number;
  readonly arms: readonly {
    readonly arm: Arm;
    readonly examples: number;
    readonly prefixTokens: number;
    /** Tokens that are read anew for all its drafts together: the prefix once, and every tail. */
    readonly readTokens: number;
  }[];
  readonly answerTokens: number;
  readonly prefillMs: number | null;
  readonly decodeMs: number | null;
};

/** A figure with its interval by bootstrap; null where there is not enough text. */
export type Measure = { readonly value: number; readonly low: number; readonly high: number } | null;

/** What one arm's drafts came to, pooled over `drafts` drafts. */
export type ArmScores = {
  readonly arm: Arm;
  readonly drafts: number;
  readonly words: number;
  /** Mean of greeting, closing, length and letters, 0 to 1; paired, so that arms can be compared on little text. */
  readonly likeness: Measure;
  /** Distance from the owner's profile, and from the nearest other person's; smaller is nearer. */
  readonly burrowsDelta: Measure;
  readonly cosineDelta: Measure;
  readonly impostorDelta: Measure;
  /** Share of drafts whose greeting, or closing, is the one that was really written. */
  readonly greeting: Measure;
  readonly closing: Measure;
  /** Words of a draft over words of what was really written, the median. */
  readonly lengthRatio: Measure;
  readonly ngramSimilarity: Measure;
  /** Share of drafts with a passage from mail with somebody else. */
  readonly copied: Measure;
};

/** What the drafts to one correspondent, or to all, came to. */
export type BacktestGroup = {
  readonly person: Person | null;
  readonly replies: number;
  readonly realWords: number;
  /** How far what was really written is from the owner's profile: no draft can be expected to be nearer. */
  readonly real: { readonly burrowsDelta: Measure; readonly cosineDelta: Measure };
  readonly arms: readonly ArmScores[];
};

/** A finished backtest. `best` is the arm whose drafts are nearest to what was really written; null where none is told. */
export type BacktestReport = {
  readonly all: BacktestGroup;
  readonly people: readonly BacktestGroup[];
  readonly impostors: number;
  readonly minWords: number;
  readonly best: Arm | null;
  readonly verdict: string;
};

/** A backtest that is kept. */
export type BacktestRecord = {
  readonly id: number;
  readonly state: "running" | "paused" | "done" | "failed";
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly cutoff: string;
  readonly endpoint: string;
  readonly model: string;
  readonly choice: EndpointChoice;
  readonly plan: BacktestPlan;
  readonly done: number;
  readonly total: number;
  readonly report: BacktestReport | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};
