/** The voice: its card with evidence a click away, and a backtest from its cost to its report. */
import AxeBuilder from "@axe-core/playwright";
import { expect, importFile, test } from "./host.ts";

test("the card leads to the mails that show it, a backtest to a verdict", async ({ page, host }) => {
  test.setTimeout(300_000);
  await page.goto(host.url);
  await page.getByRole("link", { name: "Voice", exact: true }).click();
  await expect(page.getByText("No mail of yours is here yet")).toBeVisible();
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Voice", exact: true }).click();
  await expect(page.getByRole("heading", { name: "How you begin" })).toBeVisible();
  const shown = page.getByRole("link", { name: /^Hi .*shown by m\d+/ }).first();
  const id = await shown.textContent();
  await shown.click();
  await expect(page.getByRole("article", { name: /^Mail:/ })).toContainText(id ?? "");
  await expect(page.getByTestId("quote-mark").first()).toBeVisible();
  await page.goBack();
  await page.getByText("By year", { exact: true }).click();
  await expect(page.getByText("2026", { exact: true }).first()).toBeVisible();

  // A small window: the bundled model reads slowly beside a browser.
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByLabel("Use at most this much of its window").fill("2048");
  await page.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByText("In use", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Voice", exact: true }).click();
  await page.getByLabel("Replies to draft").fill("2");
  await page.getByRole("button", { name: "What would it cost?" }).click();
  await expect(page.getByTestId("backtest-cost")).toContainText("are drafted three times");
  await expect(page.getByTestId("backtest-cost")).toContainText("6 drafts");
  await page.getByRole("button", { name: "Begin the backtest" }).click();
  await expect(page.getByTestId("backtest-report")).toBeVisible({ timeout: 200_000 });
  await expect(page.getByTestId("backtest-report")).toContainText("Not enough text: 1,500 pooled words");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.waitForTimeout(300);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual(
      [],
    );
  }
});
