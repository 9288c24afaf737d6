/** What is read: built in the bar by keys, saved under a name, asked in, come back to, renamed, deleted. */
import { expect, importFile, test } from "./host.ts";

test("a scope is built, saved, asked in and come back to", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.keyboard.press("Control+1");
  const bar = page.getByRole("group", { name: "What to read" });
  await expect(bar).toContainText("The whole archive");
  await expect(bar.getByRole("button", { name: "Saved" })).toBeHidden();

  // Two people from the list, by keys alone; the question is not sent on the way.
  await page.getByLabel("Your question").fill("When do we meet?");
  await bar.getByRole("button", { name: "Person" }).focus();
  await page.keyboard.press("Enter");
  const people = page.getByLabel("Mail with these people").first();
  await expect(people).toBeFocused();
  await people.fill("tom fer");
  await expect(page.getByRole("option", { name: /Tom Ferrand/ }).first()).toBeVisible();
  await expect(page.getByRole("option").first()).toHaveAttribute("data-combobox-selected", "true");
  await page.keyboard.press("Enter");
  await expect(people).toBeHidden();
  await expect(bar).toContainText(/with .*@/);

  // What is behind "More": only mail sent by the owner, without spam; the menu stays for the next tick.
  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Sent by me" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Spam" }).click();
  await expect(page.getByRole("menuitemcheckbox", { name: "Spam" })).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");
  await expect(bar).toContainText("sent by me");
  await expect(bar).toContainText("without spam");
  const cost = page.getByTestId("cost-line");
  await expect(cost).toContainText(/^\d+ documents?/);

  // Saved: one chip with its name, the same documents.
  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Last day…" }).click();
  await page.getByLabel("Last day to read").fill("2026-11-01");
  await page.keyboard.press("Enter");
  await expect(bar).toContainText("until");
  await expect(cost).toContainText(/^\d+ documents?.*fits/);
  const words = await cost.innerText();
  await bar.getByRole("button", { name: "Saved" }).click();
  await page.getByRole("menuitem", { name: "Save what is set…" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Tom");
  await page.keyboard.press("Enter");
  await expect(bar.getByRole("button", { name: "Do not restrict: Tom", exact: true })).toBeVisible();
  await expect(bar).not.toContainText("sent by me");
  await expect(cost).toHaveText(words);

  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByTestId("answer")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("read: “Tom”", { exact: false })).toBeVisible();

  // Another time: gone from the bar, chosen again from the menu, and on the other screens too.
  await page.keyboard.press("Control+1");
  await bar.getByRole("button", { name: "Do not restrict: Tom", exact: true }).click();
  await expect(bar).toContainText("The whole archive");
  await page.reload();
  await bar.getByRole("button", { name: "Saved" }).click();
  await page.getByRole("menuitem", { name: /^Tom/ }).click();
  await expect(cost).toHaveText(words);
  await page.keyboard.press("Control+4");
  await expect(bar).toContainText("Tom");

  // A new name keeps it chosen; deleting it leaves what it held.
  await bar.getByRole("button", { name: "Saved" }).click();
  await page.getByRole("menuitem", { name: "Rename or delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Saved scopes" });
  await dialog.getByRole("button", { name: "Rename Tom" }).click();
  await page.getByLabel("New name of Tom").fill("Letters to Tom");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Delete Letters to Tom" }).click();
  await expect(dialog).toContainText("None is left");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(dialog).toContainText("Letters to Tom");
  await dialog.getByRole("button", { name: "Delete Letters to Tom" }).click();
  await expect(dialog).toContainText("None is left");
  await page.keyboard.press("Escape");
  await expect(bar).toContainText("sent by me");
  await expect(bar).toContainText("without spam");
  await page.keyboard.press("Control+1");
  await expect(cost).toHaveText(words);
});

test("a conversation is found by its words, and a chip can be changed", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.keyboard.press("Control+1");
  const bar = page.getByRole("group", { name: "What to read" });
  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Conversation…" }).click();
  await page.getByLabel("These conversations").first().fill("north depot");
  await page.getByRole("option").first().click();
  await page.getByLabel("These conversations").first().fill("museum bill");
  await page
    .getByRole("option", { name: /Museum bill/ })
    .first()
    .click();
  await page.keyboard.press("Escape");
  await expect(bar).toContainText("2 conversations");
  await bar.getByRole("button", { name: "2 conversations", exact: true }).click();
  await expect(page.getByLabel("These conversations").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Do not restrict: 2 conversations" }).click();
  await expect(bar).toContainText("The whole archive");
});
