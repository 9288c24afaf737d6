import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EndpointDescription } from "../../../../main/core/endpoint/endpoint.ts";
import { changeSince, choiceKey, examStanding, identityOf, markFor } from "../../../../main/core/exam/standing.ts";
import type { ExamPlan, ExamSummary } from "../../../../shared/exam.ts";
import type { BacktestPlan, BacktestReport } from "../../../../shared/voice.ts";
import { createTestArchive, type TestArchive } from "../../../helpers/archive.ts";
import { scriptedEndpoint } from "../../../helpers/oracle.ts";

const NOW: EndpointDescription = {
  ...scriptedEndpoint({ answer: () => "" }).description,
  quantisation: "Q4_K_M",
  kvType: "f16",
  version: "b100",
  windowTokens: 131_072,
};

describe("what is known of an endpoint", () => {
  let archive: TestArchive;
  let examId = 0;
  beforeAll(async () => {
    archive = await createTestArchive();
    examId = await archive.writer.call("insertExam", {
      ...identityOf(NOW),
      windowTokens: NOW.windowTokens,
      request: { endpoint: {}, preset: "normal", strict: false, seed: 1, allowEvict: false },
      plan: {} as ExamPlan,
      today: "2026-11-23",
      lastDocument: 1,
    });
    const summary = { asking: { tokens: 16_384, low: 8192, high: 32_768 }, effective: 16_384 } as ExamSummary;
    await archive.writer.call("updateExam", { id: examId, change: { state: "done", summary } });
  });
  afterAll(() => archive.close());

  it("holds as long as model, quantisation, KV type and build are the same, and says what is not", () => {
    expect(examStanding(archive.db, NOW)).toMatchObject({ state: "current", reason: null, examId, choice: null });
    for (const [change, words] of [
      [{ model: "other" }, "another model"],
      [{ modelIdentity: "other weights" }, "another model"],
      [{ quantisation: "Q8_0" }, "as Q4_K_M and runs as Q8_0"],
      [{ kvType: "q8_0" }, "as f16 in the exam and is kept as q8_0"],
      [{ version: "b200" }, "as b100 and is b200"],
    ] as const) {
      const { state, reason } = examStanding(archive.db, { ...NOW, ...change });
      expect([words, state]).toEqual([words, "outdated"]);
      expect(reason).toContain(words);
      expect(reason).toContain("A new exam would say what holds now.");
    }
    expect(examStanding(archive.db, { ...NOW, address: "http://127.0.0.1:2" }).state).toBe("none");
  });

  it("keeps the owner's choice for the model it was made for, over a new build of the server", () => {
    const chosen = choiceKey(identityOf(NOW));
    expect(choiceKey(identityOf({ ...NOW, version: "b200" }))).toBe(chosen);
    expect(choiceKey(identityOf({ ...NOW, modelIdentity: "other weights" }))).not.toBe(chosen);
    expect(changeSince(identityOf(NOW), identityOf(NOW))).toBeNull();
  });

  it("marks what was longer than recommended, and nothing else", () => {
    const mark = (tokens: number, now = NOW) => markFor(archive.db, now, tokens, "asking");
    expect(mark(16_384)).toBeUndefined();
    expect(mark(16_385)).toEqual({
      examId,
      recommendedTokens: 16_384,
      promptTokens: 16_385,
      isOutdated: false,
    });
    expect(mark(20_000, { ...NOW, version: "b200" })).toMatchObject({ isOutdated: true });
    expect(mark(20_000, { ...NOW, address: "http://127.0.0.1:2" })).toBeUndefined();
  });

  it("holds writing to the backtest of the voice once there is one, asking to the exam", async () => {
    const mark = (purpose: "asking" | "writing") => markFor(archive.db, NOW, 10_000, purpose);
    expect(mark("writing")).toBeUndefined();
    expect(examStanding(archive.db, NOW).writing).toBeNull();
    const plan = {
      cutoff: "2026-01-01",
      arms: [
        { arm: 0, prefixTokens: 300 },
        { arm: 20, prefixTokens: 6000 },
        { arm: "all", prefixTokens: 90_000 },
      ],
    };
    const arm = (name: 0 | 20 | "all", value: number) => ({
      arm: name,
      likeness: { value, low: value - 0.02, high: value + 0.02 },
    });
    const report = { all: { arms: [arm(0, 0.4), arm(20, 0.7), arm("all", 0.5)] } };
    const id = await archive.writer.call("insertBacktest", {
      plan: plan as unknown as BacktestPlan,
      choice: {},
      endpoint: NOW.address,
      model: NOW.model,
      modelIdentity: NOW.modelIdentity,
    });
    await archive.writer.call("updateBacktest", {
      id,
      change: { state: "done", report: report as unknown as BacktestReport },
    });
    expect(examStanding(archive.db, NOW).writing).toMatchObject({ tokens: 6000 });
    expect(mark("writing")).toMatchObject({ recommendedTokens: 6000 });
    expect(mark("asking")).toBeUndefined();
  });
});
