/** A file that is dropped on the window is handed over to the host and imported; a second time adds nothing. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { ROOT } from "../helpers/paths.ts";
import { expect, test } from "./host.ts";

const SAMPLE = readFileSync(path.join(ROOT, "resources", "sample", "archive.mbox"));

async function drop(page: Page, name: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    `(() => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(SAMPLE.toString("base64"))}), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], ${JSON.stringify(name)}));
      return transfer;
    })()`,
  );
  await page.getByTestId("drop-zone").dispatchEvent("drop", { dataTransfer: transfer });
}

test("a dropped mbox is imported, and only once", async ({ page, host }) => {
  await page.goto(host.url);
  await drop(page, "mail.mbox");
  await expect(page.getByRole("article", { name: "Import of mail.mbox" })).toContainText("179 new mails");
  await drop(page, "again.mbox");
  await expect(page.getByRole("article", { name: "Import of again.mbox" })).toContainText("179 duplicates");
  await expect(page.getByLabel("Status")).toContainText("184 documents");
  // The owner's addresses can be changed.
  await page.getByLabel("Another address of yours").fill("nora@boats.example");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("nora@boats.example")).toBeVisible();
  await page.getByRole("button", { name: "nora@boats.example is not mine" }).click();
  await expect(page.getByText("nora@boats.example")).toBeHidden();
});

test("what does not fit is said, and only the newest are read where that is asked for", async ({ page, host }) => {
  await page.goto(host.url);
  await drop(page, "mail.mbox");
  await expect(page.getByLabel("Status")).toContainText("184 documents");
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByLabel("Use at most this much of its window").fill("4096");
  await page.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByText("In use", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await expect(page.getByText(/^This is more than one window/)).toBeVisible();
  await expect(page.getByText(/\d+ documents would stay out/)).toBeVisible();
  await page.getByLabel("Your question").fill("What is the gate code of the north depot?");
  await page.getByLabel("Your question").press("Enter");
  await expect(page.getByRole("heading", { name: "Ask your archive" })).toBeVisible();
  await page.getByRole("button", { name: "Ask the newest that fit" }).click();
  await expect(page.getByText(/Answered from the newest \d+ documents only/)).toBeVisible();
  await expect(page.getByText(/\d+ documents stayed out of the window/)).toBeVisible();
});
