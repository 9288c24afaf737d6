/** Keeps endpoints connected between requests of one core, so that the prefix they have read stays warm. */
import type { EndpointChoice } from "../../../shared/schemas.ts";
import type { ConnectionLog } from "./connection-log.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EngineLauncher } from "./engine-process.ts";
import type { Measurements } from "./measurements.ts";
import { openEndpoint } from "./open-endpoint.ts";

/** Connected endpoints by what was chosen. */
export type EndpointPool = {
  /** The bundled model's file, which an address that is not given means. */
  readonly defaultModel: string;
  get(choice: EndpointChoice): Promise<Endpoint>;
  close(): Promise<void>;
};

/** What a pool is given: how engines start and where their states may lie; what stands before each endpoint. */
export type PoolOptions = {
  readonly launch?: EngineLauncher;
  readonly scratch?: string;
  /** What was measured of endpoints before. */
  readonly measurements?: Measurements;
  readonly before?: (endpoint: Endpoint) => Endpoint;
  readonly log: ConnectionLog;
};

/** Creates an empty pool; `defaultModel` is the bundled model's file. */
export function createEndpointPool(defaultModel: string, options: PoolOptions): EndpointPool {
  const { launch, scratch, measurements, log, before = (endpoint) => endpoint } = options;
  const opened = new Map<string, Promise<Endpoint>>();
  return {
    defaultModel,
    async get(choice) {
      const key = JSON.stringify(choice, Object.keys(choice).sort());
      const known = opened.get(key);
      // A server may have been restarted with another model, an engine may have died: then it is opened anew.
      const isUsable = known?.then(
        (endpoint) => endpoint.isUsable(),
        () => false,
      );
      if (known !== undefined && (await isUsable) === true) return known;
      // Another request may have opened it anew while this one looked.
      const newer = opened.get(key);
      if (newer !== undefined && newer !== known) return newer;
      const opening = openEndpoint(choice, defaultModel, { launch, scratch, measurements, log }).then(before);
      opened.set(key, opening);
      // A failed connection must not be remembered: the next request tries again.
      opening.catch(() => opened.get(key) === opening && opened.delete(key));
      return opening;
    },
    async close() {
      const endpoints = await Promise.allSettled(opened.values());
      opened.clear();
      for (const endpoint of endpoints) if (endpoint.status === "fulfilled") await endpoint.value.close();
    },
  };
}
