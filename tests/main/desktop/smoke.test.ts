/**
 * The desktop app in the real Electron, where its binary and a display are present; elsewhere it says that it was
 * skipped. Everything else about the desktop host is tested against a stand-in for the `electron` module.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { DesktopBridge } from "../../../shared/host-bridge.ts";
import { ROOT, temporaryDirectory } from "../../helpers/paths.ts";

const PACKAGE = path.join(ROOT, "node_modules", "electron");

/** Why the real thing cannot run here. */
function obstacle(): string | undefined {
  const name = path.join(PACKAGE, "path.txt");
  if (!existsSync(name) || !existsSync(path.join(PACKAGE, "dist", readFileSync(name, "utf8").trim())))
    return "Electron's binary is not installed";
  if (process.platform !== "linux") return undefined;
  if (process.env["DISPLAY"] === undefined && process.env["WAYLAND_DISPLAY"] === undefined)
    return "there is no display";
  return process.getuid?.() === 0 ? "Electron does not run as root" : undefined;
}

const reason = obstacle();
if (reason !== undefined) console.warn(`skipped: the desktop app's smoke test (${reason})`);

it.skipIf(reason !== undefined)("opens its window, isolated, with a working way to the core", async () => {
  const built = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT, encoding: "utf8" });
  expect(built.stderr).not.toContain("failed");
  const { _electron: electron } = await import("@playwright/test");
  const scratch = temporaryDirectory();
  const environment = {
    ...process.env,
    XDG_DATA_HOME: scratch.path,
    LONGHAND_ARCHIVE: path.join(scratch.path, "mail"),
  };
  const app = await electron.launch({ args: [ROOT], env: environment as Record<string, string> });
  try {
    const page = await app.firstWindow();
    await page.waitForLoadState("domcontentloaded");
    expect(page.url()).toBe("app://longhand/");
    expect(await page.evaluate("typeof require + typeof process")).toBe("undefinedundefined");
    expect(await page.evaluate("fetch('https://example.org/').then(() => 'reached', () => 'refused')")).toBe("refused");
    const state = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const { longhand } = globalThis as unknown as { readonly longhand: DesktopBridge };
          longhand.onState(({ status }) => status !== "starting" && resolve(status));
        }),
    );
    expect(state).toBe("ready");
  } finally {
    await app.close();
    scratch.dispose();
  }
});
