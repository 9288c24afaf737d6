/**
 * A disk that fills up while the KV is written: a real one of a megabyte, mounted where states are kept. Mounting takes
 * root on Linux; elsewhere a device that is always full stands in for it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openEmbedded } from "../../../../main/core/endpoint/embedded.ts";
import type { ReadReceipt } from "../../../../shared/schemas.ts";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { idsPrompt, templateOf, tokenize } from "../../../helpers/endpoint.ts";
import { DEMO_MODEL, ROOT, temporaryDirectory } from "../../../helpers/paths.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
/** About 1,600 tokens: more than three megabytes of KV. */
const SCOPE = { since: "2026-05-01" };
const QUESTION = "What is the gate code of the north depot?";

/** Mounts a small disk; false where that is not allowed. */
const mount = (folder: string): boolean =>
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", folder], { stdio: "ignore" }).status === 0;
const unmount = (folder: string): void => void spawnSync("umount", [folder], { stdio: "ignore" });

const probe = temporaryDirectory();
const canMount = process.platform === "linux" && mount(probe.path);
if (canMount) unmount(probe.path);
probe.dispose();

let test: TestApi;
let folder: string;
beforeEach(async () => {
  test = await openTestApi();
  folder = path.join(test.directory, "kv");
  await importPaths(test.api, [SAMPLE]);
});
afterEach(async () => {
  unmount(folder);
  await test.close();
});

async function warm(): Promise<ReadReceipt> {
  for await (const event of await test.api.warm.run({ scope: SCOPE, endpoint: {} }))
    if (event.event === "receipt") return event.receipt;
  throw new Error("no receipt came");
}

/** Writes what the engine holds to disk, as reading ahead does at its end. */
async function save(): Promise<unknown> {
  const { endpoints, reader } = test.core.context("host");
  return reader.save(await endpoints.get({}));
}

it.runIf(canMount)("says so, leaves nothing half written, and answers as before", async () => {
  mkdirSync(folder, { recursive: true });
  expect(mount(folder)).toBe(true);
  const read = await warm();
  expect(read.saved).toBeNull();
  expect(read.notSaved).toMatch(/could not be written|not kept on disk/);
  expect(read.notSaved).toMatch(/[Ff]ree some space/);
  expect(readdirSync(folder)).toEqual([]);
  expect((await test.api.warm.saved()).files).toEqual([]);
  const { bfree, blocks } = statfsSync(folder);
  expect(bfree).toBe(blocks);

  // What was read is in memory all the same.
  const [result] = await askAll(test.api, [QUESTION], { scope: SCOPE });
  expect(result?.receipt.cachedTokens).toBeGreaterThanOrEqual(read.prefixTokens - 1);

  // Asked for by name it is an error with a code, and so it is when the disk is known to be too small.
  expect(await errorCode(save())).toBe("KV_NOT_SAVED");
  // With room it is kept.
  unmount(folder);
  await save();
  expect((await test.api.warm.saved()).files).toHaveLength(1);
  expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
});

it.runIf(existsSync("/dev/full"))("is noticed by the engine itself on a device that is always full", async () => {
  const endpoint = await openEmbedded(DEMO_MODEL, undefined);
  try {
    const [text] = await tokenize(endpoint, [`${QUESTION} `.repeat(40)]);
    await endpoint.generate({
      prompt: idsPrompt(Uint32Array.from([...templateOf(endpoint).head, ...(text ?? [])])),
      maxTokens: 1,
      signal: new AbortController().signal,
      onPrefill: () => undefined,
      onText: () => undefined,
    });
    // Through a link: what could not be written is deleted, and that must not be the device.
    const link = path.join(test.scratch, "full");
    symlinkSync("/dev/full", link);
    expect(await errorCode(Promise.resolve(endpoint.kv?.save(link, 0)))).toBe("KV_NOT_SAVED");
    expect(existsSync(link)).toBe(false);
  } finally {
    await endpoint.close();
  }
  expect(existsSync("/dev/full")).toBe(true);
});

it("leaves no part behind where a file cannot take its place", async () => {
  mkdirSync(folder, { recursive: true });
  const before = await warm();
  expect(before.saved).not.toBeNull();
  const [name = ""] = readdirSync(folder).filter((file) => file.endsWith(".kv"));
  await test.api.warm.eraseAll();
  // A folder of the same name stands in for a file system that refuses the last step.
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, "x"), "");
  expect(await errorCode(save())).not.toBe("no error");
  expect(readdirSync(folder)).toEqual([name]);
  rmSync(path.join(folder, name), { recursive: true });
});
