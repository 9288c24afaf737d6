/**
 * API keys in a file that only this user's key chain can open (Electron's safeStorage).
 *
 * The core is handed the keys when it starts and reports what the owner changes.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { safeStorage } from "electron";
import { z } from "zod";
import type { HostKeys } from "../host/supervisor.ts";

const fileSchema = z.record(z.string(), z.base64());

function readEncrypted(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // A damaged file costs the keys, which can be entered again; it must not keep the app from starting.
    return {};
  }
}

/** Without a key chain Chromium on Linux locks with a password that is in its source: that would only look locked. */
function isLocking(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== "linux" || safeStorage.getSelectedStorageBackend() !== "basic_text";
}

/** The keys in `file`; undefined where the system has no key chain, and the core keeps them in a file of its own. */
export function openKeyChain(file: string): HostKeys | undefined {
  if (!isLocking()) return undefined;
  return {
    all() {
      const keys: Record<string, string> = {};
      for (const [address, encrypted] of Object.entries(readEncrypted(file))) {
        try {
          keys[address] = safeStorage.decryptString(Buffer.from(encrypted, "base64"));
        } catch {
          // Written under another key chain (a copied profile): as good as not there.
        }
      }
      return keys;
    },
    set(address, key) {
      const { [address]: _, ...others } = readEncrypted(file);
      const next = key === "" ? others : { ...others, [address]: safeStorage.encryptString(key).toString("base64") };
      writeFileSync(`${file}.new`, `${JSON.stringify(next)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
