/** Sources: the ledger of a folder of everything, undoing, a source that was moved, pausing, who "me" is. */
import { appendFileSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, importFile, test } from "./host.ts";
import { letters } from "./letters.ts";

/** axe finds nothing on what is shown now. */
async function isAccessible(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
}

function openSource(page: Page, name: string): Promise<void> {
  return page.getByRole("listitem").getByRole("link", { name, exact: true }).click();
}

async function countOf(page: Page, tab: string): Promise<number> {
  const text = await page
    .getByRole("group", { name: "What became of the items" })
    .getByRole("button", { name: tab })
    .innerText();
  return Number(text.replace(/\D/g, ""));
}

test.describe("a folder of everything", () => {
  const twice = letters(3);
  test.use({
    mboxes: {
      "notes.txt": "The gate is painted in May.\n",
      "broken.pdf": "%PDF-1.4\nthis is no PDF \u202egnp.exe\u0007\n",
      "picture.bin": "\0\0\0\u0001\0\0picture",
      "letters.mbox": twice,
      "letters-copy.mbox": twice,
    },
  });

  test("shows every item in one state, and the bytes of what failed", async ({ page, host }) => {
    await page.goto(host.url);
    await page.getByRole("button", { name: "Choose files…" }).click();
    const dialog = page.getByRole("dialog", { name: "Choose mail to import" });
    await dialog.getByRole("button", { name: "Mail" }).click();
    await dialog.getByRole("button", { name: "Take the whole folder" }).click();
    await expect(page.getByRole("article", { name: "Import of Mail" }).getByLabel("Done, with failures")).toBeVisible();
    await openSource(page, "Mail");

    const tabs = page.getByRole("group", { name: "What became of the items" });
    await expect(tabs).toContainText("188");
    // 179 mails of the sample, 3 letters, a note; the letters again; a picture; a broken PDF.
    expect(await countOf(page, "Imported")).toBe(183);
    expect(await countOf(page, "Duplicates")).toBe(3);
    expect(await countOf(page, "Skipped")).toBe(1);
    expect(await countOf(page, "Failed")).toBe(1);
    expect(await countOf(page, "All items")).toBe(188);
    await isAccessible(page);

    await tabs.getByRole("button", { name: "Failed" }).click();
    const ledger = page.getByTestId("ledger");
    await expect(ledger.getByRole("listitem")).toHaveCount(1);
    await expect(ledger).toContainText("broken.pdf");
    await ledger.getByRole("button", { name: "Open raw: broken.pdf" }).click();
    const raw = page.getByRole("dialog", { name: "As it came" });
    // What would hide or turn the text is shown as a sign.
    await expect(raw.getByLabel("The bytes as text")).toContainText("this is no PDF [U+202E]gnp.exe␇");
    await isAccessible(page);
    const download = page.waitForEvent("download");
    await raw.getByRole("button", { name: "Save as a file…" }).click();
    const saved = await (await download).path();
    expect(readFileSync(saved)).toEqual(readFileSync(path.join(host.home, "Mail", "broken.pdf")));
    await page.keyboard.press("Escape");

    await tabs.getByRole("button", { name: "Skipped" }).click();
    await page.getByRole("button", { name: /^no text in it/ }).click();
    await expect(ledger).toContainText("picture.bin");

    // A duplicate names the document it is one of; the way back leads here.
    await tabs.getByRole("button", { name: "Duplicates" }).click();
    await expect(ledger.getByRole("listitem")).toHaveCount(3);
    await ledger.getByRole("link").first().click();
    await expect(page.getByRole("article", { name: /^Mail: Letter/ })).toBeVisible();
    await page.goBack();
    await expect(page.getByTestId("ledger").getByRole("listitem")).toHaveCount(3);
  });
});

