/** axe finds nothing on any screen, in light and in dark. */
import { findsNothing } from "./axe.ts";
import { expect, importFile, setSince, test } from "./host.ts";

test("every screen, empty", async ({ page, host }) => {
  await page.goto(host.url);
  await expect(page.getByRole("heading", { name: "Bring your mail" })).toBeVisible();
  await findsNothing(page, "welcome");
  await page.getByRole("button", { name: "Choose files…" }).click();
  await page.getByRole("button", { name: "Mail" }).click();
  await expect(page.getByRole("checkbox", { name: "archive.mbox" })).toBeVisible();
  await findsNothing(page, "file picker");
  await page.keyboard.press("Escape");
  for (const [key, name] of [
    ["1", "ask"],
    ["2", "write"],
    ["3", "library"],
    ["4", "context"],
    ["5", "exam"],
    ["6", "voice"],
    ["8", "settings"],
  ]) {
    await page.keyboard.press(`Control+${key}`);
    await page.waitForTimeout(400);
    await findsNothing(page, `${name}, empty`);
  }
});

test("every screen, with mail", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await findsNothing(page, "sources");
  await page.keyboard.press("Control+4");
  await expect(page.getByRole("button", { name: /^Me: / })).toBeVisible();
  await findsNothing(page, "context");
  await page.getByRole("button", { name: /^Me: / }).click();
  await page.getByRole("button", { name: "What if without it?" }).click();
  await page.getByText("Table", { exact: true }).click();
  await expect(page.getByRole("region", { name: "What if" })).toBeVisible();
  await findsNothing(page, "context, what if, table");
  await page.keyboard.press("Control+1");
  await setSince(page, "2026-09-01");
  await expect(page.getByTestId("cost-line")).toContainText("9 documents");
  await findsNothing(page, "ask");
  await page.getByRole("button", { name: "Person" }).click();
  await expect(page.getByRole("option").first()).toBeVisible();
  await findsNothing(page, "people to read");
  await page.keyboard.press("Escape");
  await page.getByRole("group", { name: "What to read" }).getByRole("button", { name: "More" }).click();
  await findsNothing(page, "more of the scope");
  await page.keyboard.press("Escape");
  await page.getByLabel("Your question").fill("What is the gate code of the north depot?");
  await page.getByLabel("Your question").press("Enter");
  await page.getByRole("button", { name: /tokens that were sent/ }).click();
  await findsNothing(page, "answer");
  await page.getByRole("link", { name: /Verified/ }).click();
  await expect(page.getByTestId("quote-mark")).toBeVisible();
  await findsNothing(page, "mail at a quote");
  await page
    .getByRole("article", { name: /^Mail: / })
    .getByRole("button", { name: "More", exact: true })
    .click();
  await findsNothing(page, "a mail's menu");
  await page.getByRole("menuitem", { name: "Erase for good…" }).click();
  await expect(page.getByRole("dialog")).toContainText("archive.mbox");
  await findsNothing(page, "erasing");
  await page.keyboard.press("Escape");
  // A mail of plain text has no other view.
  await expect(page.getByText("Formatted", { exact: true })).toBeHidden();
  await page.getByLabel("Search the library").fill("tollgate order");
  await page.getByRole("option", { name: /Your order/ }).click();
  await page.getByText("Formatted", { exact: true }).click();
  await page.waitForTimeout(300);
  await findsNothing(page, "formatted mail");
  await page.getByLabel("Search the library").fill("boat");
  await page.waitForTimeout(500);
  await findsNothing(page, "search");
  await page.keyboard.press("Control+2");
  await findsNothing(page, "write");
  await page.getByRole("link", { name: /Tom Ferrand.*Friday/s }).click();
  await setSince(page, "2026-09-01");
  await expect(page.getByTestId("cost-line")).toContainText("9 documents");
  await findsNothing(page, "reply");
  await page.getByRole("button", { name: "Draft", exact: true }).click();
  await expect(page.getByLabel("The draft")).toBeVisible({ timeout: 60_000 });
  await findsNothing(page, "draft");
  await page.getByText("Check", { exact: true }).click();
  await expect(page.getByTestId("check-view")).toBeVisible();
  await findsNothing(page, "draft, checked");
  await page.getByText("Compare", { exact: true }).click();
  await findsNothing(page, "draft, compared");
  await page.goto(`${new URL(page.url()).origin}/#/write/new`);
  await findsNothing(page, "new mail");
  await page.goto(`${new URL(page.url()).origin}/#/write/message`);
  await findsNothing(page, "message from elsewhere");
  await page.keyboard.press("Control+8");
  await page.getByRole("button", { name: "Check the connection" }).click();
  await expect(page.getByText(/Connected:/)).toBeVisible();
  await findsNothing(page, "settings");
  await page.getByText("A server of mine").click();
  await page.getByLabel("Address").fill("http://192.0.2.1:8080");
  await findsNothing(page, "settings, server");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await findsNothing(page, "shortcuts");
});
