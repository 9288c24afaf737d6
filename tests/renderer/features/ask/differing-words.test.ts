import { describe, expect, it } from "vitest";
import { differingPieces } from "../../../../renderer/features/ask/differing-words.ts";

describe("differingPieces", () => {
  it("marks the source's words that the quote has otherwise, and nothing else", () => {
    expect(differingPieces("The gate code is 48214", "The gate code is 48213.")).toEqual([
      { text: "The gate code is ", isMarked: false },
      { text: "48213", isMarked: true },
      { text: ".", isMarked: false },
    ]);
  });

  it("marks words that the quote left out, and none for a difference of letters' case", () => {
    expect(differingPieces("the gate code", "The old gate code").filter((piece) => piece.isMarked)).toEqual([
      { text: "old", isMarked: true },
    ]);
  });
});
