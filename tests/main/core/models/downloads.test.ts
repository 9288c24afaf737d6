/** Model files over a real connection to a real server on this machine, with the faults of real hosts. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCaller } from "../../../../main/core/api/router.ts";
import { type Core, openCore } from "../../../../main/core/core.ts";
import type { ModelDownload } from "../../../../shared/downloads.ts";
import { type Api, errorCode } from "../../../helpers/api.ts";
import { type FileServer, startFileServer } from "../../../helpers/file-server.ts";
import { ROOT, temporaryDirectory } from "../../../helpers/paths.ts";

const MODEL = readFileSync(path.join(ROOT, "resources", "models", "longhand-demo.gguf"));
const SHA256 = createHash("sha256").update(MODEL).digest("hex");

let scratch: ReturnType<typeof temporaryDirectory>;
let server: FileServer;
let core: Core;
let api: Api;
const archive = (): string => path.join(scratch.path, "archive");
const models = (): string => path.join(archive(), "models");
const files = (): string[] => (existsSync(models()) ? readdirSync(models()).sort() : []);

async function openArchive(idleMs = 5000): Promise<void> {
  core = await openCore({
    directory: archive(),
    mode: "create",
    program: "a test",
    resources: path.join(ROOT, "resources"),
    downloadTimes: { idleMs, retryMs: 5 },
  });
  // As the window calls it: nothing here may need more than a page has.
  api = createCaller(core.context("page"));
}

beforeEach(async () => {
  scratch = temporaryDirectory();
  server = await startFileServer(MODEL);
  await openArchive();
});
afterEach(async () => {
  await core.close();
  await server.close();
  scratch.dispose();
});

async function reached(id: number, ...states: ModelDownload["state"][]): Promise<ModelDownload> {
  for await (const list of await api.models.watch()) {
    const found = list.find((each) => each.id === id);
    if (found !== undefined && states.includes(found.state)) return found;
  }
  throw new Error("the list ended");
}
const begin = (fields: { sha256?: string; host?: string } = {}): Promise<{ id: number }> =>
  api.models.download({ url: `${server.origin}/models/demo.gguf`, host: server.host, sha256: SHA256, ...fields });
const code = (download: ModelDownload): string | undefined => download.error?.code;

describe("a model's file", () => {
  it("comes only after the yes to its host, whole, checked, private, and is usable and in the log", async () => {
    expect(await errorCode(begin({ host: "huggingface.co" }))).toBe("HOST_NOT_GRANTED");
    expect(server.requests).toEqual([]);
    const { id } = await begin();
    expect(await reached(id, "done", "failed", "paused")).toMatchObject({
      state: "done",
      name: "demo.gguf",
      bytes: MODEL.length,
      doneBytes: MODEL.length,
      sha256From: "owner",
      hosts: [server.host],
      error: null,
    });
    expect(files()).toEqual(["demo.gguf"]);
    expect(readFileSync(path.join(models(), "demo.gguf")).equals(MODEL)).toBe(true);
    expect(statSync(path.join(models(), "demo.gguf")).mode & 0o077).toBe(0);
    expect(await api.models.use({ id })).toMatchObject({ windowTokens: 131_072 });
    expect(await errorCode(api.models.remove({ id }))).toBe("INVALID_INPUT");
    const log = await api.egress.list({});
    expect(log.connections).toMatchObject([{ purpose: "model", host: "127.0.0.1", outcome: "closed" }]);
    expect(log.connections[0]?.receivedBytes).toBeGreaterThan(MODEL.length);
    await api.settings.setEndpoint({});
    await api.models.remove({ id });
    expect(files()).toEqual([]);
    expect(await api.models.downloads()).toEqual([]);
  });

  it("goes on by itself behind every cut, and asks for no byte twice", async () => {
    server.cutAfter = Math.ceil(MODEL.length / 3);
    const { id } = await begin();
    expect((await reached(id, "done", "failed", "paused")).state).toBe("done");
    const from = server.requests.map(({ range }) => Number(/\d+/.exec(range ?? "0")?.[0] ?? 0));
    expect(from.length).toBeGreaterThanOrEqual(3);
    expect(from).toEqual([...from].sort((a, b) => a - b));
    expect(new Set(from).size).toBe(from.length);
    expect(readFileSync(path.join(models(), "demo.gguf")).equals(MODEL)).toBe(true);
  });

  it("rests where it is paused, and goes on after the core was closed in its midst", async () => {
    server.pieceMs = 15;
    const { id } = await begin();
    await expect.poll(async () => (await api.models.downloads())[0]?.doneBytes ?? 0).toBeGreaterThan(50_000);
    await api.models.pause({ id });
    const [paused] = await api.models.downloads();
    expect(paused).toMatchObject({ state: "paused", error: null });
    expect(files()).toEqual(["demo.gguf.part"]);
    expect(await errorCode(api.models.use({ id }))).toBe("DOWNLOAD_NOT_FOUND");
    await api.models.unpause({ id });
    await expect
      .poll(async () => (await api.models.downloads())[0]?.doneBytes ?? 0)
      .toBeGreaterThan((paused?.doneBytes ?? 0) + 50_000);
    await core.close();
    const had = statSync(path.join(models(), "demo.gguf.part")).size;
    expect(had).toBeLessThan(MODEL.length);
    server.pieceMs = 0;
    server.requests.length = 0;
    await openArchive();
    // A command that comes and goes does not go on with it; a host that stays does.
    expect(await api.models.downloads()).toMatchObject([{ state: "paused", doneBytes: had }]);
    core.resume();
    expect((await reached(id, "done", "failed")).state).toBe("done");
    expect(server.requests).toEqual([{ path: "/models/demo.gguf", range: `bytes=${had}-` }]);
    expect(readFileSync(path.join(models(), "demo.gguf")).equals(MODEL)).toBe(true);
  });

  it("with another checksum is deleted and never has its name", async () => {
    const { id } = await begin({ sha256: "0".repeat(64) });
    const failed = await reached(id, "done", "failed", "paused");
    expect([failed.state, code(failed)]).toEqual(["failed", "CHECKSUM_WRONG"]);
    expect(failed.error?.message).toMatch(/deleted\. Fetch it again/);
    expect(files()).toEqual([]);
    expect(await errorCode(api.models.use({ id }))).toBe("DOWNLOAD_NOT_FOUND");
    // Asked for again with the right one, it comes.
    expect(await begin()).toEqual({ id });
    expect((await reached(id, "done", "failed")).state).toBe("done");
  });

  it("that changed on its host between two pieces is begun anew", async () => {
    server.cutAfter = Math.ceil(MODEL.length / 2);
    const other = Buffer.from(MODEL);
    other.fill(7, other.length - 8);
    server.content = other;
    let count = 0;
    server.intercept = () => {
      count += 1;
      if (count === 2) {
        server.cutAfter = Number.POSITIVE_INFINITY;
        server.content = MODEL;
      }
      return false;
    };
    const { id } = await begin();
    expect((await reached(id, "done", "failed")).state).toBe("done");
    expect(readFileSync(path.join(models(), "demo.gguf")).equals(MODEL)).toBe(true);
  });

  it("without a checksum from anybody is not fetched; a host's own word counts where there is no other", async () => {
    const url = `${server.origin}/models/demo.gguf`;
    const { id } = await api.models.download({ url, host: server.host });
    expect(code(await reached(id, "done", "failed"))).toBe("CHECKSUM_UNKNOWN");
    expect(statSync(path.join(models(), "demo.gguf.part")).size).toBe(0);
    server.headers = { "x-linked-etag": `"${SHA256}"` };
    await api.models.unpause({ id });
    expect(await reached(id, "done", "failed", "paused")).toMatchObject({
      state: "done",
      sha256: SHA256,
      sha256From: "host",
    });
  });

  it("is refused before its first byte where the host declares another checksum than the known one", async () => {
    server.headers = { "x-linked-etag": `"${"a".repeat(64)}"` };
    const { id } = await begin();
    expect(code(await reached(id, "done", "failed"))).toBe("CHECKSUM_WRONG");
    expect(statSync(path.join(models(), "demo.gguf.part")).size).toBe(0);
  });

  it.each([
    [404, "failed", "DOWNLOAD_REFUSED", /no such file/],
    [403, "failed", "DOWNLOAD_REFUSED", /signed in or agreed/],
    [503, "paused", "ENDPOINT_DOWN", /cannot give the file now/],
  ] as const)("that a host refuses with %i leaves a typed error", async (status, state, expected, words) => {
    server.intercept = (_, response) => {
      response.writeHead(status).end("no");
      return true;
    };
    const { id } = await begin();
    const failed = await reached(id, "done", "failed", "paused");
    expect([failed.state, code(failed)]).toEqual([state, expected]);
    expect(failed.error?.message).toMatch(words);
    expect(files()).toEqual(["demo.gguf.part"]);
  });

  it("that does not fit the disk is refused before its first byte, and one that fills it rests", async () => {
    server.intercept = (_, response) => {
      // Nearly a petabyte.
      response.writeHead(200, { "content-length": String(9 * 10 ** 14) });
      response.write("x");
      return true;
    };
    const { id } = await begin();
    const paused = await reached(id, "done", "failed", "paused");
    expect([paused.state, code(paused)]).toEqual(["paused", "DISK_FULL"]);
    expect(paused.error?.message).toMatch(/needs 900000\.0 GB/);
    expect(statSync(path.join(models(), "demo.gguf.part")).size).toBe(0);
    await api.models.remove({ id });
    // The system's own full device in place of the file.
    symlinkSync("/dev/full", path.join(models(), "demo.gguf.part"));
    server.intercept = () => false;
    const second = await begin();
    const full = await reached(second.id, "done", "failed", "paused");
    expect([full.state, code(full)]).toEqual(["paused", "DISK_FULL"]);
  });

  it("on a silent host rests with an error, and an endless body is cut", async () => {
    await core.close();
    await openArchive(60);
    server.intercept = (_, response) => {
      response.writeHead(200, { "content-length": MODEL.length });
      response.write(MODEL.subarray(0, 1000));
      return true;
    };
    const { id } = await begin();
    expect(code(await reached(id, "paused", "failed", "done"))).toBe("ENDPOINT_LOST");
    await api.models.remove({ id });
    server.intercept = (_, response) => {
      response.writeHead(200, { "transfer-encoding": "chunked" });
      response.write(MODEL);
      return true;
    };
    const second = await begin();
    expect(code(await reached(second.id, "paused", "failed", "done"))).toBe("DOWNLOAD_REFUSED");
  });
});

describe("a host that sends on to another", () => {
  let store: FileServer;
  beforeEach(async () => {
    store = await startFileServer(MODEL);
    server.intercept = (_, response) => {
      response
        .writeHead(302, {
          location: `${store.origin}/store/abc?signature=1`,
          "x-linked-etag": `"${SHA256}"`,
          "x-linked-size": String(MODEL.length),
        })
        .end();
      return true;
    };
  });
  afterEach(() => store.close());

  it("is not followed before the owner's yes to that one, who is told what lies there", async () => {
    const { id } = await api.models.download({ url: `${server.origin}/models/demo.gguf`, host: server.host });
    expect(await reached(id, "asks", "failed", "done")).toMatchObject({
      state: "asks",
      askHost: store.host,
      bytes: MODEL.length,
      sha256: SHA256,
      sha256From: "host",
      hosts: [server.host],
    });
    await api.models.unpause({ id });
    expect((await api.models.downloads())[0]?.state).toBe("asks");
    expect(store.requests).toEqual([]);
    expect(await errorCode(api.models.grant({ id, host: "elsewhere.example" }))).toBe("INVALID_INPUT");
    await api.models.grant({ id, host: store.host });
    expect(await reached(id, "failed", "done", "paused")).toMatchObject({
      state: "done",
      hosts: [server.host, store.host],
    });
    expect(store.requests).toEqual([{ path: "/store/abc?signature=1", range: undefined }]);
  });

  it("is refused where it leads to where Longhand never goes, even with a yes, and in a circle", async () => {
    server.intercept = (_, response) => {
      response.writeHead(302, { location: "http://169.254.169.254/latest/demo.gguf" }).end();
      return true;
    };
    const { id } = await begin();
    expect((await reached(id, "asks", "failed", "done")).askHost).toBe("169.254.169.254");
    await api.models.grant({ id, host: "169.254.169.254" });
    expect(code(await reached(id, "failed", "done", "paused"))).toBe("ENDPOINT_FORBIDDEN");
    expect((await api.egress.list({})).connections).toContainEqual(
      expect.objectContaining({ host: "169.254.169.254", outcome: "refused", purpose: "model" }),
    );
    await api.models.remove({ id });
    server.intercept = (request, response) => {
      response.writeHead(302, { location: request.url ?? "" }).end();
      return true;
    };
    const second = await begin();
    expect(code(await reached(second.id, "failed", "done"))).toBe("DOWNLOAD_REFUSED");
  });
});

it("takes only addresses of single GGUF files, and no name that leaves its folder", async () => {
  const wrong = (url: string): Promise<string> => errorCode(api.models.download({ url, host: new URL(url).host }));
  expect(await wrong(`${server.origin}/models/page.html`)).toBe("INVALID_INPUT");
  expect(await wrong(`${server.origin}/m-00001-of-00006.gguf`)).toBe("INVALID_INPUT");
  expect(await errorCode(api.models.download({ url: "file:///etc/x.gguf", host: "" }))).toBe("INVALID_INPUT");
  const url = `${server.origin}/a/%2e%2e%2f..%5c.hidden.gguf`;
  const { id } = await api.models.download({ url, host: server.host, sha256: SHA256 });
  const { name } = await reached(id, "done", "failed");
  expect(name).toMatch(/^[\w][\w.-]*\.gguf$/);
  expect(files()).toEqual([name]);
});
