/**
 * What the desktop app has to do with the system: opened files and links, closing while it works, where the window
 * stood, menus, the log, updates; against a stand-in for the `electron` module (tests/helpers/electron-stand-in.ts).
 */
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { watchClosing } from "../../../main/desktop/closing.ts";
import { openKeyChain } from "../../../main/desktop/key-chain.ts";
import { diagnosticsText, openLog } from "../../../main/desktop/log.ts";
import { menuTemplate } from "../../../main/desktop/menu.ts";
import { openedFrom } from "../../../main/desktop/opened.ts";
import { isTrustedUpdate, LOOKS_FOR_UPDATES } from "../../../main/desktop/updates.ts";
import { keepWindowState, readWindowState } from "../../../main/desktop/window-state.ts";
import * as electron from "../../helpers/electron-stand-in.ts";
import { temporaryDirectory } from "../../helpers/paths.ts";

vi.mock("electron", () => import("../../helpers/electron-stand-in.ts"));

const scratch = temporaryDirectory();
const at = (name: string): string => path.join(scratch.path, name);
afterAll(() => scratch.dispose());

const newWindow = (): electron.BrowserWindow => new electron.BrowserWindow({ webPreferences: {} });
// The stand-in has what these functions use of Electron's own types.
const real = (window: electron.BrowserWindow): Electron.BrowserWindow => window as unknown as Electron.BrowserWindow;

describe("what the system opens with Longhand", () => {
  it("is a file of a kind that it offers to open, or a link; nothing else of a command line", () => {
    for (const name of ["one.eml", "TWO.MBOX", "three.pdf", "run.sh", "notes.txt"]) writeFileSync(at(name), "x");
    const link = "longhand://0f8c2a4e-9b1d-4c3f-8a77-1234567890ab/m12";
    const args = [
      "--inspect=9229",
      "/opt/longhand/app.asar",
      "one.eml",
      at("TWO.MBOX"),
      "run.sh",
      "notes.txt",
      "gone.pdf",
    ];
    expect(openedFrom([...args, link, "longhand://evil/run", "https://example.org/x.eml"], scratch.path)).toEqual({
      files: [at("one.eml"), at("TWO.MBOX")],
      links: [link],
    });
  });
});

describe("closing", () => {
  it("asks nothing where nothing is under way", () => {
    const closing = watchClosing("icon.png", () => undefined);
    const window = newWindow();
    closing.guard(real(window));
    expect(window.tryClose()).toBe(true);
    expect(electron.dialog.questions).toEqual([]);
  });

  it("asks while work is under way, and can leave it running behind an icon to come back by", async () => {
    const quit = vi.fn();
    const closing = watchClosing("icon.png", quit);
    const window = newWindow();
    window.show();
    closing.guard(real(window));
    closing.setWork([{ words: "Importing archive.mbox" }]);
    electron.dialog.answer = 2;
    expect(window.tryClose()).toBe(false);
    await Promise.resolve();
    expect(electron.dialog.questions.at(-1)?.message).toContain("Importing archive.mbox");
    expect(window.isShown).toBe(true);
    electron.dialog.answer = 0;
    expect(window.tryClose()).toBe(false);
    await vi.waitFor(() => expect(window.isShown).toBe(false));
    const tray = electron.Tray.all.at(-1);
    expect(tray?.toolTip).toContain("Importing archive.mbox");
    closing.setWork([]);
    expect(tray?.toolTip).toBe("Longhand: done");
    tray?.menu.find(({ label }) => label === "Open Longhand")?.click();
    expect(window.isShown).toBe(true);
    expect(tray?.isDestroyed).toBe(true);
    closing.setWork([{ words: "Reading ahead" }]);
    electron.dialog.answer = 1;
    expect(window.tryClose()).toBe(false);
    await vi.waitFor(() => expect(quit).toHaveBeenCalledOnce());
    closing.release();
    expect(window.tryClose()).toBe(true);
  });
});

describe("the window's place", () => {
  it("is kept for this user, and forgotten where no screen shows it any more", () => {
    const file = at("window.json");
    expect(readWindowState(file)).toBeUndefined();
    const window = newWindow();
    window.bounds = { x: 200, y: 100, width: 1000, height: 700 };
    keepWindowState(real(window), file);
    window.emit("close");
    expect(readWindowState(file)).toEqual({ x: 200, y: 100, width: 1000, height: 700, isMaximized: false });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    electron.screen.areas = [{ x: 5000, y: 0, width: 800, height: 600 }];
    expect(readWindowState(file)).toBeUndefined();
    electron.screen.areas = [{ x: 0, y: 0, width: 1920, height: 1080 }];
    writeFileSync(file, '{"x":0,"y":0,"width":1e9');
    expect(readWindowState(file)).toBeUndefined();
  });
});

