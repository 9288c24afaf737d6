import { describe, expect, it } from "vitest";
import { compareUnsaved } from "../../../../renderer/features/write/unsaved-text.ts";

describe("an unsaved draft text beside the stored one", () => {
  const unsaved = { text: "three", base: "one", sent: "two" };

  it("goes on from what this window knew or sent, and asks about anything else", () => {
    expect(compareUnsaved("three", unsaved)).toBe("same");
    expect(compareUnsaved("one", unsaved)).toBe("ours");
    expect(compareUnsaved("two", unsaved)).toBe("ours");
    expect(compareUnsaved("written in another window", unsaved)).toBe("theirs");
  });
});
