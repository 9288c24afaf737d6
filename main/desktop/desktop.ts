/** Joins the desktop app's parts: what must be set before Electron is ready, what comes after, how it ends. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { app, BrowserWindow, session, shell } from "electron";
import { dataDirectory, defaultArchive, PRELOAD, RENDERER, RESOURCES } from "../host/locations.ts";
import { superviseCore } from "../host/supervisor.ts";
import { registerAppScheme, serveWindowFiles } from "./app-protocol.ts";
import { openBridge } from "./bridge.ts";
import { openKeyChain } from "./key-chain.ts";
import { launchDesktopCore } from "./launch-core.ts";
import { setMenu } from "./menu.ts";
import { lockContents, lockSession } from "./security.ts";
import { openWindow } from "./window.ts";

/** What Chromium must know before it starts. */
export function prepare(): void {
  app.enableSandbox();
  // Chromium itself resolves no name: the core alone talks to endpoints, through its own guard.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  const data = dataDirectory();
  mkdirSync(data, { recursive: true, mode: 0o700 });
  app.setPath("userData", data);
  registerAppScheme();
  app.on("web-contents-created", (_event, contents) =>
    lockContents(contents, (address) => void shell.openExternal(address)),
  );
}

/** Starts the core and opens the window; Electron is ready. */
export function start(): void {
  lockSession(session.defaultSession);
  serveWindowFiles(session.defaultSession, RENDERER);
  setMenu();
  const keys = openKeyChain(path.join(app.getPath("userData"), "keys.json"));
  const core = { directory: defaultArchive(), program: "Longhand", resources: RESOURCES };
  const supervisor = superviseCore(launchDesktopCore, core, keys === undefined ? {} : { keys });
  const bridge = openBridge(supervisor);

  function open(): void {
    const window = openWindow(PRELOAD);
    bridge.trust(window.webContents);
  }

  function show(): void {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) {
      open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  open();
  app.on("second-instance", show);
  app.on("activate", show);
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });

  let isStopped = false;
  app.on("before-quit", (event) => {
    if (isStopped) return;
    // The archive is closed first; then quitting starts anew.
    event.preventDefault();
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    void supervisor.stop().finally(() => {
      isStopped = true;
      app.quit();
    });
  });
}