describe("the menu", () => {
  type Item = { readonly label?: string; readonly role?: string; readonly submenu?: readonly Item[]; click?(): void };
  const flat = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])]);

  it.each(["linux", "win32", "darwin"])("is whole on %s, and has developer tools in a checkout only", (platform) => {
    const run = vi.fn();
    const items = flat(menuTemplate(platform, true, run) as unknown as readonly Item[]);
    for (const label of ["Settings…", "Find or Do…", "Bring in Mail…", "Keyboard Shortcuts"]) {
      expect(
        items.filter((item) => item.label === label),
        label,
      ).toHaveLength(1);
    }
    expect(items.some(({ role }) => role === "quit")).toBe(true);
    expect(items.some(({ role }) => role === "toggleDevTools" || role === "reload")).toBe(false);
    expect(items.some(({ role }) => role === "hideOthers")).toBe(platform === "darwin");
    expect(
      flat(menuTemplate(platform, false, run) as unknown as readonly Item[]).some(
        ({ role }) => role === "toggleDevTools",
      ),
    ).toBe(true);
    items.find(({ label }) => label === "Find or Do…")?.click?.();
    expect(run).toHaveBeenCalledWith("palette");
  });
});

describe("the log and the diagnostics", () => {
  it("hold events, counts and codes, and no words of the archive", () => {
    const log = openLog(scratch.path);
    log.write("core", { state: "ready", documents: 12 });
    log.write("open-failed", { code: "SOURCE_NOT_FOUND", what: "/home/nora/Love letters.mbox" });
    const text = diagnosticsText({ version: "0.1.0", cores: 2 }, log.read());
    expect(text).toContain("core state=ready documents=12");
    expect(text).toContain("code=SOURCE_NOT_FOUND what=(left out)");
    expect(text).not.toContain("nora");
    expect(statSync(at("longhand.log")).mode & 0o777).toBe(0o600);
  });

  it("stay small", () => {
    const log = openLog(scratch.path);
    writeFileSync(at("longhand.log"), "x".repeat(600_000));
    log.write("start");
    expect(readFileSync(at("longhand.log"), "utf8")).toMatch(/^\S+ start\n$/);
    expect(statSync(at("longhand.log.1")).size).toBe(600_000);
  });
});

describe("the key chain", () => {
  it("is used where it locks, and not where it would only look so", () => {
    const file = path.join(scratch.path, "keys.json");
    expect(openKeyChain(file)).toBeDefined();
    if (process.platform === "linux") {
      electron.safeStorage.backend = "basic_text";
      expect(openKeyChain(file), "a password that everybody knows").toBeUndefined();
      electron.safeStorage.backend = "gnome_libsecret";
    }
    electron.safeStorage.isAvailable = false;
    expect(openKeyChain(file)).toBeUndefined();
    electron.safeStorage.isAvailable = true;
  });

  it("costs the keys, never the start, where its file is damaged or of another user", () => {
    const file = path.join(scratch.path, "damaged.json");
    for (const text of ["{", '{"http://127.0.0.1:9": 7}', '{"http://127.0.0.1:9": "bm90IG91cnM="}']) {
      writeFileSync(file, text);
      expect(openKeyChain(file)?.all(), text).toEqual({});
    }
  });
});

describe("updates", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const file = Buffer.from("a new version");
  const sha256 = createHash("sha256").update(file).digest("hex");
  const signed = (manifest: string) => ({
    manifest,
    signature: sign(null, Buffer.from(manifest), privateKey).toString("base64"),
  });

  it("are not looked for", () => expect(LOOKS_FOR_UPDATES).toBe(false));

  it("are trusted only as the file that a signed manifest names, and only forward", () => {
    const good = signed(JSON.stringify({ version: "0.2.0", sha256 }));
    expect(isTrustedUpdate(file, good, pem, "0.1.9")).toBe(true);
    expect(isTrustedUpdate(Buffer.from("another"), good, pem, "0.1.9")).toBe(false);
    expect(isTrustedUpdate(file, good, pem, "0.2.0")).toBe(false);
    expect(isTrustedUpdate(file, { ...good, manifest: good.manifest.replace("0.2.0", "9.0.0") }, pem, "0.1.9")).toBe(
      false,
    );
    const other = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString();
    expect(isTrustedUpdate(file, good, other, "0.1.9")).toBe(false);
    for (const manifest of ["", "null", "{}", JSON.stringify({ version: "x.y", sha256 })]) {
      expect(isTrustedUpdate(file, signed(manifest), pem, "0.1.9"), manifest).toBe(false);
    }
  });
});
