/**
 * The hash chain of what is sent, in small blocks: says where two prompts part, for a cache that knows only tokens.
 *
 * Pure. The prefix's own segments are prompt/chain.ts; a cache may be cut anywhere, so here blocks are short, and the
 * chain goes over the tail too. Prompts that are sent as text are chained by characters.
 */
import { createHash } from "node:crypto";
import type { Prompt } from "../endpoint/endpoint.ts";

const HASH_BYTES = 8;
const BLOCK_IDS = 64;
const BLOCK_CHARACTERS = 256;

/**
 * `hashes` holds 8 bytes a block, each over everything up to its end; `units` are token ids or characters, `tokens` what
 * they are in tokens. `ids` refine the chain to the token; they are never stored.
 */
export type PromptChain = {
  readonly type: Prompt["type"];
  readonly hashes: Uint8Array;
  readonly units: number;
  readonly tokens: number;
  readonly ids?: Uint32Array;
};

/** `known` are the hashes of the first blocks, where they are known. */
function chainOfBytes(bytes: Uint8Array, blockBytes: number, known: Uint8Array = new Uint8Array()): Uint8Array {
  const blocks = Math.floor(bytes.length / blockBytes);
  const hashes = new Uint8Array(blocks * HASH_BYTES);
  hashes.set(known);
  let before: Uint8Array = known.subarray(known.length - Math.min(known.length, HASH_BYTES));
  for (let block = known.length / HASH_BYTES; block < blocks; block += 1) {
    const slice = bytes.subarray(block * blockBytes, (block + 1) * blockBytes);
    before = createHash("sha256").update(before).update(slice).digest().subarray(0, HASH_BYTES);
    hashes.set(before, block * HASH_BYTES);
  }
  return hashes;
}

/** The leading ids that two prompts share. */
function commonIds(one: Uint32Array, other: Uint32Array, from = 0): number {
  const end = Math.min(one.length, other.length);
  let units = from;
  while (units < end && one[units] === other[units]) units += 1;
  return units;
}

/**
 * The chain of a prompt of `tokens` tokens (for text an estimate). What `like` has in common with it is not hashed again:
 * a question behind a long prefix is chained in no time.
 */
export function chainOf(prompt: Prompt, tokens: number, like: readonly PromptChain[] = []): PromptChain {
  if (prompt.type === "ids") {
    const { ids } = prompt;
    let known = new Uint8Array();
    for (const chain of like) {
      if (chain.ids === undefined) continue;
      const blocks = Math.min(Math.floor(commonIds(chain.ids, ids) / BLOCK_IDS), chain.hashes.length / HASH_BYTES);
      if (blocks * HASH_BYTES > known.length) known = chain.hashes.slice(0, blocks * HASH_BYTES);
    }
    const bytes = new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
    const hashes = chainOfBytes(bytes, BLOCK_IDS * 4, known);
    return { type: "ids", hashes, units: ids.length, tokens: ids.length, ids };
  }
  const text = prompt.messages.map(({ role, content }) => `${role}\u0000${content}\u0000`).join("");
  // Two bytes a character, so that a block is the same run of characters whatever they are.
  const bytes = Buffer.from(text, "utf16le");
  return { type: "text", hashes: chainOfBytes(bytes, BLOCK_CHARACTERS * 2), units: text.length, tokens };
}

/** The chain of the first `tokens` tokens. */
export function cutChain(chain: PromptChain, tokens: number): PromptChain {
  if (tokens >= chain.tokens) return chain;
  const units = chain.type === "ids" ? tokens : Math.floor((chain.units * tokens) / Math.max(1, chain.tokens));
  const blocks = Math.floor(units / (chain.type === "ids" ? BLOCK_IDS : BLOCK_CHARACTERS));
  const ids = chain.ids?.subarray(0, units);
  return {
    type: chain.type,
    hashes: chain.hashes.subarray(0, blocks * HASH_BYTES),
    units,
    tokens: Math.max(0, tokens),
    ...(ids === undefined ? {} : { ids }),
  };
}

/** The leading tokens that two prompts share: exact where both know their ids, else down to a block's start. */
export function commonTokens(one: PromptChain, other: PromptChain): number {
  if (one.type !== other.type) return 0;
  const isIds = one.type === "ids";
  const blocks = commonBlocks(one.hashes, other.hashes);
  let units = blocks * (isIds ? BLOCK_IDS : BLOCK_CHARACTERS);
  if (one.ids !== undefined && other.ids !== undefined) units = commonIds(one.ids, other.ids, units);
  return isIds ? units : Math.floor((one.tokens * units) / Math.max(1, one.units));
}

/** Each hash covers all before it, so the last equal one is found by halving. */
function commonBlocks(one: Uint8Array, other: Uint8Array): number {
  const isEqual = (block: number): boolean => {
    const at = block * HASH_BYTES;
    return Buffer.compare(one.subarray(at, at + HASH_BYTES), other.subarray(at, at + HASH_BYTES)) === 0;
  };
  let low = 0;
  let high = Math.floor(Math.min(one.length, other.length) / HASH_BYTES);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEqual(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
