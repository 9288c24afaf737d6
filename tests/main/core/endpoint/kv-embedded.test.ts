import { statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEmbedded } from "../../../../main/core/endpoint/embedded.ts";
import type { Endpoint, Generation } from "../../../../main/core/endpoint/endpoint.ts";
import { errorCode } from "../../../helpers/api.ts";
import { idsPrompt, templateOf, tokenize } from "../../../helpers/endpoint.ts";
import { DEMO_MODEL, temporaryDirectory } from "../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let opened: Endpoint[] = [];
beforeEach(() => {
  scratch = temporaryDirectory();
});
afterEach(async () => {
  for (const endpoint of opened) await endpoint.close();
  opened = [];
  scratch.dispose();
});

async function open(): Promise<Endpoint> {
  const endpoint = await openEmbedded(DEMO_MODEL, undefined, undefined, scratch.path);
  opened.push(endpoint);
  return endpoint;
}

async function idsOf(endpoint: Endpoint, words: number): Promise<Uint32Array> {
  const [ids] = await tokenize(endpoint, ["The gate code of the north depot is 48213. ".repeat(words)]);
  return Uint32Array.from([...templateOf(endpoint).head, ...(ids ?? [])]);
}

function read(endpoint: Endpoint, ids: Uint32Array, maxTokens = 0): Promise<Generation> {
  const signal = new AbortController().signal;
  return endpoint.generate({ prompt: idsPrompt(ids), maxTokens, signal, onPrefill() {}, onText() {} });
}

describe("the embedded engine's state on disk", () => {
  it("is loaded by another engine, which reads nothing but the end again and writes the same", async () => {
    const first = await open();
    const ids = await idsOf(first, 60);
    const before = await read(first, ids, 8);
    await read(first, ids);
    const file = path.join(scratch.path, "a.kv");
    const saved = await first.kv?.save(file, 0);
    expect(saved?.tokens).toBeGreaterThanOrEqual(ids.length - 1);
    expect(statSync(file)).toMatchObject({ size: saved?.bytes, mode: 0o100600 });

    const second = await open();
    await second.kv?.restore(file, 0, { tokens: saved?.tokens ?? 0, room: ids.length + 100 });
    const after = await read(second, ids, 8);
    expect(after.evaluatedTokens).toBeLessThanOrEqual(1);
    expect(after.text).toBe(before.text);
  });

  // A file that is cut short or foreign ends the engine's process inside llama.cpp: the manifest's hash keeps such files
  // away from it (see tests/main/core/warm/kv-store.test.ts).
  it("is refused when it holds another number of tokens; then everything is read anew", async () => {
    const first = await open();
    const ids = await idsOf(first, 40);
    await read(first, ids);
    const file = path.join(scratch.path, "a.kv");
    const saved = await first.kv?.save(file, 0);
    const size = { tokens: (saved?.tokens ?? 0) - 5, room: ids.length + 100 };
    expect(await errorCode(first.kv?.restore(file, 0, size) ?? Promise.reject(new Error("no kv")))).toBe("KV_REFUSED");
    expect((await read(first, ids, 4)).cachedTokens).toBe(0);
  });

  it("moves into a larger context instead of being read again", async () => {
    const endpoint = await open();
    const long = await idsOf(endpoint, 330);
    const short = long.subarray(0, 3000);
    await read(endpoint, short);
    // Far more than the first context has room for.
    expect(long.length).toBeGreaterThan(4200);
    expect((await read(endpoint, long)).cachedTokens).toBeGreaterThanOrEqual(2999);
  });

  it("says that there is nothing to keep, or that it cannot be written", async () => {
    const endpoint = await open();
    const save = (file: string) => endpoint.kv?.save(file, 0) ?? Promise.reject(new Error("no kv"));
    expect(await errorCode(save(path.join(scratch.path, "a.kv")))).toBe("KV_NOT_SAVED");
    await read(endpoint, await idsOf(endpoint, 10));
    expect(await errorCode(save(path.join(scratch.path, "no", "such", "a.kv")))).toBe("KV_NOT_SAVED");
    await endpoint.kv?.clear(0);
    expect(await errorCode(save(path.join(scratch.path, "a.kv")))).toBe("KV_NOT_SAVED");
  });
});
