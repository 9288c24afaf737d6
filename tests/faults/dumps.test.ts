/**
 * What is left of a process that dies with mail in its memory: nothing that holds mail. The system is allowed to write a
 * core dump of any size; a program that takes no care shows that it does, and what would stand in it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mailText, mboxText } from "../helpers/archive.ts";
import { longhand } from "../helpers/cli.ts";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";

const MARKER = "zanzibarquokka";
/**
 * Longer than all vector registers of a thread together (32 of 64 bytes): registers are in every dump, whatever else is
 * left out, and copying text fills several that lie side by side there.
 */
const TEXT = `${MARKER} is the gate code. `.repeat(64);
const PROCESSES = path.join(ROOT, "tests", "fixtures", "processes");
/** The system keeps core dumps as files where the process is, under this name. */
const isHere =
  process.platform === "linux" && /^core/.test(readFileSync("/proc/sys/kernel/core_pattern", "utf8").trim());
let scratch: ReturnType<typeof temporaryDirectory>;
let archive: string;
beforeAll(async () => {
  scratch = temporaryDirectory();
  archive = path.join(scratch.path, "archive");
  const box = path.join(scratch.path, "inbox.mbox");
  const mails = Array.from({ length: 40 }, (_, id) =>
    mailText({
      "Message-ID": `<${id}@x>`,
      Date: "Mon, 1 Jun 2026 10:00:00 +0000",
      Subject: MARKER,
      body: `${MARKER} is the gate code. `.repeat(100),
    }),
  );
  writeFileSync(box, mboxText(mails));
  await longhand("import", box, "--archive", archive, "--me", "me@example.org");
});
afterAll(() => scratch.dispose());

/** Starts a script in a folder of its own, with core dumps allowed, and kills it as a fault of its own would. */
async function dieAtWork(name: string, args: readonly string[], signal: NodeJS.Signals) {
  const cwd = path.join(scratch.path, name);
  mkdirSync(cwd);
  const quoted = [process.execPath, ...args].map((part) => `'${part}'`).join(" ");
  const child = spawn("sh", ["-c", `ulimit -c unlimited; exec ${quoted}`], {
    cwd,
    env: { ...process.env, TMPDIR: cwd, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      out += chunk;
    });
  for (let attempt = 0; attempt < 600 && !out.includes("at work"); attempt += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(out, name).toContain("at work");
  // Long enough to have read what it works on.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const filter = process.platform === "linux" ? readFileSync(`/proc/${child.pid}/coredump_filter`, "utf8").trim() : "";
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
  const left = readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const holding = left.filter((file) => readFileSync(file).includes(TEXT)).map((file) => path.basename(file));
  return { out, filter, left: left.map((file) => path.basename(file)), holding };
}

it.runIf(isHere)(
  "a program that takes no care leaves its memory in a core dump: this test would see it",
  async () => {
    const script = `globalThis.kept = "zanzibar".concat("quokka is the gate code. ").repeat(1000); Buffer.from(globalThis.kept); console.log("at work"); setInterval(() => globalThis.kept, 1000)`;
    const { holding, filter } = await dieAtWork("careless", ["-e", script], "SIGSEGV");
    expect(filter).not.toBe("00000000");
    expect(holding).toHaveLength(1);
  },
  120_000,
);

for (const [work, signal] of [
  ["ask", "SIGSEGV"],
  ["sweep", "SIGABRT"],
  ["warm", "SIGBUS"],
] as const)
  it.runIf(process.platform === "linux")(
    `a core that dies of ${signal} at ${work} leaves no word of the mail`,
    async () => {
      const { out, filter, left, holding } = await dieAtWork(
        `core-${work}`,
        [path.join(PROCESSES, "core-at-work.ts"), archive, work],
        signal,
      );
      expect(filter).toBe("00000000");
      expect(holding, left.join(" ")).toEqual([]);
      // No diagnostic report, no heap snapshot: nothing of Node's own either.
      expect(left.filter((file) => !/^core(?:\.\d+)?$/.test(file))).toEqual([]);
      expect(out).not.toContain(MARKER);
      expect(out).not.toMatch(/\n\s+at /);
    },
    120_000,
  );

it("the engine, which the core starts, is left out of dumps with it", async () => {
  if (!existsSync("/proc/self/coredump_filter")) return;
  const child = spawn(process.execPath, [path.join(PROCESSES, "core-at-work.ts"), archive, "warm"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    let filters: string[] = [];
    for (let attempt = 0; attempt < 600 && filters.length === 0; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
      filters = children.filter(Boolean).map((pid) => readFileSync(`/proc/${pid}/coredump_filter`, "utf8").trim());
    }
    expect(filters.length).toBeGreaterThan(0);
    expect(new Set(filters)).toEqual(new Set(["00000000"]));
  } finally {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}, 120_000);
