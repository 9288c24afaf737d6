/** API keys in a file that only this user can read (mode 0600), for hosts without a key chain. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../shared/errors.ts";

/** Keeps endpoints' API keys outside the archive. */
export type KeyStore = {
  get(address: string): string | undefined;
  /** Stores a key; an empty one forgets it. */
  set(address: string, key: string): void;
};

const fileSchema = z.record(z.string(), z.string());

/** The keys kept beside an archive. */
export function createFileKeys(directory: string): KeyStore {
  const file = path.join(directory, "keys.json");
  const read = (): Record<string, string> => {
    if (!existsSync(file)) return {};
    try {
      return fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch (error) {
      throw new LonghandError(
        "ENDPOINT_KEY",
        "The file with the API keys (keys.json) is damaged.",
        "Delete it and enter the key again.",
        { cause: error },
      );
    }
  };
  return {
    get: (address) => read()[address],
    set(address, key) {
      const { [address]: _, ...others } = read();
      const keys = key === "" ? others : { ...others, [address]: key };
      writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
    },
  };
}
