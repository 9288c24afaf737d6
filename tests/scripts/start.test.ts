/** `npm start` where there is no display: one sentence why, and the window's address. Builds what is not built. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, it } from "vitest";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";

const scratch = temporaryDirectory();
let child: ChildProcess | undefined;

afterEach(async () => {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  scratch.dispose();
});

// Elsewhere there always is a display, and Electron would start.
it.runIf(process.platform === "linux")("serves the built window to a browser", { timeout: 180_000 }, async () => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...environment } = process.env;
  const env = { ...environment, INIT_CWD: scratch.path, LONGHAND_ARCHIVE: "my mail" };
  const started = spawn(process.execPath, ["scripts/start.mjs", "--json", "--no-open"], { cwd: ROOT, env });
  child = started;
  let text = "";
  started.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const [line] = (await once(createInterface(started.stdout), "line")) as [string];
  expect(text).toContain("The desktop app cannot run (there is no display here): Longhand opens in a browser instead.");
  const { url } = JSON.parse(line) as { readonly url: string };
  const entered = await fetch(url, { redirect: "manual" });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await (await fetch(new URL("/", url), { headers: { cookie } })).text();
  const script = /<script[^>]* src="\.?(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "none";
  expect((await fetch(new URL(script, url), { headers: { cookie } })).status).toBe(200);
  // A relative archive is the caller's.
  await expect
    .poll(() => existsSync(path.join(scratch.path, "my mail", "archive.sqlite")), { timeout: 20_000 })
    .toBe(true);
  started.kill("SIGTERM");
  expect(await once(started, "exit")).toEqual([0, null]);
});
