/** The desktop app as host: everything through the preload's bridge. */
import type { DesktopBridge } from "../../shared/host-bridge.ts";
import type { PageHost } from "./page-host.ts";
import { createPortSocketClass } from "./port-socket.ts";

/** Dresses the bridge as a {@link PageHost}. */
export function createDesktopHost(bridge: DesktopBridge<File>): PageHost {
  return {
    kind: "desktop",
    url: "ws://longhand.invalid/api",
    socket: createPortSocketClass(bridge),
    pickFiles: () => bridge.pickFiles(),
    pickFolder: () => bridge.pickFolder(),
    ticketsForDrop: (files) => bridge.ticketsForDrop(files),
    watchState: (callback) => bridge.onState(callback),
    onRequest: (callback) => bridge.onRequest(callback),
    reportWork: (work) => bridge.reportWork(work),
    notify: (note) => bridge.notify(note),
    readLog: () => bridge.readLog(),
    saveDiagnostics: () => bridge.saveDiagnostics(),
  };
}
