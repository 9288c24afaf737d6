/**
 * The desktop app from boot to quit, against a stand-in for the `electron` module and with the real core in a real
 * process (see tests/helpers/electron-stand-in.ts).
 */
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { MAX_PAGE_MESSAGE_BYTES } from "../../../main/core/process/protocol.ts";
import { DESKTOP_CHANNELS } from "../../../shared/desktop-channels.ts";
import type { CoreState, PickResult } from "../../../shared/host-bridge.ts";
import { mailText, mboxText } from "../../helpers/archive.ts";
import * as electron from "../../helpers/electron-stand-in.ts";
import { temporaryDirectory } from "../../helpers/paths.ts";

vi.mock("electron", () => import("../../helpers/electron-stand-in.ts"));

const scratch = temporaryDirectory();
const { app, BrowserWindow, dialog, ipcMain, utilityProcess } = electron;
let contents: electron.WebContents;
let port: electron.MessagePortMain;
let nextId = 1;

const ownEvent = (): object => ({ sender: contents, senderFrame: contents.mainFrame });
const foreignEvent = (): object => ({ sender: contents, senderFrame: { url: "https://evil.example/" } });

/** Asks for a port as the preload does and waits for it. */
async function connect(): Promise<electron.MessagePortMain> {
  const known = contents.sent.length;
  ipcMain.emit(DESKTOP_CHANNELS.connect, ownEvent());
  const arrived = () => contents.sent.slice(known).find((item) => item.channel === DESKTOP_CHANNELS.port);
  await vi.waitFor(() => expect(arrived()).toBeDefined(), 20_000);
  const [received] = arrived()?.ports ?? [];
  if (received === undefined) throw new Error("no port came");
  return received;
}

const states = (): string[] =>
  contents.sent
    .filter((item) => item.channel === DESKTOP_CHANNELS.state)
    .map((item) => (item.value as CoreState).status);

type Reply = { readonly id: number; readonly result?: { readonly data: unknown }; readonly error?: unknown };

/** Calls a procedure over the port, in tRPC's own messages. */
function call(method: "query" | "mutation", procedure: string, input?: unknown): Promise<Reply> {
  const id = nextId++;
  return new Promise((resolve) => {
    const onMessage = ({ data }: { readonly data: unknown }): void => {
      const reply = JSON.parse(String(data)) as Reply;
      if (reply.id !== id) return;
      port.off("message", onMessage);
      resolve(reply);
    };
    port.on("message", onMessage);
    port.postMessage(JSON.stringify({ id, method, params: { path: procedure, input } }));
  });
}

beforeAll(async () => {
  vi.stubEnv("XDG_DATA_HOME", scratch.path);
  vi.stubEnv("LONGHAND_ARCHIVE", path.join(scratch.path, "mail"));
  await import("../../../main/main.ts");
  await vi.waitFor(() => expect(BrowserWindow.all).toHaveLength(1), 20_000);
  contents = BrowserWindow.all[0]?.webContents ?? contents;
  ipcMain.emit(DESKTOP_CHANNELS.watch, ownEvent());
  port = await connect();
});
afterAll(() => {
  vi.unstubAllEnvs();
  scratch.dispose();
});

it("boots with the sandbox on, no names resolved, its data in the user's folder, and the contents locked", () => {
  expect(app.isSandboxed).toBe(true);
  expect(app.switches.get("host-resolver-rules")).toBe("MAP * ~NOTFOUND");
  expect(electron.protocol.privileged).toHaveLength(1);
  if (process.platform === "linux") expect(app.paths.get("userData")).toBe(path.join(scratch.path, "longhand"));
  expect(contents.windowOpenHandler?.({ url: "https://example.org" })).toEqual({ action: "deny" });
  // A draft may go to the mail program, by nothing but a mail address of a length that every system takes.
  const mailto = "mailto:ida@example.org?subject=Re%3A%20Crates&body=Yes";
  expect(contents.windowOpenHandler?.({ url: mailto })).toEqual({ action: "deny" });
  contents.windowOpenHandler?.({ url: `mailto:ida@example.org?body=${"a".repeat(3000)}` });
  contents.windowOpenHandler?.({ url: "file:///etc/passwd" });
  expect(electron.shell.opened).toEqual([mailto]);
  expect(electron.defaultSession.checkHandler?.(null, "media", "app://longhand/")).toBe(false);
});

