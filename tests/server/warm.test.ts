import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { questionPrompt } from "../../main/core/api/warm.ts";
import type { EndpointChoice, ReadPrediction, ReadReceipt, Scope } from "../../shared/schemas.ts";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { type LlamaServer, startLlamaServer } from "../helpers/llama-server.ts";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
const SCOPE = { since: "2026-05-01" };
/** About 5,000 tokens: long enough to be interrupted. */
const LONG = { since: "2025-06-01" };
const OTHER = { until: "2018-12-31" };
const GATE = "What is the gate code of the north depot?";

let test: TestApi;
let states: ReturnType<typeof temporaryDirectory>;
let servers: LlamaServer[];
beforeEach(async () => {
  test = await openTestApi();
  states = temporaryDirectory();
  servers = [];
  await importPaths(test.api, [SAMPLE]);
});
afterEach(async () => {
  await test.close();
  for (const server of servers) await server.close();
  states.dispose();
});

async function serve(options: Parameters<typeof startLlamaServer>[2] = {}, canSave = true): Promise<LlamaServer> {
  // Without the server's own cache in RAM: what is pushed out is gone.
  const args = ["--cache-ram", "0", ...(canSave ? ["--slot-save-path", `${states.path}${path.sep}`] : [])];
  const server = await startLlamaServer(32_768, args, options);
  servers.push(server);
  return server;
}

const portOf = (server: LlamaServer): number => Number(new URL(server.url).port);

async function warm(endpoint: EndpointChoice, scope: Scope = SCOPE, notes: string[] = []): Promise<ReadReceipt> {
  for await (const event of await test.api.warm.run({ scope, endpoint })) {
    if (event.event === "receipt") return event.receipt;
    if (event.progress.note !== null) notes.push(event.progress.note);
  }
  throw new Error("no receipt came");
}

async function receiptOf(endpoint: EndpointChoice, scope: Scope = SCOPE) {
  const [result] = await askAll(test.api, [GATE], { scope, endpoint });
  if (result === undefined) throw new Error("no answer came");
  return result.receipt;
}

const predict = (endpoint: EndpointChoice, scope: Scope = SCOPE): Promise<ReadPrediction> =>
  test.api.warm.predict({ scope, endpoint });

/** Another client of the same server. */
async function disturb(server: LlamaServer): Promise<void> {
  const body = JSON.stringify({ prompt: "Something else entirely. ".repeat(40), n_predict: 1 });
  await (await fetch(`${server.url}/completion`, { method: "POST", body })).json();
}

/** Another client that sends the same prompt: the slot is not ours any more, but what it holds is. */
async function repeat(server: LlamaServer, choice: EndpointChoice): Promise<void> {
  const context = test.core.context("host");
  const { prompt } = await questionPrompt(context, await context.endpoints.get(choice), { scope: SCOPE }, "And?");
  if (prompt.type !== "ids") throw new Error("llama-server takes ids");
  const body = JSON.stringify({ prompt: Array.from(prompt.ids), n_predict: 1, cache_prompt: true });
  await (await fetch(`${server.url}/completion`, { method: "POST", body })).json();
}

