/** A browser host of its own for a test: `longhand serve` on a free port, a new archive, a home folder with mail. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";

/** A host that is running. */
export type TestHost = {
  /** The address with the token; it works once. */
  readonly url: string;
  /** The folder that the picker begins in. */
  readonly home: string;
  /** Kills the core process as a crash would. */
  killCore(): void;
};

export const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        // The second field is the name in parentheses, which may hold spaces; the parent follows the state after it.
        const stat = readFileSync(`/proc/${candidate}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid;
      } catch {
        return false;
      }
    });
}

function corePid(host: ChildProcess): number {
  const cores = childrenOf(host.pid ?? 0).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("core-process"),
  );
  const [core] = cores;
  if (core === undefined || cores.length > 1) throw new Error(`there are ${cores.length} core processes`);
  return core;
}

/** Starts the browser host on an archive; the address works once. */
export async function startHost(archive: string, home: string): Promise<{ host: ChildProcess; url: string }> {
  const host = spawn(
    process.execPath,
    [path.join(ROOT, "main", "cli", "cli.ts"), "serve", "--archive", archive, "--no-open", "--json"],
    { env: { ...process.env, HOME: home }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    host.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const match = /"url":"([^"]+)"/.exec(text);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    host.once("exit", (code) => reject(new Error(`serve ended with ${code}: ${text}`)));
  });
  return { host, url };
}

/** Tests with a host; `mboxes` are further files in its home folder, by name. */
export const test = base.extend<{ mboxes: Readonly<Record<string, string>>; host: TestHost }>({
  mboxes: [{}, { option: true }],
  host: async ({ mboxes }, use) => {
    const scratch = temporaryDirectory();
    const home = path.join(scratch.path, "home");
    mkdirSync(path.join(home, "Mail"), { recursive: true });
    copyFileSync(SAMPLE, path.join(home, "Mail", "archive.mbox"));
    for (const [name, text] of Object.entries(mboxes)) writeFileSync(path.join(home, "Mail", name), text);
    const { host, url } = await startHost(path.join(scratch.path, "archive"), home);
    await use({ url, home, killCore: () => process.kill(corePid(host), "SIGKILL") });
    const ended = new Promise((resolve) => host.once("exit", resolve));
    host.kill("SIGTERM");
    await ended;
    scratch.dispose();
  },
});

/** Imports a file of the home folder through the picker and waits for its end. */
export async function importFile(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name: "Sources", exact: true }).click();
  await page.getByRole("button", { name: "Choose files…" }).click();
  const dialog = page.getByRole("dialog", { name: "Choose mail to import" });
  await dialog.getByRole("button", { name: "Mail" }).click();
  await dialog.getByRole("checkbox", { name }).check();
  await dialog.getByRole("button", { name: "Import" }).click();
  await page
    .getByRole("article", { name: `Import of ${name}` })
    .getByLabel("Done")
    .waitFor({ timeout: 60_000 });
}

/** Restricts what is read to the mail since a day, on the screen that is open. */
export async function setSince(page: Page, day: string): Promise<void> {
  await page.getByRole("button", { name: "Since" }).click();
  // The form around the field has the same name.
  const field = page.locator("input[type=date]");
  await field.fill(day);
  await field.press("Enter");
}

export { expect };
