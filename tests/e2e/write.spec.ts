/** Drafting from end to end: pick a mail, draft, edit, variant, difference, check, and out as a file for the mail program. */
import { execFileSync, spawnSync } from "node:child_process";
import { expect, importFile, setSince, test } from "./host.ts";

const PARSE = `
import email, email.policy, json, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(json.dumps({h: str(m[h]) for h in ["X-Unsent", "In-Reply-To", "References", "Subject", "To", "From"]} | {"text": m.get_content(), "defects": len(m.defects)}))`;

const MINE = "Hi Tom,\n\nYes, Friday at ten. Kurt Weber pays 91827 euros.\n\nCheers,\nNora";

test("a reply: drafted, edited, varied, compared, checked, saved as .eml", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Write", exact: true }).click();
  await page.getByRole("link", { name: /Tom Ferrand.*Friday/s }).click();
  await setSince(page, "2026-09-01");
  await page.getByRole("button", { name: "Draft", exact: true }).click();
  const editor = page.getByLabel("The draft");
  await expect(editor).toBeVisible({ timeout: 60_000 });
  const written = await editor.inputValue();
  expect(written.trim()).not.toBe("");
  await editor.fill(MINE);
  await expect(page.getByText("Your edits are kept")).toBeVisible();

  // What was changed shows word by word, and every claim of the edited text says where it is from.
  await page.getByText("Compare", { exact: true }).click();
  const compared = page.getByTestId("compare-view");
  await expect(compared.locator("ins")).not.toHaveCount(0);
  await page.getByText("Check", { exact: true }).click();
  const checked = page.getByTestId("check-view");
  await expect(checked.locator("mark[data-mark=nowhere]").first()).toHaveText("Kurt Weber");
  await expect(checked.getByText("stands neither in the message nor in what was read").first()).toBeVisible();
  await expect(checked.locator("mark[data-mark=given]").first()).toBeVisible();

  // Another variant comes from the same prefix, beside the first.
  await page.getByRole("button", { name: "Another variant" }).click();
  const versions = page.getByRole("navigation", { name: "Versions of this draft" });
  await expect(versions.getByRole("link")).toHaveCount(2, { timeout: 60_000 });
  await expect(editor).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/of them already read before/)).toBeVisible();
  await page.getByText("Compare", { exact: true }).click();
  await expect(compared.getByLabel("Compare with")).toContainText("Version 1, edited");
  await compared.getByLabel("Compare with").selectOption({ label: "Version 1, edited" });
  await expect(compared.locator("del").first()).toBeVisible();

  // With a remark a third version begins; the first is as the owner left it.
  await page.getByLabel("What should be different").fill("friendlier");
  await page.getByRole("button", { name: "Draft again" }).click();
  await expect(versions.getByRole("link", { name: "3: friendlier" })).toBeVisible({ timeout: 60_000 });
  await expect(editor).toBeVisible({ timeout: 60_000 });
  await versions.getByRole("link", { name: "1, edited" }).click();
  await expect(editor).toHaveValue(MINE);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as .eml" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("Re Friday.eml");
  await expect(page.getByRole("link", { name: "Open in my mail program" })).toHaveAttribute(
    "href",
    /^mailto:[^?]+@[^?]+\?subject=Re%3A%20Friday&body=Hi%20Tom/,
  );
  if (spawnSync("python3", ["--version"]).status !== 0) return;
  const read = JSON.parse(execFileSync("python3", ["-c", PARSE, await download.path()], { encoding: "utf8" }));
  expect(read).toMatchObject({ "X-Unsent": "1", Subject: "Re: Friday", defects: 0 });
  expect(read["In-Reply-To"]).toMatch(/^<.+>$/);
  expect(read.References).toContain(read["In-Reply-To"]);
  expect(read.To).toContain("Tom Ferrand");
  expect(read.From).toContain("nora@haleworks.example");
  expect(read.text.trim()).toBe(MINE);
});

test("a message from elsewhere and a new mail are drafted too, from the owner's mail alone", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Write", exact: true }).click();
  await page.getByRole("link", { name: "A message from elsewhere" }).click();
  await page
    .getByLabel("Or paste the message")
    .fill(
      "From: Ida Brandt <ida@example.org>\nSubject: Crates\nDate: Mon, 23 Nov 2026 09:00:00 +0100\n\nHi Nora,\n\nare the crates ready?\n\nIda",
    );
  await page.getByRole("button", { name: "Answer this" }).click();
  await expect(page.getByLabel("The mail being answered")).toContainText("are the crates ready?");
  await page.getByText("My mail and what it answers").click();
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByLabel("Use at most this much of its window").fill("2048");
  await page.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByText("In use", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Write", exact: true }).click();
  await page.getByRole("link", { name: "A new mail" }).click();
  await expect(page.getByRole("button", { name: "Draft", exact: true })).toBeDisabled();
  await page.getByLabel("To", { exact: true }).fill("Tom Ferrand <tom@example.org>");
  await page.getByLabel("Subject").fill("Straps");
  await page.getByLabel("Points to make").fill("bring the straps");
  await page.getByRole("button", { name: "Draft", exact: true }).click();
  await expect(page.getByLabel("The draft")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/Learned from \d+ of your \d+ mails: those to tom@example.org/)).toBeVisible();
});
