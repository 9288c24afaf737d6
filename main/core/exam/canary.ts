/**
 * Canaries: with a question, sentences at random depths are asked back from the very prefix that answers it.
 *
 * A needle cannot be hidden in a warm prefix without reading it anew, so the needles are the mail's own sentences: the
 * model is given the first words of one that stands in the prefix once, and must go on. Each costs its own few words.
 * What is lost with an edge was cut, and is an error; scattered losses are decay, and mark the answer.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { CanaryReport } from "../../../shared/schemas.ts";
import { countText } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { CountedCorpus } from "../prompt/counting.ts";
import { joinPrompt, type RunEvent, type RunPurpose, runPrompt } from "../prompt/run.ts";
import { askTail } from "../prompt/tails.ts";
import { chanceOf, type DepthProbe, shapeOf } from "./diagnose.ts";
import { type Random, seededRandom } from "./random.ts";
import { hasWords } from "./score.ts";

/** A sentence of the prefix: its first words, what must follow, and where it stands. */
export type Canary = { readonly beginning: string; readonly rest: string; readonly depth: number };

/** Words that are given, words that must come back. */
const GIVEN = 5;
const ASKED = 4;

/** Depths at which canaries are asked first: the beginning, the middle, the end. */
const STRATA: readonly (readonly [number, number])[] = [
  [0.86, 1],
  [0, 0.14],
  [0.35, 0.65],
];

/** Questions in all, at most: three, and what tells a cut from a slip. */
const MOST_PROBES = 11;

/** A cut is named where blind chance would make such an edge less often than this. */
const BY_CHANCE = 0.03;

const ANSWER_TOKENS = 48;

