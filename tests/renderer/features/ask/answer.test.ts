import { describe, expect, it } from "vitest";
import { proofState, readWords } from "../../../../renderer/features/ask/answer-view.ts";
import { citationWords } from "../../../../renderer/features/ask/citation-words.ts";
import { linkIds, quoteFor } from "../../../../renderer/features/ask/link-ids.ts";
import type { Citation } from "../../../../shared/schemas.ts";

const VERIFIED: Citation = { id: "m1", claimedId: "m1", quote: "a b c d", state: "verified", alsoIn: [] };
const MISSING: Citation = { id: null, claimedId: "m2", quote: "x y", state: "not-found", alsoIn: [] };

describe("ids in an answer", () => {
  it("become links, one each, with a PDF's page leading to that page", () => {
    expect(linkIds("It is so [m12]. And [m1, p3.4].")).toBe(
      "It is so [m12](#cite-m12). And [m1](#cite-m1) [p3.4](#cite-p3.4).",
    );
  });

  it("stay text in code, and a model cannot write such a link itself", () => {
    expect(linkIds("`[m12]`")).toBe("`[m12]`");
    expect(linkIds("[Pay here](#cite-evil)")).toBe("[Pay here](#evil)");
    expect(linkIds("[m12](https://evil.example)")).toBe("[m12](https://evil.example)");
  });

  it("mark the words that were found there", () => {
    expect(quoteFor("m1", [MISSING, VERIFIED])).toBe("a b c d");
    expect(quoteFor("m2", [MISSING])).toBeNull();
  });
});

describe("the standing of an answer", () => {
  it("is said from its citations", () => {
    expect(proofState({ answer: "x", citations: [VERIFIED] })).toBe("proven");
    expect(proofState({ answer: "x", citations: [VERIFIED, MISSING] })).toBe("partly");
    expect(proofState({ answer: "x", citations: [{ ...VERIFIED, state: "near" }] })).toBe("unproven");
    expect(proofState({ answer: "x", citations: [] })).toBe("unproven");
    expect(proofState({ answer: "I could not find that in the archive.", citations: [] })).toBe("refused");
  });

  it("names both ids where the reference is wrong", () => {
    const { detail } = citationWords({ ...VERIFIED, state: "wrong-id", claimedId: "m9", id: "m1" });
    expect(detail).toContain("m9");
    expect(detail).toContain("m1");
  });
});

describe("what was read", () => {
  it("is never more than what was, and nothing for an answer that did not come", () => {
    const fit = { kept: 1, leftOut: ["m2", "m3"] };
    const view = { state: "done", scope: {}, fit: null, isFitted: false } as const;
    expect(readWords(view)).toBe("read: the whole archive");
    expect(readWords({ ...view, fit, isFitted: true })).toBe("read: the newest 1 of 3 documents");
    expect(readWords({ ...view, state: "stopped" })).toBe("to read: the whole archive");
    expect(readWords({ ...view, state: "running", isFitted: true })).toBe(
      "to read: the newest that fit of the whole archive",
    );
  });
});
