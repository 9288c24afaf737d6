/** The core is killed: the window says so, comes back by itself, and nothing that was saved is lost. */
import { expect, importFile, setSince, test } from "./host.ts";
import { letters } from "./letters.ts";

test("a core that dies while it answers comes back, and the window goes on", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  // The whole archive: reading it takes the bundled model long enough to be killed in.
  await page.getByLabel("Your question").fill("What did Alice Chen write about the gate of the north depot?");
  await expect(page.getByTestId("cost-line")).toContainText("184 documents");
  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByText(/Reading: /)).toBeVisible();
  host.killCore();
  await expect(page.getByText("The archive process stopped and was restarted.")).toBeVisible();

  // The question is kept, said to be stopped, and can be asked again: never by itself.
  await expect(page.getByText("Stopped before an answer came.")).toBeVisible();
  await page.getByRole("button", { name: "Change the question" }).click();
  await expect(page.getByLabel("Your question")).toHaveValue(/gate of the north depot/);
  await setSince(page, "2026-09-01");
  await page.getByLabel("Your question").fill("What is the gate code of the north depot?");
  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByTestId("answer")).toContainText("48213");
  await expect(page.getByRole("link", { name: /gate code of the north depot\?/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /gate of the north depot\?.*stopped/s })).toBeVisible();
});

test("a draft that is edited while the core is away is kept when it is back", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Write", exact: true }).click();
  await page.getByRole("link", { name: /Tom Ferrand.*Friday/s }).click();
  await setSince(page, "2026-09-01");
  await page.getByRole("button", { name: "Draft", exact: true }).click();
  const editor = page.getByLabel("The draft");
  await expect(editor).toBeVisible({ timeout: 60_000 });
  host.killCore();
  await editor.fill("Hi Tom,\n\nwritten while the core was away.");
  await expect(page.getByText("Your edits are kept")).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByLabel("The draft")).toHaveValue(/written while the core was away/);
});

test.describe("a long import", () => {
  test.use({ mboxes: { "large.mbox": letters(12_000) } });

  test("an import goes on where the core died", async ({ page, host }) => {
    await page.goto(host.url);
    await page.getByRole("button", { name: "Choose files…" }).click();
    const dialog = page.getByRole("dialog", { name: "Choose mail to import" });
    await dialog.getByRole("button", { name: "Mail" }).click();
    await dialog.getByRole("checkbox", { name: "large.mbox" }).check();
    await dialog.getByRole("button", { name: "Import" }).click();
    const run = page.getByRole("article", { name: "Import of large.mbox" });
    await expect(run).toContainText(/\d new mails/);
    await expect(run).toContainText("of 1"); // "5.2 MB of 17 MB"
    host.killCore();
    await expect(page.getByText("The archive process stopped and was restarted.")).toBeVisible();
    await expect(page.getByLabel("Status")).toContainText("12,000 documents", { timeout: 60_000 });
    await expect(run.getByLabel("Done")).toBeVisible();
  });
});
