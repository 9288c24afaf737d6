/** `model`: what would be fetched is said first; each host needs its own yes. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longhand } from "../../helpers/cli.ts";
import { type FileServer, startFileServer } from "../../helpers/file-server.ts";
import { ROOT, temporaryDirectory } from "../../helpers/paths.ts";

const MODEL = readFileSync(path.join(ROOT, "resources", "models", "longhand-demo.gguf"));
const SHA256 = createHash("sha256").update(MODEL).digest("hex");

describe("longhand model", () => {
  const scratch = temporaryDirectory();
  const archive = path.join(scratch.path, "archive");
  let front: FileServer;
  let store: FileServer;
  const model = (...args: string[]) => longhand("model", ...args, "--archive", archive);

  beforeAll(async () => {
    store = await startFileServer(MODEL);
    front = await startFileServer(MODEL);
    front.intercept = (_, response) => {
      response.writeHead(302, { location: `${store.origin}/bytes`, "x-linked-size": String(MODEL.length) }).end();
      return true;
    };
  });
  afterAll(async () => {
    await front.close();
    await store.close();
    scratch.dispose();
  });

  it("says what would be fetched from where, and connects to nobody before --allow-host", async () => {
    const published = await model("download", "llama-3.1-8b");
    expect([published.code, published.err]).toEqual([1, expect.stringMatching(/huggingface\.co .*\(4\.9 GB\)/)]);
    expect(published.err).toContain("--allow-host huggingface.co");
    const unknown = await model("download", "gpt-9", "--json");
    expect(unknown.lines.at(-1)).toMatchObject({ event: "error", code: "MODEL_NOT_FOUND" });
    const own = await model("download", `${front.origin}/demo.gguf`, "--sha256", SHA256, "--json");
    expect(own.lines.at(-1)).toMatchObject({ event: "error", code: "HOST_NOT_GRANTED", host: front.host });
    expect([...front.requests, ...store.requests]).toEqual([]);
    expect((await model("download", "llama-3.1-8b", "--sha256", SHA256)).code).toBe(2);
  });

  it("asks again for the host that it is sent to, then fetches, uses, lists and removes", async () => {
    const get = (...hosts: string[]) =>
      model(
        "download",
        `${front.origin}/demo.gguf`,
        "--sha256",
        SHA256,
        "--json",
        ...hosts.flatMap((host) => ["--allow-host", host]),
      );
    const first = await get(front.host);
    expect(first.lines.at(-1)).toMatchObject({ code: "HOST_NOT_GRANTED", host: store.host, bytes: MODEL.length });
    expect(store.requests).toEqual([]);
    const second = await get(front.host, store.host);
    expect([second.code, second.lines.at(-1)]).toEqual([
      0,
      expect.objectContaining({ event: "done", state: "done", sha256: SHA256, doneBytes: MODEL.length }),
    ]);
    const used = await model("use", "1");
    expect([used.code, used.out]).toEqual([0, expect.stringContaining("is in use: a window of 131,072 tokens")]);
    expect((await model("remove", "1", "--json")).lines.at(-1)).toMatchObject({ code: "INVALID_INPUT" });
    const listed = await model("list", "--json");
    expect(listed.lines.at(-1)).toMatchObject({
      downloads: [{ id: 1, name: "demo.gguf", state: "done" }],
      isExample: true,
      models: expect.arrayContaining([
        expect.objectContaining({ id: "llama-3.1-8b", file: expect.objectContaining({ bytes: 4_920_739_232 }) }),
        expect.objectContaining({ id: "llama-4-scout", file: null }),
      ]),
    });
    const log = await longhand("connections", "--json", "--archive", archive);
    expect(log.out).toContain('"purpose":"model"');
    const words = (await model()).out;
    expect(words).toMatch(/1 {2}demo\.gguf {2}done/);
    expect(words).toMatch(/qwen2\.5-7b-1m .*Apache 2\.0; from huggingface\.co/);
  });
});
