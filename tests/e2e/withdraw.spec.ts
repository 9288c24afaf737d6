/** Withdrawing a mail, taking it back, rebuilding where others refer to it, erasing for good; and what a new "me" costs. */
import { expect, importFile, test } from "./host.ts";

test("a mail is withdrawn, taken back, and erased", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  // The model's prompt is sealed: mails refer to each other in it now.
  await page.keyboard.press("Control+1");
  await expect(page.getByTestId("cost-line")).toContainText("184 documents");

  const open = async (words: string, title: RegExp): Promise<void> => {
    await page.keyboard.press("Control+3");
    await page.getByLabel("Search the library").fill(words);
    await page.getByRole("option", { name: title }).first().click();
    await expect(page.getByRole("article", { name: /^Mail: / })).toBeVisible();
  };
  const more = page.getByRole("article", { name: /^Mail: / }).getByRole("button", { name: "More", exact: true });

  // One that nobody quotes goes at once, and comes back at once.
  await open("tollgate order", /Your order/);
  await more.focus();
  await page.keyboard.press("Enter");
  // The menu takes the focus while it opens: only what has it then is pressed.
  const withdraw = page.getByRole("menuitem", { name: "Withdraw from the model" });
  await expect(async () => {
    await withdraw.focus();
    await expect(withdraw).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
  const note = page.getByRole("status").filter({ hasText: "no answer and no draft uses this" });
  await expect(note).toBeVisible();
  await page.keyboard.press("Control+1");
  await expect(page.getByTestId("cost-line")).toContainText("183 documents");
  await page.keyboard.press("Control+4");
  await expect(page.getByText(/^Out 1$/)).toBeVisible();
  await open("tollgate order", /Your order/);
  await note.getByRole("button", { name: "Take it back" }).click();
  await expect(note).toBeHidden();

  // Erased: said what it costs and where it stays, and gone after a yes.
  await more.click();
  await page.getByRole("menuitem", { name: "Erase for good…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("This cannot be undone");
  await expect(dialog).toContainText(/must read .* again, about [\d,]+ tokens/);
  await expect(dialog).toContainText("the file it came from: archive.mbox");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toBeHidden();
  await more.click();
  await page.getByRole("menuitem", { name: "Erase for good…" }).click();
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await expect(dialog).toContainText("Nothing of it is left in this archive");
  await expect(dialog).toContainText("archive.mbox");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("heading", { name: "No mail is open" })).toBeVisible();
  await page.keyboard.press("Control+1");
  await expect(page.getByTestId("cost-line")).toContainText("183 documents");
});

const quoted = (id: number, more: string, body: string): string =>
  `From a@example.org Mon Mar  1 10:00:00 2021\nMessage-ID: <${id}@example.org>\nDate: Mon, ${id} Mar 2021 10:00:00 +0000\n${more}\n\n${body}\n\n`;
const TWO = [
  quoted(
    1,
    "From: Alice <alice@example.org>\nTo: Bob <bob@example.org>\nSubject: The gate",
    "The gate code of the harbour is 48213, and it changes on the first of May.",
  ),
  quoted(
    2,
    "From: Bob <bob@example.org>\nTo: Alice <alice@example.org>\nSubject: Re: The gate\nIn-Reply-To: <1@example.org>",
    "Thank you.\n\nOn Mon, 1 Mar 2021, Alice wrote:\n> The gate code of the harbour is 48213, and it changes on the first of May.",
  ),
].join("");

test.describe("where others refer to it", () => {
  test.use({ mboxes: { "two.mbox": TWO } });

  test("withdrawing says what a rebuild costs first; and so does another me", async ({ page, host }) => {
    await page.goto(host.url);
    await importFile(page, "two.mbox");
    await page.keyboard.press("Control+1");
    await expect(page.getByTestId("cost-line")).toContainText("2 documents");
    await page.keyboard.press("Control+3");
    await page
      .getByRole("option", { name: /The gate/ })
      .last()
      .click();
    const article = page.getByRole("article", { name: "Mail: The gate", exact: true });
    await article.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Withdraw from the model" }).click();
    const dialog = page.getByRole("dialog", { name: "Withdraw it and rebuild?" });
    await expect(dialog).toContainText("1 other mail refers to this one instead of quoting it: m2");
    await expect(dialog).toContainText(/must read the prompt again, about \d+ tokens/);
    await dialog.getByRole("button", { name: "Withdraw and rebuild" }).click();
    await expect(dialog).toBeHidden();
    await expect(article.getByRole("status")).toContainText("Withdrawn");
    await page.keyboard.press("Control+1");
    await expect(page.getByTestId("cost-line")).toContainText("1 document");
    // Only what an endpoint has read can be lost: without it another me costs nothing and is not asked about.
    await page.getByLabel("Your question").fill("What is the gate code?");
    await page.getByLabel("Your question").press("Enter");
    await expect(page.getByRole("button", { name: /tokens that were sent/ })).toBeVisible();

    await page.getByRole("link", { name: "Sources", exact: true }).click();
    await page.getByLabel("Another address of yours").fill("bob@example.org");
    await page.keyboard.press("Enter");
    const question = page.getByRole("dialog", { name: "Change who you are?" });
    await expect(question).toContainText(/must read .* again, about \d+ tokens/);
    await question.getByRole("button", { name: "Change it" }).click();
    await expect(page.getByRole("button", { name: "bob@example.org is not mine" })).toBeVisible();
  });
});
