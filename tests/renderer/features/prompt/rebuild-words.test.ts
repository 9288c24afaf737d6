import { describe, expect, it } from "vitest";
import { rebuildWords } from "../../../../renderer/features/prompt/rebuild-words.ts";

const report = {
  scope: "{}",
  documents: 4,
  chars: 1200,
  tokens: 300,
  readMs: 12_000,
  builtAt: "2026-11-23T10:00:00.000Z",
  leaves: 0,
  isOutdated: false,
};

describe("what a rebuild costs", () => {
  it("adds up tokens and time, and says characters where tokens are not known", () => {
    expect(rebuildWords([])).toBe("");
    expect(rebuildWords([report])).toBe(
      "The model must read the prompt again, about 300 tokens, which takes about 12 s.",
    );
    expect(rebuildWords([report, { ...report, readMs: null }])).toBe(
      "The model must read 2 prompts again, about 600 tokens.",
    );
    expect(rebuildWords([report, { ...report, tokens: null, readMs: null }])).toBe(
      "The model must read 2 prompts again, about 2,400 characters.",
    );
  });
});
