/**
 * The main process's end of `window.longhand`: ports, states, picked and dropped files, what the system asks for, notes.
 *
 * Every message passes two gates: the sender is the top frame of one of our windows at our own address, and what it
 * sends parses. A refused request gets an error, not silence.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  BrowserWindow,
  dialog,
  type IpcMainInvokeEvent,
  ipcMain,
  MessageChannelMain,
  type WebContents,
} from "electron";
import { z } from "zod";
import { DESKTOP_CHANNELS } from "../../shared/desktop-channels.ts";
import { LonghandError, toErrorRecord } from "../../shared/errors.ts";
import type { HostNote, HostRequest, HostResult, PickResult, WorkReport } from "../../shared/host-bridge.ts";
import type { Supervisor } from "../host/supervisor.ts";
import type { DesktopCore } from "./launch-core.ts";
import { isTrustedSender } from "./security.ts";

const pathsSchema = z.array(z.string().min(1).max(4096)).min(1).max(1000);

const workSchema = z.array(z.strictObject({ words: z.string().max(300) })).max(50);
const noteSchema = z.strictObject({
  title: z.string().max(100),
  body: z.string().max(300),
  address: z.string().max(300).startsWith("#/"),
});

/** The bridge of all windows. */
export type Bridge = {
  /** Trusts the page of a window until it is closed. */
  trust(contents: WebContents): void;
  /** Asks the page of something; kept until a page takes it. */
  request(request: HostRequest): void;
};

/** What the bridge hands on. */
export type BridgeEvents = {
  onWork(work: readonly WorkReport[]): void;
  onNote(note: HostNote): void;
  readLog(): string;
  /** The text that the owner may save. */
  diagnostics(): string;
};

/** Answers pages. */
export function openBridge(supervisor: Supervisor<DesktopCore>, events: BridgeEvents): Bridge {
  const windows = new Set<number>();
  const watching = new Set<WebContents>();
  /** Pages that wait for a port; each gets one, as soon as the core is ready. */
  const waiting = new Set<WebContents>();

  function handOverPorts(): void {
    const core = supervisor.current();
    if (core === undefined) return;
    for (const contents of waiting) {
      const { port1, port2 } = new MessageChannelMain();
      core.openPort(port1);
      contents.postMessage(DESKTOP_CHANNELS.port, null, [port2]);
    }
    waiting.clear();
  }

  supervisor.onState((state) => {
    for (const contents of watching) contents.send(DESKTOP_CHANNELS.state, state);
    handOverPorts();
  });

  ipcMain.on(DESKTOP_CHANNELS.connect, (event) => {
    if (!isTrustedSender(event, windows)) return;
    waiting.add(event.sender);
    handOverPorts();
  });
  ipcMain.on(DESKTOP_CHANNELS.watch, (event) => {
    if (!isTrustedSender(event, windows)) return;
    watching.add(event.sender);
    event.sender.send(DESKTOP_CHANNELS.state, supervisor.state);
  });

  /** Tickets for what `choose` gives to a trusted page. */
  async function pick(event: IpcMainInvokeEvent, choose: () => Promise<readonly string[]>): Promise<PickResult> {
    try {
      if (!isTrustedSender(event, windows)) {
        throw new LonghandError("INVALID_INPUT", "Only Longhand's own window may pick files.");
      }
      const files = await choose();
      return { ok: true, value: await Promise.all(files.map((file) => supervisor.issueTicket(file))) };
    } catch (error) {
      return { ok: false, error: toErrorRecord(error) };
    }
  }

  ipcMain.handle(DESKTOP_CHANNELS.pick, (event) => pick(event, () => askForFiles(event.sender)));
  ipcMain.handle(DESKTOP_CHANNELS.folder, (event) => pick(event, () => askForFolder(event.sender)));
  ipcMain.handle(DESKTOP_CHANNELS.drop, (event, paths: unknown) =>
    pick(event, async () => {
      const parsed = pathsSchema.safeParse(paths);
      if (parsed.success && parsed.data.every((file) => path.isAbsolute(file))) return parsed.data;
      throw new LonghandError(
        "INVALID_INPUT",
        "What was dropped is no file of this machine.",
        "Drop files from a folder.",
      );
    }),
  );

  /** Pages that take requests, and requests that nobody took yet. */
  const listening = new Set<WebContents>();
  const asked: HostRequest[] = [];
  ipcMain.on(DESKTOP_CHANNELS.listen, (event) => {
    if (!isTrustedSender(event, windows)) return;
    listening.add(event.sender);
    for (const request of asked.splice(0)) event.sender.send(DESKTOP_CHANNELS.request, request);
  });
  ipcMain.on(DESKTOP_CHANNELS.work, (event, work: unknown) => {
    const parsed = workSchema.safeParse(work);
    if (isTrustedSender(event, windows) && parsed.success) events.onWork(parsed.data);
  });
  ipcMain.on(DESKTOP_CHANNELS.notify, (event, note: unknown) => {
    const parsed = noteSchema.safeParse(note);
    if (isTrustedSender(event, windows) && parsed.success) events.onNote(parsed.data);
  });

  /** The outcome of work for a trusted page. */
  async function answer<T>(event: IpcMainInvokeEvent, work: () => T | Promise<T>): Promise<HostResult<T>> {
    try {
      if (!isTrustedSender(event, windows))
        throw new LonghandError("INVALID_INPUT", "Only Longhand's own window may ask this.");
      return { ok: true, value: await work() };
    } catch (error) {
      return { ok: false, error: toErrorRecord(error) };
    }
  }
  ipcMain.handle(DESKTOP_CHANNELS.log, (event) => answer(event, events.readLog));
  ipcMain.handle(DESKTOP_CHANNELS.diagnostics, (event) =>
    answer(event, async () => {
      const { filePath } = await dialog.showSaveDialog({
        title: "Save diagnostics",
        defaultPath: "longhand-diagnostics.txt",
      });
      if (!filePath) return false;
      writeFileSync(filePath, events.diagnostics(), { mode: 0o600 });
      return true;
    }),
  );

  return {
    request(request) {
      if (listening.size === 0) asked.push(request);
      for (const contents of listening) contents.send(DESKTOP_CHANNELS.request, request);
    },
    trust(contents) {
      const { id } = contents;
      windows.add(id);
      contents.once("destroyed", () => {
        windows.delete(id);
        watching.delete(contents);
        waiting.delete(contents);
        listening.delete(contents);
      });
    },
  };
}

async function askForFiles(contents: WebContents): Promise<readonly string[]> {
  const options: Electron.OpenDialogOptions = {
    title: "Import mail",
    properties: ["openFile", "multiSelections"],
    filters: [
      { name: "All files", extensions: ["*"] },
      { name: "Mailboxes", extensions: ["mbox", "mbx"] },
    ],
  };
  return open(contents, options);
}

function askForFolder(contents: WebContents): Promise<readonly string[]> {
  return open(contents, {
    title: "Where to export to",
    buttonLabel: "Export here",
    properties: ["openDirectory", "createDirectory"],
  });
}

async function open(contents: WebContents, options: Electron.OpenDialogOptions): Promise<readonly string[]> {
  const window = BrowserWindow.fromWebContents(contents);
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return filePaths;
}
