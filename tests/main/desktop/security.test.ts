/** The desktop app's walls, against a stand-in for the `electron` module (see tests/helpers/electron-stand-in.ts). */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { isOwnUrl, PAGE_URL, registerAppScheme, serveWindowFiles } from "../../../main/desktop/app-protocol.ts";
import { isTrustedSender, lockContents, lockSession } from "../../../main/desktop/security.ts";
import { openWindow } from "../../../main/desktop/window.ts";
import * as electron from "../../helpers/electron-stand-in.ts";
import { temporaryDirectory } from "../../helpers/paths.ts";
import { writeRenderer } from "../browser-host/harness.ts";

vi.mock("electron", () => import("../../helpers/electron-stand-in.ts"));

const scratch = temporaryDirectory();
const { defaultSession } = electron;
// The stand-in has what these functions use of Electron's own types.
const session = defaultSession as unknown as Electron.Session;

beforeAll(() => {
  writeRenderer(path.join(scratch.path, "renderer"));
  writeFileSync(path.join(scratch.path, "secret.txt"), "not for pages");
  serveWindowFiles(session, path.join(scratch.path, "renderer"));
  lockSession(session);
});
afterAll(() => scratch.dispose());

describe("the window", () => {
  it("isolates the page from Node and shows our page only", () => {
    const window = openWindow("/preload.cjs") as unknown as electron.BrowserWindow;
    expect(window.options.webPreferences).toEqual({
      preload: "/preload.cjs",
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    expect(window.loaded).toEqual(["app://longhand/"]);
    expect(window.isShown).toBe(false);
    window.emit("ready-to-show");
    expect(window.isShown).toBe(true);
  });
});

describe("app://", () => {
  const get = (url: string, method = "GET"): Promise<Response> => {
    const handler = defaultSession.schemes.get("app");
    if (handler === undefined) throw new Error("no handler");
    // Not a real Request: Node's parses `app:` addresses by other rules than Electron's standard schemes.
    return handler({ url, method } as Request);
  };

  it("has an origin of its own", () => {
    registerAppScheme();
    expect(electron.protocol.privileged).toMatchObject([
      { scheme: "app", privileges: { standard: true, secure: true } },
    ]);
    for (const url of ["app://longhand/", "app://longhand/assets/x.js", "app://longhand"])
      expect(isOwnUrl(url)).toBe(true);
    for (const url of ["app://evil/", "https://longhand/", "file:///longhand", "app:longhand", "", "about:blank"]) {
      expect(isOwnUrl(url), url).toBe(false);
    }
  });

  it("serves the page under a policy that allows no script but ours and no network", async () => {
    const page = await get(PAGE_URL);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<title>Longhand</title>");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|wss?:|\*/);
    expect((await get("app://longhand/assets/app-1a2b3c.js")).headers.get("content-type")).toContain("text/javascript");
  });

  it("serves nothing else", async () => {
    const addresses = [
      "app://longhand/../secret.txt",
      "app://longhand/%2e%2e/secret.txt",
      "app://longhand/..%2fsecret.txt",
      "app://longhand/..%5csecret.txt",
      `app://longhand/${encodeURIComponent(path.join(scratch.path, "secret.txt"))}`,
      "app://longhand/.hidden.js",
      "app://longhand/assets/",
      "app://longhand/nothing.js",
      "app://other/index.html",
    ];
    for (const address of addresses) {
      const response = await get(address);
      expect(response.status, address).toBe(404);
      expect(await response.text()).not.toContain("not for pages");
    }
    expect((await get(PAGE_URL, "POST")).status).toBe(404);
  });
});

describe("the session", () => {
  it("grants our page to copy a text, and nothing else to anybody", () => {
    const isGranted = (name: string, url: string): boolean[] => {
      const decisions = [defaultSession.checkHandler?.(null, name, url) ?? true];
      defaultSession.requestHandler?.(null, name, (is) => decisions.push(is), { requestingUrl: url });
      return decisions;
    };
    for (const name of ["media", "geolocation", "notifications", "clipboard-read", "openExternal", "fullscreen"]) {
      expect(isGranted(name, PAGE_URL), name).toEqual([false, false]);
    }
    expect(isGranted("clipboard-sanitized-write", PAGE_URL)).toEqual([true, true]);
    expect(isGranted("clipboard-sanitized-write", "null")).toEqual([false, false]);
    expect(defaultSession.deviceHandler?.()).toBe(false);
  });

  it("reaches nothing beyond our files", () => {
    const isCancelled = (url: string): boolean => {
      let is = false;
      defaultSession.filter?.({ url }, ({ cancel }) => {
        is = cancel;
      });
      return is;
    };
    for (const url of [
      "https://example.org/a.png",
      "http://127.0.0.1:8080/",
      "ws://localhost/",
      "file:///etc/passwd",
      "app://x/",
    ]) {
      expect(isCancelled(url), url).toBe(true);
    }
    for (const url of ["app://longhand/assets/x.js", "data:image/png;base64,AA==", "blob:app://longhand/1"]) {
      expect(isCancelled(url), url).toBe(false);
    }
  });

  it("saves what the page made, and no download from elsewhere", () => {
    const isRefused = (url: string): boolean => {
      const preventDefault = vi.fn();
      defaultSession.emit("will-download", { preventDefault }, { getURL: () => url });
      return preventDefault.mock.calls.length > 0;
    };
    expect(isRefused("blob:app://longhand/0b1c")).toBe(false);
    expect(isRefused("https://example.org/x.exe")).toBe(true);
    expect(isRefused("data:text/html,x")).toBe(true);
  });
});

describe("contents", () => {
  let contents: electron.WebContents;
  beforeEach(() => {
    contents = new electron.WebContents();
    lockContents(contents as unknown as Electron.WebContents, () => undefined);
  });

  const isPrevented = (name: string, details: object): boolean => {
    const preventDefault = vi.fn();
    contents.emit(name, { ...details, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };

  it("stay on our page", () => {
    for (const url of [
      "https://example.org/",
      "file:///etc/passwd",
      "app://other/",
      "data:text/html,x",
      "javascript:1",
    ]) {
      expect(isPrevented("will-frame-navigate", { url, isMainFrame: true }), url).toBe(true);
    }
    expect(isPrevented("will-frame-navigate", { url: PAGE_URL, isMainFrame: true })).toBe(false);
    expect(isPrevented("will-frame-navigate", { url: PAGE_URL, isMainFrame: false })).toBe(true);
    expect(isPrevented("will-redirect", { url: PAGE_URL })).toBe(true);
  });

  it("open no window and embed no view", () => {
    expect(contents.windowOpenHandler?.({ url: "https://example.org/" })).toEqual({ action: "deny" });
    expect(contents.windowOpenHandler?.({ url: PAGE_URL })).toEqual({ action: "deny" });
    expect(isPrevented("will-attach-webview", {})).toBe(true);
  });
});

describe("a message's sender", () => {
  it("is trusted as the top frame of our window at our address only", () => {
    const contents = new electron.WebContents();
    const windows = new Set([contents.id]);
    const isTrusted = (sender: electron.WebContents, senderFrame: electron.Frame | null): boolean =>
      isTrustedSender({ sender, senderFrame } as unknown as Electron.IpcMainEvent, windows);
    expect(isTrusted(contents, contents.mainFrame)).toBe(true);
    expect(isTrusted(contents, { url: PAGE_URL }), "a frame inside").toBe(false);
    expect(isTrusted(contents, null), "a frame that is gone").toBe(false);
    const other = new electron.WebContents();
    expect(isTrusted(other, other.mainFrame), "no window of ours").toBe(false);
    contents.mainFrame.url = "https://example.org/";
    expect(isTrusted(contents, contents.mainFrame), "another page").toBe(false);
  });
});
