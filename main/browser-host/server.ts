/**
 * The browser host: the window's files, its files dialog and the API, on this machine's loopback address only.
 *
 * Owns the order of checks: Host first, then the cookie, then Origin for whatever changes something. What is behind
 * them is in ./folders.ts, ./uploads.ts and ./api-socket.ts.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { LonghandError } from "../../shared/errors.ts";
import { BROWSER_PATHS } from "../../shared/host-bridge.ts";
import type { NodeCore } from "../host/launch-node.ts";
import { readPageFile } from "../host/page-files.ts";
import { securityHeaders } from "../host/security-headers.ts";
import type { Supervisor } from "../host/supervisor.ts";
import { type Access, createAccess } from "./access.ts";
import { createApiSocket, refuseUpgrade } from "./api-socket.ts";
import { createFolders } from "./folders.ts";
import { readJson, sendJson, sendResult, sendText } from "./replies.ts";
import { createUploads } from "./uploads.ts";

const LOOPBACK = "127.0.0.1";
const MAX_JSON_BYTES = 64 * 1024;
const READY_LIMIT_MS = 10_000;
const pickSchema = z.strictObject({ tickets: z.array(z.string().max(100)).min(1).max(1000) });

/** What the browser host needs. */
export type BrowserHostOptions = {
  readonly supervisor: Supervisor<NodeCore>;
  /** The built window. */
  readonly renderer: string;
  /** The archive's directory; dropped files go there. */
  readonly archive: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Where the file picker begins. */
  readonly home?: string;
};

/** A running browser host. */
export type BrowserHost = { readonly port: number; readonly url: string; close(): Promise<void> };

/** Starts to listen; throws `INVALID_INPUT` when the port is taken. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer();
  // A mailbox of many gigabytes may be dropped; the time for the headers stays limited.
  server.requestTimeout = 0;
  const port = await listen(server, options.port);
  const access = createAccess(port);
  const answer = createAnswer(access, options);
  const api = createApiSocket(options.supervisor);

  server.on("request", (request, response) => {
    answer(request, response).catch(() => sendText(response, 500, "Something unforeseen went wrong."));
  });
  server.on("upgrade", (request, socket, head) => {
    // Node has let go of this socket: without a listener a reset connection would end the host.
    socket.on("error", () => socket.destroy());
    const { pathname } = addressOf(request);
    if (!access.isOwnHost(request.headers) || !access.isOwnOrigin(request.headers))
      return refuseUpgrade(socket, "403 Forbidden");
    if (!access.hasCookie(request.headers)) return refuseUpgrade(socket, "401 Unauthorized");
    if (pathname !== BROWSER_PATHS.api) return refuseUpgrade(socket, "404 Not Found");
    void api.accept(request, socket, head);
  });

  return {
    port,
    url: `http://${LOOPBACK}:${port}/?token=${access.token}`,
    async close() {
      api.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1000).unref();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE" || error.code === "EACCES";
      const message = `The port ${port} cannot be used: ${isTaken ? "it is taken or reserved" : error.message}.`;
      reject(new LonghandError("INVALID_INPUT", message, "Choose another one with --port.", { cause: error }));
    });
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** The path and query of a request; its own address is no secret, what it names as its host is checked elsewhere. */
function addressOf(request: IncomingMessage): URL {
  // Joined as text: a request target like //example.org/ must not become another host.
  const url = new URL("http://host/");
  const [path = "/", ...query] = (request.url ?? "/").split("?");
  url.search = query.join("?");
  return Object.assign(url, { pathname: path });
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function createAnswer(access: Access, { supervisor, renderer, archive, home }: BrowserHostOptions): Answer {
  const folders = createFolders(home);
  const uploads = createUploads(archive);

  /** Requests of pages that hold the cookie. */
  async function answerPage(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const isReading = request.method === "GET" || request.method === "HEAD";
    switch (url.pathname) {
      case BROWSER_PATHS.state:
        return isReading ? sendJson(response, 200, supervisor.state) : refuseMethod(response);
      case BROWSER_PATHS.files: {
        if (!isReading) return refuseMethod(response);
        const folder = url.searchParams.get("folder") ?? undefined;
        return sendResult(response, () => folders.list(folder));
      }
      case BROWSER_PATHS.pick:
        if (request.method !== "POST") return refuseMethod(response);
        return sendResult(response, async () => {
          const picked = pickSchema.safeParse(await readJson(request, MAX_JSON_BYTES));
          if (!picked.success) throw new LonghandError("INVALID_INPUT", "The request names no files.");
          const files = picked.data.tickets.map((ticket) => folders.resolve(ticket));
          return Promise.all(files.map((file) => supervisor.issueTicket(file)));
        });
      case BROWSER_PATHS.upload:
        if (request.method !== "POST") return refuseMethod(response);
        return sendResult(response, async () => {
          const length = Number(request.headers["content-length"] ?? Number.NaN);
          const expected = Number.isFinite(length) ? length : undefined;
          // Nothing is stored for an archive that this host may not write.
          await supervisor.whenReady(READY_LIMIT_MS);
          const file = await uploads.store(url.searchParams.get("name") ?? "", request, expected);
          return [await supervisor.issueTicket(file)];
        });
      default: {
        const file = isReading ? await readPageFile(renderer, url.pathname) : undefined;
        if (file === undefined) return sendText(response, isReading ? 404 : 405, "There is nothing here.");
        response.writeHead(200, {
          "Content-Type": file.type,
          "Content-Length": file.bytes.length,
          "Cache-Control": file.cache,
        });
        response.end(request.method === "HEAD" ? undefined : file.bytes);
      }
    }
  }

  return async (request, response) => {
    const { headers, method } = request;
    if (!access.isOwnHost(headers)) return sendText(response, 403, "This server answers to its own address only.");
    const sockets = [`ws://${headers.host}`];
    for (const [name, value] of Object.entries(securityHeaders(sockets))) response.setHeader(name, value);
    const url = addressOf(request);
    const token = url.searchParams.get("token");
    if (method === "GET" && url.pathname === "/" && token !== null) {
      return openSession(access, request, response, token);
    }
    if (!access.hasCookie(headers)) {
      return sendText(response, 401, "Open the address that Longhand printed when it started.");
    }
    const isReading = method === "GET" || method === "HEAD";
    // A link to the start page may stand anywhere; what it opens is framed and read by nobody else.
    const isForeign = access.isCrossSite(headers) && !(isReading && url.pathname === "/");
    if (isForeign || (!isReading && !access.isOwnOrigin(headers))) {
      return sendText(response, 403, "Only Longhand's own page may ask this.");
    }
    return answerPage(request, response, url);
  };
}

function refuseMethod(response: ServerResponse): void {
  sendText(response, 405, "This cannot be asked that way.");
}

/** Exchanges the token of the printed address for the cookie. */
function openSession(access: Access, request: IncomingMessage, response: ServerResponse, token: string): void {
  const cookie = access.exchange(token);
  if (cookie === undefined && !access.hasCookie(request.headers)) {
    const text = "This address was used already, or is not the one that Longhand printed. Start Longhand again.";
    sendText(response, 403, text);
    return;
  }
  if (cookie !== undefined) response.setHeader("Set-Cookie", cookie);
  response.setHeader("Cache-Control", "no-store");
  if (!access.isCrossSite(request.headers)) {
    response.writeHead(303, { Location: "/" }).end();
    return;
  }
  // Followed from a page of another site (a terminal in a browser): after a redirect the browser would hold the new
  // cookie back, after a navigation of our own page it does not.
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  response.end('<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Longhand</title>');
}
