/** The log of connections, over real sockets; the servers behind them are stand-ins. */
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectionEntry } from "../../../../shared/egress.ts";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { longhand } from "../../../helpers/cli.ts";
import { ROOT } from "../../../helpers/paths.ts";
import { startReplay } from "../../../helpers/replay-server.ts";

let test: TestApi;
beforeEach(async () => {
  test = await openTestApi();
});
afterEach(() => test.close());

const list = (beyond = false) => test.api.egress.list({ limit: 1000, beyond });
const only = async (purpose: ConnectionEntry["purpose"]): Promise<ConnectionEntry[]> =>
  (await list()).connections.filter((entry) => entry.purpose === purpose);

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("the log of connections", () => {
  it("is empty while the bundled model answers: nothing is connected to", async () => {
    await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
    await askAll(test.api, ["What is the gate code of the north depot?"], { scope: { since: "2026-09-01" } });
    expect(await list()).toEqual({ since: null, total: 0, beyond: [], connections: [] });
  });

  it("tells a question to a server: place, purpose, requests and bytes, and not a word of what was said", async () => {
    const replay = await startReplay("vllm");
    await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
    const question = "What is the gate code of the north depot?";
    await askAll(test.api, [question], {
      scope: { since: "2026-09-01" },
      endpoint: { address: replay.url, apiKey: "secret-key" },
    });
    await test.api.planner.plan({ scope: { since: "2026-09-01" }, endpoint: { address: replay.url } });
    const entries = await only("endpoint");
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.reduce((sum, { requests }) => sum + requests, 0)).toBe(
      replay.asked.length - (await only("describe")).reduce((sum, { requests }) => sum + requests, 0),
    );
    expect((await only("describe")).length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        host: "127.0.0.1",
        address: "127.0.0.1",
        port: Number(new URL(replay.url).port),
        isLocal: true,
        isEncrypted: false,
      });
    }
    const sent = entries.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
    expect(sent).toBeGreaterThan(replay.asked.reduce((sum, { body }) => sum + JSON.stringify(body).length, 0) / 2);
    expect((await list()).beyond).toEqual([]);
    const text = JSON.stringify(await list());
    for (const secret of ["secret-key", "gate", "depot", "/v1/", "completions", replay.model])
      expect(text).not.toContain(secret);

    // Closed, it is all in the archive, and the command line reads it there.
    await replay.close();
    await test.core.close();
    const { lines, code } = await longhand("connections", "--archive", test.directory, "--json", "--limit", "1000");
    expect(code).toBe(0);
    const told = lines.at(-1) as unknown as { connections: ConnectionEntry[]; total: number };
    expect(told.connections.every(({ outcome }) => outcome === "closed" || outcome === "broken")).toBe(true);
    expect(told.connections.reduce((sum, { requests }) => sum + requests, 0)).toBe(replay.asked.length);
    expect(told.connections.reduce((sum, { sentBytes }) => sum + sentBytes, 0)).toBeGreaterThanOrEqual(sent);
    test = await openTestApi();
  });

  it("tells what was never made and what the guard refused", async () => {
    const port = await freePort();
    expect(await errorCode(test.api.settings.checkEndpoint({ address: `http://127.0.0.1:${port}` }))).toBe(
      "ENDPOINT_DOWN",
    );
    // The socket says so a moment after the request has failed.
    await expect.poll(async () => (await only("endpoint")).at(0)?.outcome).toBe("failed");
    expect((await only("endpoint")).at(0)).toMatchObject({
      port,
      outcome: "failed",
      code: "ECONNREFUSED",
      sentBytes: 0,
    });
    expect(await errorCode(test.api.settings.checkEndpoint({ address: "http://169.254.169.254/latest" }))).toBe(
      "ENDPOINT_FORBIDDEN",
    );
    const [refused] = (await list(true)).connections;
    expect(refused).toMatchObject({
      host: "169.254.169.254",
      port: 80,
      outcome: "refused",
      code: "ENDPOINT_FORBIDDEN",
    });
    // Refused is not sent: no place beyond this machine.
    expect((await list()).beyond).toEqual([]);
  });

  it("tells the looks for servers on this machine", async () => {
    await test.api.settings.localServers();
    const looks = await only("look");
    expect(looks.length).toBeGreaterThanOrEqual(6);
    expect(looks.every(({ isLocal }) => isLocal)).toBe(true);
    expect((await list(true)).connections).toEqual([]);
  });

  it("cannot be passed by: no module of main fetches, and only one may import what opens connections", () => {
    const files = readdirSync(path.join(ROOT, "main"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    expect(files.length).toBeGreaterThan(200);
    for (const name of files) {
      const text = readFileSync(path.join(ROOT, "main", name), "utf8");
      expect(text, name).not.toMatch(/\bfetch\(|new WebSocket\(|new EventSource\(|\bnet\.request\(|dgram/);
    }
    expect(readFileSync(path.join(ROOT, ".dependency-cruiser.cjs"), "utf8")).toContain("one-way-out");
  });
});
