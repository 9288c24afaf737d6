/**
 * Encrypted connections: a real TLS server on this machine with a certificate of a CA that nobody else knows. What the
 * server says behind it is replayed.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorBehind } from "../../../../main/core/api/trpc.ts";
import type { LonghandError } from "../../../../shared/errors.ts";
import { openTestApi, type TestApi } from "../../../helpers/api.ts";
import { type Certificate, createCa } from "../../../helpers/certificates.ts";
import { type Replay, startReplay } from "../../../helpers/replay-server.ts";

const ca = createCa();
const otherCa = createCa("Another CA");

let test: TestApi;
let replay: Replay | undefined;
let caFile: string;
beforeEach(async () => {
  test = await openTestApi();
  caFile = path.join(test.scratch, "ca.pem");
  writeFileSync(caFile, ca.cert);
});
afterEach(async () => {
  await replay?.close();
  replay = undefined;
  await test.close();
});

const serve = async (tls: Certificate): Promise<Replay> => {
  replay = await startReplay("openai-compatible", { tls });
  return replay;
};

async function refused(replaying: Replay, caCertificate?: string): Promise<LonghandError | undefined> {
  const choice = { address: replaying.url, apiKey: "secret-key", ...(caCertificate ? { caCertificate } : {}) };
  const error = await test.api.settings.checkEndpoint(choice).then(
    () => undefined,
    (thrown: unknown) => errorBehind(thrown),
  );
  // Neither key nor question goes to a server that did not prove who it is.
  expect(replaying.asked).toEqual([]);
  return error;
}

describe("an endpoint behind TLS with a private CA", () => {
  it("is reached where the CA is named, by file or by its text, and the key goes there", async () => {
    const server = await serve(ca.issue(["127.0.0.1"]));
    const report = await test.api.settings.checkEndpoint({
      address: server.url,
      apiKey: "secret-key",
      caCertificate: ca.cert,
    });
    expect(report.kind).toBe("openai-compatible");
    expect(server.asked.every(({ headers }) => headers.authorization === "Bearer secret-key")).toBe(true);
    const counted = await test.core.context("host").endpoints.get({ address: server.url, caFile });
    expect(counted.description.kind).toBe("openai-compatible");
    const { connections } = await test.api.egress.list({});
    expect(connections.length).toBeGreaterThan(0);
    expect(connections.every(({ isEncrypted, outcome }) => isEncrypted && outcome !== "failed")).toBe(true);
  });

  it("is refused where its CA is not known, or another one is named: nothing is sent", async () => {
    const server = await serve(ca.issue(["127.0.0.1"]));
    for (const named of [undefined, otherCa.cert]) {
      const error = await refused(server, named);
      expect(error?.code).toBe("ENDPOINT_CERTIFICATE");
      expect(error?.message).toContain("nobody whom this machine trusts");
      expect(error?.remedy).toContain("--ca");
    }
    await expect
      .poll(async () => (await test.api.egress.list({})).connections.map(({ outcome }) => outcome))
      .toEqual(["failed", "failed"]);
  });

  it("is refused where its certificate has expired or is not valid yet", async () => {
    const old = await refused(await serve(ca.issue(["127.0.0.1"], { from: -30, until: -1 })), ca.cert);
    expect(old).toMatchObject({ code: "ENDPOINT_CERTIFICATE", message: expect.stringContaining("has expired") });
    await replay?.close();
    const early = await refused(await serve(ca.issue(["127.0.0.1"], { from: 2, until: 30 })), ca.cert);
    expect(early).toMatchObject({ code: "ENDPOINT_CERTIFICATE", message: expect.stringContaining("not valid yet") });
  });

  it("is refused where its certificate is for another host", async () => {
    const error = await refused(await serve(ca.issue(["ai.firm.example", "10.0.0.5"])), ca.cert);
    expect(error).toMatchObject({ code: "ENDPOINT_CERTIFICATE", message: expect.stringContaining("another host") });
  });

  it("is told from a server that is not encrypted at all", async () => {
    replay = await startReplay("openai-compatible");
    const error = await test.api.settings.checkEndpoint({ address: replay.url.replace("http:", "https:") }).then(
      () => undefined,
      (thrown: unknown) => errorBehind(thrown),
    );
    expect(error).toMatchObject({ code: "ENDPOINT_CERTIFICATE", remedy: expect.stringContaining("http://") });
  });

  it("says that a CA file cannot be used", async () => {
    const server = await serve(ca.issue(["127.0.0.1"]));
    writeFileSync(caFile, "no certificate");
    const error = await test.core
      .context("host")
      .endpoints.get({ address: server.url, caFile })
      .then(
        () => undefined,
        (thrown: unknown) => errorBehind(thrown),
      );
    expect(error?.code).toBe("INVALID_INPUT");
  });
});
