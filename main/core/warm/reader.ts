/**
 * Stands before every endpoint: one queue, what the cache holds, what a prompt will cost, what became of it.
 *
 * Owns the order of a turn: look at the cache, choose a slot, ask before a warm prefix is pushed out, load a saved state,
 * predict, generate, compare, remember. The prompt itself is not its business.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { ReadCause, ReadingStatus, ReadPrediction } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { type KvRecord, listHolds, listSamples } from "../archive/queries/warm.ts";
import type { Writer } from "../archive/writer.ts";
import type { CacheProbe, Endpoint, GenerateRequest, Generation, Prompt, ReadPlan } from "../endpoint/endpoint.ts";
import { createEndpointQueue, type EndpointQueue } from "./endpoint-queue.ts";
import { causeOfRest, chooseSlot, type Hold, judgeHold, SLACK_TOKENS, type SlotChoice, type Wanted } from "./holds.ts";
import type { KvStates } from "./kv-store.ts";
import { causeWords, compare, type Expectation, predict } from "./prediction.ts";
import { fitSpeed, type PrefillSample, type PrefillSpeed } from "./prefill-speed.ts";
import { chainOf, commonTokens, cutChain, type PromptChain } from "./prompt-chain.ts";
import { createReadWatch } from "./read-watch.ts";

/** A saved state is loaded only where it saves reading at least this many tokens. */
const WORTH_LOADING_TOKENS = 256;

/** The reader of one core. */
export type Reader = {
  /** The endpoint with its queue and its memory before it. */
  before(endpoint: Endpoint): Endpoint;
  /** What a prompt would cost now; changes nothing. */
  predict(endpoint: Endpoint, prompt: Prompt, plan: ReadPlan): Promise<ReadPrediction>;
  /** The measured speed of an endpoint with its present model. */
  speed(endpoint: Endpoint): PrefillSpeed | undefined;
  status(endpoint: Endpoint): Promise<ReadingStatus>;
  /** Writes the prefix that an endpoint holds to disk; throws `KV_NOT_SAVED`. */
  save(endpoint: Endpoint, signal?: AbortSignal): Promise<KvRecord>;
  /** Forgets everything that endpoints hold and empties their slots, where they are connected: after an erasure. */
  forget(): Promise<void>;
};

/** What is known of one endpoint. */
type Known = {
  readonly key: string;
  readonly queue: EndpointQueue;
  holds: Hold[];
  /** Slots that turns which run now have chosen. */
  readonly taken: Set<number>;
  /** What is gone, by slot, until something else is read there. */
  readonly lost: Map<number, { readonly hold: Hold; readonly cause: ReadCause }>;
  samples: PrefillSample[];
  model: string;
};

/** A prompt with its place. */
type Prepared = {
  readonly wanted: Wanted;
  readonly probe: CacheProbe | undefined;
  readonly choice: SlotChoice;
  readonly saved: { readonly record: KvRecord; readonly common: number } | undefined;
  readonly expected: Expectation;
};

