/** Backups and exports in the window: a backup is made and gone back to, everything is exported and imported again. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { findsNothing } from "./axe.ts";
import { expect, importFile, test } from "./host.ts";
import { letters } from "./letters.ts";

test.use({ mboxes: { "later.mbox": letters(3) } });

test("a backup is made, gone back to, and what it replaced is kept", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(page.getByText("Made and read back: 184 documents.")).toBeVisible();
  await importFile(page, "later.mbox");
  await expect(page.getByLabel("Status")).toContainText("187 documents");

  await page.getByRole("link", { name: "Settings", exact: true }).click();
  const goBack = page.getByRole("button", { name: /^Go back to .*request/ });
  await goBack.click();
  const dialog = page.getByRole("dialog", { name: "Go back to this backup?" });
  await expect(dialog).toContainText("What it is now is kept as a backup");
  await findsNothing(page, "the question before a restore");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Status")).toContainText("187 documents");

  await goBack.click();
  await dialog.getByRole("button", { name: "Go back", exact: true }).click();
  await expect(page.getByText("The archive holds 184 documents again.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel("Status")).toContainText("184 documents");
  await expect(page.getByText(/what a restore replaced/)).toBeVisible();
  await findsNothing(page, "settings after a restore");

  // And there again: nothing was lost by going back.
  await page.getByRole("button", { name: /^Go back to .*replaced/ }).click();
  await dialog.getByRole("button", { name: "Go back", exact: true }).click();
  await expect(page.getByText("The archive holds 187 documents again.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel("Status")).toContainText("187 documents");
});

test("everything is exported into a picked folder, of which the page never learns the path", async ({ page, host }) => {
  const frames: string[] = [];
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => frames.push(String(payload)));
    socket.on("framereceived", ({ payload }) => frames.push(String(payload)));
  });
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("button", { name: "Export everything…" }).click();
  const picker = page.getByRole("dialog", { name: "Where to export to" });
  await picker.getByRole("button", { name: "Mail" }).click();
  // Files are no place to export to.
  await expect(picker.getByText("There is no folder in it.")).toBeVisible();
  await findsNothing(page, "the picker of a folder");
  await picker.getByRole("button", { name: "Export here" }).click();
  await expect(page.getByText(/^“Longhand export .*” holds 184 documents/)).toBeVisible({ timeout: 60_000 });
  await findsNothing(page, "settings after an export");

  const folder = path.join(host.home, "Mail");
  const [name = ""] = readdirSync(folder).filter((one) => one.startsWith("Longhand export"));
  expect(existsSync(path.join(folder, name, "longhand-export.json"))).toBe(true);
  expect(readFileSync(path.join(folder, name, "README.md"), "utf8")).toContain("184 documents");
  expect(frames.length).toBeGreaterThan(10);
  expect(frames.filter((frame) => frame.includes(host.home))).toEqual([]);
  // A second one has a name of its own.
  await page.getByRole("button", { name: "Export everything…" }).click();
  await picker.getByRole("button", { name: "Mail" }).click();
  await picker.getByRole("button", { name: "Export here" }).click();
  await expect(page.getByText(/^“Longhand export .* \(2\)” holds 184 documents/)).toBeVisible({ timeout: 60_000 });
});
