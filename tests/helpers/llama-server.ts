/** A real llama-server, built by scripts/test-server.mjs, running the bundled model on a free port of this machine. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { DEMO_MODEL } from "./paths.ts";

/** A running server. */
export type LlamaServer = { readonly url: string; readonly process: ChildProcess; close(): Promise<void> };

/** The server's binary; scripts/test-server.mjs sets it. */
export function llamaServerBinary(): string {
  const binary = process.env["LONGHAND_LLAMA_SERVER"];
  if (binary === undefined) throw new Error("run these tests with: npm run test:server");
  return binary;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a server with a window of `windowTokens` for all its slots together (one, unless named), and waits until it
 * answers. A `port` is for a server that takes the place of another one.
 */
export function startLlamaServer(
  windowTokens: number,
  args: readonly string[] = [],
  options: StartOptions & { readonly slots?: number } = {},
): Promise<LlamaServer> {
  const slots = String(options.slots ?? 1);
  const fixed = ["-m", DEMO_MODEL, "-c", String(windowTokens), "-np", slots, "-t", "1", "-b", "512", "-ub", "512"];
  return start([...fixed, ...args], options);
}

/** Starts a server in router mode with the models of a folder. */
export function startRouter(models: string, windowTokens: number): Promise<LlamaServer> {
  return start(["--models-dir", models, "-c", String(windowTokens), "-np", "1", "-t", "1"]);
}

type StartOptions = { readonly port?: number; readonly env?: Readonly<Record<string, string>> };

async function start(args: readonly string[], options: StartOptions = {}): Promise<LlamaServer> {
  const port = options.port ?? (await freePort());
  const child = spawn(llamaServerBinary(), [...args, "--host", "127.0.0.1", "--port", String(port)], {
    stdio: "ignore",
    env: { ...process.env, ...options.env },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`llama-server ended with ${child.exitCode}`);
    const response = await fetch(`${url}/health`).catch(() => undefined);
    if (response?.ok === true) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    process: child,
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        // A router ends its own servers, but not when it is killed.
        child.kill(args.includes("--models-dir") ? "SIGTERM" : "SIGKILL");
        await once(child, "exit");
      }
    },
  };
}
