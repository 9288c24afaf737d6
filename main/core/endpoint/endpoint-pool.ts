/** Keeps endpoints connected between requests of one core, so that the prefix they have read stays warm. */
import type { EndpointChoice } from "../../../shared/schemas.ts";
import type { Endpoint } from "./endpoint.ts";
import { openEndpoint } from "./open-endpoint.ts";

/** Connected endpoints by what was chosen. */
export type EndpointPool = {
  get(choice: EndpointChoice): Promise<Endpoint>;
  close(): Promise<void>;
};

/** Creates an empty pool; `defaultModel` is the bundled model's file. */
export function createEndpointPool(defaultModel: string): EndpointPool {
  const opened = new Map<string, Promise<Endpoint>>();
  return {
    get(choice) {
      const key = JSON.stringify(choice, Object.keys(choice).sort());
      const known = opened.get(key);
      if (known !== undefined) return known;
      const opening = openEndpoint(choice, defaultModel);
      opened.set(key, opening);
      // A failed connection must not be remembered: the next request tries again.
      opening.catch(() => opened.delete(key));
      return opening;
    },
    async close() {
      const endpoints = await Promise.allSettled(opened.values());
      opened.clear();
      for (const endpoint of endpoints) if (endpoint.status === "fulfilled") await endpoint.value.close();
    },
  };
}
