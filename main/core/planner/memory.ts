/**
 * How much memory a model needs to hold so many tokens, and how many tokens a memory holds. Pure arithmetic.
 *
 * Keys and values follow llama.cpp (src/llama-kv-cache.cpp, src/llama-kv-cache-iswa.cpp) to the byte; what computing
 * needs beside them is an estimate that stays above what was seen (docs/serving.md, "What the figures are").
 */
import type { Fit, KvType, LayerGroup, MachineFit, MemoryNeed, ModelFacts } from "../../../shared/plan.ts";

/** Bytes of one stored number: q8_0 keeps 32 in 34 bytes, q4_0 in 18 (ggml/src/ggml-common.h). */
const BYTES_PER_NUMBER: Readonly<Record<KvType, number>> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32, fp8: 1 };

/** The ways of storing keys and values that a plan compares. */
export const PLANNED_KV: readonly KvType[] = ["f16", "q8_0", "q4_0"];

/** Tokens that are computed in one go: llama-server's default `-ub`. */
export const BATCH_TOKENS = 512;

/** llama.cpp rounds windows up to this. */
const CELL_STEP = 256;

/** The share of a memory that can be filled; the rest is the driver's, the screen's, and lost between buffers. */
export const USABLE_SHARE = 0.92;

const padded = (tokens: number): number => Math.ceil(tokens / CELL_STEP) * CELL_STEP;

function numbersPerCell(group: LayerGroup): number {
  return group.layers * group.kvHeads * (group.keyLength + group.valueLength);
}

/** What one more token costs, once sliding windows are full. */
export function kvBytesPerToken(facts: ModelFacts, kv: KvType): number {
  return facts.groups
    .filter((group) => group.windowTokens === null)
    .reduce((sum, group) => sum + numbersPerCell(group) * BYTES_PER_NUMBER[kv], 0);
}

/** Keys and values of so many tokens, and what recurrent layers keep. */
export function kvBytes(facts: ModelFacts, tokens: number, kv: KvType): number {
  const context = padded(tokens);
  const cells = (group: LayerGroup): number =>
    group.windowTokens === null ? context : Math.min(context, padded(group.windowTokens + BATCH_TOKENS));
  return facts.groups.reduce(
    (sum, group) => sum + cells(group) * numbersPerCell(group) * BYTES_PER_NUMBER[kv],
    facts.stateBytes,
  );
}

/**
 * What computing needs beside weights and KV: the attention mask (two bytes a token of the window for each token of
 * the batch), the widest activation or the logits, and, for compressed KV, one layer unpacked to f16 (CUDA's flash
 * attention does that while it reads a prompt: ggml-cuda/fattn-common.cuh).
 */
export function computeBytes(facts: ModelFacts, tokens: number, kv: KvType): number {
  const context = padded(tokens);
  const widest = Math.max(
    facts.vocabulary ?? 128_256,
    4 * (facts.embeddingLength ?? 0) + 3 * (facts.feedForwardLength ?? 0),
  );
  const layer = Math.max(0, ...facts.groups.map((group) => group.kvHeads * (group.keyLength + group.valueLength)));
  const unpacked = kv === "f16" ? 0 : context * layer * 2;
  return context * BATCH_TOKENS * 2 + BATCH_TOKENS * widest * 4 + unpacked;
}

/** Weights as they are known, else two bytes a parameter. */
export function weightBytes(facts: ModelFacts): number {
  return facts.weightBytes ?? (facts.parameters ?? 0) * 2;
}

/** Everything that so many tokens need. */
export function memoryNeed(facts: ModelFacts, tokens: number, kv: KvType): MemoryNeed {
  const need = {
    weightBytes: weightBytes(facts),
    kvBytes: kvBytes(facts, tokens, kv),
    computeBytes: computeBytes(facts, tokens, kv),
  };
  return {
    kv,
    bytesPerToken: kvBytesPerToken(facts, kv),
    ...need,
    totalBytes: need.weightBytes + need.kvBytes + need.computeBytes,
  };
}

/** No window is planned beyond this many tokens. */
const LONGEST_TOKENS = 1 << 25;

/** The most tokens that `memory` bytes hold, in whole steps of 256; 0 where not even the weights fit. */
export function tokensThatFit(facts: ModelFacts, memory: number, kv: KvType): number {
  const fits = (steps: number): boolean => memoryNeed(facts, steps * CELL_STEP, kv).totalBytes <= memory;
  if (!fits(1)) return 0;
  let low = 1;
  let high = LONGEST_TOKENS / CELL_STEP;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low * CELL_STEP;
}

const MANY_CARDS = 64;

/**
 * How many cards of one size hold so many tokens together. Layers and their keys are shared out among them; each
 * needs the buffers for computing itself. Null where 64 do not.
 */
export function cardsNeeded(facts: ModelFacts, tokens: number, kv: KvType, usableBytes: number): number | null {
  const need = memoryNeed(facts, tokens, kv);
  const room = usableBytes - need.computeBytes;
  if (room <= 0) return null;
  const cards = Math.ceil((need.weightBytes + need.kvBytes) / room);
  // A layer cannot be cut in two by the plain split.
  return cards > Math.min(MANY_CARDS, facts.layers) ? null : Math.max(1, cards);
}

function fitOf(facts: ModelFacts, tokens: number, kv: KvType, usableBytes: number): Fit {
  const byMemory = tokensThatFit(facts, usableBytes, kv);
  const trained = facts.trainContextTokens ?? Number.POSITIVE_INFINITY;
  return {
    kv,
    maxTokens: Math.min(byMemory, trained),
    limitedBy: byMemory > trained ? "training" : "memory",
    holdsArchive: byMemory >= tokens && trained >= tokens,
    cardsNeeded: cardsNeeded(facts, tokens, kv, usableBytes),
  };
}

const GIB = 2 ** 30;

/** Sizes of graphics cards, in GiB, with cards that have them; what a card reports is a little less. */
export const CARDS: readonly { readonly gib: number; readonly name: string }[] = [
  { gib: 12, name: "12 GB card" },
  { gib: 16, name: "16 GB card" },
  { gib: 24, name: "24 GB card" },
  { gib: 32, name: "32 GB card" },
  { gib: 48, name: "48 GB card" },
  { gib: 80, name: "80 GB card" },
  { gib: 96, name: "96 GB card" },
  { gib: 141, name: "141 GB card" },
];

/** What this machine and cards of the usual sizes hold. `ramBytes` is this machine's whole memory. */
export function machineFits(facts: ModelFacts, tokens: number, ramBytes: number): MachineFit[] {
  const machine = (name: string, memoryBytes: number, isThisMachine: boolean): MachineFit => ({
    name,
    memoryBytes,
    isThisMachine,
    fits: PLANNED_KV.map((kv) => fitOf(facts, tokens, kv, memoryBytes * USABLE_SHARE)),
  });
  return [
    machine("This machine’s memory", ramBytes, true),
    ...CARDS.map(({ gib, name }) => machine(name, gib * GIB, false)),
  ];
}
