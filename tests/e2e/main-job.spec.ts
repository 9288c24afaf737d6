/** The main job from the first visit to the end: import, ask, see the proof, draft, edit, come back. */
import { expect, importFile, setSince, test } from "./host.ts";

test("imports, asks, opens the proof, drafts, edits, and finds everything after a reload", async ({ page, host }) => {
  await page.goto(host.url);
  await expect(page.getByRole("heading", { name: "Bring your mail" })).toBeVisible();
  await importFile(page, "archive.mbox");
  await expect(page.getByRole("article", { name: "Import of archive.mbox" })).toContainText("179 new mails");
  await expect(page.getByLabel("Status")).toContainText("184 documents");
  await expect(page.getByText("nora@haleworks.example").first()).toBeVisible();

  // Ask the last weeks only: the bundled model is tiny.
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await setSince(page, "2026-09-01");
  await expect(page.getByTestId("cost-line")).toContainText("9 documents");
  await expect(page.getByTestId("cost-line")).toContainText("fits");
  await page.getByLabel("Your question").fill("What is the gate code of the north depot?");
  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByTestId("answer")).toContainText("48213");
  const proof = page.getByRole("link", { name: /Verified/ });
  await expect(proof).toContainText("Alice Chen");
  await expect(page.getByText(/All .* tokens that were sent were read/)).toBeVisible();

  // The cited mail opens at the words, and Back leads back.
  await proof.click();
  await expect(page.getByRole("article", { name: /^Mail:/ })).toContainText("Alice Chen");
  await expect(page.getByTestId("quote-mark")).toContainText("48213");
  await expect(page.getByTestId("quote-mark")).toBeInViewport();
  await page.getByRole("link", { name: "Back to the answer" }).click();
  await expect(page.getByTestId("answer")).toContainText("48213");

  // A reply to the last mail of the archive.
  await page.getByRole("link", { name: "Library", exact: true }).click();
  await page
    .getByRole("option", { name: /Friday/ })
    .first()
    .click();
  await page.getByRole("link", { name: "Reply in my hand" }).click();
  await setSince(page, "2026-09-01");
  await page.getByLabel("Points to make").fill("Yes, at ten");
  await page.getByRole("button", { name: "Draft", exact: true }).click();
  const editor = page.getByLabel("The draft");
  await expect(editor).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Longhand never sends mail")).toBeVisible();
  await expect(page.getByRole("button", { name: /send/i })).toHaveCount(0);
  await editor.fill("Hi Tom,\n\nYes, Friday at ten is fine.\n\nCheers,\nNora");
  await expect(page.getByText("Your edits are kept")).toBeVisible();

  // Leaving within the moment before it is kept loses nothing, nor does a reload.
  await editor.fill("Hi Tom,\n\nFriday at eleven.");
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await page.goBack();
  await expect(editor).toHaveValue(/Friday at eleven/);
  await editor.fill("Hi Tom,\n\nYes, Friday at ten is fine.\n\nCheers,\nNora");
  await page.reload();
  await expect(page.getByLabel("The draft")).toHaveValue(/Friday at ten is fine/);
  await expect(page.getByText("Your edits are kept")).toBeVisible();
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await page.getByRole("link", { name: /gate code of the north depot/ }).click();
  await expect(page.getByTestId("answer")).toContainText("48213");
  await expect(page.getByRole("link", { name: /Verified/ })).toBeVisible();
  await page.getByRole("link", { name: "Write", exact: true }).click();
  await expect(page.getByRole("link", { name: /Tom Ferrand.*Friday at ten/s })).toBeVisible();
});
