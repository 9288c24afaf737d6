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
  await page.keyboard.type("boat");
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
}

type Look = {
  readonly folder: string;
  readonly width: number;
  readonly scheme: "light" | "dark";
  readonly suffix: string;
};

async function picture({ folder, width, scheme, suffix }: Look): Promise<void> {
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
      viewport: { width, height: 860 },
      colorScheme: scheme,
      reducedMotion: "reduce",
      locale: "en-GB",
    });
    await walk(page, url, async (name) => {
      await settle(page);
      await page.screenshot({ path: path.join(folder, `${name}${suffix}.png`) });
    });
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
  for (const width of [900, 1440]) {
    for (const scheme of ["light", "dark"] as const) {
      await picture({ folder, width, scheme, suffix: `-${width}-${scheme}` });
    }
  }
} else await picture({ folder: GUIDE, width: 1180, scheme: "light", suffix: "" });
