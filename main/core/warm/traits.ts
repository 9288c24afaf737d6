/** What a prefix was made of, by name, so that a change can be named. Pure. */
import { createHash } from "node:crypto";
import type { Scope } from "../../../shared/schemas.ts";
import type { PrefixTraits } from "../archive/queries/warm.ts";

/** The prompt's format; a new one changes every prefix. */
const FORMAT = "1";

/** The traits of the prefix of a scope; `me` are the owner's addresses (kept as a hash). */
export function prefixTraits(scope: Scope, fit: "newest" | undefined, me: Iterable<string>): PrefixTraits {
  const fields = Object.entries(scope).filter(([, value]) => value !== undefined);
  return {
    format: FORMAT,
    scope: JSON.stringify(Object.fromEntries(fields.sort(([a], [b]) => a.localeCompare(b)))),
    fit: fit ?? "",
    me: createHash("sha256")
      .update([...me].sort().join("\n"))
      .digest("hex")
      .slice(0, 16),
  };
}
