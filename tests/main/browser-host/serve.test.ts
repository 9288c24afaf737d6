/** `longhand serve`: what it prints, how it ends, and what it says when it cannot. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { canOpenBrowser } from "../../../main/browser-host/open-browser.ts";
import { ROOT, temporaryDirectory } from "../../helpers/paths.ts";
import { writeRenderer } from "./harness.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let children: ChildProcess[];

beforeEach(() => {
  scratch = temporaryDirectory();
  children = [];
  writeRenderer(path.join(scratch.path, "renderer"));
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  scratch.dispose();
});

type Serving = { readonly child: ChildProcess; readonly lines: AsyncIterator<string>; text(): string };

function serve(...args: string[]): Serving {
  const archive = ["--archive", path.join(scratch.path, "archive")];
  const command = ["serve", ...archive, "--renderer", path.join(scratch.path, "renderer"), "--json", "--no-open"];
  const child = spawn(process.execPath, [path.join(ROOT, "main", "cli", "cli.ts"), ...command, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator](), text: () => text };
}

async function line(serving: Serving): Promise<Record<string, unknown>> {
  return JSON.parse((await serving.lines.next()).value ?? "null") as Record<string, unknown>;
}

it("prints an address that works, and ends cleanly at a signal", async () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const serving = serve();
    const { event, url } = await line(serving);
    expect(event).toBe("serving");
    expect(String(url)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const response = await fetch(String(url), { redirect: "manual" });
    expect(response.status).toBe(303);
    const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    const state = new URL("/state", String(url));
    await expect
      .poll(async () => (await fetch(state, { headers: { cookie } })).json(), { timeout: 20_000 })
      .toEqual({ status: "ready" });
    serving.child.kill(signal);
    // A terminal that is impatient sends it twice.
    serving.child.kill(signal);
    expect(await once(serving.child, "exit")).toEqual([0, null]);
    expect(existsSync(path.join(scratch.path, "archive", "writer.json"))).toBe(false);
    expect(serving.text()).toBe("");
  }
});

it("says that the window must be built", async () => {
  const empty = path.join(scratch.path, "empty");
  mkdirSync(empty);
  const serving = serve("--renderer", empty);
  expect(await line(serving)).toMatchObject({ event: "error", code: "SOURCE_NOT_FOUND" });
  expect(await once(serving.child, "close")).toEqual([1, null]);
  expect(serving.text()).toContain("Run npm run build first.");
});

it("says that a port is taken, and that an archive is", async () => {
  const first = serve();
  const url = new URL(String((await line(first))["url"]));
  const second = serve("--port", url.port);
  expect(await line(second)).toMatchObject({ event: "error", code: "INVALID_INPUT" });
  expect(await once(second.child, "close")).toEqual([1, null]);
  expect(second.text()).toContain("--port");
  const third = serve();
  expect((await line(third))["event"]).toBe("serving");
  await expect.poll(third.text, { timeout: 20_000 }).toContain("ARCHIVE_IN_USE");
  const wrong = serve("--port", "70000");
  expect(await once(wrong.child, "close")).toEqual([2, null]);
});

it("opens a browser only where one can appear", () => {
  const display = { DISPLAY: ":0" };
  if (process.platform === "linux") {
    expect(canOpenBrowser({}, true)).toBe(false);
    expect(canOpenBrowser(display, true)).toBe(true);
  }
  expect(canOpenBrowser(display, false)).toBe(false);
  expect(canOpenBrowser({ ...display, SSH_CONNECTION: "x" }, true)).toBe(false);
});
