/**
 * The browser host under fire: a thousand connections, sockets that drip or send garbage, broken and oversized frames,
 * and where it listens. Each time it refuses and goes on serving. Who may talk to it is tests/main/browser-host.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";
import { seededRandom } from "../helpers/random.ts";
import { startTestHost, type TestHost } from "../main/browser-host/harness.ts";

let host: TestHost;
let cookie: string;
beforeAll(async () => {
  host = await startTestHost();
  cookie = await host.signIn();
});
afterAll(() => host.close());

const QUERY = JSON.stringify({ id: 1, method: "query", params: { path: "archive.status" } });
const headers = (): Record<string, string> => ({ cookie, origin: host.origin });

async function stillServes(): Promise<void> {
  const page = await fetch(host.origin, { headers: { cookie } });
  expect(page.status).toBe(200);
  const ws = new WebSocket(`ws://127.0.0.1:${host.port}/api`, { headers: headers() });
  await once(ws, "open");
  const reply = once(ws, "message");
  ws.send(QUERY);
  expect(JSON.parse(String((await reply)[0]))).toMatchObject({ id: 1, result: { data: { documents: 0 } } });
  ws.close();
  await once(ws, "close");
}

/** A raw connection; errors of a server that hangs up are what is wanted. */
async function openRaw(): Promise<Socket> {
  const socket = connect(host.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => (socket.closed ? resolve() : socket.once("close", () => resolve())));

it("a thousand WebSockets at once: as many as it allows are served, the others refused, then all is as before", async () => {
  const sockets: WebSocket[] = [];
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, () => {
      const ws = new WebSocket(`ws://127.0.0.1:${host.port}/api`, { headers: headers() });
      sockets.push(ws);
      return new Promise<"open" | number | "error">((resolve) => {
        ws.on("open", () => resolve("open"));
        ws.on("unexpected-response", (request, response) => {
          request.destroy();
          resolve(response.statusCode ?? 0);
        });
        ws.on("error", () => resolve("error"));
      });
    }),
  );
  const count = (outcome: unknown): number => outcomes.filter((each) => each === outcome).length;
  expect(count("open")).toBe(64);
  expect(count(503)).toBe(936);
  // The page itself is served meanwhile.
  expect((await fetch(host.origin, { headers: { cookie } })).status).toBe(200);
  for (const ws of sockets) ws.terminate();
  await expect
    .poll(
      () =>
        stillServes().then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
});

it("a thousand bare connections that say nothing keep nobody out", async () => {
  const sockets = await Promise.all(Array.from({ length: 1000 }, openRaw));
  await stillServes();
  for (const socket of sockets) socket.destroy();
});

it("garbage, endless headers and smuggled requests end their connection and nothing else", async () => {
  const random = seededRandom(3);
  const attacks: readonly (string | Buffer)[] = [
    "\r\n\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    `GET /${"a".repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n${"X-A: b\r\n".repeat(20_000)}\r\n`,
    `POST /pick HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /state HTTP/1.1\r\n\r\n`,
    "CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n",
    "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    Buffer.from(Array.from({ length: 5000 }, () => Math.floor(random() * 256))),
    Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]),
  ];
  for (const attack of attacks) {
    const socket = await openRaw();
    let heard = "";
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("latin1");
    });
    socket.end(attack);
    await Promise.race([closed(socket), new Promise((resolve) => setTimeout(resolve, 3000))]);
    socket.destroy();
    expect(heard, String(attack).slice(0, 60)).not.toMatch(/ 200 /);
  }
  await stillServes();
});

/** A client frame: opcode and flags in the first byte, then a length, then what is sent. */
function frame(
  first: number,
  payload: Buffer,
  options: { readonly isMasked?: boolean; readonly claims?: number } = {},
): Buffer {
  const length = options.claims ?? payload.length;
  const masked = options.isMasked === false ? 0 : 0x80;
  const head =
    length < 126
      ? Buffer.from([first, masked | length])
      : Buffer.concat([
          Buffer.from([first, masked | 127]),
          Buffer.from(BigInt(length).toString(16).padStart(16, "0"), "hex"),
        ]);
  return Buffer.concat([head, masked === 0 ? Buffer.alloc(0) : Buffer.alloc(4), payload]);
}

