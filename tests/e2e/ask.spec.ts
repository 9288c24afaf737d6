/** Asking, with everything around it: proof in mail and in a PDF, going on, and an archive larger than the window. */
import { mailWithPdf, smallPdf } from "../helpers/small-pdf.ts";
import { findsNothing } from "./axe.ts";
import { expect, importFile, setSince, test } from "./host.ts";

const PAPERS = smallPdf([
  ["The depot papers", "", "These are the papers for the lock keeper.", "Keep them dry."],
  [
    "Page two",
    "",
    "The boats are laid up by the slip.",
    "The room number of the Harbor depot is 51782.",
    "Paint comes on Tuesday.",
  ],
]);

test.use({
  mboxes: {
    "papers.mbox": mailWithPdf(
      "depot-papers.pdf",
      PAPERS,
      "Hello Nora,\n\nthe papers are attached. The gate code of the north office is 48213.\n\nTom",
    ),
  },
});

test("asks, watches it come, lands on the words in mail and in a PDF, and goes on asking", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "papers.mbox");
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await page.getByLabel("Your question").fill("What is the gate code of the north office?");
  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByTestId("answer")).toContainText("48213");
  await page.getByRole("link", { name: /Verified/ }).click();
  await expect(page.getByTestId("quote-mark")).toContainText("48213");
  await expect(page.getByTestId("quote-mark")).toBeInViewport();
  await page.getByRole("link", { name: "Back to the answer" }).click();
  await expect(page.getByTestId("answer")).toContainText("48213");

  // What stands on a PDF's page is found there, marked on the page itself.
  await page.getByLabel("A further question").fill("What is the room number of the Harbor depot?");
  await page.getByLabel("A further question").press("Enter");
  const second = page.getByRole("article", { name: /room number/ });
  await expect(second.getByTestId("answer")).toContainText("51782");
  await expect(second.getByRole("button", { name: /of them already read before/ })).toBeVisible();
  await second.getByRole("link", { name: /Verified/ }).click();
  await expect(page.getByRole("region", { name: "Page 2" })).toBeVisible();
  await expect(page.getByTestId("quote-mark").first()).toBeInViewport();
  expect((await page.getByTestId("quote-mark").allTextContents()).join(" ")).toContain("51782");
  await page.getByRole("link", { name: "Back to the answer" }).click();
  await expect(page.getByTestId("answer")).toHaveCount(2);
  await findsNothing(page, "conversation");
});

test("reads what is larger than the window part by part, pauses, and goes on after a restart", async ({
  page,
  host,
}) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByLabel("Use at most this much of its window").fill("2048");
  await page.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByText("In use", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await setSince(page, "2025-01-01");
  await page.getByLabel("Your question").fill("What is the gate code of the north depot?");
  // Three ways on, each with what it takes; Enter takes none of them.
  await expect(page.getByTestId("sweep-plan")).toContainText(/\d+ windows, [\d,]+ tokens/);
  await expect(page.getByText(/\d+ documents would stay out/)).toBeVisible();
  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByRole("heading", { name: "Ask your archive" })).toBeVisible();
  await findsNothing(page, "ways on");
  await page.getByRole("button", { name: "Read all of it" }).click();

  await expect(
    page.getByRole("button", { name: /^Window \d+: (nothing here|found something|answered)/ }).first(),
  ).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/^Paused: \d+ of \d+ windows read/)).toBeVisible();
  host.killCore();
  await page.reload();
  await expect(page.getByText(/^Paused: \d+ of \d+ windows read/)).toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("region", { name: "Coverage" })).toContainText(
    /^(\d+) of \1 documents read, each in exactly one of \d+ windows\./,
    { timeout: 90_000 },
  );
  await expect(page.getByTestId("answer")).toContainText("48213");
  await expect(page.getByRole("link", { name: /Verified/ }).first()).toContainText("Alice Chen");
  await page
    .getByRole("button", { name: /^Window \d+: found something/ })
    .first()
    .click();
  await expect(page.getByRole("article", { name: /^Window \d+$/ })).toContainText("48213");
  await findsNothing(page, "sweep");
});

test("conversations are found, named, taken along and deleted", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "papers.mbox");
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await page.getByLabel("Your question").fill("What is the gate code of the north office?");
  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByTestId("answer")).toContainText("48213");
  const list = page.getByRole("complementary", { name: "Questions so far" });
  const menu = list.getByRole("button", { name: /^What to do with/ });
  await menu.click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  await page.getByLabel("Name", { exact: true }).fill("The office door");
  await page.keyboard.press("Enter");
  await expect(list.getByRole("link", { name: /The office door/ })).toBeVisible();

  // The words of the answer find it too.
  await list.getByLabel("Search questions and answers").fill("48213 office");
  await expect(list.getByRole("link")).toHaveCount(2);
  await list.getByLabel("Search questions and answers").fill("lighthouse");
  await expect(list.getByText("No question or answer holds these words.")).toBeVisible();
  await list.getByLabel("Search questions and answers").press("Escape");

  await menu.click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Save as Markdown" }).click();
  expect((await download).suggestedFilename()).toMatch(/^longhand-.*\.md$/);

  // Deleted by mistake: it comes back with everything in it, and only a second time it goes.
  const links = await list.getByRole("listitem").count();
  await menu.click();
  await page.getByRole("menuitem", { name: "Delete", exact: true }).click();
  await expect(list.getByText("What you ask is kept here, on this machine.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(links);
  await menu.click();
  await page.getByRole("menuitem", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Hide this note" }).click();
  await expect(list.getByText("What you ask is kept here, on this machine.")).toBeVisible();
  await page.waitForTimeout(500);
  await page.reload();
  await expect(list.getByText("What you ask is kept here, on this machine.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Ask your archive" })).toBeVisible();
});

test("asks about one mail alone, and the same question in two ways side by side", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "papers.mbox");
  await page.goto(`${new URL(page.url()).origin}/#/library/m1`);
  await page.getByRole("button", { name: "Ask about this" }).click();
  await page.getByRole("menuitem", { name: "This mail and what is attached" }).click();
  await expect(page.getByText("only m1 and p2")).toBeVisible();
  await expect(page.getByTestId("cost-line")).toContainText("2 documents");

  await page.getByRole("link", { name: "Ask in two ways and compare" }).click();
  const left = page.getByRole("region", { name: "First way" });
  const right = page.getByRole("region", { name: "Second way" });
  const readSince = async (day: string): Promise<void> => {
    await right.getByRole("button", { name: "Since" }).click();
    const field = page.locator("input[type=date]");
    await field.fill(day);
    await field.press("Enter");
  };
  await readSince("2026-12-01");
  // A side that would read nothing says so, and nothing can be asked.
  await expect(right.getByText("No document is in this scope.")).toBeVisible();
  await page.getByLabel("The question to both").fill("What is the gate code of the north office?");
  await expect(page.getByRole("button", { name: "Ask both" })).toBeDisabled();
  await right.getByRole("button", { name: /^Do not restrict/ }).click();
  await readSince("2026-10-01");
  await expect(page.getByTestId("cost-1")).toContainText("2 documents");
  await page.getByLabel("The question to both").press("Enter");
  for (const side of [left, right]) {
    await expect(side.getByTestId("answer")).toContainText("48213");
    await expect(side.getByRole("link", { name: /Verified/ })).toBeVisible();
    await expect(side.getByRole("button", { name: /tokens that were sent/ })).toBeVisible();
  }
  await findsNothing(page, "compare");
});
