/**
 * The page's host: the desktop app or the browser host behind one face. Owns files and the core's state.
 *
 * Paths of the machine never come here; files are tickets.
 */
import type { DesktopBridge } from "../../shared/host-bridge.ts";
import { createBrowserHost } from "./browser-host.ts";
import { createDesktopHost } from "./desktop-host.ts";
import type { PageHost } from "./page-host.ts";

declare global {
  interface Window {
    /** Set by the preload of the desktop app only. */
    readonly longhand?: DesktopBridge<File>;
  }
}

/** The host of this page. */
export const host: PageHost = window.longhand === undefined ? createBrowserHost() : createDesktopHost(window.longhand);
