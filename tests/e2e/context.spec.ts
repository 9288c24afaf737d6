/** The context map on the sample archive: the picture, what-if, coverage, the plan, by mouse and by keys. */
import { expect, importFile, setSince, test } from "./host.ts";

test("what fills the window, and what would be left without some of it", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Context", exact: true }).click();
  await expect(page.getByTestId("plan-sentence")).toContainText("Your archive is 29,451 tokens and fits");
  await expect(page.getByRole("figure")).toContainText("29,451 tokens of a window of 131,072");

  // The picture and the table say the same.
  const picture = page.getByRole("group", { name: /What fills the window, by person/ });
  const me = picture.getByRole("button", { name: /^Me: / });
  await expect(me).toBeVisible();
  const words = (await me.getAttribute("aria-label")) ?? "";
  const tokens = /: ([\d,]+) tokens/.exec(words)?.[1] ?? "none";
  await page.getByText("Table", { exact: true }).click();
  await expect(page.getByRole("row", { name: /^Me / })).toContainText(tokens);
  await page.getByText("Picture", { exact: true }).click();

  // Years: one is opened, looked inside, and taken away.
  await page.getByText("Year", { exact: true }).click();
  const years = page.getByRole("group", { name: /by year/ });
  await years.getByRole("button", { name: /^2017: / }).click();
  await expect(page.getByRole("status").filter({ hasText: "own words" })).toContainText("2017");
  await page.getByRole("button", { name: "Look inside" }).click();
  await expect(page.getByRole("heading", { name: "Every document of 2017" })).toBeVisible();
  await page.getByRole("button", { name: "Everything", exact: true }).click();
  await page.getByText("Year", { exact: true }).click();
  await years.getByRole("button", { name: /^2017: / }).click();
  await page.getByRole("button", { name: "What if without it?" }).click();
  const whatIf = page.getByRole("region", { name: "What if" });
  await expect(whatIf).toContainText(/would go.*Left: about [\d,]+ tokens, which fits/);
  await expect(years.getByRole("button", { name: /^2017: / })).toHaveCount(0);

  // It becomes what Ask reads, exactly counted.
  await whatIf.getByRole("button", { name: "Read without it" }).click();
  await expect(page.getByRole("group", { name: "What to read" })).toContainText("without 2017");
  await expect(page.getByRole("figure")).not.toContainText("about");
  const left = /^([\d,]+) tokens/.exec((await page.getByRole("figure").innerText()).trim())?.[1] ?? "none";
  await page.keyboard.press("Control+1");
  await expect(page.getByTestId("cost-line")).toContainText(left);
  await page.keyboard.press("Control+4");
  await page.getByRole("button", { name: "Do not restrict: without 2017" }).click();
  await expect(page.getByRole("figure")).toContainText("29,451 tokens");
});

test("what the model holds already is seen in the bar", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.keyboard.press("Control+1");
  await setSince(page, "2026-09-01");
  await expect(page.getByTestId("cost-line")).toContainText("9 documents");
  await page.getByLabel("Your question").fill("What is the gate code of the north depot?");
  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByRole("link", { name: /Verified/ })).toBeVisible();
  await page.keyboard.press("Control+4");
  await expect(page.getByRole("figure")).toContainText("In the model’s memory");
  await expect(page.getByTestId("plan-sentence")).toContainText("once; after that a question costs its own words");
});

test("coverage: every document with its state, filtered, opened and come back from; all by keys", async ({
  page,
  host,
}) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.keyboard.press("Control+4");
  const list = page.getByRole("listbox", { name: /Coverage/ });
  await expect(list.getByRole("option").first()).toContainText("in full");
  await expect(page.getByText("184 documents", { exact: true })).toBeVisible();
  await page.getByText(/^Folded 105$/).click();
  await expect(page.getByText("105 documents", { exact: true })).toBeVisible();
  await expect(list.getByRole("option").first()).toContainText("Folded");
  await page.getByText(/^All 184$/).click();
  await page.getByLabel("Filter the documents").fill("north depot");
  await expect(page.getByText("184 documents", { exact: true })).toBeHidden();
  await list.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: /depot/i })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Context" })).toBeVisible();

  // The picture by keys: arrows, Delete takes a tile away.
  const picture = page.getByRole("group", { name: /What fills the window/ });
  await picture.getByRole("button").first().focus();
  const first = await page.locator(":focus").getAttribute("aria-label");
  await page.keyboard.press("ArrowRight");
  const second = await page.locator(":focus").getAttribute("aria-label");
  expect(second).not.toBe(first);
  await page.keyboard.press("Delete");
  await expect(page.getByRole("region", { name: "What if" })).toContainText("would go");
});

test("the plan: memory, what fits, another model, a command to copy", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "archive.mbox");
  await page.keyboard.press("Control+4");
  await expect(page.getByText(/4 layers with 4 KV heads of 32/)).toBeVisible();
  await page.getByLabel("The model to plan for").selectOption({ label: "Llama-3.1-70B-Instruct" });
  await expect(page.getByText(/80 layers with 8 KV heads of 128/)).toBeVisible();
  await expect(page.getByRole("row", { name: /^24 GB card/ })).toContainText("too small");
  await expect(page.getByRole("row", { name: /^q8_0, half/ })).toContainText("170 KiB");
  await page.getByText("vLLM", { exact: true }).click();
  await page
    .getByLabel("On how many cards and machines")
    .selectOption({ label: "vLLM, 2 machines with 8 cards each, without Ray" });
  await expect(page.getByRole("region", { name: /^Command: vLLM, 2 machines/ })).toContainText(
    "--nnodes 2 --node-rank 0",
  );
});
