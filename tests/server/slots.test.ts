import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMemoryLog } from "../../main/core/endpoint/connection-log.ts";
import type { Endpoint, Generation } from "../../main/core/endpoint/endpoint.ts";
import { openEndpoint } from "../../main/core/endpoint/open-endpoint.ts";
import { errorCode } from "../helpers/api.ts";
import { idsPrompt, templateOf, tokenize } from "../helpers/endpoint.ts";
import { type LlamaServer, startLlamaServer } from "../helpers/llama-server.ts";
import { DEMO_MODEL, temporaryDirectory } from "../helpers/paths.ts";

describe("the slots of a real llama-server", () => {
  const scratch = temporaryDirectory();
  let server: LlamaServer;
  let endpoint: Endpoint;
  let ids: Uint32Array;
  beforeAll(async () => {
    server = await startLlamaServer(8192, ["--slot-save-path", `${scratch.path}${path.sep}`]);
    endpoint = await openEndpoint({ address: server.url }, DEMO_MODEL, { log: createMemoryLog() });
    const [text] = await tokenize(endpoint, ["The gate code of the north depot is 48213. ".repeat(60)]);
    ids = Uint32Array.from([...templateOf(endpoint).head, ...(text ?? [])]);
  });
  afterAll(async () => {
    await endpoint.close();
    await server.close();
    scratch.dispose();
  });
  const read = (at: Endpoint, maxTokens = 0): Promise<Generation> =>
    at.generate({
      prompt: idsPrompt(ids),
      maxTokens,
      slot: 0,
      signal: new AbortController().signal,
      onPrefill() {},
      onText() {},
    });

  it("show nothing at first, then every request by a number that grows", async () => {
    expect(await endpoint.probe?.()).toMatchObject({ slots: [{ id: 0, task: null, tokens: 0, isBusy: false }] });
    expect(await read(endpoint)).toMatchObject({ cachedTokens: 0, slot: 0 });
    const [first] = (await endpoint.probe?.())?.slots ?? [];
    await read(endpoint);
    const [second] = (await endpoint.probe?.())?.slots ?? [];
    expect(first?.tokens).toBe(ids.length);
    expect(second?.task).toBeGreaterThan(first?.task ?? Number.POSITIVE_INFINITY);
  });

  it("are saved, and loaded by a server that was started anew", async () => {
    const bootBefore = (await endpoint.probe?.())?.boot;
    const saved = await endpoint.kv?.save("test.kv", 0);
    expect(saved).toMatchObject({ tokens: ids.length });
    expect(saved?.bytes).toBeGreaterThan(ids.length * 100);
    const next = await startLlamaServer(8192, ["--slot-save-path", `${scratch.path}${path.sep}`]);
    const other = await openEndpoint({ address: next.url }, DEMO_MODEL, { log: createMemoryLog() });
    expect((await other.probe?.())?.boot).not.toBe(bootBefore);
    const restored = await other.kv?.restore("test.kv", 0, { tokens: ids.length, room: 8192 });
    expect(restored?.tokens).toBe(ids.length);
    expect((await read(other, 2)).evaluatedTokens).toBeLessThanOrEqual(1);
    const missing = other.kv?.restore("none.kv", 0, { tokens: 1, room: 1 }) ?? Promise.reject(new Error("no kv"));
    expect(await errorCode(missing)).toBe("KV_REFUSED");
    await other.close();
    await next.close();
  });

  it("are emptied on request, and then have nothing to save", async () => {
    await endpoint.kv?.clear(0);
    const nothing = endpoint.kv?.save("empty.kv", 0) ?? Promise.reject(new Error("no kv"));
    expect(await errorCode(nothing)).toBe("KV_NOT_SAVED");
  });

  it("cannot be saved without --slot-save-path, and are not shown with --no-slots", async () => {
    const plain = await startLlamaServer(4096, ["--no-slots"]);
    const other = await openEndpoint({ address: plain.url }, DEMO_MODEL, { log: createMemoryLog() });
    expect(other.kv).toBeUndefined();
    expect(other.description.capabilities.savesKv).toBe(false);
    expect(await other.probe?.()).toBeUndefined();
    await other.close();
    await plain.close();
  });
});
