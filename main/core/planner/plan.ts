/**
 * Puts a plan together: the archive against the window, memory, machines, time, and the one sentence. Pure.
 */
import { totalmem } from "node:os";
import type { Advice, KvType, ModelFacts, PlanReport, ReadingTime } from "../../../shared/plan.ts";
import { launchCommands } from "./launch.ts";
import { machineFits, memoryNeed, PLANNED_KV } from "./memory.ts";

/** How fast an endpoint was seen to read; whoever measures it hands it over. */
export type ReadingSpeed = {
  /** Seconds to read so many tokens from nothing. */
  secondsFor(tokens: number): number;
  /** From what it was fitted, in words: `3 readings of up to 120,000 tokens`. */
  readonly basis: string;
};

/** What a plan is made from. */
export type PlanInput = {
  readonly archive: PlanReport["archive"];
  /** What that is in a sentence; `your archive` where it is all of it. */
  readonly subject?: string;
  readonly endpoint: PlanReport["endpoint"];
  readonly facts: ModelFacts | null;
  readonly modelNote: string;
  readonly speed: ReadingSpeed | undefined;
  readonly ramBytes?: number;
  /** Stored with the archive's KV where the server says so; commands are written for it. */
  readonly kv?: KvType;
};

const number = new Intl.NumberFormat("en-US");

/** `40 s`, `12 min`, `4.5 h`, `2 days`: as exact as an estimate deserves. */
export function roughDuration(seconds: number): string {
  if (seconds < 1) return "under a second";
  if (seconds < 90) return `about ${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `about ${(seconds / 3600).toFixed(1).replace(/\.0$/, "")} h`;
  return `about ${Math.round(seconds / 86_400)} days`;
}

function readingTime(input: PlanInput): ReadingTime {
  const { archive, endpoint, speed } = input;
  if (speed === undefined) {
    return {
      archiveSeconds: null,
      windowSeconds: null,
      basis: "not measured yet: the first reading on this endpoint measures it",
    };
  }
  return {
    archiveSeconds: speed.secondsFor(archive.tokens),
    windowSeconds: speed.secondsFor(Math.min(archive.tokens, endpoint.roomTokens)),
    basis: `measured: ${speed.basis}`,
  };
}

function advise(input: PlanInput, time: ReadingTime): Advice {
  const { archive, endpoint, subject = "your archive" } = input;
  const tokens = `${archive.exact ? "" : "about "}${number.format(archive.tokens)} tokens`;
  const windows = Math.max(1, Math.ceil(archive.tokens / Math.max(1, endpoint.roomTokens)));
  const took = (seconds: number | null): string => (seconds === null ? "" : ` in ${roughDuration(seconds)}`);
  const isFitting = archive.tokens <= endpoint.roomTokens;
  if (isFitting) {
    const cost =
      time.archiveSeconds === null
        ? "How long reading it takes is not measured yet."
        : `Reading all of it takes ${roughDuration(time.archiveSeconds)} once; after that a question costs its own words.`;
    return {
      state: "fits",
      windows: 1,
      sentence: `${subject.replace(/^./, (letter) => letter.toUpperCase())} is ${tokens} and fits the window of ${number.format(endpoint.windowTokens)}. ${cost}`,
    };
  }
  const pace =
    time.windowSeconds === null
      ? `This endpoint reads up to ${number.format(endpoint.roomTokens)} tokens at once`
      : `This endpoint reads ${number.format(endpoint.roomTokens)} tokens${took(time.windowSeconds)}`;
  const sweep = time.windowSeconds === null ? "" : `, ${roughDuration(time.windowSeconds * windows)} a question`;
  return {
    state: "too-large",
    windows,
    sentence: `${pace}; ${subject} is ${tokens}. Sweep it window by window (${number.format(windows)} windows${sweep}), choose a narrower scope, or use a server with a larger window.`,
  };
}

/** What beside the documents a window needs; commands add it to the archive. */
const BESIDE_TOKENS = 4096;

/** The smallest usual window that holds so many tokens. */
export function windowFor(tokens: number): number {
  const wanted = tokens + BESIDE_TOKENS;
  const step = wanted <= 131_072 ? 8192 : 65_536;
  return Math.ceil(wanted / step) * step;
}

/** Makes the plan. */
export function makePlan(input: PlanInput): PlanReport {
  const { archive, endpoint, facts } = input;
  const time = readingTime(input);
  const window = windowFor(archive.tokens);
  return {
    archive,
    endpoint,
    model: facts,
    modelNote: input.modelNote,
    memory: facts === null ? [] : PLANNED_KV.map((kv) => memoryNeed(facts, window, kv)),
    machines: facts === null ? [] : machineFits(facts, window, input.ramBytes ?? totalmem()),
    time,
    advice: advise(input, time),
    launch: facts === null ? [] : launchCommands({ facts, windowTokens: window, kv: input.kv ?? "q8_0" }),
  };
}
