/** Starts the core as a Node child process and carries pages' frames over its one channel. */

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { moduleFile } from "../../shared/module-file.ts";
import type { CoreMessage } from "../core/process/protocol.ts";
import type { CoreProcess, LaunchCore } from "./supervisor.ts";

/** A page's way into the core. */
export type PageLink = { send(data: string): void; close(): void };

/** What a page hears. */
export type PageListener = { onData(data: string): void; onClose(): void };

/** A core in a child process. */
export type NodeCore = CoreProcess & {
  /** Connects a page; `onClose` is called once, when the core ends the connection or dies. */
  openPage(listener: PageListener): PageLink;
};

/** The core's module, in a checkout and in a build. */
function coreModule(): string {
  return fileURLToPath(new URL(moduleFile("../core/core-process", import.meta.url), import.meta.url));
}

/** Starts the core process of a Node host. */
export const launchNodeCore: LaunchCore<NodeCore> = ({ onReport, onExit }) => {
  const child = fork(coreModule(), [], {
    serialization: "advanced",
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    // A session of its own: Ctrl+C in the terminal must not end the core before the host has closed it.
    detached: process.platform !== "win32",
  });
  const pages = new Map<number, PageListener>();
  let nextPage = 1;
  let isOver = false;

  function end(): void {
    if (isOver) return;
    isOver = true;
    const open = [...pages.values()];
    pages.clear();
    for (const page of open) page.onClose();
    onExit();
  }

  function closePage(page: number): void {
    const listener = pages.get(page);
    pages.delete(page);
    listener?.onClose();
  }

  child.on("message", (message: CoreMessage) => {
    switch (message.type) {
      case "data":
        return pages.get(message.page)?.onData(message.data);
      case "close":
        return closePage(message.page);
      case "open":
        return;
      default:
        return onReport(message);
    }
  });
  child.on("exit", end);
  child.on("error", end);

  const core: NodeCore = {
    pid: child.pid,
    send(message) {
      // A child that is gone cannot be told; its `exit` says so.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => child.kill("SIGKILL"),
    openPage(listener) {
      const page = nextPage++;
      pages.set(page, listener);
      core.send({ type: "open", page });
      return {
        send: (data) => core.send({ type: "data", page, data }),
        close() {
          if (pages.delete(page)) core.send({ type: "close", page });
        },
      };
    },
  };
  return core;
};
