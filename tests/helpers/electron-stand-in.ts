/**
 * A stand-in for the `electron` module, for tests on machines without Electron's binary.
 *
 * It records what the app sets and lets tests raise Electron's events. It shows that our code asks Electron for the
 * right things, not that Electron does them: that is what tests/main/desktop/smoke.test.ts is for. The core that
 * `utilityProcess` starts is the real one, in a real process.
 */
import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { PortFrame } from "./parent-port.ts";

/** One end of a channel; only what the app uses. */
export class MessagePortMain extends EventEmitter {
  other: MessagePortMain | undefined;
  postMessage(data: unknown): void {
    // Never in the same turn: messages between processes are not.
    queueMicrotask(() => this.other?.emit("message", { data }));
  }
  start(): void {}
  close(): void {
    queueMicrotask(() => this.other?.emit("close"));
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

/** A frame of a page. */
export type Frame = { url: string };

export class WebContents extends EventEmitter {
  static nextId = 1;
  readonly id = WebContents.nextId++;
  readonly mainFrame: Frame = { url: "app://longhand/" };
  /** What was sent to the page, in order. */
  readonly sent: { readonly channel: string; readonly value: unknown; readonly ports: readonly MessagePortMain[] }[] =
    [];
  windowOpenHandler: ((details: { readonly url: string }) => unknown) | undefined;
  reloads = 0;
  reload(): void {
    this.reloads += 1;
  }
  setWindowOpenHandler(handler: (details: { readonly url: string }) => unknown): void {
    this.windowOpenHandler = handler;
  }
  send(channel: string, value: unknown): void {
    this.sent.push({ channel, value, ports: [] });
    this.emit("stand-in:sent");
  }
  postMessage(channel: string, value: unknown, ports: readonly MessagePortMain[]): void {
    this.sent.push({ channel, value, ports });
    this.emit("stand-in:sent");
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = [];
  readonly webContents = new WebContents();
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>> };
  readonly loaded: string[] = [];
  isShown = false;
  constructor(options: BrowserWindow["options"]) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit("web-contents-created", {}, this.webContents);
  }
  static getAllWindows(): readonly BrowserWindow[] {
    return BrowserWindow.all;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.all.find((window) => window.webContents === contents) ?? null;
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
  }
  isDestroyed = false;
  bounds = { x: 40, y: 30, width: 1280, height: 860 };
  isMaximizedNow = false;
  maximize(): void {
    this.isMaximizedNow = true;
  }
  isMaximized = (): boolean => this.isMaximizedNow;
  getNormalBounds = (): BrowserWindow["bounds"] => this.bounds;
  /** Closes as a click on the cross does; false where somebody said no. */
  tryClose(): boolean {
    let isPrevented = false;
    this.emit("close", {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    return !isPrevented;
  }
  isMinimized = (): boolean => false;
  restore(): void {}
  focus(): void {
    this.emit("stand-in:focus");
  }
}

/** What was set before and after `ready`. */
export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  protocolClients: [] as string[],
  getVersion: () => "0.1.0",
  setAsDefaultProtocolClient: (scheme: string) => app.protocolClients.push(scheme) > 0,
  isSandboxed: false,
  hasLock: true,
  quits: 0,
  switches: new Map<string, string>(),
  paths: new Map<string, string>(),
  enableSandbox(): void {
    app.isSandboxed = true;
  },
  commandLine: { appendSwitch: (name: string, value: string) => app.switches.set(name, value) },
  setPath: (name: string, value: string) => app.paths.set(name, value),
  getPath: (name: string) => app.paths.get(name) ?? "",
  requestSingleInstanceLock: () => app.hasLock,
  whenReady: () => Promise.resolve(),
  quit(): void {
    app.quits += 1;
    app.emit("before-quit", { preventDefault: () => undefined });
  },
});

type Handler = (event: unknown, ...args: unknown[]) => unknown;
const handlers = new Map<string, Handler>();
export const ipcMain = Object.assign(new EventEmitter(), {
  handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
});

/** The channels that have a handler. */
export function handledChannels(): string[] {
  return [...handlers.keys()];
}

/** Calls a handler as `ipcRenderer.invoke` does. */
export function invoke(channel: string, event: unknown, ...args: unknown[]): unknown {
  return handlers.get(channel)?.(event, ...args);
}

type Details = { readonly url: string };
type SchemeHandler = (request: Request) => Promise<Response>;

class StandInSession extends EventEmitter {
  readonly schemes = new Map<string, SchemeHandler>();
  requestHandler:
    | ((
        contents: unknown,
        name: string,
        decide: (isGranted: boolean) => void,
        details: { readonly requestingUrl: string },
      ) => void)
    | undefined;
  checkHandler: ((contents: unknown, name: string, origin: string) => boolean) | undefined;
  deviceHandler: (() => boolean) | undefined;
  filter: ((details: Details, decide: (answer: { readonly cancel: boolean }) => void) => void) | undefined;
  readonly protocol = {
    handle: (scheme: string, handler: SchemeHandler) => this.schemes.set(scheme, handler),
  };
  readonly webRequest = {
    onBeforeRequest: (filter: NonNullable<StandInSession["filter"]>): void => {
      this.filter = filter;
    },
  };
  setPermissionRequestHandler(handler: NonNullable<StandInSession["requestHandler"]>): void {
    this.requestHandler = handler;
  }
  setPermissionCheckHandler(handler: NonNullable<StandInSession["checkHandler"]>): void {
    this.checkHandler = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.deviceHandler = handler;
  }
}

export const defaultSession = new StandInSession();
export const session = { defaultSession };

export const protocol = {
  privileged: [] as unknown[],
  registerSchemesAsPrivileged(schemes: readonly unknown[]): void {
    protocol.privileged.push(...schemes);
  },
};

type Question = { readonly message: string; readonly buttons: readonly string[] };

/** What the next dialog gives. */
export const dialog = {
  filePaths: [] as string[],
  savePath: "",
  /** The button that the next question is answered with, and the questions that were asked. */
  answer: 2,
  questions: [] as Question[],
  showMessageBox: async (_window: unknown, question: Question) => {
    dialog.questions.push(question);
    return { response: dialog.answer };
  },
  showSaveDialog: async () => ({ canceled: dialog.savePath === "", filePath: dialog.savePath }),
  showOpenDialog: async () => ({ canceled: dialog.filePaths.length === 0, filePaths: dialog.filePaths }),
};

/** What was handed to other programs. */
export const shell = {
  opened: [] as string[],
  openExternal(address: string): Promise<void> {
    shell.opened.push(address);
    return Promise.resolve();
  },
};

export const screen = {
  areas: [{ x: 0, y: 0, width: 1920, height: 1080 }],
  getAllDisplays: () => screen.areas.map((workArea) => ({ workArea })),
};

export const nativeImage = { createFromPath: (file: string) => ({ file }) };

export class Tray extends EventEmitter {
  static all: Tray[] = [];
  toolTip = "";
  isDestroyed = false;
  menu: readonly { readonly label: string; click(): void }[] = [];
  constructor() {
    super();
    Tray.all.push(this);
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: unknown): void {
    this.menu = menu as Tray["menu"];
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

export class Notification extends EventEmitter {
  static shown: Notification[] = [];
  static isSupported = (): boolean => true;
  readonly options: { readonly title: string; readonly body: string };
  constructor(options: Notification["options"]) {
    super();
    this.options = options;
  }
  show(): void {
    Notification.shown.push(this);
  }
}

export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined };

/** Turns bytes around, so that nothing is stored as it was by accident. */
export const safeStorage = {
  isAvailable: true,
  backend: "gnome_libsecret",
  getSelectedStorageBackend: () => safeStorage.backend,
  isEncryptionAvailable: () => safeStorage.isAvailable,
  encryptString: (text: string) => Buffer.from(`locked:${[...text].reverse().join("")}`),
  decryptString(bytes: Buffer): string {
    const text = bytes.toString("utf8");
    if (!text.startsWith("locked:")) throw new Error("another key chain");
    return [...text.slice(7)].reverse().join("");
  },
};

const PARENT_PORT = pathToFileURL(path.join(import.meta.dirname, "parent-port.ts")).href;

/** A real process with a stand-in for Electron's channel to it. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #ports = new Map<number, MessagePortMain>();
  #nextPort = 1;

  constructor(module: string) {
    super();
    this.#child = fork(module, [], { serialization: "advanced", execArgv: ["--import", PARENT_PORT] });
    this.#child.on("message", (frame: PortFrame) => {
      if (frame.kind === "message") this.emit("message", frame.message);
      else if (frame.kind === "data") this.#ports.get(frame.port)?.postMessage(frame.data);
      else this.#ports.get(frame.port)?.close();
    });
    this.#child.on("exit", (code) => {
      for (const port of this.#ports.values()) port.close();
      this.emit("exit", code);
    });
  }
  get pid(): number | undefined {
    return this.#child.pid;
  }
  postMessage(message: unknown, [port]: readonly MessagePortMain[] = []): void {
    if (port === undefined) {
      this.#send({ kind: "message", message, port: null });
      return;
    }
    const id = this.#nextPort++;
    this.#ports.set(id, port);
    port.on("message", ({ data }) => this.#send({ kind: "data", port: id, data }));
    port.on("close", () => this.#send({ kind: "close", port: id }));
    this.#send({ kind: "message", message, port: id });
  }
  kill(): boolean {
    return this.#child.kill();
  }
  #send(frame: PortFrame): void {
    if (this.#child.connected) this.#child.send(frame, () => undefined);
  }
}

export const utilityProcess = {
  started: [] as UtilityProcess[],
  fork(module: string): UtilityProcess {
    const process = new UtilityProcess(module);
    utilityProcess.started.push(process);
    return process;
  },
};

/** The page's world and the preload's half of Electron. */
export const contextBridge = {
  exposed: new Map<string, unknown>(),
  exposeInMainWorld: (name: string, value: unknown) => contextBridge.exposed.set(name, value),
};
export const ipcRenderer = Object.assign(new EventEmitter(), {
  calls: [] as (readonly unknown[])[],
  send(...call: unknown[]): void {
    ipcRenderer.calls.push(call);
  },
  async invoke(...call: unknown[]): Promise<unknown> {
    ipcRenderer.calls.push(call);
    return { ok: true, value: [] };
  },
});
export const webUtils = { getPathForFile: (file: { readonly path?: string }) => file.path ?? "" };
