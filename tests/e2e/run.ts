/**
 * Runs the end-to-end tests: builds the window where it is out of date, then Playwright with the system's Chromium.
 *
 * Where there is no Chromium it says so and how to get it, and is no failure. Arguments go to Playwright.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { chromiumPath, NO_CHROMIUM } from "./chromium.ts";

const ROOT = path.resolve(import.meta.dirname, "..", "..");

function run(args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" }).status ?? 1;
}

if (chromiumPath() === undefined) {
  console.log(NO_CHROMIUM);
} else {
  process.exitCode =
    run(["scripts/build.mjs"]) ||
    run([
      "node_modules/@playwright/test/cli.js",
      "test",
      "-c",
      "tests/e2e/playwright.config.ts",
      ...process.argv.slice(2),
    ]);
}
