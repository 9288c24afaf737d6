/**
 * Servers that fail in every way there is, behind every adapter: each time a named error or a recovery, never a wait
 * without end, and what was written before is kept. The servers are stand-ins: recorded exchanges (../helpers/
 * replay-server.ts) or a script (../helpers/scripted-server.ts), behind a proxy that does the harm.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, request as httpRequest, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { errorBehind } from "../../main/core/api/trpc.ts";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { ROOT } from "../helpers/paths.ts";
import { startReplay } from "../helpers/replay-server.ts";
import { startScriptedServer, writeAnswer } from "../helpers/scripted-server.ts";

const SCOPE = { since: "2026-09-01" };
const ADAPTERS = ["llama-server", "vllm", "sglang", "ollama", "lm-studio", "openai-compatible"] as const;
const ANSWER = "The code ";
/** Nothing here may take longer; a test that waits so long has found a hang. */
const PATIENCE_MS = 40_000;

/** The good reply of the server behind, and what to do with it. */
type Harm = (response: ServerResponse, good: Buffer, type: string) => void;
type Proxy = {
  readonly url: string;
  /** What happens to streams from now on; null: nothing. */
  harm: Harm | null;
  /** What happens to small calls. */
  harmSmall: Harm | null;
  /** Streams that were begun. */
  streams: number;
  close(): Promise<void>;
};

async function startProxy(target: string): Promise<Proxy> {
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const payload = Buffer.concat(chunks);
    const isStream = /"stream":\s*true/.test(payload.toString("utf8"));
    if (isStream) proxy.streams += 1;
    const { host: _, ...headers } = incoming.headers;
    const outgoing = httpRequest(
      new URL(incoming.url ?? "/", target),
      { method: incoming.method, headers },
      async (reply) => {
        const parts: Buffer[] = [];
        try {
          for await (const part of reply) parts.push(part as Buffer);
        } catch {
          response.destroy();
          return;
        }
        const good = Buffer.concat(parts);
        const type = String(reply.headers["content-type"] ?? "application/json");
        const harm = isStream ? proxy.harm : proxy.harmSmall;
        if (harm === null) response.writeHead(reply.statusCode ?? 200, { "content-type": type }).end(good);
        else harm(response, good, type);
      },
    );
    outgoing.on("error", () => response.destroy());
    outgoing.end(payload);
  });
  server.on("clientError", (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    harm: null,
    harmSmall: null,
    streams: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

let test: TestApi;
const cleanUp: (() => unknown)[] = [];
beforeAll(async () => {
  test = await openTestApi();
  await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
});
afterAll(() => test.close());
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function startAdapter(kind: (typeof ADAPTERS)[number]): Promise<Proxy> {
  const server =
    kind === "llama-server"
      ? await startScriptedServer((ids, response) =>
          writeAnswer(response, ANSWER, { cached: 0, evaluated: ids.length }),
        )
      : await startReplay(kind);
  const proxy = await startProxy(server.url);
  cleanUp.push(
    () => server.close(),
    () => proxy.close(),
  );
  await test.api.settings.checkEndpoint({ address: proxy.url });
  return proxy;
}

/** What became of a question: the error's code, and the record that the history keeps of it. */
async function ask(
  proxy: { readonly url: string },
  api = test.api,
): Promise<{ code: string; answer: string; state: string }> {
  const asked = errorCode(askAll(api, ["What is the gate code?"], { scope: SCOPE, endpoint: { address: proxy.url } }));
  const hang = new Promise<string>((resolve) => setTimeout(() => resolve("IT HANGS"), PATIENCE_MS).unref());
  const code = await Promise.race([asked, hang]);
  const [record] = await test.api.ask.history({ limit: 1 });
  return { code, answer: record?.answer ?? "", state: record?.state ?? "" };
}

const status =
  (code: number, body: unknown): Harm =>
  (response) =>
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
const raw =
  (bytes: string | Buffer): Harm =>
  (response, _, type) =>
    response.writeHead(200, { "content-type": type }).end(bytes);
/** Ends every event or line of the recording, in its own form. */
const boundaries = (good: Buffer): number[] => {
  const text = good.toString("latin1");
  const mark = text.includes("\n\n") ? "\n\n" : "\n";
  const found: number[] = [];
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + mark.length)) found.push(at + mark.length);
  return found;
};
const form = (type: string, data: string): string =>
  type.includes("event-stream") ? `data: ${data}\n\n` : `${data}\n`;

