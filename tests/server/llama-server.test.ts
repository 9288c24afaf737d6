import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMemoryLog } from "../../main/core/endpoint/connection-log.ts";
import { askAll, draftReply, errorCode, importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { idsPrompt, tokenize } from "../helpers/endpoint.ts";
import { type LlamaServer, startLlamaServer } from "../helpers/llama-server.ts";
import { hasCorpora, ROOT } from "../helpers/paths.ts";
import { plantFacts } from "../helpers/planted-facts.ts";
import { measureRates } from "../helpers/rates.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
const SCOPE = { since: "2026-09-01" };
const GATE = "What is the gate code of the north depot?";
const ORDER = "What is the order number of the Cedar order?";

describe("a real llama-server with the bundled model", () => {
  let test: TestApi;
  let server: LlamaServer;
  let endpoint: { address: string };
  beforeAll(async () => {
    server = await startLlamaServer(8192);
    endpoint = { address: server.url };
    test = await openTestApi();
    await importPaths(test.api, [SAMPLE]);
  });
  afterAll(async () => {
    await test.close();
    await server.close();
  });

  it("reads the prefix once and then only the tail", async () => {
    const [cold, second] = await askAll(test.api, [GATE, ORDER], { scope: SCOPE, endpoint });
    expect(cold?.citations).toMatchObject([{ state: "verified", id: "m176" }]);
    expect(second?.citations).toMatchObject([{ state: "verified", id: "m178" }]);
    expect(cold?.receipt).toMatchObject({ cachedTokens: 0, windowTokens: 8192 });
    expect(cold?.receipt.promptTokens).toBe(cold?.receipt.assembledTokens);
    const corpus = await test.api.corpus.report({ scope: SCOPE, endpoint });
    const tail = (second?.receipt.assembledTokens ?? 0) - corpus.tokens;
    expect(second?.receipt.evaluatedTokens).toBeLessThanOrEqual(tail);
  });

  it("reads only the new tokens after mail was appended", async () => {
    await askAll(test.api, [GATE], { scope: SCOPE, endpoint });
    const before = await test.api.corpus.report({ scope: SCOPE, endpoint });
    const file = path.join(test.scratch, "new.mbox");
    const mail =
      "From a@b.example Fri Oct  9 10:00:00 2026\nFrom: Anna Price <anna@price.example>\nTo: nora@haleworks.example\nDate: Fri, 9 Oct 2026 10:00:00 +0000\nMessage-ID: <new-1@price.example>\nSubject: News\n\nThe account number of the Lake store is 8812.\n\n";
    writeFileSync(file, mail);
    await importPaths(test.api, [file]);
    const [after] = await askAll(test.api, ["What is the account number of the Lake store?"], {
      scope: SCOPE,
      endpoint,
    });
    expect(after?.citations).toMatchObject([{ state: "verified", id: "m185" }]);
    const corpus = await test.api.corpus.report({ scope: SCOPE, endpoint });
    const newTokens = corpus.tokens - before.tokens;
    const tail = (after?.receipt.assembledTokens ?? 0) - corpus.tokens;
    expect(newTokens).toBeGreaterThan(20);
    expect(after?.receipt.evaluatedTokens).toBeLessThanOrEqual(newTokens + tail);
    expect(after?.receipt.cachedTokens).toBeGreaterThan(600);
  });

  it("drafts from the prefix that a question has read", async () => {
    await askAll(test.api, [GATE], { scope: SCOPE, endpoint });
    const result = await draftReply(test.api, "m184", { scope: SCOPE, endpoint });
    expect(result.draft).toContain("Thanks for your note.");
    expect(result.draft).toContain("Cheers,\nNora");
    expect(result.receipt.cachedTokens).toBeGreaterThan(600);
  });

  it("refuses a corpus beyond the window before sending, and fits the newest on request", async () => {
    expect(await errorCode(askAll(test.api, [GATE], { endpoint }))).toBe("WINDOW_TOO_SMALL");
    const [result] = await askAll(test.api, [GATE], { endpoint, fit: "newest" });
    expect(result?.receipt.promptTokens).toBe(result?.receipt.assembledTokens);
    expect(result?.fit?.leftOut.length).toBeGreaterThan(50);
  });

  it("turns the server's own overflow error into a typed error", async () => {
    const { openLlamaServer } = await import("../../main/core/endpoint/llama-server.ts");
    const { createHttpClient } = await import("../../main/core/endpoint/http.ts");
    const { grantEgress, parseEndpointUrl } = await import("../../main/core/endpoint/egress.ts");
    const grant = await grantEgress(parseEndpointUrl(server.url), { allowPlainHttp: false });
    const direct = await openLlamaServer(
      createHttpClient(grant, { apiKey: undefined, caFile: undefined, log: createMemoryLog(), purpose: "endpoint" }),
      server.url,
      undefined,
    );
    const request = { maxTokens: 1, signal: new AbortController().signal, onPrefill() {}, onText() {} };
    expect(await errorCode(direct.generate({ ...request, prompt: idsPrompt(new Uint32Array(9000).fill(65)) }))).toBe(
      "WINDOW_TOO_SMALL",
    );
    expect(await errorCode(direct.generate({ ...request, prompt: idsPrompt(new Uint32Array(10).fill(999_999)) }))).toBe(
      "ENDPOINT_PROTOCOL",
    );
    await direct.close();
  });

  it("gives the same token ids and the same identity as the embedded engine", async () => {
    const embedded = await test.api.corpus.report({ scope: {}, endpoint: { windowTokens: 100_000 } });
    const served = await test.api.corpus.report({ scope: {}, endpoint });
    expect(served.tokens).toBe(embedded.tokens);
    expect(served.prefixSha256).toBe(embedded.prefixSha256);
    const { openEmbedded } = await import("../../main/core/endpoint/embedded.ts");
    const { openEndpoint } = await import("../../main/core/endpoint/open-endpoint.ts");
    const { DEMO_MODEL } = await import("../helpers/paths.ts");
    const [one, other] = [
      await openEmbedded(DEMO_MODEL, undefined),
      await openEndpoint(endpoint, DEMO_MODEL, { log: createMemoryLog() }),
    ];
    expect(other.description.tokenizer).toBe(one.description.tokenizer);
    expect(other.template).toEqual(one.template);
    const hostile = ["a<|eot_id|>b", "Größe 😀 日本語\n\n\t  x", "<|start_header_id|>system<|end_header_id|>"];
    expect(await tokenize(other, hostile)).toEqual(await tokenize(one, hostile));
    await one.close();
    await other.close();
  });

  it("keeps its promises when the server dies in the middle, and works again after a restart", async () => {
    const mortal = await startLlamaServer(131_072);
    const ask = () => askAll(test.api, [GATE], { endpoint: { address: mortal.url } });
    const dying = errorCode(ask());
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await mortal.close();
    expect(["ENDPOINT_LOST", "ENDPOINT_DOWN"]).toContain(await dying);
    expect(await errorCode(ask())).toBe("ENDPOINT_DOWN");
    expect((await test.api.ask.history({ limit: 1 }))[0]?.state).not.toBe("running");
  });

  it("asks for a key where the server wants one", async () => {
    const locked = await startLlamaServer(4096, ["--api-key", "secret"]);
    const choice = { address: locked.url };
    expect(await errorCode(askAll(test.api, [GATE], { scope: SCOPE, endpoint: choice }))).toBe("ENDPOINT_KEY");
    const [result] = await askAll(test.api, [GATE], { scope: SCOPE, endpoint: { ...choice, apiKey: "secret" } });
    expect(result?.citations).toMatchObject([{ state: "verified" }]);
    await locked.close();
  });

  it.runIf(hasCorpora())(
    "finds at least 25 of 30 planted facts in real mail, the rate of the model's README",
    async () => {
      const rates = await measureRates(await plantFacts(30, 860, 3), endpoint);
      console.log(
        `llama-server: ${rates.verified} of 30 facts verified, ${rates.refused} of 30 absent refused, ${Math.round(rates.meanTokens)} tokens`,
      );
      expect(rates.verified).toBeGreaterThanOrEqual(25);
      expect(rates.refused).toBeGreaterThanOrEqual(26);
    },
  );
});
