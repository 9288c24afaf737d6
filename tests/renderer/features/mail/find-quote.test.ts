import { describe, expect, it } from "vitest";
import { cutAt, findQuote } from "../../../../renderer/features/mail/find-quote.ts";

function found(text: string, quote: string): string | undefined {
  return cutAt(text, findQuote(text, quote)).find((piece) => piece.isMarked)?.text;
}

describe("the place of a quote", () => {
  it("is found over line breaks, quote marks, punctuation and case", () => {
    const text = "Hi Nora,\n\n> The gate code of the\n> north   depot is 48213.\n\nAlice";
    expect(found(text, "gate code of the north depot is 48213")).toBe("gate code of the\n> north   depot is 48213");
    expect(found("It’s “ready” now.", "it's ready")).toBe("It’s “ready");
  });

  it("is the first whole match, not a longer partial one before it", () => {
    const text = "The code of the gate is old. The code of the gate is new.";
    expect(findQuote(text, "the gate is new.")).toEqual({ start: 41, end: 56 });
  });

  it("falls back to the longest run of a near quote, never to stray words", () => {
    expect(
      found("The invoice number of the main contract is 20594.", "invoice number of the main contract is 7702"),
    ).toBe("invoice number of the main contract is");
    expect(found("One thing is this. Another is that.", "this was never said here")).toBeUndefined();
    expect(findQuote("", "x")).toBeNull();
    expect(findQuote("text", "...")).toBeNull();
  });
});
