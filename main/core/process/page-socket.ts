/** Dresses a page's connection as a `ws` socket, the form in which tRPC's WebSocket handler wants its clients. */
import { EventEmitter } from "node:events";
import type { WebSocket } from "ws";
import type { PagePort } from "./host-channel.ts";
import { MAX_PAGE_MESSAGE_BYTES } from "./protocol.ts";

const OPEN = 1;
const CLOSED = 3;

class PageSocket extends EventEmitter {
  readyState = OPEN;
  readonly #port: PagePort;

  constructor(port: PagePort) {
    super();
    this.#port = port;
    port.listen(
      (data) => this.#receive(data),
      () => this.#end(),
    );
  }

  send(data: string): void {
    if (this.readyState === OPEN) this.#port.send(data);
  }

  close(): void {
    if (this.readyState !== OPEN) return;
    this.#port.close();
    this.#end();
  }

  terminate(): void {
    this.close();
  }

  #receive(data: string): void {
    if (this.readyState !== OPEN) return;
    try {
      const bytes = Buffer.from(data);
      if (bytes.length > MAX_PAGE_MESSAGE_BYTES) this.close();
      else this.emit("message", bytes, false);
    } catch {
      // tRPC answers what it can parse; a message that makes it throw must not end the core under all other pages.
      this.close();
    }
  }

  #end(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.emit("close");
  }
}

/** The socket of a page; it listens at once, so hand it to tRPC in the same turn. */
export function asWebSocket(port: PagePort): WebSocket {
  // tRPC uses on, once, send, close, terminate and readyState of a socket, and nothing else.
  return new PageSocket(port) as unknown as WebSocket;
}
