/** Starts the core as Electron's utility process; each page gets a MessagePort straight to it. */

import { fileURLToPath } from "node:url";
import { type MessagePortMain, utilityProcess } from "electron";
import { moduleFile } from "../../shared/module-file.ts";
import type { CoreReport } from "../core/process/protocol.ts";
import { unpackedPath } from "../host/locations.ts";
import type { CoreProcess, LaunchCore } from "../host/supervisor.ts";
import { hostEngines } from "./launch-engine.ts";

/** A core in a utility process. */
export type DesktopCore = CoreProcess & {
  /** Connects a page by one end of its channel. */
  openPort(port: MessagePortMain): void;
};

function coreModule(): string {
  return unpackedPath(fileURLToPath(new URL(moduleFile("../core/core-process", import.meta.url), import.meta.url)));
}

/** Starts the core process of the desktop app. */
export const launchDesktopCore: LaunchCore<DesktopCore> = ({ onReport, onExit }) => {
  const child = utilityProcess.fork(coreModule(), [], { serviceName: "Longhand core", stdio: "inherit" });
  const engines = hostEngines(child);
  // Pages have ports of their own: what comes here are reports, and wishes for engines.
  child.on("message", (report: CoreReport) => {
    if (report.type === "engine") engines.start(report.id);
    else if (report.type === "engine-stop") engines.stop(report.id);
    else onReport(report);
  });
  child.on("exit", () => {
    engines.stopAll();
    onExit();
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    kill: () => void child.kill(),
    openPort: (port) => child.postMessage({ type: "port" }, [port]),
  };
};
