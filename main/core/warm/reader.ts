/**
 * Stands before every endpoint: nothing generates beside it.
 *
 * Owns the wrapping of endpoints and what can be asked of them from outside: what a prompt would cost, what is held,
 * keeping it, forgetting it. A turn is ./turn.ts. The prompt itself is not its business.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { ReadingStatus, ReadPrediction } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import type { KvRecord } from "../archive/queries/warm.ts";
import type { Writer } from "../archive/writer.ts";
import type { Endpoint, Prompt, ReadPlan } from "../endpoint/endpoint.ts";
import { createCacheMemory } from "./cache-memory.ts";
import { type Hold, SLACK_TOKENS } from "./holds.ts";
import type { KvStates } from "./kv-store.ts";
import { causeWords, predict } from "./prediction.ts";
import { fitSpeed, type PrefillSpeed } from "./prefill-speed.ts";
import { createTurns } from "./turn.ts";

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

/** Creates the reader of an archive. */
export function createReader(db: ReadableDatabase, writer: Writer | undefined, states: KvStates): Reader {
  const memory = createCacheMemory(db, writer);
  const { know, look } = memory;
  const turns = createTurns(memory, states, writer !== undefined);
  /** Endpoints as they were wrapped, to what is behind them. */
  const behind = new WeakMap<Endpoint, Endpoint>();
  const connected = new Set<Endpoint>();
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
          return know(endpoint).queue.run(turn, () => turns.take(endpoint, request, plan));
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
      const expected = await turns.expect(endpoint, prompt, plan);
      return predict(expected, fitSpeed(know(endpoint).samples));
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
      for (const endpoint of connected)
        for (const hold of know(endpoint).holds) await endpoint.kv?.clear(hold.slot).catch(() => undefined);
      await memory.forget(connected);
    },
  };
}
