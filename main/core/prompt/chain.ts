/**
 * Segments of a prefix and the hash chain over its tokens.
 *
 * Two prefixes share exactly the segments whose chain hashes are equal, which is what a server's cache will reuse. Where
 * only estimates are to be had, the chain runs over the text itself.
 */
import { createHash, type Hash } from "node:crypto";

/** A sealed run of tokens; `chainSha256` (hex) covers everything from the prefix's first token to this segment's last. */
export type Segment = { readonly tokens: number; readonly chainSha256: string };

/** The segments of a prefix with its template head, in order. */
export type SegmentChain = {
  readonly segments: readonly Segment[];
  /** Tokens of all segments, the template's head among them. */
  readonly tokens: number;
  /** SHA-256 (hex) over the first `tokens`; undefined where the chain is shorter, or of text and not cut there. */
  hashAt(tokens: number): string | undefined;
  /** Whether this prefix begins with that many tokens of that hash: with what a slot has read, say. */
  covers(tokens: number, chainSha256: string): boolean;
};

/** What a chain runs over: token ids, or text with its estimated tokens. */
export type ChainPart = Uint32Array | { readonly text: string; readonly tokens: number };

/** A segment is sealed at the first document end after this many tokens. */
const SEGMENT_TOKENS = 4096;

function tokensOf(part: ChainPart): number {
  return part instanceof Uint32Array ? part.length : part.tokens;
}

function update(hash: Hash, part: ChainPart, tokens = Number.POSITIVE_INFINITY): void {
  if (!(part instanceof Uint32Array)) hash.update(part.text);
  else hash.update(new Uint8Array(part.buffer, part.byteOffset, Math.min(part.length, tokens) * 4));
}

/** Seals parts (the prefix's head, then a part a document) into segments; the last one may be open-ended and short. */
export function sealSegments(
  parts: readonly ChainPart[],
  isEnd: number | ((index: number) => boolean) = SEGMENT_TOKENS,
): Segment[] {
  const hash = createHash("sha256");
  const segments: Segment[] = [];
  let tokens = 0;
  for (const [index, part] of parts.entries()) {
    update(hash, part);
    tokens += tokensOf(part);
    if (typeof isEnd === "number" ? tokens >= isEnd : isEnd(index)) {
      segments.push({ tokens, chainSha256: hash.copy().digest("hex") });
      tokens = 0;
    }
  }
  if (tokens > 0) segments.push({ tokens, chainSha256: hash.digest("hex") });
  return segments;
}

/** The chain of a prefix; `isEnd` says behind which parts a segment ends. */
export function createChain(parts: readonly ChainPart[], isEnd?: (index: number) => boolean): SegmentChain {
  let segments: readonly Segment[] | undefined;
  const total = parts.reduce((sum, part) => sum + tokensOf(part), 0);
  const hashAt = (tokens: number): string | undefined => {
    if (tokens > total || tokens < 0) return undefined;
    const hash = createHash("sha256");
    let left = tokens;
    for (const part of parts) {
      if (left <= 0) break;
      if (!(part instanceof Uint32Array) && part.tokens > left) return undefined;
      update(hash, part, left);
      left -= tokensOf(part);
    }
    return hash.digest("hex");
  };
  return {
    get segments() {
      segments ??= isEnd === undefined ? sealSegments(parts) : sealSegments(parts, isEnd);
      return segments;
    },
    tokens: total,
    hashAt,
    covers: (tokens, chainSha256) => hashAt(tokens) === chainSha256,
  };
}
