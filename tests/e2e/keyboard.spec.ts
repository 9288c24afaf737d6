/** The main job without a mouse. */
import { expect, importFile, test } from "./host.ts";

test("every screen can be reached and used by keys alone", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  const keys = page.keyboard;

  await keys.press("Control+3");
  await expect(page.getByLabel("Search the library")).toBeVisible();
  // The list has the keys at once, also after a reload.
  await expect(page.getByRole("listbox")).toBeFocused();
  await page.reload();
  await expect(page.getByRole("listbox")).toBeFocused();
  await keys.press("/");
  await expect(page.getByLabel("Search the library")).toBeFocused();
  await keys.type("north depot gate");
  await expect(page.getByText(/^\d+ match/)).toBeVisible();
  await keys.press("Escape");
  await expect(page.getByText("184 documents").first()).toBeVisible();
  await keys.press("ArrowDown");
  await expect(page.getByRole("listbox")).toBeFocused();
  await keys.press("j");
  await keys.press("j");
  await keys.press("k");
  await keys.press("Enter");
  await expect(page.getByRole("article", { name: "Mail: Re: Museum bill" })).toBeVisible();
  await keys.press("End");
  await keys.press("Enter");
  await expect(page.getByRole("article", { name: /^Mail:/ })).toContainText("2017");
  await keys.press("Escape");
  await expect(page.getByRole("heading", { name: "No mail is open" })).toBeVisible();

  await keys.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await keys.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeHidden();

  await keys.press("Control+1");
  await expect(page.getByLabel("Your question")).toBeFocused();
  await keys.type("What is the gate code of the north depot?");
  await keys.press("Tab");
  await expect(page.getByRole("button", { name: "Person" })).toBeFocused();
  await keys.press("Tab");
  await keys.press("Enter");
  await expect(page.getByLabel("First day to read")).toBeFocused();
  await page.getByLabel("First day to read").fill("2026-09-01");
  await keys.press("Enter");
  await expect(page.getByTestId("cost-line")).toContainText("9 documents");
  await page.getByLabel("Your question").focus();
  await keys.press("Enter");
  const proof = page.getByRole("link", { name: /Verified/ });
  await expect(proof).toBeVisible();
  await proof.focus();
  await keys.press("Enter");
  await expect(page.getByTestId("quote-mark")).toContainText("48213");
  await keys.press("Escape");
  await expect(page.getByTestId("answer")).toContainText("48213");

  await keys.press("Control+8");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await keys.press("Control+7");
  await expect(page.getByRole("heading", { name: "Sources" })).toBeVisible();
  await keys.press("Control+2");
  await expect(page.getByRole("heading", { name: "Write" })).toBeVisible();
});
