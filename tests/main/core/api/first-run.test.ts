import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createCaller } from "../../../../main/core/api/router.ts";
import { type Api, errorCode, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { ROOT } from "../../../helpers/paths.ts";

let test: TestApi;
let page: Api;
beforeAll(async () => {
  test = await openTestApi();
  page = createCaller(test.core.context("page"));
});
afterAll(() => test.close());

it("takes a picked file as the model only where it is one, by its ticket", async () => {
  const bad = path.join(test.scratch, "no-model.gguf");
  writeFileSync(bad, "this is no model");
  const { ticket } = await test.core.tickets.issue(bad);
  expect(await errorCode(page.settings.useModelFile({ ticket }))).not.toBe("no error");
  expect((await page.settings.endpoint()).choice).toEqual({});
  expect(await errorCode(page.settings.useModelFile({ ticket: "never-issued" }))).toBe("INVALID_INPUT");
  const good = await test.core.tickets.issue(path.join(ROOT, "resources", "models", "longhand-demo.gguf"));
  expect(await page.settings.useModelFile({ ticket: good.ticket })).toMatchObject({ windowTokens: 131_072 });
  expect((await page.settings.endpoint()).choice.address).toContain("longhand-demo.gguf");
});

it("brings in the sample archive, and names the archive for links", async () => {
  await page.import.sample();
  await expect.poll(async () => (await page.archive.status()).documents, { timeout: 40_000 }).toBe(184);
  const { id } = await page.archive.status();
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect((await page.archive.status()).id).toBe(id);
});
