/**
 * Segments of a prefix and the hash chain over their token ids.
 *
 * Two prefixes share exactly the segments whose chain hashes are equal, which is what a server's cache will reuse.
 */
import { createHash } from "node:crypto";

/** A sealed run of token ids; `chainSha256` (hex) covers everything from the prefix's first token to this segment's last. */
export type Segment = { readonly tokens: number; readonly chainSha256: string };

/** A segment is sealed at the first document end after this many tokens. */
const SEGMENT_TOKENS = 4096;

/** Seals parts (the prefix's head, then a part a document) into segments; the last one may be open-ended and short. */
export function sealSegments(parts: readonly Uint32Array[], segmentTokens = SEGMENT_TOKENS): Segment[] {
  const hash = createHash("sha256");
  const segments: Segment[] = [];
  let tokens = 0;
  for (const ids of parts) {
    hash.update(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength));
    tokens += ids.length;
    if (tokens >= segmentTokens) {
      segments.push({ tokens, chainSha256: hash.copy().digest("hex") });
      tokens = 0;
    }
  }
  if (tokens > 0) segments.push({ tokens, chainSha256: hash.digest("hex") });
  return segments;
}
