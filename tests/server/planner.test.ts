/** The planner's figures against the memory that a real llama-server takes, as its own log says. */
import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { factsOfFile } from "../../main/core/planner/find-facts.ts";
import { launchCommands } from "../../main/core/planner/launch.ts";
import { computeBytes, kvBytes } from "../../main/core/planner/memory.ts";
import { importPaths, openTestApi } from "../helpers/api.ts";
import { llamaServerBinary, startLlamaServer } from "../helpers/llama-server.ts";
import { DEMO_MODEL, ROOT } from "../helpers/paths.ts";

/** Starts a server, reads its log until it listens or ends, and stops it. */
async function logOf(args: readonly string[]): Promise<string> {
  const child = spawn(llamaServerBinary(), ["-m", DEMO_MODEL, "--host", "127.0.0.1", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  await new Promise<void>((resolve) => {
    const take = (chunk: Buffer): void => {
      log += chunk.toString();
      if (/listening on|failed to|error:/i.test(log)) resolve();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("exit", () => resolve());
  });
  child.kill("SIGKILL");
  return log;
}

function mebibytes(log: string, what: RegExp): number {
  const found = new RegExp(`${what.source} size = +([\\d.]+) MiB`).exec(log)?.[1];
  if (found === undefined) throw new Error(`the server's log says nothing of ${what.source}:\n${log.slice(-2000)}`);
  return Number(found);
}

const MIB = 2 ** 20;

describe("memory, against a real llama-server", () => {
  it.each([
    ["f16", 131_072],
    ["q8_0", 131_072],
    ["q4_0", 32_768],
  ] as const)("%s at %i tokens: KV to the byte, buffers from above", async (kv, tokens) => {
    const log = await logOf([
      "-c",
      String(tokens),
      "-np",
      "1",
      "-fa",
      "on",
      "-ctk",
      kv,
      "-ctv",
      kv,
      "-t",
      "1",
      "-lv",
      "4",
    ]);
    const facts = await factsOfFile(DEMO_MODEL);
    expect(kvBytes(facts, tokens, kv) / MIB).toBeCloseTo(mebibytes(log, /KV buffer/), 1);
    const buffers = mebibytes(log, /compute buffer/);
    expect(computeBytes(facts, tokens, kv) / MIB).toBeGreaterThan(buffers);
  });

  it("takes the flags of the printed commands", async () => {
    const facts = await factsOfFile(DEMO_MODEL);
    for (const windowTokens of [8192, 262_144]) {
      const [command] = launchCommands({ facts, windowTokens, kv: "q8_0" });
      // The paths and certificates of the example are not there; everything else is given as printed.
      const flags = (command?.command ?? "")
        .replaceAll("\\\n", " ")
        .replace(/^llama-server|-m \S+|--(?:host|port|api-key-file|slot-save-path|ssl-\w+-file) \S+/g, " ")
        .split(/\s+/)
        .filter((flag) => flag !== "");
      expect(flags).toContain("--no-context-shift");
      expect(await logOf([...flags, "-t", "1"])).toContain("listening on");
    }
  });
});

describe("a server's model", () => {
  it("is read from the file that the server of this machine runs", async () => {
    const server = await startLlamaServer(8192);
    const test = await openTestApi();
    try {
      await importPaths(test.api, [`${ROOT}/resources/sample/archive.mbox`]);
      const plan = await test.api.planner.plan({ scope: {}, endpoint: { address: server.url } });
      expect(plan.model).toMatchObject({ source: "file", layers: 4, trainContextTokens: 131_072 });
      expect(plan.endpoint).toMatchObject({ kind: "llama-server", windowTokens: 8192 });
      expect(plan.advice).toMatchObject({ state: "too-large" });
    } finally {
      await test.close();
      await server.close();
    }
  });
});
