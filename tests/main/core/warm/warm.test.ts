import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AskResult, ReadPrediction, ReadReceipt, Scope, WarmJob } from "../../../../shared/schemas.ts";
import { type Api, askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { mailText, mboxText } from "../../../helpers/archive.ts";
import { ROOT } from "../../../helpers/paths.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
/** About 745 tokens, of which 630 are documents. */
const SCOPE = { since: "2026-09-01" };
const OTHER = { since: "2026-05-01", until: "2026-08-31" };
const GATE = "What is the gate code of the north depot?";

let test: TestApi;
/** Directories of cores that were closed while their archive lived on. */
const left: string[] = [];
beforeEach(async () => {
  test = await openTestApi();
  await importPaths(test.api, [SAMPLE]);
});
afterEach(async () => {
  await test.close();
  for (const scratch of left.splice(0)) rmSync(scratch, { recursive: true, force: true });
});

/** The archive in a new core: a new engine, nothing in memory. */
async function reopen(): Promise<void> {
  const { directory, scratch } = test;
  await test.core.close();
  left.push(scratch);
  test = await openTestApi(directory);
}

async function warm(api: Api, scope: Scope, allowEvict = false): Promise<ReadReceipt> {
  for await (const event of await api.warm.run({ scope, endpoint: {}, allowEvict })) {
    if (event.event === "receipt") return event.receipt;
  }
  throw new Error("no receipt came");
}

async function ask(scope: Scope = SCOPE): Promise<AskResult> {
  const [result] = await askAll(test.api, [GATE], { scope });
  if (result === undefined) throw new Error("no answer came");
  return result;
}

const predict = (scope: Scope = SCOPE): Promise<ReadPrediction> => test.api.warm.predict({ scope, endpoint: {} });
const kvFiles = (): string[] => readdirSync(path.join(test.directory, "kv")).filter((name) => name.endsWith(".kv"));
const kvFile = (): string => path.join(test.directory, "kv", kvFiles()[0] ?? "none");

describe("reading ahead with the embedded engine", () => {
  it("is foretold, makes a question cost its tail, and holds in another process from disk", async () => {
    expect(await predict()).toMatchObject({ cachedTokens: 0, ms: null, cause: "first-reading" });
    const receipt = await warm(test.api, SCOPE);
    expect(receipt).toMatchObject({ cachedTokens: 0, notSaved: null, saved: { place: "archive" } });
    expect(await test.api.warm.status({ endpoint: {} })).toMatchObject({
      heldTokens: receipt.prefixTokens,
      isWarm: true,
      lost: null,
    });
    const told = await predict();
    expect(told.cause).toBeNull();
    expect(told.ms).not.toBeNull();
    const { receipt: first } = await ask();
    expect(first.evaluatedTokens).toBeLessThanOrEqual(first.assembledTokens - receipt.prefixTokens + 16);
    expect(first.reading).toMatchObject({ state: "as-predicted", prediction: { fromDisk: false } });
    expect(statSync(kvFile()).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(kvFile())).mode & 0o777).toBe(0o700);

    await reopen();
    expect(await predict()).toMatchObject({ fromDisk: true, cause: null });
    const { receipt: second, citations } = await ask();
    expect(citations).toMatchObject([{ state: "verified", id: "m176" }]);
    // Blocks of 64 are compared; the loaded state itself is exact.
    expect(second.evaluatedTokens).toBeLessThanOrEqual(second.assembledTokens - receipt.prefixTokens + 16);
    expect(second.reading).toMatchObject({ state: "as-predicted", prediction: { fromDisk: true } });
    expect((await test.api.warm.saved()).files).toMatchObject([{ state: "proven", place: "archive" }]);
  });

  it("reads only new mail after it came, and names what else changed", async () => {
    const { prefixTokens } = await warm(test.api, SCOPE);
    const file = path.join(test.scratch, "new.mbox");
    // More than the few tokens within which a difference is none.
    const body = Array.from({ length: 8 }, (_, at) => `The room number of the Lake store is ${4100 + at}.`).join("\n");
    const mail = { Date: "Fri, 9 Oct 2026 10:00:00 +0000", Subject: "News", "Message-ID": "<n1@price.example>" };
    writeFileSync(file, mboxText([mailText({ ...mail, body })]));
    await importPaths(test.api, [file]);
    expect((await predict()).cause).toBe("new-documents");
    const { receipt } = await ask();
    const report = await test.api.corpus.report({ scope: SCOPE, endpoint: {} });
    expect(receipt.cachedTokens).toBeGreaterThanOrEqual(prefixTokens - 1);
    expect(receipt.evaluatedTokens).toBeLessThanOrEqual(receipt.assembledTokens - prefixTokens + 16);
    expect(report.tokens).toBeGreaterThan(prefixTokens - 20);

    await test.api.me.set({ addresses: ["anna@price.example"] });
    expect(await predict()).toMatchObject({ cause: "me-changed" });
  });

  it("asks before another scope pushes it out, keeps it on disk, and loads it again", async () => {
    const { prefixTokens } = await warm(test.api, SCOPE);
    expect((await predict(OTHER)).evicts).toMatchObject({ tokens: prefixTokens, isSaved: true });
    expect(await errorCode(ask(OTHER))).toBe("WOULD_EVICT");
    expect(await errorCode(warm(test.api, OTHER))).toBe("WOULD_EVICT");
    // Still there: a refusal costs nothing.
    expect((await ask()).receipt.cachedTokens).toBeGreaterThanOrEqual(prefixTokens - 1);
    for await (const event of await test.api.ask.run({
      questions: [GATE],
      scope: OTHER,
      endpoint: {},
      allowEvict: true,
    }))
      if (event.event === "result") expect(event.result.receipt.cachedTokens).toBeLessThan(100);
    const { receipt } = await ask();
    expect(receipt.reading?.prediction.fromDisk).toBe(true);
    expect(receipt.cachedTokens).toBeGreaterThanOrEqual(prefixTokens - 1);
  });

  it.each([
    ["cut short", () => truncateSync(kvFile(), 1000), "the file is cut short"],
    ["changed in one byte", () => flipByte(kvFile()), "the file is not the one that was saved"],
    ["another file", () => copyFileSync(SAMPLE, kvFile()), "the file"],
    ["gone", () => rmSync(kvFile()), "the file is gone"],
  ])("refuses a saved state that is %s, says why, and reads anew", async (_, damage, reason) => {
    await warm(test.api, SCOPE);
    damage();
    await reopen();
    const { receipt, citations } = await ask();
    expect(citations).toMatchObject([{ state: "verified" }]);
    expect(receipt.cachedTokens).toBe(0);
    expect(receipt.reading).toMatchObject({ state: "as-predicted", cause: "restore-refused" });
    const { files, bytes } = await test.api.warm.saved();
    expect(files).toMatchObject([{ state: "refused" }]);
    expect(files[0]?.reason).toContain(reason);
    expect(bytes).toBe(0);
    expect(kvFiles()).toEqual([]);
  });

  it("keeps within the limit, says what is not kept, and deletes everything on request", async () => {
    await warm(test.api, SCOPE);
    const { bytes } = await test.api.warm.saved();
    await test.api.warm.setLimit({ bytes: bytes + 1000 });
    // The other scope is larger than what is left, so the longest unused goes.
    const other = await warm(test.api, { ...SCOPE, kind: "mail" }, true);
    expect(other.saved).not.toBeNull();
    expect((await test.api.warm.saved()).bytes).toBeLessThanOrEqual(bytes + 1000);
    expect(kvFiles()).toHaveLength(1);
    await test.api.warm.setLimit({ bytes: 1000 });
    expect(kvFiles()).toEqual([]);
    const none = await warm(test.api, OTHER, true);
    expect(none).toMatchObject({ saved: null });
    expect(none.notSaved).toContain("may take");
    expect(kvFiles()).toEqual([]);
    await test.api.warm.setLimit({ bytes: 1e9 });
    await warm(test.api, OTHER);
    expect(await test.api.warm.eraseAll()).toEqual({ deleted: 1, left: [] });
    expect(existsSync(path.join(test.directory, "kv"))).toBe(false);
    // Memory is emptied too: what was erased must not answer from there.
    expect((await ask(OTHER)).receipt.cachedTokens).toBe(0);
  });

  it("runs as a job: it can be paused and gone on with, and a new core takes it up", async () => {
    const jobs = (): Promise<readonly WarmJob[]> => firstOf(test.api.warm.watch());
    const { id } = await test.api.warm.start({ scope: {}, endpoint: {} });
    await until(async () => ((await jobs())[0]?.doneTokens ?? 0) > 0);
    await test.api.warm.pause({ id });
    const paused = (await jobs())[0];
    expect(paused).toMatchObject({ id, state: "paused" });
    expect(paused?.doneTokens).toBeLessThan(paused?.totalTokens ?? 0);
    await test.api.warm.cancel({ id });
    expect((await jobs())[0]).toMatchObject({ state: "cancelled" });

    const second = await test.api.warm.start({ scope: SCOPE, endpoint: {} });
    await reopen();
    test.core.resume();
    await until(async () => (await jobs())[0]?.state === "done");
    expect((await jobs())[0]).toMatchObject({ id: second.id, error: null });
    expect((await ask()).receipt.evaluatedTokens).toBeLessThan(130);
  });
});

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

async function firstOf<T>(events: Promise<AsyncIterable<T>>): Promise<T> {
  for await (const event of await events) return event;
  throw new Error("nothing came");
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it did not come about");
}
