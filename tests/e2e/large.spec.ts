/** Every screen with 100,000 documents: what is drawn stays bounded, the last document is a key away. */
import path from "node:path";
import { test as base, expect } from "@playwright/test";
import { writeLargeArchive } from "../bench/large-archive.ts";
import { temporaryDirectory } from "../helpers/paths.ts";
import { findsNothing } from "./axe.ts";
import { setSince, startHost } from "./host.ts";

/** LONGHAND_LARGE_ROWS tries it with other numbers. */
const DOCUMENTS = Number(process.env["LONGHAND_LARGE_ROWS"] ?? 100_000);

const formatted = (count: number): string => new Intl.NumberFormat("en-GB").format(count);

/** In the page: as far down as an element scrolls. */
function toTheEnd(element: unknown): void {
  const scroller = element as { scrollTop: number; readonly scrollHeight: number };
  scroller.scrollTop = scroller.scrollHeight;
}

base("every screen works with 100,000 documents", async ({ page }) => {
  base.setTimeout(1_200_000);
  const scratch = temporaryDirectory();
  const archive = path.join(scratch.path, "archive");
  writeLargeArchive(archive, { documents: DOCUMENTS, wordsEach: 30 });
  const { host, url } = await startHost(archive, scratch.path);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  const open = (screen: string): Promise<void> =>
    page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: screen }).click();
  try {
    await page.goto(url);
    await expect(page.getByLabel("Status")).toContainText(`${formatted(DOCUMENTS)} documents`, { timeout: 60_000 });
    await page.keyboard.press("Control+3");
    const rows = page.getByRole("option");
    await expect(rows.first()).toBeVisible();
    await expect(page.getByText(`${formatted(DOCUMENTS)} documents`, { exact: true }).first()).toBeVisible();
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
    await page.getByLabel("Search the library").fill("");

    // A restriction: the list is that of the scope, to its end.
    await setSince(page, "2020-01-01");
    const counted = page.locator("search p[aria-live]");
    await expect(counted).toContainText(/document/);
    await expect(counted).not.toContainText(formatted(DOCUMENTS));
    await expect(rows.first()).toBeVisible();
    expect(await drawn()).toBeLessThan(80);
    await list.focus();
    await page.keyboard.press("End");
    await expect(rows.last()).toContainText("2020");
    expect(await drawn()).toBeLessThan(80);
    await page.getByRole("button", { name: /Do not restrict/ }).click();

    // The ledger: every item of the source, the last one a drag away.
    await open("Sources");
    await expect(page.getByRole("heading", { name: "Sources", exact: true })).toBeVisible();
    await page.getByRole("link", { name: "generated.mbox" }).click();
    const ledger = page.getByTestId("ledger");
    await expect(ledger.getByRole("listitem").first()).toContainText("Imported as m1");
    await expect(page.getByRole("group", { name: "What became of the items" })).toContainText(formatted(DOCUMENTS));
    await ledger.evaluate(toTheEnd);
    await expect(ledger.locator(`[aria-posinset="${DOCUMENTS}"]`)).toContainText(`Imported as m${DOCUMENTS}`);
    expect(await ledger.getByRole("listitem").count()).toBeLessThan(60);
    await page.getByRole("button", { name: /^0\s*Failed$/i }).click();
    await expect(page.getByText("Nothing is in this state.")).toBeVisible();
    await findsNothing(page, "ledger, 100,000 items");

    // The context: a prompt of some months, and the coverage of all that there is.
    await open("Context");
    await expect(page.getByRole("heading", { name: "Context", exact: true })).toBeVisible();
    await setSince(page, "2026-10-20");
    const coverage = page.getByRole("listbox", { name: /^Coverage/ });
    await expect(coverage).toBeVisible({ timeout: 300_000 });
    await expect(page.getByText(`${formatted(DOCUMENTS)} documents`, { exact: true })).toBeVisible({ timeout: 60_000 });
    await coverage.focus();
    await page.keyboard.press("End");
    await expect(coverage.locator(`[aria-posinset="${DOCUMENTS}"]`)).toContainText(`m${DOCUMENTS} `);
    expect(await coverage.getByRole("option").count()).toBeLessThan(60);
    await findsNothing(page, "context, 100,000 documents");

    // What is asked of the same months is counted, not built anew from all.
    await open("Ask");
    await expect(page.getByRole("heading", { name: "Ask your archive" })).toBeVisible();
    await expect(page.getByTestId("cost-line")).toContainText("documents", { timeout: 60_000 });
    await findsNothing(page, "ask, 100,000 documents");

    // Writing begins with a list of mail to answer, found as it is typed.
    await open("Write");
    await expect(page.getByRole("heading", { name: "Write", exact: true })).toBeVisible();
    await findsNothing(page, "write, 100,000 documents");

    // The voice counts every mail that the owner wrote.
    await open("Voice");
    await expect(page.getByText(/mails you wrote, 20\d\d to 20\d\d/)).toBeVisible({ timeout: 120_000 });
    await findsNothing(page, "voice, 100,000 documents");

    for (const heading of ["Settings", "Exam"]) {
      await open(heading);
      await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
      await findsNothing(page, `${heading}, 100,000 documents`);
    }
    expect(faults).toEqual([]);
  } finally {
    const ended = new Promise((resolve) => host.once("exit", resolve));
    host.kill("SIGTERM");
    await ended;
    scratch.dispose();
  }
});
