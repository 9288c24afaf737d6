/** A model fetched in the window, from a real server on this machine that sends on to another: each host asked for. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type FileServer, startFileServer } from "../helpers/file-server.ts";
import { ROOT } from "../helpers/paths.ts";
import { findsNothing } from "./axe.ts";
import { expect, test } from "./host.ts";

const MODEL = readFileSync(path.join(ROOT, "resources", "models", "longhand-demo.gguf"));
const SHA256 = createHash("sha256").update(MODEL).digest("hex");

let front: FileServer;
let store: FileServer;
test.beforeEach(async () => {
  front = await startFileServer(MODEL);
  store = await startFileServer(MODEL);
  store.pieceMs = 40;
  front.intercept = (_, response) => {
    const size = { "x-linked-size": String(MODEL.length), "x-linked-etag": `"${SHA256}"` };
    response.writeHead(302, { location: `${store.origin}/bytes`, ...size }).end();
    return true;
  };
});
test.afterEach(async () => {
  await front.close();
  await store.close();
});

test("a model is fetched only after a yes to each host, paused, gone on with, checked and used", async ({
  page,
  host,
}) => {
  test.setTimeout(240_000);
  await page.goto(host.url);
  await page.getByRole("button", { name: "Long-context models, and what they need" }).click();
  const table = page.getByRole("region", { name: "Long-context models" });
  await expect(table).toContainText("as an example");
  await table
    .getByRole("button", { name: "Fetch Meta-Llama-3.1-8B-Instruct" })
    .or(table.getByRole("button", { name: "Fetch Llama-3.1-8B-Instruct" }))
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("huggingface.co");
  await expect(dialog).toContainText("4.9 GB");
  await expect(dialog).toContainText("7b064f58…");
  await findsNothing(page, "before a model is fetched");
  await dialog.getByRole("button", { name: "Not now" }).click();

  await page.getByLabel("Another GGUF file, by its link").fill(`${front.origin}/models/mine.gguf`);
  await page.getByRole("button", { name: "Fetch…", exact: true }).last().click();
  await expect(dialog).toContainText(front.host);
  expect(front.requests).toEqual([]);
  await dialog.getByRole("button", { name: `Fetch from ${front.host}` }).click();
  const list = page.getByRole("region", { name: "Fetched models" });
  await expect(list).toContainText(`keeps the file at ${store.host}`);
  expect(store.requests).toEqual([]);
  await findsNothing(page, "a further host is asked for");
  await list.getByRole("button", { name: `Allow ${store.host}` }).click();
  await expect(page.getByRole("region", { name: "Status" })).toContainText("Fetching mine.gguf");
  await list.getByRole("button", { name: "Pause" }).click();
  await expect(list).toContainText("Resting at");
  const requests = store.requests.length;
  await list.getByRole("button", { name: "Go on" }).click();
  await expect.poll(() => store.requests.length).toBe(requests + 1);
  // The core dies in its midst; the next one goes on by itself, under the same yes.
  host.killCore();
  await expect(list).toContainText("checksum right, as its host says", { timeout: 90_000 });
  expect(store.requests.length).toBe(requests + 2);
  const from = store.requests.map(({ range }) => Number(/\d+/.exec(range ?? "0")?.[0] ?? 0));
  expect(from).toEqual([...from].sort((a, b) => a - b));
  expect(from.at(-1)).toBeGreaterThan(0);
  await list.getByRole("button", { name: "Use it" }).click();
  await expect(page.getByText("In use: mine.gguf.")).toBeVisible({ timeout: 60_000 });
  await expect(list.getByText("In use", { exact: true })).toBeVisible();
  await findsNothing(page, "a fetched model in use");
  await page.keyboard.press("Control+8");
  await expect(page.getByText("fetching a model’s file").first()).toBeVisible();
});
