import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AskResult, Receipt } from "../../../../shared/schemas.ts";
import { errorCode, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { hasCorpora } from "../../../helpers/paths.ts";
import type { PlantedMailbox } from "../../../helpers/planted-facts.ts";
import { importPlanted, sweep } from "../../../helpers/planted-sweep.ts";

/** Answers repeat on one build: with this seed the bundled model finds all four facts at this size. */
const SEED = 3;
const WINDOW = { windowTokens: 1100 };

describe.skipIf(!hasCorpora())("a sweep with the embedded engine (needs ../shared/corpora)", () => {
  let test: TestApi;
  let planted: PlantedMailbox[];
  let numbers: number[];
  beforeAll(async () => {
    test = await openTestApi();
    planted = await importPlanted(test, 900, SEED);
    const all = await test.api.documents.list({ scope: {}, limit: 1000 });
    numbers = all.map(({ id }) => Number(id.slice(1))).sort((a, b) => a - b);
  });
  afterAll(() => test.close());

  it("reads the scope in consecutive windows, each document once, and finds the fact planted in each part", async () => {
    const all = await test.api.documents.list({ scope: {}, limit: 1000 });
    const places = new Set<number>();
    for (const { question, value, messageId } of planted) {
      const { plan, result } = await sweep(test.api, question, WINDOW);
      expect(plan.windows.length).toBeGreaterThanOrEqual(4);
      // What is sent is the scope: nothing chosen, nothing left out, nothing twice.
      expect(plan.windows.flatMap(({ documents }) => documents)).toEqual(numbers);
      expect(result.sweep).toMatchObject({ documents: numbers.length, read: numbers.length, tooLarge: [] });
      // The receipt adds up: every window and the last step took what was assembled, and the sum is the sweep's.
      const receipts = result.sweep?.windows.flatMap(({ receipt }) => receipt ?? []) as Receipt[];
      expect(receipts).toHaveLength(plan.windows.length);
      for (const receipt of receipts) expect(receipt.promptTokens).toBe(receipt.assembledTokens);
      const windows = receipts.reduce((total, { promptTokens }) => total + promptTokens, 0);
      expect(result.receipt.promptTokens).toBe(result.receipt.assembledTokens);
      expect(result.receipt.promptTokens).toBeGreaterThan(windows);
      const mail = all.find((document) => document.messageId === messageId);
      expect(result.sweep?.findings).toContainEqual({ id: mail?.id, quote: expect.stringContaining(value) });
      expect(result.answer).toContain(value);
      expect(result.citations).toContainEqual(expect.objectContaining({ id: mail?.id, state: "verified" }));
      places.add(plan.windows.findIndex(({ documents }) => documents.includes(Number(mail?.id.slice(1)))));
    }
    expect(places.size).toBe(4);
  });

  it("says that nothing was found where no window holds an answer, without asking again", async () => {
    const [first] = planted;
    const { result } = await sweep(test.api, first?.absentQuestion ?? "", WINDOW);
    expect(result.answer).toBe("I could not find that in the archive.");
    expect(result.citations).toEqual([]);
    expect(result.sweep?.findings).toEqual([]);
  });

  it("says what the engine holds already, and reads that first", async () => {
    const question = planted[1]?.absentQuestion ?? "";
    // Nothing was found, so the window that was read last is what the engine read last.
    const before = await sweep(test.api, question, WINDOW);
    const last = before.plan.windows.length - 1;
    const held = before.plan.windows[before.read.at(-1) ?? last]?.tokens ?? 0;
    const cost = await test.api.sweep.cost({ question, scope: {}, endpoint: WINDOW });
    expect(cost.tokens).toBe(before.plan.windows.reduce((sum, { tokens }) => sum + tokens, 0));
    expect(Math.abs(cost.cachedTokens - held)).toBeLessThanOrEqual(80);
    const after = await sweep(test.api, question, WINDOW);
    expect(after.read[0]).toBe(before.read.at(-1));
    expect(after.result.sweep?.windows[after.read[0] ?? 0]?.receipt?.cachedTokens).toBeGreaterThanOrEqual(held);
    expect([...after.read].sort((a, b) => a - b)).toEqual(after.plan.windows.map((_, index) => index));
  });

  it("is asked further about what it found, from the cache, with proof", async () => {
    const question = planted[2]?.question ?? "";
    const { id, result: first } = await sweep(test.api, question, WINDOW);
    const results: AskResult[] = [];
    for await (const event of await test.api.ask.run({ questions: [question], endpoint: WINDOW, follows: id })) {
      if (event.event === "result") results.push(event.result);
    }
    const [further] = results;
    expect(further?.findings).toBe(first.sweep?.findings.length);
    expect(further?.answer).toContain(planted[2]?.value);
    const proved = first.citations.find(({ state }) => state === "verified")?.id;
    expect(further?.citations).toContainEqual(expect.objectContaining({ id: proved, state: "verified" }));
    // It stands behind the last step of the sweep: the findings, their question and the answer were read already.
    expect(further?.receipt.promptTokens).toBe(further?.receipt.assembledTokens);
    expect(further?.receipt.cachedTokens).toBeGreaterThan((further?.receipt.promptTokens ?? 0) / 2);
    const turns = await test.api.ask.conversation({ id });
    expect(turns.map(({ follows, isSweep }) => ({ follows, isSweep }))).toEqual([
      { follows: null, isSweep: true },
      { follows: id, isSweep: false },
    ]);

    // Where nothing was found there is nothing to ask further about.
    const none = await sweep(test.api, planted[0]?.absentQuestion ?? "", WINDOW);
    const refused = (async () => {
      for await (const _ of await test.api.ask.run({ questions: [question], endpoint: WINDOW, follows: none.id }));
    })();
    expect(await errorCode(refused)).toBe("INVALID_INPUT");
  });

  it("plans the same windows when mail is appended, but for the last", async () => {
    const question = "What is the deadline of the old lab?";
    const before = await sweep(test.api, question, WINDOW);
    await importPlanted(test, 700, SEED + 1);
    const after = await sweep(test.api, question, WINDOW);
    const kept = before.plan.windows.slice(0, -1);
    expect(kept.length).toBeGreaterThan(2);
    expect(after.plan.windows.slice(0, kept.length)).toEqual(kept);
    expect(after.plan.windows.length).toBeGreaterThan(before.plan.windows.length);
  });

  it("goes on after a stop where it was, and reads nothing twice", async () => {
    const question = planted[0]?.question ?? "";
    const controller = new AbortController();
    let id = 0;
    const firstRead: number[] = [];
    const stopped = (async () => {
      const events = await test.withSignal(controller.signal).sweep.run({ question, scope: {}, endpoint: WINDOW });
      for await (const event of events) {
        if (event.event === "started") id = event.id;
        if (event.event === "window-done") firstRead.push(event.window);
        if (firstRead.length === 2) controller.abort();
      }
    })();
    expect(await errorCode(stopped)).toBe("CANCELLED");
    expect((await test.api.ask.get({ id })).state).toBe("stopped");
    const secondRead: number[] = [];
    for await (const event of await test.api.sweep.resume({ id, endpoint: WINDOW })) {
      if (event.event === "window-done") secondRead.push(event.window);
    }
    expect(firstRead).toEqual([0, 1]);
    expect(secondRead[0]).toBe(2);
    const record = await test.api.ask.get({ id });
    expect(record).toMatchObject({ state: "done", isSweep: true });
    expect(record.sweep?.read).toBe(record.sweep?.documents);
    expect(record.sweep?.windows.every(({ receipt }) => receipt !== null)).toBe(true);
  });

  it("names a document that no window can hold", async () => {
    const { plan, result } = await sweep(test.api, "What is the budget of the blue team?", { windowTokens: 420 });
    expect(plan.tooLarge.length).toBeGreaterThan(0);
    const named = plan.tooLarge.map(({ id }) => Number(id.slice(1)));
    const read = plan.windows.flatMap(({ documents }) => documents);
    const all = await test.api.documents.list({ scope: {}, limit: 1000 });
    expect([...named, ...read].sort((a, b) => a - b)).toEqual(
      all.map(({ id }) => Number(id.slice(1))).sort((a, b) => a - b),
    );
    expect(result.sweep?.documents).toBe(all.length);
    expect(result.sweep?.read).toBe(read.length);
  });

  it("keeps the conversation: found by its words, renamed, exported with its sources, forgotten", async () => {
    const question = planted[1]?.question ?? "";
    const { id } = await sweep(test.api, question, WINDOW);
    const words = question.replace("?", "").split(" ").slice(-2).join(" ");
    expect((await test.api.ask.history({ limit: 50, words })).map((answer) => answer.id)).toContain(id);
    expect(await test.api.ask.history({ limit: 50, words: "zzz nowhere" })).toEqual([]);
    await test.api.ask.rename({ id, title: "The second fact" });
    expect((await test.api.ask.get({ id })).title).toBe("The second fact");
    const { text, name } = await test.api.ask.export({ id, format: "markdown" });
    expect(name).toMatch(/^longhand-.*\.md$/);
    expect(text).toContain("# The second fact");
    expect(text).toMatch(/verified, word for word in m\d+ \(/);
    const json = JSON.parse((await test.api.ask.export({ id, format: "json" })).text);
    expect(json).toMatchObject({ format: "longhand-conversation-1", answers: [{ id, title: "The second fact" }] });
    expect(Object.keys(json.sources).length).toBeGreaterThan(0);
    await test.api.ask.delete({ id });
    expect(await errorCode(test.api.ask.conversation({ id }))).toBe("DOCUMENT_NOT_FOUND");
  });
});