/** Creates the reader of an archive. */
export function createReader(db: ReadableDatabase, writer: Writer | undefined, states: KvStates): Reader {
  const byEndpoint = new WeakMap<Endpoint, Known>();
  const byKey = new Map<string, Known>();
  /** Endpoints as they were wrapped, to what is behind them. */
  const behind = new WeakMap<Endpoint, Endpoint>();
  const connected = new Set<Endpoint>();

  function know(endpoint: Endpoint): Known {
    const { kind, address, modelIdentity } = endpoint.description;
    const key = `${kind} ${address}`;
    // Each embedded engine has a cache of its own, which ends with it; a server's outlives us and is shared.
    const isOwn = kind === "embedded";
    let known = isOwn ? byEndpoint.get(endpoint) : byKey.get(key);
    if (known === undefined) {
      const seen = listHolds(db, key);
      // What an engine of another process held is gone, but that it was read is worth knowing.
      const lost = new Map(isOwn ? seen.map((hold) => [hold.slot, { hold, cause: "engine-started" }] as const) : []);
      const samples = listSamples(db, key, modelIdentity);
      const queue = createEndpointQueue();
      const holds = isOwn ? [] : seen;
      known = { key, queue, holds, taken: new Set(), lost, samples, model: modelIdentity };
      if (isOwn) byEndpoint.set(endpoint, known);
      else byKey.set(key, known);
    }
    if (known.model !== modelIdentity) {
      known.model = modelIdentity;
      known.samples = listSamples(db, key, modelIdentity);
    }
    return known;
  }

  async function remember(known: Known, hold: Hold): Promise<void> {
    known.holds = [...known.holds.filter(({ slot }) => slot !== hold.slot), hold];
    known.lost.delete(hold.slot);
    const { ids: _, ...chain } = hold.chain;
    await writer?.call("putHold", { ...hold, chain });
  }

  async function drop(known: Known, hold: Hold, cause: ReadCause): Promise<void> {
    known.holds = known.holds.filter(({ slot }) => slot !== hold.slot);
    known.lost.set(hold.slot, { hold, cause });
    await writer?.call("dropHolds", { endpoint: known.key, slot: hold.slot });
  }

  /** Looks at the endpoint's cache; what is gone is noticed here. */
  async function look(endpoint: Endpoint, known: Known): Promise<CacheProbe | undefined> {
    const probe = await endpoint.probe?.().catch(() => undefined);
    for (const hold of known.holds) {
      // What a turn beside this one reads into its slot is written down when it ends.
      if (known.taken.has(hold.slot)) continue;
      const judged = judgeHold(hold, endpoint.description.modelIdentity, probe);
      if (typeof judged === "string") await drop(known, hold, judged);
      else known.holds = known.holds.map((old) => (old === hold ? judged : old));
    }
    return probe;
  }

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
      chain: chainOf(prompt, plan.tokens),
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
        : { tokens: choice.evicts.prefixTokens, isSaved: endpoint.kv !== undefined && writer !== undefined };
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
    if (endpoint.kv === undefined || writer === undefined) return;
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
      return await generateIn(endpoint, known, prepared, request, plan);
    } finally {
      known.taken.delete(prepared.choice.slot);
    }
  }

  async function generateIn(
    endpoint: Endpoint,
    known: Known,
    prepared: Prepared,
    request: GenerateRequest,
    plan: ReadPlan,
  ): Promise<Generation> {
    const { wanted, probe, choice } = prepared;
    let { expected } = prepared;
    if (choice.evicts !== null) {
      if (!plan.allowEvict) throw wouldEvict(expected, fitSpeed(known.samples));
      await keep(endpoint, known, choice.evicts);
    }
    let restored = prepared.saved?.record;
    if (restored !== undefined) {
      try {
        await states.restore(endpoint, restored, choice.slot, plan.tokens + request.maxTokens);
        await remember(known, savedHold(known, restored, choice.slot));
      } catch (error) {
        if (!(error instanceof LonghandError) || error.code !== "KV_REFUSED") throw error;
        restored = undefined;
        // A slot that was to be filled is empty now.
        if (choice.hold !== undefined) await drop(known, choice.hold, "restore-refused");
        expected = { ...expected, cachedTokens: 0, cause: "restore-refused", fromDisk: false };
      }
    }
    const speed = fitSpeed(known.samples);
    const prediction = predict(expected, speed);
    plan.onPrediction?.(prediction);
    const watch = createReadWatch();
    const isPinned = probe !== undefined && probe.slots.length > 1;
    try {
      const generation = await endpoint.generate({
        ...request,
        ...(isPinned ? { slot: choice.slot } : {}),
        onPrefill(progress) {
          watch.see(progress);
          request.onPrefill(progress);
        },
      });
      const slot = generation.slot ?? choice.slot;
      await settle(endpoint, known, {
        wanted,
        choice,
        plan,
        slot,
        tokens: generation.promptTokens,
        probe: prepared.probe,
      });
      const outcome = compare(prediction, generation, speed, restored === undefined ? "dropped" : "restore-refused");
      // Here a loaded state is believed, or never again.
      if (restored !== undefined && generation.cachedTokens !== null) {
        const isHit = outcome.state !== "less";
        await states.judge(restored, isHit, "the endpoint read it again after loading it");
      }
      const samples = watch.samples(generation);
      // Turns beside each other share the machine: their speeds say nothing of one alone.
      if (samples.length > 0 && known.taken.size === 1) {
        known.samples = [...known.samples, ...samples].slice(-120);
        await writer?.call("putSamples", { endpoint: known.key, model: known.model, samples });
      }
      return { ...generation, reading: outcome };
    } catch (error) {
      const read = watch.processed();
      if (read > 0)
        await settle(endpoint, known, { wanted, choice, plan, slot: choice.slot, tokens: read, probe: prepared.probe });
      throw error;
    }
  }

  /** Writes down what a slot holds after a turn, whether it came to its end or not. */
  async function settle(
    endpoint: Endpoint,
    known: Known,
    turn: {
      readonly wanted: Wanted;
      readonly choice: SlotChoice;
      readonly plan: ReadPlan;
      readonly slot: number;
      readonly tokens: number;
      readonly probe: CacheProbe | undefined;
    },
  ): Promise<void> {
    const { wanted, choice, plan, slot, tokens } = turn;
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
      boot: (probe ?? turn.probe)?.boot ?? null,
      task: probe?.slots.find(({ id }) => id === slot)?.task ?? null,
      chain,
      prefixTokens: Math.min(plan.prefixTokens, chain.tokens),
      traits: plan.traits,
      isWarm: plan.purpose === "warm" || staysWarm,
      seenAtMs: Date.now(),
    });
  }

  const raw = (endpoint: Endpoint): Endpoint => behind.get(endpoint) ?? endpoint;

  return {
    before(endpoint) {
      const wrapped: Endpoint = {
        ...endpoint,
        generate(request) {
          const { signal } = request;
          // Without a plan nothing is known of the prefix; it still waits for its turn.
          const tokens = request.prompt.type === "ids" ? request.prompt.ids.length : 0;
          const plan: ReadPlan = request.plan ?? {
            purpose: "other",
            tokens,
            prefixTokens: tokens,
            traits: {},
            allowEvict: false,
          };
          const { slots } = endpoint.description.capabilities;
          const beside = plan.purpose === "sweep" ? slots : 1;
          const turn = {
            purpose: plan.purpose,
            signal,
            beside,
            ...(plan.onWait === undefined ? {} : { onWait: plan.onWait }),
          };
          return know(endpoint).queue.run(turn, () => takeTurn(endpoint, request, plan));
        },
        async close() {
          connected.delete(endpoint);
          await endpoint.close();
        },
      };
      behind.set(wrapped, endpoint);
      connected.add(endpoint);
      return wrapped;
    },

    async predict(wrapped, prompt, plan) {
      const endpoint = raw(wrapped);
      const known = know(endpoint);
      const { expected } = await prepare(endpoint, known, prompt, plan);
      return predict(expected, fitSpeed(known.samples));
    },

    speed: (wrapped) => fitSpeed(know(raw(wrapped)).samples),

    async status(wrapped) {
      const endpoint = raw(wrapped);
      const known = know(endpoint);
      const { address, model, windowTokens } = endpoint.description;
      const { running, waiting } = known.queue.state();
      // A server that is reading says nothing of use, and a turn looks for itself.
      if (running === null) await look(endpoint, known);
      const most = known.holds.reduce<Hold | undefined>(
        (best, hold) => (hold.prefixTokens > (best?.prefixTokens ?? 0) ? hold : best),
        undefined,
      );
      const gone = [...known.lost.values()].find(({ hold }) => hold.isWarm);
      return {
        endpoint: address,
        model,
        windowTokens,
        heldTokens: most === undefined ? 0 : Math.min(most.prefixTokens, most.chain.tokens),
        isWarm: most?.isWarm ?? false,
        lost: gone === undefined || most?.isWarm === true ? null : { cause: gone.cause, words: causeWords(gone.cause) },
        running,
        waiting,
        savesKv: endpoint.kv !== undefined,
      };
    },

    async save(wrapped, signal) {
      const endpoint = raw(wrapped);
      const known = know(endpoint);
      const turn = { purpose: "warm", signal: signal ?? new AbortController().signal } as const;
      return known.queue.run(turn, async () => {
        await look(endpoint, known);
        const hold = known.holds.reduce<Hold | undefined>(
          (best, next) => (best === undefined || next.seenAtMs >= best.seenAtMs ? next : best),
          undefined,
        );
        if (hold === undefined) {
          throw new LonghandError(
            "KV_NOT_SAVED",
            "The endpoint holds nothing that could be kept.",
            "Read the archive first.",
          );
        }
        // Writing a long state again costs minutes; one that is there and good is enough.
        const found = states.find(endpoint, known.key, hold.chain);
        if (found !== undefined && found.common >= hold.prefixTokens - SLACK_TOKENS) return found.record;
        return states.save(endpoint, known.key, hold, signal);
      });
    },

    async forget() {
      for (const endpoint of connected) {
        const known = know(endpoint);
        for (const hold of known.holds) await endpoint.kv?.clear(hold.slot).catch(() => undefined);
        known.holds = [];
        known.lost.clear();
      }
      for (const known of byKey.values()) {
        known.holds = [];
        known.lost.clear();
      }
      await writer?.call("dropHolds", { endpoint: null, slot: null });
    },
  };
}
