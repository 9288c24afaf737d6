/** What belongs to the whole window: the palette, links, chips of the library, undo, drops anywhere, text size. */
import { findsNothing } from "./axe.ts";
import { expect, importFile, test } from "./host.ts";

test("the palette leads to places, documents and mail, by keys alone", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  const box = page.getByRole("combobox", { name: "Find a place, an action or a mail" });
  await page.keyboard.press("Control+k");
  await expect(box).toBeFocused();
  await findsNothing(page, "palette");
  await page.keyboard.type("go set");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("m5");
  await expect(page.getByRole("option", { name: "Open m5" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: /^Mail:/ })).toContainText("m5");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("tollgate order");
  await expect(page.getByRole("option", { name: /Your order/ }).first()).toBeVisible();
  await findsNothing(page, "palette with mail");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Escape");
  await expect(box).toBeHidden();
  // A link of another archive opens nothing.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("longhand://00000000-0000-4000-8000-000000000000/m3");
  await expect(page.getByRole("option", { name: "This link is of another archive" })).toBeVisible();
});

test("the library's list is restricted by chips, and a mail says whether the model is given it", async ({
  page,
  host,
}) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.keyboard.press("Control+3");
  const bar = page.getByRole("group", { name: "What to list" });
  await expect(bar).toContainText("All documents");
  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Sent by me" }).click();
  await page.keyboard.press("Escape");
  await expect(bar).toContainText("sent by me");
  const count = page.locator("search p[aria-live]");
  // While the list is being made nothing stands there.
  await expect(count).toHaveText(/^(?!184 )\d+ document/);
  const [sent = 0] = ((await count.textContent()) ?? "").match(/\d+/)?.map(Number) ?? [];
  expect(sent).toBeGreaterThan(10);
  await findsNothing(page, "library with a chip");
  // The restriction holds for a search too, and stays over a reload.
  await page.reload();
  await expect(bar).toContainText("sent by me");
  await page.getByRole("option").first().click();
  await expect(page.getByTestId("prompt-mark")).toContainText(/prompt/);
  await bar.getByRole("button", { name: "Do not restrict: sent by me" }).click();
  await expect(count).toHaveText(/^184 /);
});

test("withdrawing can be undone from the note that says it", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.goto(`${new URL(page.url()).origin}/#/library/m5`);
  await page.getByRole("button", { name: "More", exact: true }).last().click();
  await page.getByRole("menuitem", { name: "Withdraw from the model" }).click();
  await expect(page.getByText("Withdrawn: no answer and no draft uses this.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Withdrawn: no answer and no draft uses this.")).toBeHidden();
});

test("a file dropped on any screen is imported", async ({ page, host }) => {
  await page.goto(host.url);
  await page.keyboard.press("Control+1");
  // As text: the tests have no DOM of their own.
  const data = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    const mail = "From a@example.org Thu Mar  4 10:00:00 2021\\nFrom: a@example.org\\nSubject: dropped\\n\\nHello.\\n";
    transfer.items.add(new File([mail], "dropped.mbox"));
    return transfer;
  })()`);
  await page.dispatchEvent("main", "dragover", { dataTransfer: data });
  await expect(page.getByTestId("window-drop")).toBeVisible();
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
  await expect(page.getByRole("article", { name: "Import of dropped.mbox" }).getByLabel("Done")).toBeVisible();
  await expect(page.getByTestId("window-drop")).toBeHidden();
});
