/** What a prefix was made of, by name, so that a change can be named. Pure. */
import { createHash } from "node:crypto";
import type { PrefixTraits } from "../archive/queries/warm.ts";

/** The prompt's format; a new one changes every prefix. */
const FORMAT = "1";

/**
 * The traits of the prefix of a scope; `me` are the owner's addresses (kept as a hash).
 *
 * `scopeKey` is the canonical key (archive/queries/scope.ts): a saved scope and the same one spelt out are one.
 */
export function prefixTraits(scopeKey: string, fit: "newest" | undefined, me: Iterable<string>): PrefixTraits {
  return {
    format: FORMAT,
    scope: scopeKey,
    fit: fit ?? "",
    me: createHash("sha256")
      .update([...me].sort().join("\n"))
      .digest("hex")
      .slice(0, 16),
  };
}
