import { describe, expect, it } from "vitest";
import { afterEvent, isUnderWay, type Run } from "../../../../renderer/features/prompt/run.ts";
import { receiptWords, remainingWords } from "../../../../renderer/features/prompt/run-words.ts";
import { scopeParts, scopeWords, withPart } from "../../../../renderer/features/prompt/scope-words.ts";

const START: Run<string, string> = {
  subject: "a question",
  phase: "waiting",
  id: null,
  text: "",
  prefill: null,
  prefillStartedAt: null,
  preparing: null,
  behind: null,
  prediction: null,
  result: null,
  error: null,
};

describe("a run", () => {
  it("goes from reading over writing to its result", () => {
    let run = afterEvent(START, { event: "started", id: 4 }, 0);
    run = afterEvent(run, { event: "prefill", progress: { processed: 100, cached: 0, total: 1000 } }, 1000);
    expect(run).toMatchObject({ id: 4, phase: "reading", prefillStartedAt: 1000 });
    expect(remainingWords(run, 1500)).toBe("");
    run = afterEvent(run, { event: "prefill", progress: { processed: 500, cached: 0, total: 1000 } }, 3000);
    expect(remainingWords(run, 6000)).toBe("about 5.0 s left");
    run = afterEvent(afterEvent(run, { event: "text", text: "It is" }, 0), { event: "text", text: " 7." }, 0);
    expect(run).toMatchObject({ phase: "writing", text: "It is 7." });
    expect(isUnderWay(run)).toBe(true);
    run = afterEvent(run, { event: "result", result: "It is 7." }, 0);
    expect(isUnderWay(run)).toBe(false);
  });

  it("does not count what was already read before as speed", () => {
    const run = { prefill: { processed: 900, cached: 800, total: 1000 }, prefillStartedAt: 0 };
    expect(remainingWords(run, 10_000)).toBe("about 10 s left");
  });
});

describe("a receipt in words", () => {
  const receipt = {
    endpoint: "x",
    model: "m",
    windowTokens: 8192,
    assembledTokens: 1511,
    exact: true,
    promptTokens: 1511,
    cachedTokens: 1500,
    evaluatedTokens: 11,
    answerTokens: 1,
    prefillMs: 900,
    decodeMs: 65_000,
    answerCut: false,
  };

  it("says that all was read, and from where", () => {
    expect(receiptWords(receipt)).toBe(
      "All 1,511 tokens that were sent were read, 1,500 of them already read before, in 0.9 s; 1 token written in 1 min 5 s.",
    );
  });

  it("does not say all where it was not", () => {
    expect(receiptWords({ ...receipt, promptTokens: 1000 })).toMatch(/^1,000 of the 1,511 tokens/);
    // Estimated, and a server that does not say what it had in memory.
    expect(receiptWords({ ...receipt, exact: false, promptTokens: 1450, cachedTokens: null })).toMatch(
      /^All 1,450 tokens that were sent were read, in/,
    );
  });
});

describe("a scope in words", () => {
  it("names every part that restricts, and lets each be taken away", () => {
    const scope = withPart(withPart(withPart({}, "since", "2026-09-01"), "sent", true), "person", "Alice");
    expect(scopeParts(scope).map((part) => part.key)).toEqual(["person", "since", "sent"]);
    expect(withPart(scope, "sent", false)).toEqual({ since: "2026-09-01", person: "Alice" });
    expect(withPart(scope, "person", "")).not.toHaveProperty("person");
    expect(scopeWords({})).toBe("the whole archive");
  });
});