it("tells its page the core's state and hands over one port to it", async () => {
  expect(states().at(-1)).toBe("ready");
  expect(await call("query", "archive.status")).toMatchObject({ result: { data: { documents: 0, canWrite: true } } });
  expect(existsSync(path.join(scratch.path, "mail", "archive.sqlite"))).toBe(true);
});

it("is a page to the core: it may name no path", async () => {
  expect(await call("query", "corpus.prompt", { scope: {} })).toMatchObject({
    error: { data: { longhand: { code: "INVALID_INPUT", message: "A page may not name a path." } } },
  });
});

it("answers nobody but the top frame of its window", async () => {
  const known = contents.sent.length;
  ipcMain.emit(DESKTOP_CHANNELS.connect, foreignEvent());
  ipcMain.emit(DESKTOP_CHANNELS.watch, foreignEvent());
  ipcMain.emit(DESKTOP_CHANNELS.connect, { sender: contents, senderFrame: null });
  dialog.filePaths = ["/etc/hostname"];
  for (const channel of [DESKTOP_CHANNELS.pick, DESKTOP_CHANNELS.drop]) {
    const result = (await electron.invoke(channel, foreignEvent(), ["/etc/hostname"])) as PickResult;
    expect(result).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  }
  expect(contents.sent).toHaveLength(known);
});

it("takes no channel but those it names, each from its own top frame only, whatever is sent", async () => {
  const fromPage = ["connect", "watch", "listen", "work", "notify"] as const;
  const asked = ["pick", "folder", "drop", "log", "diagnostics"] as const;
  const toPage = ["port", "state", "request"];
  expect(Object.keys(DESKTOP_CHANNELS).sort()).toEqual([...fromPage, ...asked, ...toPage].sort());
  expect(ipcMain.eventNames().map(String).sort()).toEqual(fromPage.map((name) => DESKTOP_CHANNELS[name]).sort());
  expect(electron.handledChannels().sort()).toEqual(asked.map((name) => DESKTOP_CHANNELS[name]).sort());
  const known = contents.sent.length;
  const strange = [undefined, null, 7, "x", [], {}, [{}], { constructor: {} }, "x".repeat(100_000)];
  for (const name of fromPage) {
    for (const value of strange) ipcMain.emit(DESKTOP_CHANNELS[name], foreignEvent(), value);
  }
  // Its own page may send anything; what does not parse is dropped.
  for (const value of strange) {
    ipcMain.emit(DESKTOP_CHANNELS.notify, ownEvent(), value);
    if (!Array.isArray(value) || value.length > 0) ipcMain.emit(DESKTOP_CHANNELS.work, ownEvent(), value);
  }
  for (const name of asked) {
    const result = (await electron.invoke(DESKTOP_CHANNELS[name], foreignEvent(), ["/etc/hostname"])) as PickResult;
    expect(result, name).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  }
  expect(contents.sent).toHaveLength(known);
  expect(electron.Notification.shown).toEqual([]);
});

it("gives tickets for what the dialog or a drop named, which an import takes", async () => {
  const file = path.join(scratch.path, "inbox.mbox");
  writeFileSync(file, mboxText([mailText({ "Message-ID": "<1@example.org>" })]));
  dialog.filePaths = [];
  expect(await electron.invoke(DESKTOP_CHANNELS.pick, ownEvent())).toEqual({ ok: true, value: [] });
  dialog.filePaths = [file];
  const picked = (await electron.invoke(DESKTOP_CHANNELS.pick, ownEvent())) as PickResult;
  const dropped = (await electron.invoke(DESKTOP_CHANNELS.drop, ownEvent(), [file])) as PickResult;
  for (const result of [picked, dropped]) {
    expect(result).toMatchObject({ ok: true, value: [{ name: "inbox.mbox", isFolder: false }] });
    expect(JSON.stringify(result)).not.toContain(scratch.path);
  }
  const tickets = dropped.ok ? dropped.value.map((item) => item.ticket) : [];
  expect(await call("mutation", "import.start", { tickets })).toMatchObject({ result: { data: { ids: [1] } } });
  await expect
    .poll(async () => (await call("query", "archive.status")).result?.data, { timeout: 20_000 })
    .toMatchObject({ documents: 1 });
});

