/**
 * One turn at an endpoint, and what it would cost beforehand: look at the cache, choose a slot, ask before a warm prefix is
 * pushed out, load a saved state, predict, generate, compare, remember.
 *
 * Owns that order. Whose turn it is, is ./endpoint-queue.ts; what is known between turns ./cache-memory.ts.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { ReadCause } from "../../../shared/schemas.ts";
import type { KvRecord } from "../archive/queries/warm.ts";
import type { CacheProbe, Endpoint, GenerateRequest, Generation, Prompt, ReadPlan } from "../endpoint/endpoint.ts";
import type { CacheMemory, Known } from "./cache-memory.ts";
import { causeOfRest, chooseSlot, type Hold, SLACK_TOKENS, type SlotChoice, type Wanted } from "./holds.ts";
import type { KvStates } from "./kv-store.ts";
import { compare, type Expectation, predict } from "./prediction.ts";
import { fitSpeed, type PrefillSpeed } from "./prefill-speed.ts";
import { chainOf, commonTokens, cutChain, type PromptChain } from "./prompt-chain.ts";
import { createReadWatch } from "./read-watch.ts";

/** A saved state is loaded only where it saves reading at least this many tokens. */
const WORTH_LOADING_TOKENS = 256;

/** A prompt with its place. */
type Prepared = {
  readonly wanted: Wanted;
  readonly probe: CacheProbe | undefined;
  readonly choice: SlotChoice;
  readonly saved: { readonly record: KvRecord; readonly common: number } | undefined;
  readonly expected: Expectation;
};

/** A turn that has begun. */
type Turn = {
  readonly endpoint: Endpoint;
  readonly known: Known;
  readonly prepared: Prepared;
  readonly request: GenerateRequest;
  readonly plan: ReadPlan;
};

/** Turns at the endpoints of one archive. */
export type Turns = {
  /** What a prompt would cost now; changes nothing. */
  expect(endpoint: Endpoint, prompt: Prompt, plan: ReadPlan): Promise<Expectation>;
  /** Generates; whoever calls waits for the turn first. */
  take(endpoint: Endpoint, request: GenerateRequest, plan: ReadPlan): Promise<Generation>;
};