describe.each(ADAPTERS)("%s", (kind) => {
  it("cut at every chunk boundary and inside every chunk: lost, named, and the text before the cut is kept", async () => {
    const proxy = await startAdapter(kind);
    let good = Buffer.alloc(0);
    proxy.harm = (response, bytes, type) => {
      good = Buffer.from(bytes);
      response.writeHead(200, { "content-type": type }).end(bytes);
    };
    const whole = await ask(proxy);
    expect(whole.code).toBe("no error");
    const ends = boundaries(good);
    const cuts = [0, ...ends.slice(0, -1), ...ends.map((end, index) => Math.floor(((ends[index - 1] ?? 0) + end) / 2))];
    for (const cut of cuts) {
      proxy.harm = (response, bytes, type) => {
        response.writeHead(200, { "content-type": type });
        response.write(bytes.subarray(0, cut), () => setTimeout(() => response.destroy(), 10));
      };
      const { code, answer, state } = await ask(proxy);
      // A cut behind the last thing that matters loses nothing.
      if (code === "no error") {
        expect(answer, `cut at ${cut}`).toBe(whole.answer);
        continue;
      }
      expect(["ENDPOINT_LOST", "ENDPOINT_PROTOCOL"], `cut at ${cut}`).toContain(code);
      expect(state).toBe("failed");
      const before = good.subarray(0, Math.max(0, ...ends.filter((end) => end <= cut))).toString("utf8");
      if (before.includes("The code ")) expect(answer, `cut at ${cut}`).toContain("The code");
    }
  });

  it("answers garbage, nothing, numbers that cannot be, refusals: each by its name", async () => {
    const proxy = await startAdapter(kind);
    const cases: readonly (readonly [string, Harm, readonly string[]])[] = [
      [
        "garbage JSON",
        (r, _, type) => r.writeHead(200, { "content-type": type }).end(form(type, "{not json")),
        ["ENDPOINT_PROTOCOL"],
      ],
      ["a web page", raw("<!doctype html><title>Sign in</title>"), ["ENDPOINT_PROTOCOL", "ENDPOINT_LOST"]],
      ["an empty 200", raw(""), ["ENDPOINT_LOST", "ENDPOINT_PROTOCOL"]],
      [
        "bytes that are no text",
        raw(Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x0a, 0x0a])),
        ["ENDPOINT_PROTOCOL", "ENDPOINT_LOST"],
      ],
      ["a busy server", status(429, { error: { message: "slow down" } }), ["ENDPOINT_BUSY"]],
      ["a server error", status(500, { error: { message: "boom" } }), ["ENDPOINT_PROTOCOL"]],
      ["a loading server", status(503, { error: { message: "Loading model" } }), ["ENDPOINT_LOADING"]],
      ["a redirect", (r) => r.writeHead(307, { location: "http://169.254.169.254/" }).end(), ["ENDPOINT_FORBIDDEN"]],
    ];
    for (const [name, harm, codes] of cases) {
      proxy.harm = harm;
      const { code, state } = await ask(proxy);
      expect(codes, `${name}: ${code}`).toContain(code);
      expect(state, name).toBe("failed");
    }
    // Usage numbers of another prompt, of none, and such as no server can mean.
    for (const wrong of ["-5", "0.5", '"many"', "1e308", "99999999", "1"]) {
      proxy.harm = (response, good, type) => {
        const text = good
          .toString("utf8")
          .replace(/"(prompt_tokens|prompt_n|prompt_eval_count)":\s*\d+/g, `"$1":${wrong}`);
        response.writeHead(200, { "content-type": type }).end(text);
      };
      const { code } = await ask(proxy);
      expect(
        ["ENDPOINT_PROTOCOL", "PROMPT_TRUNCATED", "RECEIPT_MISMATCH", "ENDPOINT_LOST"],
        `usage ${wrong}: ${code}`,
      ).toContain(code);
    }
    proxy.harm = null;
    expect((await ask(proxy)).code).toBe("no error");
  });

  it("writes without end, with text and without sense: it is stopped, and what came is kept", async () => {
    const proxy = await startAdapter(kind);
    let isClosed = false;
    const endless =
      (piece: (good: string, type: string) => string): Harm =>
      (response, good, type) => {
        response.writeHead(200, { "content-type": type });
        response.on("close", () => {
          isClosed = true;
        });
        const data = piece(good.toString("utf8"), type);
        const go = (): void => {
          if (isClosed) return;
          if (response.write(data)) setImmediate(go);
          else response.once("drain", go);
        };
        go();
      };
    // The event of the recording that holds text, made long, again and again.
    const textEvent = (good: string): string => {
      const event = good.split(/\n+/).find((line) => line.includes("The code")) ?? "";
      return `${event.replace("The code", "The code ".repeat(200))}\n\n`;
    };
    proxy.harm = endless(textEvent);
    const { code, answer } = await ask(proxy);
    expect(code).toBe("ENDPOINT_PROTOCOL");
    expect(answer).toContain("The code");
    await expect.poll(() => isClosed).toBe(true);
    isClosed = false;
    proxy.harm = endless((_, type) => form(type, "{broken"));
    expect((await ask(proxy)).code).toBe("ENDPOINT_PROTOCOL");
    await expect.poll(() => isClosed).toBe(true);
  });

  it("drips its replies: small calls end in time, an answer ends when the owner says so", async () => {
    const proxy = await startAdapter(kind);
    const drip: Harm = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => response.write(" "), 100);
      response.on("close", () => clearInterval(timer));
    };
    proxy.harm = drip;
    const controller = new AbortController();
    const asked = ask(proxy, test.withSignal(controller.signal));
    await expect.poll(() => proxy.streams, { timeout: 20_000 }).toBeGreaterThan(0);
    controller.abort();
    expect(["CANCELLED"]).toContain((await asked).code);
    proxy.harm = null;
    proxy.harmSmall = drip;
    const other = await startProxyTo(proxy);
    const code = await Promise.race([
      errorCode(test.api.settings.checkEndpoint({ address: other })),
      new Promise<string>((resolve) => setTimeout(() => resolve("IT HANGS"), PATIENCE_MS).unref()),
    ]);
    // Dripping is what it is: the server is down, or not known as one.
    expect(["ENDPOINT_DOWN", "ENDPOINT_UNKNOWN"], code).toContain(code);
  });

  it("restarts in the middle: what was read counts, the next question works", async () => {
    const proxy = await startAdapter(kind);
    let attempts = 0;
    proxy.harm = (response, good, type) => {
      attempts += 1;
      if (attempts < 2) return void response.destroy();
      response.writeHead(200, { "content-type": type }).end(good);
    };
    expect((await ask(proxy)).code).toBe("no error");
    expect(attempts).toBe(2);
  });
});