describe("reading ahead with a real llama-server", () => {
  it("makes a question cost its tail; after a restart of the server the saved state is loaded", async () => {
    const first = await serve();
    const endpoint = { address: first.url };
    const read = await warm(endpoint);
    expect(read).toMatchObject({ cachedTokens: 0, saved: { place: "server" }, notSaved: null });
    const before = await receiptOf(endpoint);
    const tail = before.assembledTokens - read.prefixTokens;
    expect(before.evaluatedTokens).toBeLessThanOrEqual(tail + 16);
    expect(before.reading?.state).toBe("as-predicted");

    await first.close();
    await serve({ port: portOf(first) });
    expect(await predict(endpoint)).toMatchObject({ fromDisk: true });
    const after = await receiptOf(endpoint);
    expect(after.evaluatedTokens).toBeLessThanOrEqual(tail + 16);
    expect(after.reading).toMatchObject({ state: "as-predicted", prediction: { fromDisk: true } });
    expect((await test.api.warm.saved()).files).toMatchObject([{ state: "proven", place: "server" }]);
    // Its file is the server's: it can be forgotten, not deleted, and is named.
    expect((await test.api.warm.eraseAll()).left).toHaveLength(1);
  });

  it("notices a restart and another client before it sends, and says so", async () => {
    const first = await serve({}, false);
    const endpoint = { address: first.url };
    const read = await warm(endpoint);
    expect(read.notSaved).toContain("--slot-save-path");
    await disturb(first);
    expect(await predict(endpoint)).toMatchObject({ cachedTokens: 0, cause: "slot-taken" });
    expect((await test.api.warm.status({ endpoint })).lost?.cause).toBe("slot-taken");
    const taken = await receiptOf(endpoint);
    expect(taken.reading).toMatchObject({ state: "as-predicted", cause: "slot-taken" });

    await warm(endpoint);
    await first.close();
    await serve({ port: portOf(first) }, false);
    expect((await test.api.warm.status({ endpoint })).lost?.cause).toBe("server-restarted");
    const restarted = await receiptOf(endpoint);
    expect(restarted.cachedTokens).toBe(0);
    expect(restarted.reading?.words).toContain("the server was started anew");
  });

  it("after another client it asks before it loads: a state on disk is loaded only where the slot lost it", async () => {
    const server = await serve();
    const endpoint = { address: server.url };
    const read = await warm(endpoint);
    expect(read.saved).not.toBeNull();
    const before = await receiptOf(endpoint);
    // Another client sends what stands there already, as a second Longhand would.
    await repeat(server, endpoint);
    expect((await test.api.warm.status({ endpoint })).lost?.cause).toBe("slot-taken");
    const still = await receiptOf(endpoint);
    expect(still.evaluatedTokens).toBeLessThanOrEqual(before.assembledTokens - read.prefixTokens + 16);
    expect(still.reading).toMatchObject({ state: "as-predicted", prediction: { fromDisk: false } });
    expect((await test.api.warm.saved()).files).toMatchObject([{ state: "unproven" }]);

    // Another prompt in its place: now the state is loaded, and the question still costs its tail.
    await disturb(server);
    const loaded = await receiptOf(endpoint);
    expect(loaded.evaluatedTokens).toBeLessThanOrEqual(before.assembledTokens - read.prefixTokens + 16);
    expect(loaded.reading).toMatchObject({ state: "as-predicted", prediction: { fromDisk: true } });
    expect((await test.api.warm.saved()).files).toMatchObject([{ state: "proven" }]);
  });

  it("goes on reading after the line was lost", async () => {
    const first = await serve({}, false);
    const endpoint = { address: first.url };
    const notes: string[] = [];
    const reading = warm(endpoint, LONG, notes);
    for (let wait = 0; wait < 400 && (await busyTokens(first)) < 1500; wait += 1) await pause(10);
    await first.close();
    for (let wait = 0; wait < 400 && notes.length === 0; wait += 1) await pause(25);
    expect(notes[0]).toMatch(/Trying again/);
    await serve({ port: portOf(first) }, false);
    const receipt = await reading;
    const asked = await receiptOf(endpoint, LONG);
    expect(asked.cachedTokens).toBeGreaterThanOrEqual(receipt.prefixTokens - 16);
  });

  it("keeps two prefixes in two slots, and asks before it pushes one out of a single slot", async () => {
    const wide = await serve({ slots: 2 }, false);
    const two = { address: wide.url };
    const read = await warm(two);
    const other = await receiptOf(two, OTHER);
    expect(other.cachedTokens).toBeLessThan(200);
    const again = await receiptOf(two);
    expect(again.evaluatedTokens).toBeLessThanOrEqual(again.assembledTokens - read.prefixTokens + 16);

    const narrow = { address: (await serve({}, false)).url };
    await warm(narrow);
    expect((await predict(narrow, OTHER)).evicts).toMatchObject({ isSaved: false });
    expect(await errorCode(receiptOf(narrow, OTHER))).toBe("WOULD_EVICT");
  });

  it("does not believe a server that loads a state and reads everything again", async () => {
    const first = await serve();
    const endpoint = { address: first.url };
    await warm(endpoint);
    await first.close();
    const { writeFileSync, readdirSync } = await import("node:fs");
    for (const name of readdirSync(states.path)) writeFileSync(path.join(states.path, name), Buffer.alloc(2000, 3));
    await serve({ port: portOf(first) });
    const receipt = await receiptOf(endpoint);
    expect(receipt.cachedTokens).toBe(0);
    expect(receipt.reading?.cause).toBe("restore-refused");
    expect((await test.api.warm.saved()).files).toMatchObject([{ state: "refused" }]);
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function busyTokens(server: LlamaServer): Promise<number> {
  const reply = await fetch(`${server.url}/slots`);
  const [slot] = (await reply.json()) as { n_prompt_tokens?: number }[];
  return slot?.n_prompt_tokens ?? 0;
}
