/**
 * The desktop app's preload script: the one bridge between the sandboxed page and Electron.
 *
 * Hands over ports, tickets and states. Never hands over an event, ipcRenderer itself, or a path.
 */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { DESKTOP_CHANNELS } from "../shared/desktop-channels.ts";
import {
  type CoreState,
  type DesktopBridge,
  type HostRequest,
  type HostResult,
  type PickResult,
  PORT_MESSAGE,
} from "../shared/host-bridge.ts";

const bridge: DesktopBridge<File> = {
  kind: "desktop",
  connect: () => ipcRenderer.send(DESKTOP_CHANNELS.connect),
  pickFiles: (): Promise<PickResult> => ipcRenderer.invoke(DESKTOP_CHANNELS.pick),
  pickFolder: (): Promise<PickResult> => ipcRenderer.invoke(DESKTOP_CHANNELS.folder),
  ticketsForDrop(files): Promise<PickResult> {
    // The path of a file that the page made up itself is empty; only the system's own files have one.
    const paths = files.map((file) => webUtils.getPathForFile(file));
    return ipcRenderer.invoke(DESKTOP_CHANNELS.drop, paths);
  },
  onState(callback) {
    const listener = (_event: unknown, state: CoreState): void => callback(state);
    ipcRenderer.on(DESKTOP_CHANNELS.state, listener);
    ipcRenderer.send(DESKTOP_CHANNELS.watch);
    return () => ipcRenderer.off(DESKTOP_CHANNELS.state, listener);
  },
  onRequest(callback) {
    const listener = (_event: unknown, request: HostRequest): void => callback(request);
    ipcRenderer.on(DESKTOP_CHANNELS.request, listener);
    ipcRenderer.send(DESKTOP_CHANNELS.listen);
    return () => ipcRenderer.off(DESKTOP_CHANNELS.request, listener);
  },
  reportWork: (work) => ipcRenderer.send(DESKTOP_CHANNELS.work, work),
  notify: (note) => ipcRenderer.send(DESKTOP_CHANNELS.notify, note),
  readLog: (): Promise<HostResult<string>> => ipcRenderer.invoke(DESKTOP_CHANNELS.log),
  saveDiagnostics: (): Promise<HostResult<boolean>> => ipcRenderer.invoke(DESKTOP_CHANNELS.diagnostics),
};

// A port cannot cross the context bridge; a message of the window itself can carry it.
ipcRenderer.on(DESKTOP_CHANNELS.port, (event) => {
  window.postMessage(PORT_MESSAGE, window.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld("longhand", bridge);
