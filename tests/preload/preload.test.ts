/** What the preload script puts into the page's world, against a stand-in for the `electron` module. */
import { beforeAll, expect, it, vi } from "vitest";
import { DESKTOP_CHANNELS } from "../../shared/desktop-channels.ts";
import { type CoreState, type DesktopBridge, PORT_MESSAGE } from "../../shared/host-bridge.ts";
import { contextBridge, ipcRenderer } from "../helpers/electron-stand-in.ts";

vi.mock("electron", () => import("../helpers/electron-stand-in.ts"));

type File = { readonly path?: string };
const posted: unknown[][] = [];
let bridge: DesktopBridge<File>;

beforeAll(async () => {
  vi.stubGlobal("window", {
    location: { origin: "app://longhand" },
    postMessage: (...message: unknown[]) => posted.push(message),
  });
  // Its types are the preload's own: with the DOM, which tests do not have.
  const script = "../../preload/preload.ts";
  await import(script);
  bridge = contextBridge.exposed.get("longhand") as DesktopBridge<File>;
});

it("exposes what a page needs and nothing of Electron", () => {
  expect([...contextBridge.exposed.keys()]).toEqual(["longhand"]);
  expect(Object.keys(bridge).sort()).toEqual([
    "connect",
    "kind",
    "notify",
    "onRequest",
    "onState",
    "pickFiles",
    "pickFolder",
    "readLog",
    "reportWork",
    "saveDiagnostics",
    "ticketsForDrop",
  ]);
});

it("hands a port to its own window only", () => {
  bridge.connect();
  expect(ipcRenderer.calls.at(-1)).toEqual([DESKTOP_CHANNELS.connect]);
  const port = {};
  ipcRenderer.emit(DESKTOP_CHANNELS.port, { ports: [port] });
  expect(posted).toEqual([[PORT_MESSAGE, "app://longhand", [port]]]);
});

it("sends the paths of dropped files to the main process and gives the page none", async () => {
  const result = await bridge.ticketsForDrop([{ path: "/home/nora/inbox.mbox" }, {}]);
  expect(ipcRenderer.calls.at(-1)).toEqual([DESKTOP_CHANNELS.drop, ["/home/nora/inbox.mbox", ""]]);
  expect(JSON.stringify(result)).not.toContain("/home");
});

it("tells states without the event, and stops when asked", () => {
  const told: (readonly unknown[])[] = [];
  const stop = bridge.onState((...args: readonly unknown[]) => told.push(args));
  expect(ipcRenderer.calls.at(-1)).toEqual([DESKTOP_CHANNELS.watch]);
  const state: CoreState = { status: "ready" };
  ipcRenderer.emit(DESKTOP_CHANNELS.state, { sender: "must not cross" }, state);
  stop();
  ipcRenderer.emit(DESKTOP_CHANNELS.state, {}, { status: "restarting" });
  expect(told).toEqual([[state]]);
  expect(ipcRenderer.listenerCount(DESKTOP_CHANNELS.state)).toBe(0);
});
