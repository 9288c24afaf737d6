/**
 * What was measured of endpoints and is remembered between connections: template overhead and the estimator's state.
 *
 * Measuring costs requests, and a request with another prompt pushes what a server has read out of its cache: so it is
 * done once for each model of a server. Where it is kept is the core's business.
 */
import { z } from "zod";

/** One endpoint's measurements. `weights` and `covariance` are the estimator's (see estimate.ts). */
export const measurementSchema = z.object({
  overheadTokens: z.int().nonnegative(),
  estimator: z
    .object({
      weights: z.array(z.number()),
      covariance: z.array(z.array(z.number())),
      reports: z.array(z.object({ features: z.array(z.number()), tokens: z.number() })),
    })
    .optional(),
});
export type Measurement = z.infer<typeof measurementSchema>;

/** Remembers measurements by a key that names address, model and version. */
export type Measurements = {
  get(key: string): Measurement | undefined;
  set(key: string, value: Measurement): Promise<void>;
};

/** Measurements that end with the process: for tests, and where the archive may not be written. */
export function createMeasurements(): Measurements {
  const kept = new Map<string, Measurement>();
  return {
    get: (key) => kept.get(key),
    async set(key, value) {
      kept.set(key, value);
    },
  };
}
