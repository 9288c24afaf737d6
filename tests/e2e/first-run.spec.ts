/** The first visit: three steps on one screen, the sample archive, a model file; then how the window looks. */
import { copyFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../helpers/paths.ts";
import { findsNothing } from "./axe.ts";
import { expect, importFile, test } from "./host.ts";

test("somebody new tries the sample archive and takes a model file, all on the first screen", async ({
  page,
  host,
}) => {
  // Four axe runs, an import and three models that are opened: a busy machine takes its time.
  test.setTimeout(300_000);
  copyFileSync(
    path.join(ROOT, "resources", "models", "longhand-demo.gguf"),
    path.join(host.home, "Mail", "my-model.gguf"),
  );
  await page.goto(host.url);
  for (const name of ["Your mail", "You", "Your model"]) {
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  }
  await expect(page.getByText("In use: Demonstration model.")).toBeVisible();
  await findsNothing(page, "first run");
  await page.getByRole("button", { name: "Try with the sample archive" }).click();
  await expect(page.getByRole("article", { name: "Import of archive.mbox" }).getByLabel("Done")).toBeVisible();
  await expect(page.getByText(/tokens/).first()).toBeVisible();
  await page.getByRole("button", { name: "Long-context models, and what they need" }).click();
  const table = page.getByRole("region", { name: "Long-context models" });
  await expect(table).toContainText("Apache 2.0");
  await expect(table).toContainText("fits this machine");
  await findsNothing(page, "first run, with mail");
  await page.getByRole("button", { name: "A model file (GGUF)…" }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a GGUF file" });
  await dialog.getByRole("button", { name: "Mail" }).click();
  await dialog.getByRole("checkbox", { name: "archive.mbox" }).check();
  await dialog.getByRole("button", { name: "Use it" }).click();
  // A mailbox is no model: it says so, and the model stays.
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByText("In use: Demonstration model.")).toBeVisible();
  await page.getByRole("button", { name: "A model file (GGUF)…" }).click();
  await dialog.getByRole("button", { name: "Mail" }).click();
  await dialog.getByRole("checkbox", { name: "my-model.gguf" }).check();
  await dialog.getByRole("button", { name: "Use it" }).click();
  await expect(page.getByText("In use: my-model.gguf.")).toBeVisible();
  await page.getByRole("link", { name: "Ask your first question" }).click();
  await expect(page.getByLabel("Your question")).toBeVisible();
});

test("the demonstration model says how much it reads well, and one click comes down to that", async ({
  page,
  host,
}) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.keyboard.press("Control+1");
  await expect(page.getByTestId("cost-line")).toContainText("184 documents");
  await page.getByRole("button", { name: /^Read the newest \d+ documents, from .* on$/ }).click();
  await expect(page.getByTestId("cost-line")).toContainText(/^\d+ documents, (1,[0-4]|\d)\d\d tokens/);
  await expect(page.getByText("reads only about 1,500 tokens well")).toBeHidden();
});

test("the largest text and high contrast leave every screen usable, and nothing moves for who wants it still", async ({
  page,
  host,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.keyboard.press("Control+8");
  await page.getByText("High contrast", { exact: true }).click();
  await page.getByRole("slider", { name: "Text size" }).focus();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowRight");
  await expect(page.getByText("Text size: 20 px")).toBeVisible();
  await expect(page.locator("body")).toHaveCSS("font-size", "20px");
  for (const key of ["1", "2", "3", "4", "5", "6", "7", "8"]) {
    await page.keyboard.press(`Control+${key}`);
    await page.waitForTimeout(500);
    const wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    expect(wide, `screen ${key} is not wider than the window`).toBeLessThanOrEqual(0);
    const moving = await page.evaluate(
      "document.getAnimations().filter((a) => a.playState === 'running' && a.effect.getComputedTiming().duration > 50).length",
    );
    expect(moving, `screen ${key} is still`).toBe(0);
  }
  await page.keyboard.press("Control+3");
  await findsNothing(page, "library, large and high contrast");
  // It stays.
  await page.reload();
  await expect.poll(() => page.evaluate("getComputedStyle(document.body).fontSize")).toBe("20px");
});
