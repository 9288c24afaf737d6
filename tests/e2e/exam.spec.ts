/** The exam: from its cost to the recommendation, files to keep, the owner's choice, the mark of a longer answer. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { findsNothing } from "./axe.ts";
import { expect, importFile, setSince, test } from "./host.ts";

/** Saves what a button of the result offers; returns its bytes. */
async function saved(page: Page, name: "JSON" | "CSV" | "PNG"): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name, exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`longhand-exam-1.${name.toLowerCase()}`);
  return readFileSync(await download.path());
}

/** The engine starts and counts the archive first: on a busy machine that takes as long as it takes. */
const CONNECTED = { timeout: 180_000 };

test("an exam by keys: its cost, a pause, its result, a choice, and a marked answer", async ({ page, host }) => {
  test.setTimeout(600_000);
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  // A small window: the bundled model reads slowly beside a browser.
  await page.keyboard.press("Control+8");
  await page.getByLabel("Use at most this much of its window").fill("4096");
  await page.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByText("In use", { exact: true })).toBeVisible();

  await page.keyboard.press("Control+5");
  await expect(page.getByText("This endpoint has not sat an exam")).toBeVisible(CONNECTED);
  await page.getByRole("radio", { name: "Normal" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("radio", { name: "Quick" })).toBeChecked();
  await expect(page.getByText(/About \d+ questions and at most [\d,]+ tokens to read/)).toBeVisible(CONNECTED);
  await findsNothing(page, "exam, planned");
  const begin = page.getByRole("button", { name: "Begin the exam" });
  await begin.focus();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { name: "Under way" })).toBeVisible(CONNECTED);
  await expect(page.getByRole("heading", { name: "What came back" })).toBeVisible(CONNECTED);
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Paused" })).toBeVisible(CONNECTED);
  await findsNothing(page, "exam, paused");
  // The core dies with it, and the exam waits where it was.
  const asked = await page.getByText(/of about \d+ questions asked/).textContent();
  host.killCore();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Paused" })).toBeVisible(CONNECTED);
  await expect(page.getByText(asked ?? "?")).toBeVisible();
  await page.getByRole("button", { name: "Go on" }).press("Enter");

  await expect(page.getByRole("heading", { name: "Task by task" })).toBeVisible({ timeout: 300_000 });
  await expect(page.getByRole("table", { name: /Scores by depth/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /One fact in your mail/ })).toBeVisible();
  await findsNothing(page, "exam, finished");
  const json = JSON.parse((await saved(page, "JSON")).toString()) as {
    readonly exam: { readonly summary: { readonly asking: { readonly tokens: number } } };
    readonly cells: readonly object[];
  };
  const csv = (await saved(page, "CSV")).toString().trim().split("\n");
  expect(csv[0]).toMatch(/^task,length,depth,score/);
  expect(csv).toHaveLength(json.cells.length + 1);
  const png = await saved(page, "PNG");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.length).toBeGreaterThan(5000);

  await expect(page.getByText("Nothing changes until you choose.")).toBeVisible(CONNECTED);
  await page.getByRole("button", { name: "Use the whole window, mark longer answers" }).press("Enter");
  await expect(page.getByText("You use the whole window: longer answers carry a mark.")).toBeVisible(CONNECTED);

  await page.keyboard.press("Control+1");
  await setSince(page, "2026-06-01");
  await page.getByLabel("Your question").fill("What is the gate code of the north depot?");
  // Enter asks once what it costs is known.
  await expect(page.getByText(/^Next question: .* to read/)).toBeVisible(CONNECTED);
  await expect(page.getByRole("button", { name: "Ask", exact: true })).toBeEnabled(CONNECTED);
  await page.getByLabel("Your question").press("Enter");
  const recommended = json.exam.summary.asking.tokens;
  expect(recommended).toBeLessThan(2048);
  await expect(page.getByText("From beyond the length that the exam recommends")).toBeVisible(CONNECTED);
  await findsNothing(page, "marked answer");
  await page.getByRole("link", { name: "See the exam" }).press("Enter");
  await expect(page.getByRole("heading", { name: "What is recommended" })).toBeVisible();
  await expect(page.getByText("You use the whole window")).toBeVisible(CONNECTED);
});
