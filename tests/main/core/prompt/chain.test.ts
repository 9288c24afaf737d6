import { describe, expect, it } from "vitest";
import { createChain, sealSegments } from "../../../../main/core/prompt/chain.ts";
import { seededRandom } from "../../../helpers/random.ts";

const random = seededRandom(3);
const PARTS = Array.from({ length: 40 }, () =>
  Uint32Array.from({ length: 1 + Math.floor(random() * 900) }, () => Math.floor(random() * 128_256)),
);
const hashes = (parts: readonly Uint32Array[]) => sealSegments(parts, 2000).map((segment) => segment.chainSha256);

describe("sealSegments", () => {
  it("covers every token, seals at the end of a document and no sooner than asked", () => {
    const segments = sealSegments(PARTS, 2000);
    expect(segments.reduce((sum, segment) => sum + segment.tokens, 0)).toBe(
      PARTS.reduce((sum, part) => sum + part.length, 0),
    );
    expect(segments.slice(0, -1).every((segment) => segment.tokens >= 2000 && segment.tokens < 2900)).toBe(true);
    expect(sealSegments([])).toEqual([]);
  });

  // From equal hashes Longhand predicts what the server has in its cache: a false match is a false promise.
  it("gives equal prefixes equal hashes: appending changes none but the open last segment", () => {
    const short = hashes(PARTS.slice(0, 30));
    expect(hashes(PARTS).slice(0, short.length - 1)).toEqual(short.slice(0, -1));
  });

  it("changes every hash from a changed document on, and none before", () => {
    const before = hashes(PARTS);
    const changed = PARTS.map((part, index) => (index === 20 ? part.map((id, at) => (at === 0 ? id + 1 : id)) : part));
    const after = hashes(changed);
    expect(after).toHaveLength(before.length);
    const first = after.findIndex((hash, index) => hash !== before[index]);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(before.length - 1);
    for (let index = first; index < before.length; index += 1) expect(after[index]).not.toBe(before[index]);
  });

  it("hashes the tokens of a part that lies inside a larger array, and nothing around it", () => {
    const ids = Uint32Array.from([9, 1, 2, 3, 9]);
    expect(hashes([ids.subarray(1, 4)])).toEqual(hashes([Uint32Array.from([1, 2, 3])]));
  });
});

describe("createChain", () => {
  const chain = createChain(PARTS, (index) => index % 10 === 9);

  it("seals where it is told to, and counts every token", () => {
    expect(chain.segments).toHaveLength(4);
    expect(chain.tokens).toBe(PARTS.reduce((sum, part) => sum + part.length, 0));
  });

  // A slot has read up to some token, wherever that is: what it holds is compared at that very token.
  it("knows what a slot has read by its tokens and hash, in the middle of a document too", () => {
    const longer = createChain([...PARTS, Uint32Array.from([1, 2, 3])]);
    for (const tokens of [0, 1, 777, chain.tokens])
      expect(longer.covers(tokens, chain.hashAt(tokens) ?? "")).toBe(true);
    expect(chain.covers(longer.tokens, longer.hashAt(longer.tokens) ?? "")).toBe(false);
    const other = createChain(PARTS.map((part, index) => (index === 3 ? part.map((id) => id + 1) : part)));
    expect(other.covers(chain.tokens, chain.hashAt(chain.tokens) ?? "")).toBe(false);
  });

  it("runs over the text where tokens are estimates, and is cut at documents only", () => {
    const texts = createChain([
      { text: "ab", tokens: 2 },
      { text: "c", tokens: 5 },
    ]);
    expect(texts.covers(2, createChain([{ text: "ab", tokens: 2 }]).hashAt(2) ?? "")).toBe(true);
    expect(texts.hashAt(3)).toBeUndefined();
  });
});
