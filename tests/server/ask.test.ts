import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Receipt } from "../../shared/schemas.ts";
import { importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { converse } from "../helpers/conversation.ts";
import { LONG_MS, least, README_RATES, ROOM, ratesAtDepths, ratesLine } from "../helpers/depths.ts";
import { type LlamaServer, startLlamaServer } from "../helpers/llama-server.ts";
import { hasCorpora, ROOT } from "../helpers/paths.ts";
import type { PlantedMailbox } from "../helpers/planted-facts.ts";
import { importPlanted, sweep } from "../helpers/planted-sweep.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
const GATE = "What is the gate code of the north depot?";
const ORDER = "What is the order number of the Cedar order?";

describe("a conversation with a real llama-server", () => {
  let test: TestApi;
  let server: LlamaServer;
  beforeAll(async () => {
    server = await startLlamaServer(8192);
    test = await openTestApi();
    await importPaths(test.api, [SAMPLE]);
  });
  afterAll(async () => {
    await test.close();
    await server.close();
  });

  it("has everything before a follow-up in the server's cache", async () => {
    const options = { scope: { since: "2026-09-01" }, endpoint: { address: server.url } };
    const { first, next } = await converse(test.api, GATE, [ORDER, GATE], options);
    let before = first;
    for (const turn of next) {
      expect(turn.receipt.promptTokens).toBe(turn.receipt.assembledTokens);
      expect(turn.receipt.cachedTokens).toBeGreaterThanOrEqual(
        before.receipt.promptTokens + before.receipt.answerTokens - 8,
      );
      expect(turn.receipt.evaluatedTokens).toBeLessThanOrEqual(turn.tailTokens + 16);
      before = turn;
    }
    expect(next).toHaveLength(2);
  });
});

describe.skipIf(!hasCorpora())("facts at five depths, a real llama-server (needs ../shared/corpora)", () => {
  let server: LlamaServer;
  beforeAll(async () => {
    server = await startLlamaServer(8192);
  });
  afterAll(() => server.close());

  it.each(README_RATES)(
    "are answered with proof and absent ones refused at $tokens tokens",
    async (readme) => {
      const rates = await ratesAtDepths(readme.tokens, { address: server.url }, 3);
      console.log(ratesLine(`llama-server, ${readme.tokens}`, rates));
      expect(rates.verified).toBeGreaterThanOrEqual(least(readme.answered, rates.count));
      expect(rates.refused).toBeGreaterThanOrEqual(least(readme.refused - ROOM, rates.count));
    },
    LONG_MS,
  );
});

describe.skipIf(!hasCorpora()).each([1, 2])(
  "a sweep on a real llama-server with %i slots (needs ../shared/corpora)",
  (slots) => {
    let server: LlamaServer;
    let test: TestApi;
    let planted: PlantedMailbox[];
    beforeAll(async () => {
      server = await startLlamaServer(8192 * slots, [], { slots });
      test = await openTestApi();
      planted = await importPlanted(test, 900, 3);
    });
    afterAll(async () => {
      await test.close();
      await server.close();
    });

    it("finds the fact planted in each part, and the receipt adds up", async () => {
      const all = await test.api.documents.list({ scope: {}, limit: 1000 });
      const numbers = all.map(({ id }) => Number(id.slice(1))).sort((a, b) => a - b);
      const endpoint = { address: server.url, windowTokens: 1100 };
      let together = 0;
      for (const { question, value, messageId } of planted) {
        const { plan, result, most } = await sweep(test.api, question, endpoint);
        together = Math.max(together, most);
        expect(plan.windows.length).toBeGreaterThanOrEqual(4);
        expect(plan.windows.flatMap(({ documents }) => documents)).toEqual(numbers);
        expect(result.sweep).toMatchObject({ documents: numbers.length, read: numbers.length, tooLarge: [] });
        const receipts = result.sweep?.windows.flatMap(({ receipt }) => receipt ?? []) as Receipt[];
        expect(receipts).toHaveLength(plan.windows.length);
        for (const { promptTokens, assembledTokens, cachedTokens, evaluatedTokens } of receipts) {
          expect(promptTokens).toBe(assembledTokens);
          expect((cachedTokens ?? 0) + (evaluatedTokens ?? 0)).toBe(promptTokens);
        }
        expect(result.receipt.promptTokens).toBe(result.receipt.assembledTokens);
        const mail = all.find((document) => document.messageId === messageId);
        expect(result.sweep?.findings).toContainEqual({ id: mail?.id, quote: expect.stringContaining(value) });
        expect(result.citations).toContainEqual(expect.objectContaining({ id: mail?.id, state: "verified" }));
      }
      // As many windows are read at once as the server has slots.
      expect(together).toBe(slots);
    });
  },
);
