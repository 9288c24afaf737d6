/**
 * The API's WebSocket: carries a page's frames to the core process and back, without looking into them.
 *
 * A page whose core died is disconnected with 1012 and connects again; the connection then waits for the core.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { MAX_PAGE_MESSAGE_BYTES } from "../core/process/protocol.ts";
import type { NodeCore } from "../host/launch-node.ts";
import type { Supervisor } from "../host/supervisor.ts";

const MAX_CONNECTIONS = 64;
const READY_LIMIT_MS = 20_000;
/** A page that reads this much slower than the core writes is not there any more. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
const PING_MS = 30_000;

/** The WebSocket end of the server. */
export type ApiSocket = {
  /** Takes over a checked upgrade request. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): void;
};

/** Refuses an upgrade in the words of HTTP. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Creates the WebSocket end in front of a supervised core. */
export function createApiSocket(supervisor: Supervisor<NodeCore>): ApiSocket {
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_PAGE_MESSAGE_BYTES, perMessageDeflate: false });
  const waiting = new Set<Duplex>();

  function attach(ws: WebSocket): void {
    const core = supervisor.current();
    if (core === undefined) {
      ws.close(1012, "the core restarts");
      return;
    }
    const page = core.openPage({
      onData(data) {
        if (ws.bufferedAmount > MAX_BUFFERED_BYTES) ws.terminate();
        else ws.send(data);
      },
      onClose: () => ws.close(1012, "the core restarts"),
    });
    ws.on("message", (data, isBinary) => {
      // Frames come as one Buffer: the socket's binaryType is Node's default.
      if (isBinary) ws.close(1003, "text only");
      else page.send((data as Buffer).toString("utf8"));
    });
    ws.on("close", () => page.close());
    // An oversized or broken frame: ws closes the connection itself, with the right code.
    ws.on("error", () => undefined);
    keepAlive(ws);
  }

  return {
    async accept(request, socket, head) {
      if (wss.clients.size + waiting.size >= MAX_CONNECTIONS) return refuseUpgrade(socket, "503 Service Unavailable");
      waiting.add(socket);
      try {
        await supervisor.whenReady(READY_LIMIT_MS);
      } catch {
        // Why is said at `/state`; the page asks there when it cannot connect.
        return refuseUpgrade(socket, "503 Service Unavailable");
      } finally {
        waiting.delete(socket);
      }
      if (!socket.destroyed) wss.handleUpgrade(request, socket, head, attach);
    },
    close() {
      for (const socket of waiting) socket.destroy();
      for (const ws of wss.clients) ws.close(1001, "the host ends");
      setTimeout(() => {
        for (const ws of wss.clients) ws.terminate();
      }, 500).unref();
    },
  };
}

/** Ends connections whose other end went away without a word (a closed laptop behind a tunnel). */
function keepAlive(ws: WebSocket): void {
  let isAlive = true;
  ws.on("pong", () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) {
      ws.terminate();
      return;
    }
    isAlive = false;
    ws.ping();
  }, PING_MS);
  timer.unref();
  ws.on("close", () => clearInterval(timer));
}
