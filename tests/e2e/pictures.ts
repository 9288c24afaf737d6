/**
 * Pictures of the real window with the sample archive: for the user guide (`npm run guide`), or of every screen in light
 * and dark, narrow and wide, for looking at (`npm run guide -- --look FOLDER`).
 */
import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";
import { chromiumPath, NO_CHROMIUM } from "./chromium.ts";
import { importFile, SAMPLE, setSince, startHost } from "./host.ts";

const GUIDE = path.join(ROOT, "docs", "guide", "images");
const QUESTION = "What is the gate code of the north depot?";

async function settle(page: Page): Promise<void> {
  await page.evaluate("document.fonts.ready");
  await page.waitForTimeout(900);
}

/** Goes through the app as a new user would; `shot` takes a picture of each place. */
async function walk(page: Page, url: string, shot: (name: string) => Promise<void>): Promise<void> {
  await page.goto(url);
  await page.getByRole("heading", { name: "Bring your mail" }).waitFor();
  await shot("first-run");
  await importFile(page, "archive.mbox");
  await shot("sources");
  await page.keyboard.press("Control+1");
  await setSince(page, "2026-09-01");
  await page.getByTestId("cost-line").getByText("9 documents").waitFor({ timeout: 60_000 });
  await page.getByLabel("Your question").fill(QUESTION);
  await shot("ask");
  await page.getByLabel("Your question").press("Enter");
  await page.getByRole("link", { name: /Verified/ }).waitFor({ timeout: 90_000 });
  await shot("answer");
  await page.getByRole("link", { name: /Verified/ }).click();
  await page.getByTestId("quote-mark").waitFor();
  await shot("proof");
  await page.keyboard.press("Control+3");
  await page.getByRole("option").nth(3).click();
  await shot("library");
  await page.keyboard.press("Control+k");
  // Keys that come before it has the focus go to the list behind it.
  await page.getByRole("combobox", { name: "Find a place, an action or a mail" }).fill("boat");
  await page.waitForTimeout(600);
  await shot("palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+2");
  await shot("write");
  for (const [key, name] of [
    ["4", "context"],
    ["5", "exam"],
    ["6", "voice"],
    ["8", "settings"],
  ] as const) {
    await page.keyboard.press(`Control+${key}`);
    await page.waitForTimeout(1500);
    await shot(name);
  }
  await page.getByRole("button", { name: "Long-context models, and what they need" }).click();
  const fetchButton = page.getByRole("button", { name: "Fetch Llama-3.1-8B-Instruct" });
  await fetchButton.waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Long-context models, and what they need" }).evaluate((fold) => {
    fold.scrollIntoView({ block: "start" });
  });
  await shot("models");
  await fetchButton.click();
  await shot("fetch");
  await page.keyboard.press("Escape");
}

/** The places that the guide has no picture of: for looking at. */
async function walkFurther(page: Page, shot: (name: string) => Promise<void>): Promise<void> {
  await page.keyboard.press("Control+1");
  await shot("history");
  await page.goto(`${new URL(page.url()).origin}/#/ask/compare`);
  await shot("compare");
  await page.goto(`${new URL(page.url()).origin}/#/write/new`);
  await shot("new-mail");
  await page.keyboard.press("Control+2");
  await page.getByRole("link", { name: /Tom Ferrand.*Friday/s }).click();
  await shot("reply");
  await setSince(page, "2026-09-01");
  await page.getByRole("button", { name: "Draft", exact: true }).click();
  await page.getByLabel("The draft").waitFor({ timeout: 90_000 });
  await shot("draft");
  await page.getByText("Check", { exact: true }).click();
  await shot("draft-check");
  await page.keyboard.press("Control+3");
  await page.getByLabel("Search the library").fill("plan");
  await page.waitForTimeout(800);
  await shot("search");
  await page.goto(`${new URL(page.url()).origin}/#/sources/1`);
  await shot("ledger");
  await page.keyboard.press("Control+8");
  await page.getByText("A server of mine").click();
  await page.getByLabel("Address", { exact: true }).fill("http://192.0.2.1:8080");
  await shot("server");
  // In a field a question mark is a letter.
  await page.getByRole("heading", { name: "Settings" }).click();
  await page.keyboard.press("?");
  await shot("shortcuts");
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByLabel("Use at most this much of its window").fill("4096");
  await page.getByRole("button", { name: "Use this model" }).click();
  await page.getByText("In use", { exact: true }).waitFor();
  await page.keyboard.press("Control+6");
  await page.getByLabel("Replies to draft").fill("3");
  await page.getByRole("button", { name: "What would it cost?" }).click();
  await page.getByTestId("backtest-cost").waitFor({ timeout: 60_000 });
  await page.getByTestId("backtest-cost").scrollIntoViewIfNeeded();
  await shot("voice-cost");
  await page.keyboard.press("Control+5");
  await page.getByText("Quick", { exact: true }).click();
  await page.getByText(/About \d+ questions/).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Begin the exam" }).click();
  await page.getByRole("heading", { name: "What came back" }).waitFor({ timeout: 180_000 });
  await shot("exam-running");
  await page.getByRole("heading", { name: "Task by task" }).waitFor({ timeout: 400_000 });
  await shot("exam-result");
  await page.getByRole("heading", { name: "Task by task" }).scrollIntoViewIfNeeded();
  await shot("exam-tasks");
}

/** Where pictures go, and which of each place. */
type Looks = {
  readonly folder: string;
  readonly looks: readonly { readonly width: number; readonly scheme: "light" | "dark"; readonly suffix: string }[];
  readonly isFurther: boolean;
};

async function pictures({ folder, looks, isFurther }: Looks): Promise<void> {
  const scratch = temporaryDirectory();
  const home = path.join(scratch.path, "home");
  mkdirSync(path.join(home, "Mail"), { recursive: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(SAMPLE, path.join(home, "Mail", "archive.mbox"));
  const { host, url } = await startHost(path.join(scratch.path, "archive"), home);
  const browser = await chromium.launch({
    executablePath: chromiumPath() ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: looks[0]?.width ?? 1180, height: 860 },
      reducedMotion: "reduce",
      locale: "en-GB",
    });
    const shot = async (name: string): Promise<void> => {
      for (const { width, scheme, suffix } of looks) {
        await page.setViewportSize({ width, height: 860 });
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        await settle(page);
        await page.screenshot({ path: path.join(folder, `${name}${suffix}.png`) });
      }
    };
    await walk(page, url, shot);
    if (isFurther) await walkFurther(page, shot);
  } finally {
    await browser.close();
    const ended = new Promise((resolve) => host.once("exit", resolve));
    host.kill("SIGTERM");
    await ended;
    scratch.dispose();
  }
}

const [flag, folder] = process.argv.slice(2);
if (chromiumPath() === undefined) console.log(NO_CHROMIUM);
else if (flag === "--look" && folder !== undefined) {
  const looks = [900, 1440].flatMap((width) =>
    (["light", "dark"] as const).map((scheme) => ({ width, scheme, suffix: `-${width}-${scheme}` })),
  );
  await pictures({ folder, looks, isFurther: true });
} else await pictures({ folder: GUIDE, looks: [{ width: 1180, scheme: "light", suffix: "" }], isFurther: false });
