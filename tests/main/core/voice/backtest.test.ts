/** The backtest: what it hides, what it scores, that it can rest and go on, and what follows from its report. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCorpus } from "../../../../main/core/archive/queries/corpus.ts";
import { openEmbedded } from "../../../../main/core/endpoint/embedded.ts";
import { createPrefixes } from "../../../../main/core/prompt/prefixes.ts";
import { prepareBacktest } from "../../../../main/core/voice/backtest/plan.ts";
import { judge, type ScoredPair, scoreBacktest } from "../../../../main/core/voice/backtest/score.ts";
import type { Arm, ArmScores } from "../../../../shared/voice.ts";
import { errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { DEMO_MODEL, hasCorpora, ROOT } from "../../../helpers/paths.ts";
import { openVoice } from "../../../helpers/voice-corpora.ts";

describe("a backtest on the sample archive", () => {
  let test: TestApi;
  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
  });
  afterAll(() => test.close());

  it("shows its cost, drafts each arm from one cached prefix, rests, goes on, and keeps its report", {
    timeout: 240_000,
  }, async () => {
    const wish = { endpoint: { windowTokens: 2048 }, replies: 2 };
    const plan = await test.api.backtest.plan(wish);
    expect(plan.arms.map(({ arm }) => arm)).toEqual([0, 20, "all"]);
    expect(plan.arms[0]?.examples).toBe(0);
    expect(plan.arms[1]?.examples).toBeLessThanOrEqual(20);
    expect(plan.arms[2]?.examples).toBeGreaterThan(0);
    expect(plan.arms.every(({ prefixTokens, readTokens }) => readTokens > prefixTokens)).toBe(true);

    const id = await test.api.backtest.start(wish);
    expect(await errorCode(test.api.backtest.start(wish))).toBe("ENDPOINT_BUSY");
    await expect.poll(async () => (await test.api.backtest.get({ id })).done, { timeout: 120_000 }).toBeGreaterThan(0);
    await test.api.backtest.pause({});
    const resting = await test.api.backtest.get({ id });
    expect(resting).toMatchObject({ state: "paused", report: null, total: plan.replies * 3 });
    await test.api.backtest.resume({ id });
    await test.api.backtest.wait({});
    const done = await test.api.backtest.get({ id });
    expect(done).toMatchObject({ state: "done", done: plan.replies * 3, error: null });
    const report = done.report;
    expect(report?.all.arms.map(({ drafts }) => drafts)).toEqual([plan.replies, plan.replies, plan.replies]);
    // A few short drafts are no ground for a Delta.
    expect(report?.all.arms.every(({ cosineDelta }) => cosineDelta === null)).toBe(true);
    expect(report?.verdict).not.toBe("");
    const { recommended } = await test.api.voice.status({ endpoint: wish.endpoint });
    const best = report?.best ?? null;
    expect(recommended).toBe(best === "all" ? "voice" : best);
    await test.api.backtest.delete({ id });
    expect(await test.api.backtest.list({})).toEqual([]);
  });

  it("says so where nothing can be hidden", async () => {
    const endpoint = { windowTokens: 4096 };
    expect(await errorCode(test.api.backtest.plan({ endpoint, replies: 3, cutoff: "1990-01-01" }))).toBe(
      "CORPUS_EMPTY",
    );
    expect(await errorCode(test.api.backtest.plan({ endpoint, replies: 3, cutoff: "2099-01-01" }))).toBe(
      "CORPUS_EMPTY",
    );
  });
});

it.runIf(hasCorpora())("hides what was written later, in every prefix, on real mail", async () => {
  const archive = await openVoice("list");
  const endpoint = await openEmbedded(DEMO_MODEL, 60_000);
  const wish = { cutoff: undefined, replies: 10 };
  const { plan, arms, replies, examples } = await prepareBacktest(
    endpoint,
    { ...archive, prefixes: createPrefixes(archive) },
    wish,
  );
  const dates = new Map(readCorpus(archive.db, {}).map(({ number, dateMs }) => [number, dateMs]));
  await endpoint.close();
  await archive.close();
  expect(replies).toHaveLength(10);
  expect(examples.length).toBeGreaterThan(50);
  const cutoffMs = Date.parse(plan.cutoff);
  for (const { corpus } of arms)
    for (const { number } of corpus.documents) expect(dates.get(number)).toBeLessThan(cutoffMs);
  expect(arms[2]?.corpus.documents.length).toBeGreaterThan(arms[1]?.corpus.documents.length ?? 0);
  for (const { sample } of replies) expect(sample.dateMs).toBeGreaterThanOrEqual(cutoffMs);
});

const TOM = { name: "Tom Ferrand", address: "tom@example.org" };
const HAND = "so the boat is on the lake now and it was a long way, but of course we all got there in the end and ";
const OTHER =
  "please note that this order has been received by our team; an answer will be given at the earliest date or ";
const THIRD =
  "nobody would ever think that such things could happen here, yet what was there to do if not wait for more ";

function pair(arm: Arm, draft: string, real = `Hi Tom,\n\n${HAND}\n\nCheers,\nNora`): ScoredPair {
  return { arm, person: TOM, recipients: [TOM], draft, real, hasCopied: false };
}

describe("the scores", () => {
  const owner = Array.from({ length: 60 }, () => HAND);
  const others = [Array.from({ length: 60 }, () => OTHER), Array.from({ length: 60 }, () => THIRD)];

  it("tell a draft in the owner's hand from one in another, and prefer the arm that wrote it", () => {
    const like = `Hi Tom,\n\n${HAND.repeat(4)}\n\nCheers,\nNora`;
    const unlike = `Dear Sir,\n\n${OTHER.repeat(4)}\n\nKind regards`;
    const pairs = Array.from({ length: 24 }, () => [pair(0, unlike), pair(20, like), pair("all", like)]).flat();
    const report = scoreBacktest(pairs, [0, 20, "all"], owner, others);
    const [none, some] = report.all.arms;
    expect(some?.cosineDelta?.value).toBeLessThan(none?.cosineDelta?.value ?? 0);
    expect(some?.burrowsDelta?.value).toBeLessThan(none?.burrowsDelta?.value ?? 0);
    expect(none?.impostorDelta?.value).toBeLessThan(none?.cosineDelta?.value ?? 0);
    expect([none?.greeting?.value, some?.greeting?.value]).toEqual([0, 1]);
    expect([none?.closing?.value, some?.closing?.value]).toEqual([0, 1]);
    expect(some?.ngramSimilarity?.value).toBeGreaterThan(none?.ngramSimilarity?.value ?? 1);
    // All examples cost more and are no nearer: twenty are enough.
    expect(report.best).toBe(20);
    expect(report.verdict).toContain("20 examples helped");
    expect(report.people).toMatchObject([{ person: TOM, replies: 24 }]);
  });

  it("say 'not enough text' instead of a Delta below 1,500 pooled words, or against nobody", () => {
    const few = [0, 20, "all"].flatMap((arm) => Array.from({ length: 4 }, () => pair(arm as Arm, HAND)));
    expect(scoreBacktest(few, [0, 20, "all"], owner, others).all.arms.every((arm) => arm.cosineDelta === null)).toBe(
      true,
    );
    const long = Array.from({ length: 90 }, () => pair(0, HAND.repeat(2)));
    expect(scoreBacktest(long, [0], owner, []).all.arms[0]?.cosineDelta).toBeNull();
    expect(scoreBacktest(long, [0], owner, others).all.arms[0]?.cosineDelta).not.toBeNull();
  });

  it("do not recommend more examples for a difference that may be chance", () => {
    const arm = (name: Arm, value: number, half: number): ArmScores =>
      ({
        arm: name,
        drafts: 24,
        cosineDelta: null,
        likeness: { value, low: value - half, high: value + half },
      }) as ArmScores;
    expect(judge([arm(0, 0.5, 0.2), arm(20, 0.55, 0.2), arm("all", 0.6, 0.2)])).toMatchObject({ best: null });
    expect(judge([arm(0, 0.2, 0.05), arm(20, 0.6, 0.05), arm("all", 0.62, 0.05)])).toMatchObject({ best: 20 });
    const worse = judge([arm(0, 0.6, 0.05), arm(20, 0.3, 0.05), arm("all", 0.2, 0.05)]);
    expect(worse.best).toBe(0);
    expect(worse.verdict).toContain("worse");
    // Three drafts an arm say nothing, however far apart they lie.
    const thin = [arm(0, 0.1, 0.01), arm(20, 0.9, 0.01)].map((scores) => ({ ...scores, drafts: 3 }));
    expect(judge(thin)).toMatchObject({ best: null });
  });
});
