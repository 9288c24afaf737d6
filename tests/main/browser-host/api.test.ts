/** The API over the browser host's WebSocket: what a page may not send, and the errors it gets for it. */
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { MAX_PAGE_MESSAGE_BYTES } from "../../../main/core/process/protocol.ts";
import { openPage, startTestHost, type TestHost } from "./harness.ts";

let host: TestHost;
let cookie: string;

beforeAll(async () => {
  host = await startTestHost();
  cookie = await host.signIn();
});
afterAll(() => host.close());

async function openSocket(): Promise<WebSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${host.port}/api`, { headers: { cookie, origin: host.origin } });
  await once(ws, "open");
  return ws;
}

type Reply = {
  readonly id: unknown;
  readonly error?: { readonly data: { readonly longhand: { readonly code: string } } };
};

/** Sends one frame and returns the reply. */
async function exchange(ws: WebSocket, frame: string): Promise<Reply> {
  const reply = once(ws, "message");
  ws.send(frame);
  const [data] = await reply;
  return JSON.parse(String(data)) as Reply;
}

const query = (path: unknown, input?: unknown): string =>
  JSON.stringify({ id: 1, method: "query", params: { path, input } });

it("answers malformed messages with a typed error and stays open", async () => {
  const ws = await openSocket();
  const frames = [
    "",
    "not json",
    "null",
    "[]x",
    "{}",
    '{"id":1}',
    '{"id":1,"method":"query"}',
    '{"id":1,"method":"query","params":null}',
    '{"id":1,"method":"query","params":{"path":7}}',
    '{"id":1,"method":"drop table","params":{"path":"archive.status"}}',
    '{"id":{},"method":"query","params":{"path":"archive.status"}}',
    '{"id":null,"method":"query","params":{"path":"archive.status"}}',
  ];
  for (const frame of frames) {
    expect((await exchange(ws, frame)).error?.data.longhand.code, frame).toBe("INVALID_INPUT");
  }
  const good = await exchange(ws, query("archive.status"));
  expect(good).toMatchObject({ id: 1, result: { data: { documents: 0, canWrite: true } } });
  ws.close();
});

it("knows no procedure but its own", async () => {
  const ws = await openSocket();
  const paths = [
    "nothing",
    "archive",
    "archive.status.x",
    "__proto__",
    "constructor",
    "toString",
    "archive.__proto__",
    "",
  ];
  for (const path of paths) {
    expect((await exchange(ws, query(path))).error?.data.longhand.code, path).toBe("INVALID_INPUT");
  }
  // The right name asked the wrong way.
  const frame = JSON.stringify({ id: 1, method: "mutation", params: { path: "archive.status" } });
  expect((await exchange(ws, frame)).error?.data.longhand.code).toBe("INVALID_INPUT");
  ws.close();
});

it("refuses input of another shape, field by field", async () => {
  const ws = await openSocket();
  const inputs: readonly (readonly [string, unknown])[] = [
    ["documents.page", undefined],
    ["documents.page", { scope: {}, offset: -1, limit: 10 }],
    ["documents.page", { scope: {}, offset: 0, limit: 100_000 }],
    ["documents.page", { scope: {}, offset: 0, limit: 10, sql: "DROP TABLE documents" }],
    ["documents.page", { scope: { person: 7 }, offset: 0, limit: 10 }],
    ["documents.page", { scope: { since: "yesterday" }, offset: 0, limit: 10 }],
    ["documents.show", { id: ["m1"] }],
    ["ask.get", { id: "1; DROP TABLE answers" }],
  ];
  for (const [path, input] of inputs) {
    const code = (await exchange(ws, query(path, input))).error?.data.longhand.code;
    expect(code, `${path} ${JSON.stringify(input)}`).toBe("INVALID_INPUT");
  }
  ws.close();
});

it("lets a page call nothing that takes a path of this machine", async () => {
  const page = openPage(host, cookie);
  const refused = { data: { longhand: { code: "INVALID_INPUT", message: "A page may not name a path." } } };
  await expect(page.api.corpus.prompt.query({ scope: {} })).rejects.toMatchObject(refused);
  const failure = await new Promise((resolve) => {
    page.api.import.run.subscribe({ paths: ["/etc/passwd"], me: [] }, { onError: resolve });
  });
  expect(failure).toMatchObject(refused);
  await page.close();
});

it("ends a connection with an oversized or binary frame, and only that one", async () => {
  const other = await openSocket();
  const large = await openSocket();
  large.on("error", () => undefined);
  large.send("x".repeat(MAX_PAGE_MESSAGE_BYTES + 1));
  expect((await once(large, "close"))[0]).toBe(1009);
  const binary = await openSocket();
  binary.send(Buffer.from(query("archive.status")));
  expect((await once(binary, "close"))[0]).toBe(1003);
  expect(await exchange(other, query("archive.status"))).toMatchObject({ id: 1 });
  expect(host.supervisor.state).toEqual({ status: "ready" });
  other.close();
});