/** Turns over what is known; `canKeep` says whether states may be written to disk. */
export function createTurns(memory: CacheMemory, states: KvStates, canKeep: boolean): Turns {
  const { know, look, remember, drop } = memory;

  /** With `reserve` the slot is the turn's from the moment it is chosen. */
  async function prepare(
    endpoint: Endpoint,
    known: Known,
    prompt: Prompt,
    plan: ReadPlan,
    reserve = false,
  ): Promise<Prepared> {
    const probe = await look(endpoint, known);
    const wanted: Wanted = {
      chain: chainOf(
        prompt,
        plan.tokens,
        known.holds.map((hold) => hold.chain),
      ),
      prefixTokens: plan.prefixTokens,
      traits: plan.traits,
    };
    const slots = probe?.slots ?? [{ id: 0, isBusy: false }];
    const free = slots.filter(({ id }) => !known.taken.has(id));
    const choice = chooseSlot(wanted, free.length > 0 ? free : slots, known.holds);
    if (reserve) known.taken.add(choice.slot);
    const found = states.find(endpoint, known.key, wanted.chain);
    const saved = found !== undefined && found.common >= choice.common + WORTH_LOADING_TOKENS ? found : undefined;
    const common = saved?.common ?? choice.common;
    const cause = causeOfRest(
      wanted,
      saved === undefined ? choice : { hold: { ...savedHold(known, saved.record, choice.slot) }, common },
    );
    const evicts =
      choice.evicts === null
        ? null
        : { tokens: choice.evicts.prefixTokens, isSaved: endpoint.kv !== undefined && canKeep };
    const expected: Expectation = {
      totalTokens: plan.tokens,
      cachedTokens: common,
      cause: cause === "first-reading" ? causeOfLoss(known, wanted) : cause,
      fromDisk: saved !== undefined,
      evicts,
    };
    return { wanted, probe, choice, saved, expected };
  }

  /** What was lost, where it was this very prefix; else it was never read here. */
  function causeOfLoss(known: Known, wanted: Wanted): ReadCause {
    for (const { hold, cause } of known.lost.values()) {
      if (commonTokens(hold.chain, wanted.chain) >= Math.min(hold.prefixTokens, wanted.prefixTokens) / 2) return cause;
    }
    return "first-reading";
  }

  function savedHold(known: Known, record: KvRecord, slot: number): Hold {
    const { chain, prefixTokens, traits, model } = record;
    const rest = { endpoint: known.key, boot: null, task: null, isWarm: true, seenAtMs: Date.now() };
    return { ...rest, slot, model, chain, prefixTokens, traits };
  }

  /** Keeps a warm prefix on disk before it is pushed out; that it cannot be kept was said when it was asked. */
  async function keep(endpoint: Endpoint, known: Known, hold: Hold): Promise<void> {
    if (endpoint.kv === undefined || !canKeep) return;
    const found = states.find(endpoint, known.key, hold.chain);
    if (found !== undefined && found.common >= hold.prefixTokens - SLACK_TOKENS) return;
    await states.save(endpoint, known.key, hold).catch(() => undefined);
  }

  function wouldEvict(expected: Expectation, speed: PrefillSpeed | undefined): LonghandError {
    const { evicts } = predict(expected, speed);
    if (evicts === null) throw new Error("nothing is pushed out");
    const again = evicts.ms === null ? "" : `, about ${Math.max(1, Math.round(evicts.ms / 1000))} s of reading`;
    const after = evicts.isSaved
      ? "It is kept on disk first and loaded again when it is needed."
      : "It would have to be read again.";
    return new LonghandError(
      "WOULD_EVICT",
      `This would push ${evicts.tokens.toLocaleString("en-US")} tokens that were read ahead out of the endpoint's memory${again}. ${after}`,
      "Say that it may (on the command line --allow-evict), or stay within what was read.",
      { details: { tokens: evicts.tokens, ms: evicts.ms, isSaved: evicts.isSaved } },
    );
  }

  async function takeTurn(endpoint: Endpoint, request: GenerateRequest, plan: ReadPlan): Promise<Generation> {
    const known = know(endpoint);
    const prepared = await prepare(endpoint, known, request.prompt, plan, true);
    try {
      return await generateIn({ endpoint, known, prepared, request, plan });
    } finally {
      known.taken.delete(prepared.choice.slot);
    }
  }

  async function generateIn(turn: Turn): Promise<Generation> {
    const { endpoint, known, prepared, request, plan } = turn;
    const { choice, saved } = prepared;
    let { expected } = prepared;
    if (choice.evicts !== null) {
      if (!plan.allowEvict) throw wouldEvict(expected, fitSpeed(known.samples));
      await keep(endpoint, known, choice.evicts);
    }
    if (saved === undefined) return send(turn, expected);
    if (mayStillHold(known, prepared)) {
      const generation = await sendIfHeld(turn, { ...expected, fromDisk: false }, saved.common - SLACK_TOKENS);
      if (generation !== undefined) return generation;
    }
    try {
      await states.restore(endpoint, saved.record, choice.slot, plan.tokens + request.maxTokens);
      await remember(known, savedHold(known, saved.record, choice.slot));
    } catch (error) {
      if (!(error instanceof LonghandError) || error.code !== "KV_REFUSED") throw error;
      // A slot that was to be filled is empty now.
      if (choice.hold !== undefined) await drop(known, choice.hold, "restore-refused");
      expected = { ...expected, cachedTokens: 0, cause: "restore-refused", fromDisk: false };
      return send(turn, expected);
    }
    return send(turn, expected, { restored: saved.record });
  }

  /**
   * Whether a slot may hold what is saved on disk all the same: another client used it, but perhaps with the very same
   * prompt, or the server put ours back from a memory of its own.
   */
  function mayStillHold(known: Known, { choice, saved, wanted }: Prepared): boolean {
    const gone = known.lost.get(choice.slot);
    if (gone?.cause !== "slot-taken" || saved === undefined) return false;
    return commonTokens(gone.hold.chain, wanted.chain) >= saved.common - SLACK_TOKENS;
  }

  /**
   * Sends, and gives up as soon as the endpoint says that it holds fewer tokens: loading a long state from disk takes
   * minutes, and asking costs one batch at most. Undefined where it was given up.
   */
  async function sendIfHeld(turn: Turn, expected: Expectation, leastCached: number): Promise<Generation | undefined> {
    const stop = new AbortController();
    const { request } = turn;
    const watching: GenerateRequest = {
      ...request,
      signal: AbortSignal.any([request.signal, stop.signal]),
      onPrefill(progress) {
        if (progress.cached < leastCached) stop.abort();
        else request.onPrefill(progress);
      },
    };
    try {
      return await send({ ...turn, request: watching }, expected, { isTrial: true });
    } catch (error) {
      if (stop.signal.aborted && !request.signal.aborted) return undefined;
      throw error;
    }
  }

  /** Generates and compares; `restored` is the state that was loaded for it. A trial that fails leaves no trace. */
  async function send(
    turn: Turn,
    expected: Expectation,
    { restored, isTrial = false }: { readonly restored?: KvRecord; readonly isTrial?: boolean } = {},
  ): Promise<Generation> {
    const { endpoint, known, prepared, request, plan } = turn;
    const { probe, choice } = prepared;
    const speed = fitSpeed(known.samples);
    const prediction = predict(expected, speed);
    plan.onPrediction?.(prediction);
    const watch = createReadWatch();
    const isPinned = probe !== undefined && probe.slots.length > 1;
    let generation: Generation;
    try {
      generation = await endpoint.generate({
        ...request,
        ...(isPinned ? { slot: choice.slot } : {}),
        onPrefill(progress) {
          watch.see(progress);
          request.onPrefill(progress);
        },
      });
    } catch (error) {
      const read = watch.processed();
      if (read > 0 && !isTrial) await settle(turn, choice.slot, read);
      throw error;
    }
    await settle(turn, generation.slot ?? choice.slot, generation.promptTokens);
    const outcome = compare(prediction, generation, speed, restored === undefined ? "dropped" : "restore-refused");
    // Here a loaded state is believed, or never again.
    if (restored !== undefined && generation.cachedTokens !== null) {
      const isHit = outcome.state !== "less";
      await states.judge(restored, isHit, "the endpoint read it again after loading it");
    }
    const samples = watch.samples(generation);
    // Turns beside each other share the machine: their speeds say nothing of one alone.
    if (samples.length > 0 && known.taken.size === 1) await memory.addSamples(known, samples);
    return { ...generation, reading: outcome };
  }

  /** Writes down what a slot holds after a turn, whether it came to its end or not. */
  async function settle(turn: Turn, slot: number, tokens: number): Promise<void> {
    const { endpoint, known, plan } = turn;
    const { wanted, choice } = turn.prepared;
    const probe = await endpoint.probe?.().catch(() => undefined);
    const chain: PromptChain = cutChain(wanted.chain, tokens);
    const before = known.holds.find((hold) => hold.slot === slot);
    const staysWarm =
      before?.isWarm === true && choice.evicts === null && commonTokens(before.chain, chain) > before.prefixTokens / 2;
    await remember(known, {
      endpoint: known.key,
      slot,
      model: endpoint.description.modelIdentity,
      // A connection that broke leaves the start that was seen before it.
      boot: (probe ?? turn.prepared.probe)?.boot ?? null,
      task: probe?.slots.find(({ id }) => id === slot)?.task ?? null,
      chain,
      prefixTokens: Math.min(plan.prefixTokens, chain.tokens),
      traits: plan.traits,
      isWarm: plan.purpose === "warm" || staysWarm,
      seenAtMs: Date.now(),
    });
  }

  return {
    async expect(endpoint, prompt, plan) {
      return (await prepare(endpoint, know(endpoint), prompt, plan)).expected;
    },
    take: takeTurn,
  };
}
