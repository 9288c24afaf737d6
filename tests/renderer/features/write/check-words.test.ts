import { describe, expect, it } from "vitest";
import { checkedPieces, checkSummary } from "../../../../renderer/features/write/check-words.ts";
import { parsePeople } from "../../../../renderer/features/write/wishes.ts";
import type { DraftChecks, Grounding } from "../../../../shared/schemas.ts";

const TEXT = "Hi Tom, I will pay 77 euros to Kurt.";
const claim = (kind: Grounding["kind"], text: string, state: Grounding["state"]): Grounding => {
  const start = TEXT.indexOf(text);
  return { kind, text, start, end: start + text.length, state, source: null, id: null, quote: null };
};
const CHECKS: DraftChecks = {
  grounding: [
    claim("name", "Tom", "given"),
    claim("promise", "I will pay 77 euros to Kurt.", "nowhere"),
    claim("amount", "77", "archive"),
    claim("name", "Kurt", "nowhere"),
  ],
  leaks: [{ text: "77 euros", start: TEXT.indexOf("77"), end: TEXT.indexOf("77") + 8, id: "m3", alsoIn: [] }],
};

describe("a checked draft", () => {
  it("is cut into pieces that are all of it, the graver mark over the milder", () => {
    const pieces = checkedPieces(TEXT, CHECKS);
    expect(pieces.map(({ text }) => text).join("")).toBe(TEXT);
    expect(pieces.filter(({ mark }) => mark !== null).map(({ text, mark }) => [text, mark])).toEqual([
      ["Tom", "given"],
      ["I will pay ", "nowhere"],
      ["77 euros", "leak"],
      [" to Kurt.", "nowhere"],
    ]);
  });

  it("is summed up in words, and nothing is said where nothing is wrong", () => {
    expect(checkSummary(CHECKS)).toBe(
      "1 name, 1 promise stand neither in the message nor in what was read. 1 passage is from mail with somebody else.",
    );
    expect(checkSummary({ grounding: [claim("name", "Tom", "given")], leaks: [] })).toBe("");
  });
});

describe("people as they are typed", () => {
  it("need an address each", () => {
    expect(parsePeople("Alice Chen <Alice@example.org>; bob@example.org")).toEqual([
      { name: "Alice Chen", address: "alice@example.org" },
      { name: "", address: "bob@example.org" },
    ]);
    expect(parsePeople("Alice Chen")).toBeNull();
    expect(parsePeople(" ")).toBeNull();
  });
});