test.describe("undoing and moving", () => {
  test.use({ mboxes: { "one.mbox": letters(5), "two.mbox": letters(5, { first: 4 }) } });

  test("says what goes and what stays before a source is removed", async ({ page, host }) => {
    await page.goto(host.url);
    await importFile(page, "one.mbox");
    await importFile(page, "two.mbox");
    await expect(page.getByLabel("Status")).toContainText("8 documents");
    await openSource(page, "one.mbox");
    await page.getByRole("button", { name: "Remove…" }).click();
    const dialog = page.getByRole("dialog", { name: "Remove one.mbox?" });
    await expect(dialog).toContainText("3 documents will go.");
    await expect(dialog).toContainText("2 documents will stay");
    await expect(dialog).toContainText("Letter 4");
    await isAccessible(page);
    await dialog.getByRole("button", { name: "Keep it" }).click();
    await expect(page.getByLabel("Status")).toContainText("8 documents");

    await page.getByRole("button", { name: "Remove…" }).click();
    await dialog.getByRole("button", { name: "Remove the source" }).click();
    await expect(page.getByLabel("Status")).toContainText("5 documents");
    await expect(page.getByRole("link", { name: "one.mbox", exact: true })).toHaveCount(0);
    await openSource(page, "two.mbox");
    await expect(page.getByTestId("ledger").getByRole("listitem")).toHaveCount(5);
  });

  test("finds a moved source again, and then only what is new; one import can be undone", async ({ page, host }) => {
    await page.goto(host.url);
    await importFile(page, "one.mbox");
    const mail = path.join(host.home, "Mail");
    renameSync(path.join(mail, "one.mbox"), path.join(mail, "moved.mbox"));
    await page.reload();
    await expect(page.getByText("not where it was")).toBeVisible();
    await openSource(page, "one.mbox");
    await expect(page.getByText("It is not where it was.")).toBeVisible();

    const pick = async (name: string): Promise<void> => {
      await page.getByRole("button", { name: "It was moved…" }).click();
      const dialog = page.getByRole("dialog", { name: "Where is it now?" });
      await dialog.getByRole("button", { name: "Mail" }).click();
      await dialog.getByRole("checkbox", { name }).check();
      await dialog.getByRole("button", { name: "It is this one" }).click();
    };
    await pick("archive.mbox");
    await expect(page.getByRole("alert")).toContainText("archive.mbox does not hold the mail of this source");
    // No path of the machine ever reaches the page.
    expect(await page.content()).not.toContain(host.home);
    await pick("moved.mbox");
    await expect(page.getByRole("heading", { name: "moved.mbox" })).toBeVisible();
    await expect(page.getByText("It is not where it was.")).toBeHidden();

    appendFileSync(path.join(mail, "moved.mbox"), letters(2, { first: 50 }));
    await page.getByRole("button", { name: "Look for new mail" }).click();
    const run = page.getByRole("article", { name: "Import of moved.mbox" });
    await expect(run.getByLabel("Done")).toBeVisible();
    await expect(run).toContainText("2 new mails");
    await expect(page.getByLabel("Status")).toContainText("7 documents");

    await openSource(page, "moved.mbox");
    await page.getByRole("button", { name: "2 imports" }).click();
    await page.getByRole("button", { name: "Undo import 2" }).click();
    const dialog = page.getByRole("dialog", { name: "Undo this import of moved.mbox?" });
    await expect(dialog).toContainText("2 documents will go.");
    await dialog.getByRole("button", { name: "Undo the import" }).click();
    await expect(page.getByLabel("Status")).toContainText("5 documents");
  });
});

test.describe("a long import", () => {
  test.use({ mboxes: { "large.mbox": letters(12_000) } });

  test("pauses, stays paused over a reload, and goes on: nothing twice, nothing lost", async ({ page, host }) => {
    await page.goto(host.url);
    await page.getByRole("button", { name: "Choose files…" }).click();
    const dialog = page.getByRole("dialog", { name: "Choose mail to import" });
    await dialog.getByRole("button", { name: "Mail" }).click();
    await dialog.getByRole("checkbox", { name: "large.mbox" }).check();
    await dialog.getByRole("button", { name: "Import" }).click();
    const run = page.getByRole("article", { name: "Import of large.mbox" });
    // Bytes, messages, rate and what is left.
    await expect(run).toContainText(/\d new mails/);
    await expect(run).toContainText(/ of \d+(\.\d)? MB, .* a second, about .* left/);
    await run.getByRole("button", { name: "Pause" }).click();
    await expect(run.getByLabel("Paused")).toBeVisible();
    await page.reload();
    await expect(run.getByLabel("Paused")).toBeVisible();
    await run.getByRole("button", { name: "Resume" }).click();
    await expect(run.getByLabel("Done")).toBeVisible({ timeout: 90_000 });
    await expect(page.getByLabel("Status")).toContainText("12,000 documents");
    await openSource(page, "large.mbox");
    expect(await countOf(page, "Imported")).toBe(12_000);
    expect(await countOf(page, "All items")).toBe(12_000);
    // The list reaches its end without holding all of it.
    await expect(page.getByTestId("ledger")).toContainText("Letter 1");
    await page.getByTestId("ledger").evaluate((element: { scrollTop: number; scrollHeight: number }) => {
      element.scrollTop = element.scrollHeight;
    });
    await expect(page.getByTestId("ledger")).toContainText("Letter 12000");
    expect(await page.getByTestId("ledger").getByRole("listitem").count()).toBeLessThan(80);
  });
});

test("who me is can be reviewed with reasons, changed, and proposed anew", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("button", { name: "What the archive says about who you are" }).click();
  const review = page.getByTestId("identity-review");
  const nora = review.getByRole("listitem").filter({ hasText: "nora@haleworks.example" });
  await expect(nora).toContainText("Proposed:");
  await expect(nora).toContainText(/\d+ mails written, in \d+ mails altogether/);
  await isAccessible(page);
  const mine = page.getByRole("button", { name: /is not mine$/ });
  const before = await mine.count();
  expect(before).toBeGreaterThan(0);
  await review
    .getByRole("button", { name: /is mine too$/ })
    .first()
    .click();
  await expect(mine).toHaveCount(before + 1);
  await review.getByRole("button", { name: "Take the proposal" }).click();
  await expect(mine).toHaveCount(before);
  await expect(page.getByRole("button", { name: "nora@haleworks.example is not mine" })).toBeVisible();
});

test("says how to get the mail out of each program", async ({ page, host }) => {
  await page.goto(host.url);
  for (const [program, words] of [
    ["Gmail", "takeout.google.com"],
    ["Outlook", "Open & Export"],
    ["Apple Mail", "Export Mailbox…"],
    ["Thunderbird", "ImapMail"],
    ["Others", "Maildir"],
  ] as const) {
    await page.getByLabel("Mail program").getByText(program, { exact: true }).click();
    await expect(page.getByLabel("How to get your mail")).toContainText(words);
    await isAccessible(page);
  }
});
