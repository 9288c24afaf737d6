import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { errorBehind } from "../../../../main/core/api/trpc.ts";
import type { LonghandError } from "../../../../shared/errors.ts";
import { askAll, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { ROOT } from "../../../helpers/paths.ts";
import { type Fault, type Replay, readExchanges, startReplay } from "../../../helpers/replay-server.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
const SCOPE = { since: "2026-09-01" };
const QUESTION = "What is the gate code of the north depot?";

/** What each server's adapter must find out from the recordings. */
const SERVERS = {
  vllm: { takes: "ids", counts: "exact", cached: 16, version: "0.11.2" },
  sglang: { takes: "ids", counts: "exact", cached: 0, version: "0.5.9" },
  ollama: { takes: "text", counts: "estimate", cached: null, version: "0.33.0" },
  "lm-studio": { takes: "text", counts: "estimate", cached: null, version: "LM Studio" },
  "openai-compatible": { takes: "text", counts: "estimate", cached: null, version: "proxy" },
} as const;

let test: TestApi;
let replay: Replay;
beforeAll(async () => {
  test = await openTestApi();
  await importPaths(test.api, [SAMPLE]);
});
afterAll(() => test.close());
afterEach(() => replay.close());

const ask = (options: object = {}) =>
  askAll(test.api, [QUESTION], { scope: SCOPE, endpoint: { address: replay.url, ...options } });
const failure = (work: Promise<unknown>): Promise<LonghandError | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => errorBehind(error),
  );

describe.each(Object.entries(SERVERS))("%s, as its documentation says it speaks", (server, expected) => {
  it("is recognised, with its true window and what it can do", async () => {
    replay = await startReplay(server);
    const report = await test.api.settings.checkEndpoint({ address: replay.url });
    expect(report).toMatchObject({
      kind: server,
      model: replay.model,
      version: expected.version,
      windowTokens: 65_536,
      capabilities: { takes: expected.takes, counts: expected.counts, reportsPrefill: false, savesKv: false },
    });
    const lowered = await test.api.settings.checkEndpoint({ address: replay.url, windowTokens: 4096 });
    // Ollama gives the window it is asked for, but the recording says what it gave.
    expect(lowered.windowTokens).toBe(4096);
  });

  it("answers, and the receipt proves that everything was read", async () => {
    replay = await startReplay(server);
    const [result] = await ask();
    expect(result?.answer).toBe("The code is 48213.");
    const receipt = result?.receipt;
    expect(receipt).toMatchObject({
      exact: expected.counts === "exact",
      cachedTokens: expected.cached,
      answerCut: false,
    });
    if (receipt === undefined) throw new Error("there is a receipt");
    if (receipt.exact) expect(receipt.promptTokens).toBe(receipt.assembledTokens);
    // An estimate is never below the truth.
    expect(receipt.promptTokens).toBeLessThanOrEqual(receipt.assembledTokens);
    const last = replay.asked.at(-1);
    const ids = last?.body["prompt"] ?? last?.body["input_ids"];
    expect(Array.isArray(ids)).toBe(expected.takes === "ids");
  });

  it("tells its models apart", async () => {
    replay = await startReplay(server);
    const { kind, models } = await test.api.settings.models({ address: replay.url });
    expect(kind).toBe(server);
    expect(models.map(({ name }) => name)).toContain(replay.model);
    expect(await failure(ask({ model: "no-such-model" }))).toMatchObject({ code: "MODEL_NOT_FOUND" });
  });

  it("is sent the key, and only to itself", async () => {
    replay = await startReplay(server);
    await test.api.settings.checkEndpoint({ address: replay.url, apiKey: "secret-key" });
    expect(replay.asked.every(({ headers }) => headers.authorization === "Bearer secret-key")).toBe(true);
  });

  it("is left in the middle of an answer, at once", async () => {
    replay = await startReplay(server);
    await test.api.settings.checkEndpoint({ address: replay.url });
    // The stand-in begins its answer and never ends it, on whichever route the adapter asks.
    const { exchanges } = readExchanges<{ exchanges: Fault["override"][] }>(server, "exchanges.json");
    for (const exchange of exchanges) {
      const { events, lines } = exchange.response;
      const begun = { ...(events && { events: events.slice(0, 2) }), ...(lines && { lines: lines.slice(0, 1) }) };
      if (events !== undefined || lines !== undefined)
        replay.override({ ...exchange, response: { status: 200, ...begun, hang: true } });
    }
    const stop = new AbortController();
    let text = "";
    const asked = async (): Promise<void> => {
      const input = { questions: [QUESTION], scope: SCOPE, endpoint: { address: replay.url }, today: "2026-11-23" };
      for await (const event of await test.withSignal(stop.signal).ask.run(input)) {
        if (event.event !== "text") continue;
        text += event.text;
        stop.abort();
      }
    };
    expect(await failure(asked())).toMatchObject({ code: "CANCELLED" });
    expect(text).toContain("The code");
    await expect.poll(() => replay.left()).toBe(1);
    const [last] = await test.api.ask.history({ limit: 1 });
    expect(last).toMatchObject({ state: "stopped", answer: expect.stringContaining("The code") });
    // The next one is served: nothing waits for the one that was left.
    for (const exchange of exchanges) replay.override(exchange);
    expect((await ask())[0]?.answer).toBe("The code is 48213.");
  });

  const faults = readExchanges<Fault[]>(server, "faults.json");
  it.each(faults.map((fault) => [fault.name, fault] as const))("%s: a typed error with a remedy", async (_, fault) => {
    replay = await startReplay(server);
    if (fault.override.request.method !== "GET") await test.api.settings.checkEndpoint({ address: replay.url });
    replay.override(fault.override);
    const error = await failure(ask());
    expect(error?.code, error?.sentence).toBe(fault.expect);
    expect(error?.remedy).not.toBe("");
    if (fault.words !== undefined) expect(error?.sentence).toContain(fault.words);
  });
});