/** The same stand-in under an address that was never connected to. */
async function startProxyTo(proxy: Proxy): Promise<string> {
  const again = await startProxy(proxy.url);
  cleanUp.push(() => again.close());
  return again.url;
}

describe("what never becomes a connection", () => {
  it("is named: refused, a name that does not exist, a server that speaks no TLS, a certificate that nobody vouches for", async () => {
    const check = (address: string): Promise<string> => errorCode(test.api.settings.checkEndpoint({ address }));
    expect(await check("http://127.0.0.1:1")).toBe("ENDPOINT_DOWN");
    expect(await check("https://no-such-host.invalid")).toBe("ENDPOINT_DOWN");
    const plain = await startProxy("http://127.0.0.1:1");
    cleanUp.push(() => plain.close());
    expect(["ENDPOINT_DOWN", "ENDPOINT_LOST"]).toContain(await check(plain.url.replace("http:", "https:")));
    const key = path.join(test.scratch, "key.pem");
    const cert = path.join(test.scratch, "cert.pem");
    const made = spawnSync("openssl", [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      key,
      "-out",
      cert,
      "-days",
      "1",
      "-subj",
      "/CN=127.0.0.1",
    ]);
    if (made.status !== 0) return console.warn("skipped: no openssl to make a certificate with");
    const tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
      response.end("{}"),
    );
    await new Promise<void>((resolve) => tls.listen(0, "127.0.0.1", resolve));
    cleanUp.push(() => tls.close());
    const address = `https://127.0.0.1:${(tls.address() as AddressInfo).port}`;
    const error = await test.api.settings.checkEndpoint({ address }).then(
      () => undefined,
      (thrown: unknown) => errorBehind(thrown),
    );
    expect(error).toMatchObject({ code: "ENDPOINT_CERTIFICATE" });
  });

  it("is a reply without end to a small call: it is not read for ever, and not kept in memory", async () => {
    const proxy = await startAdapter("vllm");
    proxy.harmSmall = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const block = Buffer.alloc(1 << 20, 0x20);
      const go = (): void => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once("drain", go);
      };
      go();
    };
    const code = await errorCode(test.api.settings.models({ address: await startProxyTo(proxy) }));
    expect(["ENDPOINT_PROTOCOL", "ENDPOINT_UNKNOWN", "ENDPOINT_DOWN"], code).toContain(code);
  });
});
