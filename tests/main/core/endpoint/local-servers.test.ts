import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createMemoryLog } from "../../../../main/core/endpoint/connection-log.ts";
import { findLocalServers } from "../../../../main/core/endpoint/local-servers.ts";
import { startReplay } from "../../../helpers/replay-server.ts";
import { startScriptedServer } from "../../../helpers/scripted-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
const portOf = (url: string): number => Number(new URL(url).port);

describe("servers on this machine", () => {
  it("are told by kind, with their models", async () => {
    const ports: number[] = [];
    for (const server of ["vllm", "ollama", "lm-studio", "sglang", "openai-compatible"]) {
      const replay = await startReplay(server);
      closers.push(replay.close);
      ports.push(portOf(replay.url));
    }
    const llama = await startScriptedServer(() => undefined);
    closers.push(llama.close);
    const found = await findLocalServers(createMemoryLog(), [...ports, portOf(llama.url)]);
    expect(found.map(({ kind }) => kind)).toEqual([
      "vllm",
      "ollama",
      "lm-studio",
      "sglang",
      "openai-compatible",
      "llama-server",
    ]);
    expect(found[1]).toMatchObject({ state: "ready", models: ["llama3.1:8b", "nomic-embed-text:latest"] });
  });

  it("are those that wait for a key or load a model, too; what is no model server is not", async () => {
    const locked = await startScriptedServer(() => undefined, { status: 401 });
    const loading = await startScriptedServer(() => undefined, { status: 503 });
    const page = createServer((_, response) => response.end("<html>hello</html>"));
    await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
    closers.push(locked.close, loading.close, () => new Promise((resolve) => page.close(() => resolve())));
    const found = await findLocalServers(createMemoryLog(), [
      portOf(locked.url),
      portOf(loading.url),
      (page.address() as AddressInfo).port,
    ]);
    expect(found.map(({ state }) => state)).toEqual(["key", "loading"]);
  });
});