describe("what a server must be told", () => {
  it("Ollama: never cut, never shift, the same window every time, kept in memory", async () => {
    replay = await startReplay("ollama");
    await ask();
    const chats = replay.asked.filter(({ route }) => route === "POST /api/chat");
    expect(chats.length).toBeGreaterThan(5);
    for (const { body } of chats) {
      expect(body).toMatchObject({ truncate: false, shift: false, keep_alive: -1, stream: true });
      expect(body["options"]).toMatchObject({ num_ctx: 65_536, temperature: 0 });
    }
  });

  it("Ollama: the owner's window is asked for, as far as the model goes", async () => {
    replay = await startReplay("ollama");
    await test.api.settings.checkEndpoint({ address: replay.url, windowTokens: 1_000_000 });
    const load = replay.asked.find(({ route }) => route === "POST /api/generate");
    expect(load?.body).toMatchObject({ options: { num_ctx: 131_072 }, keep_alive: -1 });
    const report = await test.api.settings.checkEndpoint({ address: replay.url, windowTokens: 1_000_000 });
    expect(report.windowTokens).toBe(65_536);
    expect(report.warnings.map(({ code }) => code)).toContain("WINDOW_LOWERED");
  });

  it("vLLM: that it tells what it had in memory is learnt from its first answer", async () => {
    replay = await startReplay("vllm");
    const reports = async () =>
      (await test.api.settings.checkEndpoint({ address: replay.url })).capabilities.reportsCached;
    expect(await reports()).toBe(false);
    await ask();
    expect(await reports()).toBe(true);
  });

  it("vLLM: one salt, greedy, usage in the stream", async () => {
    replay = await startReplay("vllm");
    await ask();
    const body = replay.asked.at(-1)?.body;
    expect(body).toMatchObject({ cache_salt: "longhand", temperature: 0, stream_options: { include_usage: true } });
  });

  it("is measured once: a second connection sends no probe", async () => {
    replay = await startReplay("openai-compatible");
    await test.api.settings.checkEndpoint({ address: replay.url });
    const before = replay.asked.filter(({ route }) => route === "POST /v1/chat/completions").length;
    // Another choice, so another connection to the same model.
    await test.api.settings.checkEndpoint({ address: replay.url, model: replay.model });
    expect(before).toBeGreaterThan(5);
    expect(replay.asked.filter(({ route }) => route === "POST /v1/chat/completions").length).toBe(before);
  });
});

describe("the self-test at connect", () => {
  it("refuses a server that counts only what it did not have in memory", async () => {
    replay = await startReplay("ollama");
    let count = 40;
    const original = readExchanges<{ exchanges: Fault["override"][] }>("ollama", "exchanges.json");
    const chat = original.exchanges.find(({ request }) => request.path === "/api/chat");
    const lines = (chat?.response.lines ?? []).map((line) => ({ ...(line as object), prompt_eval_count: 1 }));
    count -= 1;
    replay.override({ request: { method: "POST", path: "/api/chat" }, response: { status: 200, lines } });
    expect(count).toBe(39);
    expect(await failure(ask())).toMatchObject({ code: "RECEIPT_MISMATCH" });
  });

  it("sends turns where the template's pieces do not add up, still counted exactly", async () => {
    replay = await startReplay("vllm");
    // A server that does not give the text of its tokens back: the template cannot be cut.
    replay.override({ request: { method: "POST", path: "/detokenize" }, response: { status: 404, json: {} } });
    const [result] = await ask();
    expect(replay.asked.at(-1)).toMatchObject({ route: "POST /v1/chat/completions" });
    expect(result?.receipt.exact).toBe(true);
  });

  it("asks the owner for a window that the server does not say", async () => {
    replay = await startReplay("openai-compatible");
    replay.override({
      request: { method: "GET", path: "/v1/models" },
      response: { status: 200, json: { object: "list", data: [{ id: "big-model", object: "model" }] } },
    });
    expect(await failure(ask())).toMatchObject({ code: "ENDPOINT_UNKNOWN" });
    expect((await ask({ windowTokens: 32_768 }))[0]?.receipt.windowTokens).toBe(32_768);
  });
});

describe("warnings", () => {
  it("names a server that lets every web page in, and vLLM without its prefix cache", async () => {
    replay = await startReplay("vllm");
    const list = readExchanges<{ exchanges: Fault["override"][] }>("vllm", "exchanges.json").exchanges[0];
    if (list === undefined) throw new Error("the recordings have a list");
    replay.override({ ...list, response: { ...list.response, headers: { "access-control-allow-origin": "*" } } });
    replay.override({
      request: { method: "GET", path: "/metrics" },
      response: { status: 200, raw: 'vllm:cache_config_info{enable_prefix_caching="False"} 1.0\n' },
    });
    const { warnings } = await test.api.settings.checkEndpoint({ address: replay.url });
    expect(warnings.map(({ code }) => code)).toEqual(["NO_PREFIX_CACHE", "ANY_ORIGIN"]);
  });
});
