/**
 * What each slot of an endpoint was last seen to hold, and whether it still can.
 *
 * Pure. Owns the judgement of a probe and the choice of a slot; who asks and who writes down is ./reader.ts.
 */
import type { ReadCause } from "../../../shared/schemas.ts";
import type { PrefixTraits, StoredHold } from "../archive/queries/warm.ts";
import type { CacheProbe } from "../endpoint/endpoint.ts";
import { causeOfChange, TOLERANCE_TOKENS } from "./prediction.ts";
import { commonTokens, cutChain, type PromptChain } from "./prompt-chain.ts";

/** See {@link StoredHold}; the chain has ids while this process remembers them. */
export type Hold = Omit<StoredHold, "chain"> & { readonly chain: PromptChain };

/** Chains are compared in blocks of 64 tokens where the ids are not known. */
export const SLACK_TOKENS = 64 + TOLERANCE_TOKENS;

/** What is left of a hold after a look at the endpoint: the hold (perhaps shorter), or why it is gone. */
export function judgeHold(hold: Hold, model: string, probe: CacheProbe | undefined): Hold | ReadCause {
  if (hold.model !== model) return "model-swapped";
  if (probe === undefined) return hold;
  if (probe.boot !== null && hold.boot !== null && probe.boot !== hold.boot) return "server-restarted";
  const slot = probe.slots.find(({ id }) => id === hold.slot);
  if (slot === undefined) return "server-restarted";
  // Numbers of requests only grow while a server lives; one after ours was somebody else's.
  if (hold.task !== null) {
    if (slot.task === null || slot.task < hold.task) return "server-restarted";
    if (slot.task > hold.task) return "slot-taken";
  }
  if (slot.tokens === null) return hold;
  if (slot.tokens === 0) return slot.task === null ? "server-restarted" : "dropped";
  if (slot.tokens >= hold.chain.tokens) return hold;
  return { ...hold, chain: cutChain(hold.chain, slot.tokens) };
}

/** A prompt as it looks for its slot. */
export type Wanted = {
  readonly chain: PromptChain;
  readonly prefixTokens: number;
  readonly traits: PrefixTraits;
};

/** The slot to use: what of it is shared, and the warm prefix that this would push out. */
export type SlotChoice = {
  readonly slot: number;
  readonly hold: Hold | undefined;
  readonly common: number;
  readonly evicts: Hold | null;
};

/** Whether a prompt brings the same scope up to date: then nothing of use is lost. */
function supersedes(wanted: Wanted, hold: Hold): boolean {
  const { scope, fit } = hold.traits;
  return scope !== undefined && scope === wanted.traits["scope"] && fit === wanted.traits["fit"];
}

/**
 * Chooses a slot: one that has most of the prompt, else an empty one, else the longest unused, and only at last one
 * whose prefix was read on purpose.
 */
export function chooseSlot(
  wanted: Wanted,
  slots: readonly { readonly id: number; readonly isBusy: boolean }[],
  holds: readonly Hold[],
): SlotChoice {
  const choices = slots.map(({ id, isBusy }) => {
    const hold = holds.find(({ slot }) => slot === id);
    const common = hold === undefined ? 0 : commonTokens(hold.chain, wanted.chain);
    const isLost = hold?.isWarm === true && common < hold.prefixTokens - SLACK_TOKENS && !supersedes(wanted, hold);
    const shared = hold === undefined ? 0 : common / Math.max(1, Math.min(hold.prefixTokens, wanted.prefixTokens));
    // Ranks: 0 goes on with it, 1 empty, 2 of no further use, 3 pushes a warm prefix out.
    const rank = isLost ? 3 : hold === undefined ? 1 : shared >= 0.5 || supersedes(wanted, hold) ? 0 : 2;
    return { slot: id, hold, common, evicts: isLost ? (hold ?? null) : null, rank, isBusy };
  });
  const [best] = choices.sort(
    (a, b) =>
      a.rank - b.rank ||
      b.common - a.common ||
      Number(a.isBusy) - Number(b.isBusy) ||
      (a.evicts?.prefixTokens ?? 0) - (b.evicts?.prefixTokens ?? 0) ||
      (a.hold?.seenAtMs ?? 0) - (b.hold?.seenAtMs ?? 0),
  );
  if (best === undefined) throw new Error("an endpoint has a slot");
  const { rank: _, isBusy: _busy, ...choice } = best;
  return choice;
}

/** Why a slot does not have all of a prefix already; null where only the tail is new. */
export function causeOfRest(wanted: Wanted, choice: Pick<SlotChoice, "hold" | "common">): ReadCause | null {
  const { hold, common } = choice;
  if (wanted.prefixTokens - common <= SLACK_TOKENS) return null;
  if (hold === undefined) return "first-reading";
  if (common >= hold.prefixTokens - SLACK_TOKENS) return "new-documents";
  return causeOfChange(hold.traits, wanted.traits);
}
