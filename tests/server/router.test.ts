import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMemoryLog } from "../../main/core/endpoint/connection-log.ts";
import { openEndpoint } from "../../main/core/endpoint/open-endpoint.ts";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { type LlamaServer, startRouter } from "../helpers/llama-server.ts";
import { DEMO_MODEL, ROOT } from "../helpers/paths.ts";

const GATE = "What is the gate code of the north depot?";
const SCOPE = { since: "2026-09-01" };

describe("a real llama-server in router mode", () => {
  let test: TestApi;
  let router: LlamaServer;
  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
    const models = path.join(test.scratch, "models");
    mkdirSync(models);
    for (const name of ["first", "second"]) copyFileSync(DEMO_MODEL, path.join(models, `${name}.gguf`));
    router = await startRouter(models, 4096);
  });
  afterAll(async () => {
    await router.close();
    await test.close();
  });

  it("lists its models, and asks which one where there are several", async () => {
    const listed = await test.api.settings.models({ address: router.url });
    expect(listed).toEqual({
      kind: "llama-server",
      models: [
        { name: "first", isLoaded: false },
        { name: "second", isLoaded: false },
      ],
    });
    expect(await errorCode(test.api.settings.checkEndpoint({ address: router.url }))).toBe("MODEL_NOT_CHOSEN");
    expect(await errorCode(test.api.settings.checkEndpoint({ address: router.url, model: "third" }))).toBe(
      "MODEL_NOT_FOUND",
    );
  });

  it("loads the chosen model and answers from it, with exact counts and its cache", async () => {
    const endpoint = { address: router.url, model: "second" };
    const report = await test.api.settings.checkEndpoint(endpoint);
    expect(report).toMatchObject({ kind: "llama-server", model: "second", windowTokens: 4096 });
    const [first, again] = await askAll(test.api, [GATE, GATE], { scope: SCOPE, endpoint });
    expect(first?.answer).toContain("48213");
    expect(first?.receipt.promptTokens).toBe(first?.receipt.assembledTokens);
    expect(again?.receipt.cachedTokens).toBeGreaterThan((first?.receipt.promptTokens ?? 0) - 8);
    const { models } = await test.api.settings.models({ address: router.url });
    expect(models.find(({ name }) => name === "second")?.isLoaded).toBe(true);
    // With one model loaded that one is meant.
    expect((await test.api.settings.checkEndpoint({ address: router.url })).model).toBe("second");
  });
});

describe("a real llama-server, what it shows to others", () => {
  it("is warned of where it lets every web page in, and where it shows prompts", async () => {
    const { startLlamaServer } = await import("../helpers/llama-server.ts");
    const open = await startLlamaServer(2048, [], { env: { LLAMA_SERVER_SLOTS_DEBUG: "1" } });
    const ask = async () =>
      (await openEndpoint({ address: open.url }, DEMO_MODEL, { log: createMemoryLog() })).description.warnings;
    // Nothing has been read yet, so there is nothing to show: read something first.
    const endpoint = await openEndpoint({ address: open.url }, DEMO_MODEL, { log: createMemoryLog() });
    await endpoint.generate({
      prompt: { type: "ids", ids: Uint32Array.from([257, 697, 78]) },
      maxTokens: 1,
      signal: new AbortController().signal,
      onPrefill: () => undefined,
      onText: () => undefined,
    });
    await endpoint.close();
    const codes = (await ask()).map(({ code }) => code);
    expect(codes).toContain("ANY_ORIGIN");
    expect(codes).toContain("PROMPTS_EXPOSED");
    await open.close();
    const closed = await startLlamaServer(2048, ["--cors-origins", "localhost"]);
    const other = await openEndpoint({ address: closed.url }, DEMO_MODEL, { log: createMemoryLog() });
    expect(other.description.warnings).toEqual([]);
    await other.close();
    await closed.close();
  });
});
