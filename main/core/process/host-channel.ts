/**
 * The core process's end of the channel to its host, over either carrier.
 *
 * Electron: `process.parentPort`, one MessagePort a page. Node: the channel of `child_process.fork`, frames numbered
 * by page. Imports nothing of Electron; the few members that are used are written down here.
 */
import type { EngineLauncher } from "../endpoint/engine-process.ts";
import { createHostEngines } from "./host-engines.ts";
import type { ControlMessage, CoreMessage, CoreReport, HostMessage } from "./protocol.ts";

/** One page's connection. */
export type PagePort = {
  send(data: string): void;
  close(): void;
  /** Called once, before anything arrives. */
  listen(onData: (data: string) => void, onClose: () => void): void;
};

/** What a core process hears from its host. */
export type HostListener = {
  onControl(message: ControlMessage): void;
  onPage(port: PagePort): void;
  /** The host is gone without a word. */
  onHostGone(): void;
};

/** The way to the host. */
export type HostChannel = {
  send(report: CoreReport): void;
  listen(listener: HostListener): void;
  /** How engines are started where the host does it; undefined where the core forks its own. */
  readonly launchEngine: EngineLauncher | undefined;
};

type ElectronPort = {
  postMessage(data: unknown): void;
  start(): void;
  close(): void;
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
};

type ElectronParentPort = {
  postMessage(data: unknown): void;
  on(
    event: "message",
    listener: (event: { readonly data: HostMessage; readonly ports: readonly ElectronPort[] }) => void,
  ): unknown;
};

/** The channel of this process; throws where it was started by hand. */
export function openHostChannel(): HostChannel {
  // Electron adds parentPort to `process` in a utility process only; Node's types do not know it.
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ElectronParentPort };
  if (parentPort !== undefined && parentPort !== null) return overElectron(parentPort);
  if (process.send !== undefined) return overNode();
  throw new Error("core-process runs as a child of a host only");
}

function overElectron(parentPort: ElectronParentPort): HostChannel {
  const send = (report: CoreReport): void => parentPort.postMessage(report);
  const engines = createHostEngines(send);
  return {
    send,
    launchEngine: engines.launch,
    listen(listener) {
      // A utility process dies with its parent: nobody needs to notice that the host is gone.
      parentPort.on("message", ({ data, ports: [port] }) => {
        if (data.type === "port") {
          if (port !== undefined) listener.onPage(electronPage(port));
        } else if (data.type === "engine-port") {
          if (port !== undefined) engines.connected(data.id, port);
        } else if (data.type === "engine-exit") {
          engines.exited(data.id);
        } else if (!("page" in data)) listener.onControl(data);
      });
    },
  };
}

function electronPage(port: ElectronPort): PagePort {
  return {
    send: (data) => port.postMessage(data),
    close: () => port.close(),
    listen(onData, onClose) {
      // What a page posts need not be a string.
      port.on("message", ({ data }) => (typeof data === "string" ? onData(data) : port.close()));
      port.on("close", onClose);
      port.start();
    },
  };
}

function overNode(): HostChannel {
  const send = (message: CoreMessage): void => {
    // A host that just died cannot be told; `disconnect` follows.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const pages = new Map<number, { onData(data: string): void; onClose(): void }>();
  const openPage = (page: number): PagePort => ({
    send: (data) => send({ type: "data", page, data }),
    close() {
      if (pages.delete(page)) send({ type: "close", page });
    },
    listen: (onData, onClose) => pages.set(page, { onData, onClose }),
  });
  return {
    send,
    launchEngine: undefined,
    listen(listener) {
      process.on("message", (message: HostMessage) => {
        switch (message.type) {
          case "open":
            listener.onPage(openPage(message.page));
            break;
          case "data":
            pages.get(message.page)?.onData(message.data);
            break;
          case "close": {
            const page = pages.get(message.page);
            pages.delete(message.page);
            page?.onClose();
            break;
          }
          // Ports and the engines behind them are Electron's.
          case "port":
          case "engine-port":
          case "engine-exit":
            break;
          default:
            listener.onControl(message);
        }
      });
      process.on("disconnect", listener.onHostGone);
    },
  };
}
