import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { converse } from "../../../helpers/conversation.ts";
import { ROOT } from "../../../helpers/paths.ts";
import { startScriptedServer, writeAnswer } from "../../../helpers/scripted-server.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
const SCOPE = { since: "2026-09-01" };
const GATE = "What is the gate code of the north depot?";
const ORDER = "What is the order number of the Cedar order?";
const WIFI = "What is the wifi password of the Maple kitchen?";

describe("follow-ups with the embedded engine", () => {
  let test: TestApi;
  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [SAMPLE]);
  });
  afterAll(() => test.close());

  it("append to the tail: everything before is cached, and what was answered is read as it was generated", async () => {
    const { id, first, next } = await converse(test.api, GATE, [ORDER, WIFI], { scope: SCOPE });
    let before = first;
    for (const turn of next) {
      const { receipt } = turn;
      expect(receipt.promptTokens).toBe(receipt.assembledTokens);
      // All that was read and all that was generated, but for what stands between an answer and the next question.
      expect(receipt.cachedTokens).toBeGreaterThanOrEqual(
        before.receipt.promptTokens + before.receipt.answerTokens - 8,
      );
      expect(receipt.evaluatedTokens).toBeLessThanOrEqual(turn.tailTokens + 16);
      before = turn;
    }
    const turns = await test.api.ask.conversation({ id });
    expect(turns.map(({ question, follows }) => ({ question, follows }))).toEqual([
      { question: GATE, follows: null },
      { question: ORDER, follows: id },
      { question: WIFI, follows: id },
    ]);
    // The scope is the conversation's, though it was named only once.
    expect(turns.map(({ scope }) => scope)).toEqual([SCOPE, SCOPE, SCOPE]);
  });

  it("refuses a conversation that has outgrown the window, in words of its own", async () => {
    const alone = await converse(test.api, GATE, [], { scope: SCOPE });
    const { receipt } = alone.first;
    // Room for this question and its answer, and no more than a few words beside them.
    const windowTokens = Math.ceil(((receipt.promptTokens + 40) * 8) / 7);
    const endpoint = { windowTokens };
    const { id } = await converse(test.api, GATE, [], { scope: SCOPE, endpoint });
    const next = test.api.ask.run({ questions: [ORDER], endpoint, follows: id });
    const drained = (async () => {
      for await (const _ of await next);
    })();
    expect(await errorCode(drained)).toBe("CONVERSATION_TOO_LONG");
  });

  it("does not go on with what is no conversation", async () => {
    const next = test.api.ask.run({ questions: [ORDER], endpoint: {}, follows: 9999 });
    const drained = (async () => {
      for await (const _ of await next);
    })();
    expect(await errorCode(drained)).toBe("DOCUMENT_NOT_FOUND");
  });

  it("repeats every earlier turn byte for byte, on another day too", async () => {
    // A stand-in, since the question is what is sent: its tokens are bytes, so that the prompt can be read.
    const sent: string[] = [];
    const server = await startScriptedServer((ids, response) => {
      sent.push(Buffer.from(ids).toString("utf8"));
      writeAnswer(response, `Answer ${sent.length}.`, { cached: 0, evaluated: ids.length });
    });
    const endpoint = { address: server.url };
    let id = 0;
    for await (const event of await test.api.ask.run({
      questions: [GATE],
      scope: SCOPE,
      endpoint,
      today: "2026-11-23",
    })) {
      if (event.event === "started") id = event.id ?? 0;
    }
    // The endpoint is the conversation's: none is named.
    for await (const _ of await test.api.ask.run({
      questions: [ORDER, WIFI],
      endpoint: {},
      follows: id,
      today: "2026-11-24",
    }));
    expect(sent).toHaveLength(3);
    expect(sent[1]?.startsWith(`${sent[0]}Answer 1.`)).toBe(true);
    expect(sent[2]?.startsWith(`${sent[1]}Answer 2.`)).toBe(true);
    expect(sent[2]).toContain("Today is 2026-11-23.");
    expect(sent[1]?.slice(sent[0]?.length)).toMatch(
      /^Answer 1\.<\/assistant><user>Today is 2026-11-24\.\n\nAnswer from/,
    );
    await server.close();
  });
});
