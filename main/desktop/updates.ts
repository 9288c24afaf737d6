/**
 * Updates: off. Nothing here connects to anything.
 *
 * A build may turn the check on only where it is signed, and the check is a grant of its own, asked for each time
 * (DESIGN section 6). What a downloaded update must pass stands here, so that no later build can skip it: the file's
 * SHA-256 as a signed manifest names it, signed with the key that the build carries.
 */
import { createHash, createPublicKey, verify } from "node:crypto";

/** Whether this build looks for updates by itself. */
export const LOOKS_FOR_UPDATES = false;

/** A manifest as it is published: what it says, and the Ed25519 signature over those exact bytes. */
export type SignedManifest = { readonly manifest: string; readonly signature: string };

/** Whether a file is the one that a manifest signed with `publicKey` (PEM) names, in a newer version than `current`. */
export function isTrustedUpdate(file: Uint8Array, signed: SignedManifest, publicKey: string, current: string): boolean {
  try {
    const bytes = Buffer.from(signed.manifest, "utf8");
    if (!verify(null, bytes, createPublicKey(publicKey), Buffer.from(signed.signature, "base64"))) return false;
    const { version, sha256 } = JSON.parse(signed.manifest) as {
      readonly version?: unknown;
      readonly sha256?: unknown;
    };
    if (typeof version !== "string" || typeof sha256 !== "string") return false;
    return isNewer(version, current) && createHash("sha256").update(file).digest("hex") === sha256.toLowerCase();
  } catch {
    // A manifest that cannot be read names no update.
    return false;
  }
}

function isNewer(version: string, current: string): boolean {
  const parts = (text: string): number[] => text.split(".").map(Number);
  const [next, now] = [parts(version), parts(current)];
  if (![...next, ...now].every(Number.isInteger)) return false;
  for (let at = 0; at < Math.max(next.length, now.length); at += 1) {
    const difference = (next[at] ?? 0) - (now[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
