/**
 * What is known of each endpoint: its queue, what its slots hold, what is gone and why, how fast it reads.
 *
 * Owns noticing that something is gone, and keeping it all in the archive. What is done with it is ./turn.ts.
 */
import type { ReadCause } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { listHolds, listSamples } from "../archive/queries/warm.ts";
import type { Writer } from "../archive/writer.ts";
import type { CacheProbe, Endpoint } from "../endpoint/endpoint.ts";
import { createEndpointQueue, type EndpointQueue } from "./endpoint-queue.ts";
import { type Hold, judgeHold } from "./holds.ts";
import type { PrefillSample } from "./prefill-speed.ts";

/** What is known of one endpoint. */
export type Known = {
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

/** What is known of all endpoints of one archive. */
export type CacheMemory = {
  know(endpoint: Endpoint): Known;
  remember(known: Known, hold: Hold): Promise<void>;
  drop(known: Known, hold: Hold, cause: ReadCause): Promise<void>;
  /** Looks at the endpoint's cache; what is gone is noticed here. */
  look(endpoint: Endpoint, known: Known): Promise<CacheProbe | undefined>;
  addSamples(known: Known, samples: readonly PrefillSample[]): Promise<void>;
  /** Forgets what all of them hold; `connected` ones may have a memory of their own. */
  forget(connected: Iterable<Endpoint>): Promise<void>;
};

/** Measurements kept of one endpoint in memory. */
const MOST_SAMPLES = 120;

/** Creates the memory of an archive. */
export function createCacheMemory(db: ReadableDatabase, writer: Writer | undefined): CacheMemory {
  const byEndpoint = new WeakMap<Endpoint, Known>();
  const byKey = new Map<string, Known>();

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

  const empty = (known: Known): void => {
    known.holds = [];
    known.lost.clear();
  };

  return {
    know,
    remember,
    drop,
    look,
    async addSamples(known, samples) {
      known.samples = [...known.samples, ...samples].slice(-MOST_SAMPLES);
      await writer?.call("putSamples", { endpoint: known.key, model: known.model, samples });
    },
    async forget(connected) {
      for (const endpoint of connected) empty(know(endpoint));
      for (const known of byKey.values()) empty(known);
      await writer?.call("dropHolds", { endpoint: null, slot: null });
    },
  };
}
