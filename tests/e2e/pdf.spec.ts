/** A citation of a PDF opens its page at the words, drawn by pdfjs in the window. */
import { expect, importFile, test } from "./host.ts";

test("shows a PDF's page with the cited words marked, and its text", async ({ page, host }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await expect(page.getByLabel("Status")).toContainText("184 documents");

  // The address that a citation card leads to (tests/renderer/features/ask covers how it is made).
  const quote = encodeURIComponent("The old scarf in the keelson lay right above frame 31.");
  await page.goto(`${new URL(page.url()).origin}/#/library/p121?page=2&quote=${quote}&back=%23%2Fask`);
  const reader = page.getByRole("article", { name: /Timber record/ });
  await expect(reader.getByRole("region", { name: "Page 2" })).toBeVisible();
  await expect(page.getByTestId("quote-mark").first()).toBeInViewport();
  const marked = (await page.getByTestId("quote-mark").allTextContents()).join(" ");
  expect(marked).toContain("keelson lay right above frame 31");
  await expect(page.getByRole("textbox", { name: "Page" })).toHaveValue("2");

  // The window's own frame stays where it is when the page is brought into view.
  expect(await page.evaluate("document.scrollingElement.scrollTop")).toBe(0);

  await page.getByRole("button", { name: "Page before" }).click();
  await expect(reader.getByRole("region", { name: "Page 1" })).toBeInViewport();
  await page.getByRole("button", { name: "Larger" }).click();
  await expect(page.getByText("125 %")).toBeVisible();
  await page.getByText("Text", { exact: true }).click();
  await expect(reader).toContainText("Frames renewed so far 61");
  await expect(page.getByRole("link", { name: /^Back/ })).toBeVisible();
  expect(refused).toEqual([]);
});
