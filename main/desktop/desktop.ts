/** Joins the desktop app's parts: what must be set before Electron is ready, what comes after, how it ends. */
import { mkdirSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import path from "node:path";
import { app, BrowserWindow, Notification, session, shell } from "electron";
import { toErrorRecord } from "../../shared/errors.ts";
import type { HostNote } from "../../shared/host-bridge.ts";
import { keepMemoryOutOfDumps } from "../core/process/memory-dumps.ts";
import { dataDirectory, defaultArchive, PRELOAD, RENDERER, RESOURCES } from "../host/locations.ts";
import { superviseCore } from "../host/supervisor.ts";
import { PAGE_URL, registerAppScheme, serveWindowFiles } from "./app-protocol.ts";
import { openBridge } from "./bridge.ts";
import { watchClosing } from "./closing.ts";
import { openKeyChain } from "./key-chain.ts";
import { launchDesktopCore } from "./launch-core.ts";
import { diagnosticsText, type Facts, openLog } from "./log.ts";
import { setMenu } from "./menu.ts";
import { type Opened, openedFrom } from "./opened.ts";
import { lockContents, lockSession } from "./security.ts";
import { LOOKS_FOR_UPDATES } from "./updates.ts";
import { openWindow } from "./window.ts";
import { keepWindowState, readWindowState } from "./window-state.ts";

/** What Chromium must know before it starts. */
export function prepare(): void {
  keepMemoryOutOfDumps();
  app.enableSandbox();
  // Chromium itself resolves no name: the core alone talks to endpoints, through its own guard.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  const data = dataDirectory();
  mkdirSync(data, { recursive: true, mode: 0o700 });
  app.setPath("userData", data);
  registerAppScheme();
  listenForOpened();
  app.on("web-contents-created", (_event, contents) =>
    lockContents(contents, (address) => void shell.openExternal(address)),
  );
}

/** What macOS opened with Longhand, also before anything was ready for it. */
const early: Opened[] = [];
let takeEarly: ((opened: Opened) => void) | undefined;

function listenForOpened(): void {
  const give = (opened: Opened): void => {
    if (takeEarly === undefined) early.push(opened);
    else takeEarly(opened);
  };
  app.on("open-file", (event, file) => {
    event.preventDefault();
    give(openedFrom([file], "/"));
  });
  app.on("open-url", (event, url) => {
    event.preventDefault();
    give(openedFrom([url], "/"));
  });
}

function takeOpened(take: (opened: Opened) => void): void {
  takeEarly = take;
  for (const opened of early.splice(0)) take(opened);
}

/** Versions and the machine's kind; nothing of the archive. */
function programFacts(core: string): Facts {
  return {
    version: app.getVersion(),
    platform: process.platform,
    arch: process.arch,
    electron: process.versions["electron"] ?? "",
    node: process.versions.node,
    packaged: app.isPackaged,
    core,
    memoryMb: Math.round(totalmem() / 1e6),
    cores: availableParallelism(),
    updates: LOOKS_FOR_UPDATES,
  };
}

/** A file that was opened with Longhand waits this long for the core. */
const OPEN_LIMIT_MS = 60_000;

/** Starts the core and opens the window; Electron is ready. */
export function start(): void {
  lockSession(session.defaultSession);
  serveWindowFiles(session.defaultSession, RENDERER);
  const log = openLog(app.getPath("userData"));
  log.write("start", { version: app.getVersion(), platform: process.platform, arch: process.arch });
  app.setAsDefaultProtocolClient("longhand");
  const keys = openKeyChain(path.join(app.getPath("userData"), "keys.json"));
  const core = { directory: defaultArchive(), program: "Longhand", resources: RESOURCES };
  const supervisor = superviseCore(launchDesktopCore, core, keys === undefined ? {} : { keys });
  supervisor.onState((state) =>
    log.write("core", { state: state.status, ...(state.status === "failed" ? { code: state.error.code } : {}) }),
  );
  const closing = watchClosing(path.join(RESOURCES, "icons", "icon.png"), () => {
    closing.release();
    app.quit();
  });
  const bridge = openBridge(supervisor, {
    onWork: closing.setWork,
    onNote: showNote,
    readLog: log.read,
    diagnostics: () => diagnosticsText(programFacts(supervisor.state.status), log.read()),
  });
  setMenu((command) => {
    show();
    bridge.request({ kind: "command", command });
  });

  function showNote({ title, body, address }: HostNote): void {
    if (!Notification.isSupported()) return;
    const note = new Notification({ title, body });
    note.on("click", () => {
      show();
      // An address of our own page: the bridge took nothing else.
      const [window] = BrowserWindow.getAllWindows();
      void window?.loadURL(`${PAGE_URL}${address}`);
    });
    note.show();
  }

  const stateFile = path.join(app.getPath("userData"), "window.json");
  function open(): void {
    const window = openWindow(PRELOAD, readWindowState(stateFile));
    bridge.trust(window.webContents);
    keepWindowState(window, stateFile);
    closing.guard(window);
    window.webContents.on("render-process-gone", (_event, { reason }) => {
      log.write("page-gone", { reason });
      // The page holds nothing that is not stored: a new one takes over.
      if (reason !== "clean-exit") window.webContents.reload();
    });
  }

  /** Hands to the page what the system opened with Longhand: files as tickets, links as they are. */
  async function handOver({ files, links }: Opened): Promise<void> {
    for (const link of links) bridge.request({ kind: "link", link });
    if (files.length === 0) return;
    try {
      await supervisor.whenReady(OPEN_LIMIT_MS);
      const tickets = await Promise.all(files.map((file) => supervisor.issueTicket(file)));
      bridge.request({ kind: "files", files: tickets });
    } catch (error) {
      log.write("open-failed", { code: toErrorRecord(error).code });
    }
  }

  function show(): void {
    closing.comeBack();
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) {
      open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  open();
  void handOver(openedFrom(process.argv.slice(1), process.cwd()));
  takeOpened((opened) => void handOver(opened));
  app.on("second-instance", (_event, args, directory) => {
    show();
    void handOver(openedFrom(args.slice(1), directory));
  });
  app.on("activate", show);
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });

  let isStopped = false;
  app.on("before-quit", (event) => {
    if (isStopped) return;
    closing.release();
    // The archive is closed first; then quitting starts anew.
    event.preventDefault();
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    void supervisor.stop().finally(() => {
      isStopped = true;
      app.quit();
    });
  });
}
