/** The end-to-end tests: the built window in a real browser, through the browser host. Run by tests/e2e/run.mjs. */
import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./chromium.ts";

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: "../../test-results",
  // The bundled model and the browser share few cores: one at a time is fastest here and steady everywhere.
  workers: 1,
  // Generous: a busy machine must not decide a test.
  timeout: 360_000,
  expect: { timeout: 45_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1280, height: 820 },
    locale: "en-GB",
    timezoneId: "Europe/London",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromiumPath() ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
