/** Where the system's Chromium is. No test downloads a browser. */
import { existsSync } from "node:fs";

const CANDIDATES = [
  process.env["LONGHAND_CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The first that is there; `undefined` where none is. */
export function chromiumPath(): string | undefined {
  return CANDIDATES.find((file) => file !== "" && existsSync(file));
}

/** What to do where none is. */
export const NO_CHROMIUM =
  "skipped: the end-to-end tests need Chromium or Chrome. On Debian: apt-get install chromium. " +
  "Elsewhere set LONGHAND_CHROMIUM to its program.";
