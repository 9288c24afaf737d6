/** A real HTTP server on 127.0.0.1 that gives one file, by ranges too, and can fail in the ways real hosts do. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server was asked. */
export type FileRequest = { readonly path: string; readonly range: string | undefined };

/** A running server; what it does next can be changed at any time. */
export type FileServer = {
  readonly origin: string;
  readonly host: string;
  readonly requests: FileRequest[];
  /** Takes a request over; true where it was answered. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Bytes of a body after which the connection is torn; Infinity for none. */
  cutAfter: number;
  /** Waits between pieces of a body, so that somebody can stop it. */
  pieceMs: number;
  /** Headers that each reply gets. */
  headers: Record<string, string>;
  content: Buffer;
  close(): Promise<void>;
};

const PIECE = 16 * 1024;

async function send(server: FileServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { content } = server;
  const etag = `"${content.length}-${content.readUInt32LE(content.length - 4)}"`;
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
  const isSame = request.headers["if-range"] === undefined || request.headers["if-range"] === etag;
  const from = range !== null && isSame ? Number(range[1]) : 0;
  if (from >= content.length) {
    response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
    return;
  }
  response.writeHead(from === 0 ? 200 : 206, {
    "content-length": content.length - from,
    "content-type": "application/octet-stream",
    etag,
    ...(from === 0 ? {} : { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` }),
    ...server.headers,
  });
  let sent = 0;
  for (let at = from; at < content.length && !response.destroyed; at += PIECE) {
    const piece = content.subarray(at, at + PIECE);
    if (!response.write(piece)) await once(response, "drain").catch(() => undefined);
    sent += piece.length;
    if (sent >= server.cutAfter) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      response.destroy();
      return;
    }
    if (server.pieceMs > 0) await new Promise((resolve) => setTimeout(resolve, server.pieceMs));
  }
  response.end();
}

/** Starts one. */
export async function startFileServer(content: Buffer): Promise<FileServer> {
  const listener = createServer((request, response) => {
    server.requests.push({ path: request.url ?? "", range: request.headers.range });
    response.on("error", () => undefined);
    if (!server.intercept(request, response)) void send(server, request, response).catch(() => undefined);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const server: FileServer = {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests: [],
    intercept: () => false,
    cutAfter: Number.POSITIVE_INFINITY,
    pieceMs: 0,
    headers: {},
    content,
    async close() {
      listener.closeAllConnections();
      listener.close();
      await once(listener, "close");
    },
  };
  return server;
}
