/**
 * Switching screens in a real browser: from the click in the sidebar to the frame that shows the new screen's head.
 *
 * With the sample archive and with LONGHAND_BENCH_SCREEN_ROWS generated documents (100,000). Every screen is shown once
 * (its program may still have to come) and then again in a random order. Runs by itself too:
 * `node_modules/.bin/node tests/bench/screens.ts`.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { chromiumPath, NO_CHROMIUM } from "../e2e/chromium.ts";
import { SAMPLE, startHost } from "../e2e/host.ts";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";
import { seededRandom } from "../helpers/random.ts";
import { writeLargeArchive } from "./large-archive.ts";
import { printTimes } from "./times.ts";

const LABELS = ["Ask", "Write", "Library", "Context", "Voice", "Sources", "Settings", "Exam"];

const ROUNDS = 10;

/** What stands on a screen as soon as it is itself: its heading; the library has its search box there. */
const MARK = "main h1, main [aria-label='Search the library']";

/** In the page: clicks a link of the sidebar and resolves with the milliseconds until the frame after the mark is there. */
const SWITCH = `window.longhandSwitch = (label) => new Promise((resolve, reject) => {
  const main = document.getElementById("main");
  const old = main.firstElementChild;
  const link = [...document.querySelectorAll("nav[aria-label=Screens] a")].find((a) => a.textContent.startsWith(label));
  const begun = performance.now();
  const late = setTimeout(() => { observer.disconnect(); reject(new Error(label + " did not come")); }, 30000);
  const observer = new MutationObserver(() => {
    if (main.firstElementChild === old || document.querySelector("${MARK}") === null) return;
    observer.disconnect();
    clearTimeout(late);
    // The next frame shows it; what comes behind that frame's painting comes after it was shown.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - begun);
      port2.postMessage(null);
    });
  });
  observer.observe(main, { childList: true, subtree: true });
  link.click();
});`;

async function switchTo(page: Page, label: string): Promise<number> {
  return page.evaluate(`window.longhandSwitch(${JSON.stringify(label)})`) as Promise<number>;
}

async function measure(name: string, archive: string, home: string): Promise<void> {
  const { host, url } = await startHost(archive, home);
  const browser = await chromium.launch({
    executablePath: chromiumPath() ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 820 }, locale: "en-GB" });
    await page.addInitScript(SWITCH);
    await page.goto(url);
    await page.getByLabel("Status").getByText("documents").waitFor({ timeout: 60_000 });
    // As somebody who looks at the window before the first click.
    await page.waitForTimeout(1500);
    const first = new Map<string, number>();
    for (const label of [...LABELS.slice(1), "Ask"]) first.set(label, await switchTo(page, label));
    printTimes(`screens: ${name}: each screen the first time`, [...first.values()], "aim: under 100 ms");
    console.log(`screens: ${[...first].map(([label, ms]) => `${label} ${ms.toFixed(0)} ms`).join(", ")}`);
    const random = seededRandom(11);
    const again = new Map<string, number[]>(LABELS.map((label) => [label, []]));
    let current = "Ask";
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const label of LABELS.toSorted(() => random() - 0.5).filter((other) => other !== current)) {
        again.get(label)?.push(await switchTo(page, label));
        current = label;
        await page.waitForTimeout(120);
      }
    }
    for (const [label, times] of again) printTimes(`screens: ${name}: ${label}`, times, "again");
    printTimes(`screens: ${name}: all, again`, [...again.values()].flat(), "aim: under 100 ms");
  } finally {
    await browser.close();
    const ended = new Promise((resolve) => host.once("exit", resolve));
    host.kill("SIGTERM");
    await ended;
  }
}

/** Prints all of it; says so where there is no browser. */
export async function benchScreens(): Promise<void> {
  if (chromiumPath() === undefined) return console.log(`screens: ${NO_CHROMIUM}`);
  if (!existsSync(path.join(ROOT, "dist", "renderer", "index.html")))
    return console.log("screens: the window is not built; npm run build");
  const documents = Number(process.env["LONGHAND_BENCH_SCREEN_ROWS"] ?? 100_000);
  const scratch = temporaryDirectory();
  try {
    const sample = path.join(scratch.path, "sample");
    const cli = path.join(ROOT, "main", "cli", "cli.ts");
    const imported = spawnSync(process.execPath, [cli, "import", SAMPLE, "--archive", sample, "--json"]);
    if (imported.status !== 0) throw new Error(imported.stderr.toString());
    await measure("the sample archive", sample, scratch.path);
    const large = path.join(process.env["LONGHAND_BENCH_KEEP"] ?? scratch.path, `archive-${documents}`);
    if (!existsSync(large)) writeLargeArchive(large, { documents, wordsEach: 30 });
    await measure(`${documents} documents`, large, scratch.path);
  } finally {
    scratch.dispose();
  }
}

if (process.argv[1] === import.meta.filename) await benchScreens();