/** The sentences of a prefix that can be asked back, in order; each begins as no other place does. */
export function findCanaries(corpus: CountedCorpus): Canary[] {
  const starts: number[] = [];
  let total = corpus.counts[0] ?? 0;
  for (let index = 0; index < corpus.documents.length; index += 1) {
    starts.push(total);
    total += corpus.counts[index + 1] ?? 0;
  }
  const seen = new Map<string, number>();
  const found: (Canary & { readonly key: string })[] = [];
  for (const [index, { text }] of corpus.documents.entries()) {
    for (const line of text.split("\n").slice(1)) {
      if (line.startsWith(">")) continue;
      for (const sentence of line.match(/[\p{Lu}][^.!?|<>[\]"]{20,200}[.!?]/gu) ?? []) {
        const words = sentence.trim().split(/\s+/);
        if (words.length < GIVEN + ASKED) continue;
        const beginning = words.slice(0, GIVEN).join(" ");
        const key = beginning.toLowerCase();
        seen.set(key, (seen.get(key) ?? 0) + 1);
        const inside = text.indexOf(sentence) / Math.max(1, text.length);
        const offset = (starts[index] ?? 0) + inside * (corpus.counts[index + 1] ?? 0);
        const rest = words
          .slice(GIVEN, GIVEN + ASKED)
          .join(" ")
          .replace(/[.!?,;:]+$/, "");
        found.push({ beginning, rest, depth: offset / Math.max(1, total), key });
      }
    }
  }
  return found.filter(({ key }) => seen.get(key) === 1).map(({ key: _, ...canary }) => canary);
}

function pickNear(
  canaries: readonly Canary[],
  used: ReadonlySet<Canary>,
  from: number,
  to: number,
  random: Random,
): Canary | undefined {
  const free = canaries.filter((canary) => !used.has(canary));
  const inside = free.filter(({ depth }) => depth >= from && depth <= to);
  if (inside.length > 0) return random.pick(inside);
  const middle = (from + to) / 2;
  return [...free].sort((a, b) => Math.abs(a.depth - middle) - Math.abs(b.depth - middle))[0];
}

/** What a run of canaries needs. */
export type CanaryRun = {
  readonly endpoint: Endpoint;
  readonly corpus: CountedCorpus;
  readonly today: string;
  readonly seed: string;
  readonly plan: RunPurpose;
  readonly signal: AbortSignal;
};

/** Asks canaries; yields what happens while the prefix is read. Throws `CANARY_FAILED` where the endpoint cut the prompt. */
export async function* runCanaries(run: CanaryRun): AsyncGenerator<RunEvent, CanaryReport> {
  const random = seededRandom(run.seed);
  const canaries = findCanaries(run.corpus);
  const used = new Set<Canary>();
  const probes: DepthProbe[] = [];
  let evaluatedTokens = 0;

  async function* probe(from: number, to: number): AsyncGenerator<RunEvent, boolean> {
    const canary = pickNear(canaries, used, from, to, random);
    if (canary === undefined || probes.length >= MOST_PROBES) return true;
    used.add(canary);
    const tail = await countText(
      run.endpoint,
      askTail({ today: run.today }, `Quote the sentence that begins "${canary.beginning}".`),
    );
    const isFirst = probes.length === 0;
    let isFound = false;
    const events = runPrompt(run.endpoint, joinPrompt(run.endpoint, run.corpus, tail), {
      maxTokens: ANSWER_TOKENS,
      signal: run.signal,
      plan: run.plan,
    });
    try {
      for (let step = await events.next(); ; step = await events.next()) {
        if (step.done === true) {
          isFound = hasWords(step.value.text, canary.rest);
          // The first canary reads the prefix, which the question would have done: that is no cost of canaries.
          if (!isFirst) evaluatedTokens += step.value.receipt.evaluatedTokens ?? step.value.receipt.promptTokens;
          break;
        }
        if (step.value.event !== "text" && isFirst) yield step.value;
      }
    } catch (error) {
      if (!(error instanceof LonghandError) || error.code !== "ANSWER_EMPTY") throw error;
    }
    probes.push({ depth: canary.depth, isFound });
    return isFound;
  }

  const report = (state: CanaryReport["state"], message: string): CanaryReport => ({
    state,
    message,
    probes: probes.map(({ depth, isFound }) => ({ depth: Math.round(depth * 100) / 100, isHeard: isFound })),
    evaluatedTokens,
  });

  if (canaries.length < 6) return report("unclear", "The mail that was sent is too short for canaries.");
  for (const [from, to] of STRATA) yield* probe(from, to);
  if (probes.every(({ isFound }) => isFound))
    return report(
      "heard",
      "Sentences from the beginning, the middle and the end of the prompt came back word for word.",
    );
  // The end stands right before the question: a model that misses it twice cannot do this at all.
  if (probes[0]?.isFound === false && !(yield* probe(0.86, 1)))
    return report(
      "unclear",
      "The model could not repeat sentences even from the end of the prompt, so canaries say nothing about it.",
    );
  // Each loss is asked beside once more, and then the edge is looked for between what was lost and what came back.
  for (const lost of probes.filter(({ isFound }) => !isFound)) yield* probe(lost.depth - 0.07, lost.depth + 0.07);
  while (probes.length < MOST_PROBES) {
    const sorted = [...probes].sort((a, b) => a.depth - b.depth);
    const edge = sorted.findIndex((item, index) => index > 0 && item.isFound !== sorted[index - 1]?.isFound);
    if (edge < 1) break;
    const [low, high] = [sorted[edge - 1]?.depth ?? 0, sorted[edge]?.depth ?? 1];
    const middle = (low + high) / 2;
    const before = probes.length;
    yield* probe(middle - (high - low) / 6, middle + (high - low) / 6);
    if (probes.length === before) break;
  }
  const shape = chanceOf(probes) < BY_CHANCE ? shapeOf(probes) : { shape: "scattered" as const };
  const percent = (share: number): string => `${Math.round(share * 100)}%`;
  if (shape.shape === "front" || shape.shape === "middle" || shape.shape === "end") {
    const where =
      shape.shape === "front"
        ? `the first ${percent(shape.to)} of the prompt, and everything after that came back: it cuts the beginning of long prompts`
        : shape.shape === "middle"
          ? `the part between ${percent(shape.from)} and ${percent(shape.to)} of the prompt, and what stands before and after it came back: it drops the middle`
          : `anything after ${percent(shape.from)} of the prompt: it drops the end`;
    throw new LonghandError(
      "CANARY_FAILED",
      `The canaries show that the endpoint did not read ${where}, whatever its receipt says, so its answer was not asked for.`,
      "Give the server a larger window, ask within a narrower scope, or let the endpoint sit an exam.",
    );
  }
  const heard = probes.filter(({ isFound }) => isFound).length;
  return report(
    "faint",
    `${heard} of ${probes.length} sentences from all over the prompt came back: it was read, but the model loses details at this length.`,
  );
}
