/**
 * A MessagePort dressed as a WebSocket, so that one tRPC client serves both hosts.
 *
 * Implements what tRPC's client uses of a WebSocket and nothing else.
 */
import { type DesktopBridge, PORT_MESSAGE } from "../../shared/host-bridge.ts";

/** The class to hand to tRPC; each instance asks the bridge for a port of its own. */
export function createPortSocketClass(bridge: DesktopBridge<File>): typeof WebSocket {
  class PortSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;

    readyState: number = PortSocket.CONNECTING;
    binaryType = "arraybuffer";
    #port: MessagePort | undefined;
    readonly #stopWatching: () => void;

    constructor() {
      super();
      window.addEventListener("message", this.#onWindowMessage);
      bridge.connect();
      // Electron closes the port when the other end is gone; plain Chromium does not say it. The state always does.
      this.#stopWatching = bridge.onState(({ status }) => {
        const isAway = status === "restarting" || status === "failed";
        if (isAway && this.readyState === PortSocket.OPEN) this.close();
      });
    }

    readonly #onWindowMessage = (event: MessageEvent): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== PORT_MESSAGE || port === undefined) return;
      window.removeEventListener("message", this.#onWindowMessage);
      if (this.readyState !== PortSocket.CONNECTING) {
        port.close();
        return;
      }
      this.#port = port;
      port.onmessage = (message: MessageEvent<string>) => {
        this.dispatchEvent(new MessageEvent("message", { data: message.data }));
      };
      // Electron's own event, which the DOM's types do not know.
      port.addEventListener("close", () => this.#end());
      port.start();
      this.readyState = PortSocket.OPEN;
      this.dispatchEvent(new Event("open"));
    };

    send(text: string): void {
      this.#port?.postMessage(text);
    }

    close(): void {
      this.#port?.close();
      this.#end();
    }

    #end(): void {
      if (this.readyState === PortSocket.CLOSED) return;
      const hasOpened = this.readyState === PortSocket.OPEN;
      window.removeEventListener("message", this.#onWindowMessage);
      this.#stopWatching();
      this.readyState = PortSocket.CLOSED;
      if (!hasOpened) this.dispatchEvent(new Event("error"));
      this.dispatchEvent(new CloseEvent("close", { code: 1012 }));
    }
  }
  // The part of WebSocket that tRPC's client touches is all there.
  return PortSocket as unknown as typeof WebSocket;
}