it("broken frames end their connection, never the host or the core", async () => {
  const text = Buffer.from(QUERY);
  const frames: Readonly<Record<string, Buffer>> = {
    "an unmasked frame": frame(0x81, text, { isMasked: false }),
    "reserved bits": frame(0xf1, text),
    "an unknown opcode": frame(0x83, text),
    "a continuation of nothing": frame(0x80, text),
    "a fragmented ping": frame(0x09, text),
    "a ping that is too long": frame(0x89, Buffer.alloc(200)),
    "a length of exabytes": frame(0x81, text, { claims: 2 ** 52 }),
    "a negative length": Buffer.concat([Buffer.from([0x81, 0xff]), Buffer.alloc(12, 0xff)]),
    "text that is no text": frame(0x81, Buffer.from([0xff, 0xfe, 0xc3, 0x28])),
    "a close with half a code": frame(0x88, Buffer.from([3])),
    "a close with a forbidden code": frame(0x88, Buffer.from([0x03, 0xed])),
  };
  for (const [name, bytes] of Object.entries(frames)) {
    const socket = await openRaw();
    socket.write(
      `GET /api HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: ${host.origin}\r\nCookie: ${cookie}\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    const [greeting] = (await once(socket, "data")) as [Buffer];
    expect(greeting.toString("latin1"), name).toContain("101 Switching Protocols");
    socket.write(bytes);
    const isClosed = await Promise.race([
      closed(socket).then(() => true),
      new Promise((resolve) => setTimeout(() => resolve(false), 15_000)),
    ]);
    expect(isClosed, name).toBe(true);
  }
  expect(host.supervisor.state).toEqual({ status: "ready" });
  await stillServes();
});

it("listens on this machine's loopback address and on no other", async () => {
  const hex = host.port.toString(16).toUpperCase().padStart(4, "0");
  const listening = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      // State 0A: listening.
      .filter((fields) => fields[1]?.endsWith(`:${hex}`) && fields[3] === "0A")
      .map((fields) => fields[1]),
  );
  expect(listening).toEqual([`0100007F:${hex}`]);
  const others = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of others) {
    const refused = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: address, port: host.port, timeout: 3000 });
      socket.on("connect", () => resolve(false));
      socket.on("error", () => resolve(true));
      socket.on("timeout", () => resolve(true));
    });
    expect(refused, "another address of this machine").toBe(true);
  }
});

it("says its token once, to whoever started it: in no log, no page, no header, no referrer", async () => {
  const scratch = temporaryDirectory();
  const child = spawn(process.execPath, [
    path.join(ROOT, "main", "cli", "cli.ts"),
    "serve",
    "--no-open",
    "--archive",
    path.join(scratch.path, "archive"),
    "--renderer",
    path.join(host.scratch, "renderer"),
  ]);
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  try {
    await expect.poll(() => /http:\S+token=\S+/.test(out), { timeout: 60_000 }).toBe(true);
    const url = new URL(/http:\S+/.exec(out)?.[0] ?? "");
    const token = url.searchParams.get("token") ?? "";
    const first = await fetch(url, { redirect: "manual" });
    const session = (first.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    expect(first.headers.get("referrer-policy")).toBe("no-referrer");
    expect(first.headers.get("location")).toBe("/");
    let seen = JSON.stringify([...first.headers]);
    for (const target of ["/", "/state", "/files", "/nothing", `/?token=${token}x`]) {
      const reply = await fetch(new URL(target, url.origin), { headers: { cookie: session }, redirect: "manual" });
      seen += JSON.stringify([...reply.headers]) + (await reply.text());
    }
    expect(seen).not.toContain(token);
    expect(out.split(token).length - 1).toBe(1);
    expect(err).not.toContain(token);
    // Nor in the process list, where every user of the machine could read it.
    expect(readFileSync(`/proc/${child.pid}/cmdline`, "utf8")).not.toContain(token);
  } finally {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
    scratch.dispose();
  }
});
