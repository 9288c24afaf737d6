/** The app's window. */
import { BrowserWindow } from "electron";
import { PAGE_URL } from "./app-protocol.ts";
import type { WindowState } from "./window-state.ts";

/** Opens a window on our page, where it stood before; it shows itself when there is something to see. */
export function openWindow(preload: string, state?: WindowState): BrowserWindow {
  const window = new BrowserWindow({
    title: "Longhand",
    width: 1280,
    height: 860,
    ...(state === undefined ? {} : { x: state.x, y: state.y, width: state.width, height: state.height }),
    minWidth: 760,
    minHeight: 520,
    show: false,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      // Its dictionaries would be fetched from a server on the internet.
      spellcheck: false,
    },
  });
  window.once("ready-to-show", () => {
    if (state?.isMaximized === true) window.maximize();
    window.show();
  });
  void window.loadURL(PAGE_URL);
  return window;
}
