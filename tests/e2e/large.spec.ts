/** Every screen with 100,000 documents: what is drawn stays bounded, the last document is a key away. */
import path from "node:path";
import { test as base, expect } from "@playwright/test";
import { writeLargeArchive } from "../bench/large-archive.ts";
import { temporaryDirectory } from "../helpers/paths.ts";
import { findsNothing } from "./axe.ts";
import { startHost } from "./host.ts";

const DOCUMENTS = 100_000;

base("every screen works with 100,000 documents", async ({ page }) => {
  base.setTimeout(600_000);
  const scratch = temporaryDirectory();
  const archive = path.join(scratch.path, "archive");
  writeLargeArchive(archive, { documents: DOCUMENTS, wordsEach: 30 });
  const { host, url } = await startHost(archive, scratch.path);
  try {
    await page.goto(url);
    await expect(page.getByLabel("Status")).toContainText("100,000 documents", { timeout: 60_000 });
    await page.keyboard.press("Control+3");
    const rows = page.getByRole("option");
    await expect(rows.first()).toBeVisible();
    await expect(page.getByText("100,000 documents", { exact: true }).first()).toBeVisible();
    const drawn = async (): Promise<number> => rows.count();
    expect(await drawn()).toBeLessThan(80);
    const list = page.getByRole("listbox");
    await list.focus();
    await page.keyboard.press("End");
    // The undated stand last: the very last row has a number and its content.
    await expect(page.locator(`[aria-posinset="${DOCUMENTS}"]`)).toContainText("No date");
    expect(await drawn()).toBeLessThan(80);
    await list.evaluate((element) => {
      const scroller = element as unknown as { scrollTop: number; readonly scrollHeight: number };
      scroller.scrollTop = scroller.scrollHeight / 2;
    });
    await expect(page.locator(`[aria-posinset="${DOCUMENTS / 2}"]`)).toBeVisible();
    expect(await drawn()).toBeLessThan(80);
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("article", { name: /^Mail:/ })).toBeVisible();
    await findsNothing(page, "library, 100,000 documents");
    await page.getByLabel("Search the library").fill("ba");
    await expect(page.locator("search p[aria-live]")).toContainText(/match/);
    for (const [key, text] of [
      ["1", "Ask"],
      ["2", "Write"],
      ["4", "Context"],
      ["5", "Exam"],
      ["6", "Voice"],
      ["7", "Sources"],
      ["8", "Settings"],
    ] as const) {
      await page.keyboard.press(`Control+${key}`);
      await expect(page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: text })).toHaveAttribute(
        "aria-current",
        "page",
      );
      await expect(page.locator("main")).not.toBeEmpty();
      await expect(page.getByText("This screen ran into a fault")).toBeHidden();
    }
  } finally {
    const ended = new Promise((resolve) => host.once("exit", resolve));
    host.kill("SIGTERM");
    await ended;
    scratch.dispose();
  }
});
