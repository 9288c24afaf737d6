/** Measurements of endpoints, kept among the archive's settings; without a writer they end with the process. */
import type { ReadableDatabase } from "./archive/connection.ts";
import { getSetting } from "./archive/queries/settings.ts";
import type { Writer } from "./archive/writer.ts";
import { createMeasurements, type Measurements, measurementSchema } from "./endpoint/measurements.ts";

const PREFIX = "measured:";

/** Reads from the archive, writes through its writer. */
export function createStoredMeasurements(db: ReadableDatabase, writer: Writer | undefined): Measurements {
  const fresh = createMeasurements();
  return {
    get(key) {
      const known = fresh.get(key);
      if (known !== undefined) return known;
      const text = getSetting(db, PREFIX + key);
      if (text === undefined) return undefined;
      // What another version wrote differently is measured again.
      const parsed = measurementSchema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : undefined;
    },
    async set(key, value) {
      await fresh.set(key, value);
      await writer?.call("putSetting", { key: PREFIX + key, value: JSON.stringify(value) });
    },
  };
}