it("refuses a drop that is no list of files", async () => {
  for (const paths of [
    undefined,
    null,
    "/etc/hostname",
    [],
    [""],
    [7],
    ["notes.txt"],
    ["../x"],
    Array(1001).fill("/x"),
  ]) {
    const result = (await electron.invoke(DESKTOP_CHANNELS.drop, ownEvent(), paths)) as PickResult;
    expect(result, String(paths)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  }
  const gone = (await electron.invoke(DESKTOP_CHANNELS.drop, ownEvent(), [
    path.join(scratch.path, "gone"),
  ])) as PickResult;
  expect(gone).toMatchObject({ ok: false, error: { code: "SOURCE_NOT_FOUND" } });
});

it("ends a port that carries anything but messages of a sensible size, and only that one", async () => {
  for (const data of [{ path: "archive.status" }, 7, null, "x".repeat(MAX_PAGE_MESSAGE_BYTES + 1)]) {
    const bad = await connect();
    const closed = once(bad, "close");
    bad.postMessage(data);
    await closed;
  }
  expect(await call("query", "archive.status")).toMatchObject({ result: { data: { documents: 1 } } });
});

it("keeps keys locked up, and has them again after the core died", async () => {
  const address = "http://127.0.0.1:9";
  const saved = await call("mutation", "settings.setEndpoint", { address, apiKey: "s3cret-key" });
  expect(saved).toMatchObject({ result: { data: null } });
  const file = path.join(app.getPath("userData"), "keys.json");
  await vi.waitFor(() => expect(existsSync(file)).toBe(true), 20_000);
  const stored = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  expect(Object.keys(stored)).toEqual([address]);
  expect(Buffer.from(stored[address] ?? "", "base64").toString()).toBe("locked:yek-terc3s");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(existsSync(path.join(scratch.path, "mail", "keys.json"))).toBe(false);

  const known = states().length;
  const lost = once(port, "close");
  process.kill(utilityProcess.started[0]?.pid ?? 0, "SIGKILL");
  await lost;
  port = await connect();
  expect(states().slice(known)).toEqual(["restarting", "ready"]);
  expect(utilityProcess.started).toHaveLength(2);
  expect(await call("query", "settings.endpoint")).toMatchObject({
    result: { data: { choice: { address }, hasKey: true } },
  });
});

it("starts engines for the core, each in a process of its own, and starts another where one died", async () => {
  const known = utilityProcess.started.length;
  expect(await call("mutation", "settings.checkEndpoint", {})).toMatchObject({
    result: { data: { kind: "embedded", isBundled: true, windowTokens: 131_072 } },
  });
  const engine = utilityProcess.started[known];
  expect(utilityProcess.started).toHaveLength(known + 1);
  expect(engine?.pid).not.toBe(utilityProcess.started[known - 1]?.pid);
  const gone = once(engine ?? contents, "exit");
  process.kill(engine?.pid ?? 0, "SIGKILL");
  await gone;
  await vi.waitFor(async () => {
    expect(await call("mutation", "settings.checkEndpoint", {})).toMatchObject({
      result: { data: { kind: "embedded" } },
    });
    expect(utilityProcess.started).toHaveLength(known + 2);
  }, 20_000);
});

it("hands opened files to its page as tickets and links as they are, also those of a second start", async () => {
  const file = path.join(scratch.path, "opened.eml");
  writeFileSync(file, mailText({ Subject: "opened" }));
  const requests = (): unknown[] =>
    contents.sent.filter(({ channel }) => channel === DESKTOP_CHANNELS.request).map(({ value }) => value);
  const link = "longhand://0f8c2a4e-9b1d-4c3f-8a77-1234567890ab/m12";
  app.emit("second-instance", {}, ["longhand", file, link, "--flag"], scratch.path);
  // Nobody has asked for requests yet: they wait.
  ipcMain.emit(DESKTOP_CHANNELS.listen, foreignEvent());
  expect(requests()).toEqual([]);
  ipcMain.emit(DESKTOP_CHANNELS.listen, ownEvent());
  await vi.waitFor(() => expect(requests()).toHaveLength(2), 20_000);
  expect(requests()).toContainEqual({ kind: "link", link });
  const files = requests().find((request) => (request as { kind: string }).kind === "files");
  expect(files).toMatchObject({ files: [{ name: "opened.eml", isFolder: false }] });
  expect(JSON.stringify(files)).not.toContain(scratch.path);
  const preventDefault = vi.fn();
  app.emit("open-url", { preventDefault }, link);
  expect(preventDefault).toHaveBeenCalled();
  await vi.waitFor(() => expect(requests()).toHaveLength(3), 20_000);
  expect(app.protocolClients).toEqual(["longhand"]);
});

it("shows notes of its own page only, with addresses of its own only", () => {
  const note = { title: "Longhand", body: "The import has ended.", address: "#/sources" };
  ipcMain.emit(DESKTOP_CHANNELS.notify, foreignEvent(), note);
  ipcMain.emit(DESKTOP_CHANNELS.notify, ownEvent(), { ...note, address: "https://evil.example" });
  ipcMain.emit(DESKTOP_CHANNELS.work, ownEvent(), [{ words: 7 }]);
  expect(electron.Notification.shown).toEqual([]);
  ipcMain.emit(DESKTOP_CHANNELS.notify, ownEvent(), note);
  expect(electron.Notification.shown.map(({ options }) => options.body)).toEqual(["The import has ended."]);
});

it("gives its log and saves diagnostics where the owner says, without content", async () => {
  const log = (await electron.invoke(DESKTOP_CHANNELS.log, ownEvent())) as { ok: boolean; value: string };
  expect(log.value).toContain("core state=ready");
  expect(await electron.invoke(DESKTOP_CHANNELS.log, foreignEvent())).toMatchObject({ ok: false });
  expect(await electron.invoke(DESKTOP_CHANNELS.diagnostics, ownEvent())).toEqual({ ok: true, value: false });
  dialog.savePath = path.join(scratch.path, "diagnostics.txt");
  expect(await electron.invoke(DESKTOP_CHANNELS.diagnostics, ownEvent())).toEqual({ ok: true, value: true });
  const text = readFileSync(dialog.savePath, "utf8");
  expect(text).toContain("version: 0.1.0");
  expect(text).toContain("updates: false");
  expect(text).not.toContain(scratch.path);
});

it("puts a new page in the place of one that crashed", () => {
  contents.emit("render-process-gone", {}, { reason: "crashed" });
  expect(contents.reloads).toBe(1);
});

it("shows its window to a second start, and closes the archive before it quits", async () => {
  const window = BrowserWindow.all[0];
  const focused = once(window ?? new electron.MessagePortMain(), "stand-in:focus");
  app.emit("second-instance", {}, ["longhand"], scratch.path);
  await focused;
  expect(BrowserWindow.all).toHaveLength(1);

  const preventDefault = vi.fn();
  const core = utilityProcess.started[1];
  const gone = once(core ?? window ?? contents, "exit");
  app.emit("before-quit", { preventDefault });
  expect(preventDefault).toHaveBeenCalled();
  expect(await gone).toEqual([0]);
  await vi.waitFor(() => expect(app.quits).toBe(1), 20_000);
  expect(existsSync(path.join(scratch.path, "mail", "writer.json"))).toBe(false);
});
