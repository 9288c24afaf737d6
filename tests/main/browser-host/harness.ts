/** A real browser host in front of a real core process on a temporary archive, and a tRPC client as pages have one. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from "@trpc/client";
import { WebSocket } from "ws";
import { startBrowserHost } from "../../../main/browser-host/server.ts";
import type { AppRouter } from "../../../main/core/api/router.ts";
import { launchNodeCore, type NodeCore } from "../../../main/host/launch-node.ts";
import { type Patience, type Supervisor, superviseCore } from "../../../main/host/supervisor.ts";
import type { CoreState } from "../../../shared/host-bridge.ts";
import { ROOT, temporaryDirectory } from "../../helpers/paths.ts";

/** A running host; `cookie` is what the page got for the token. */
export type TestHost = {
  readonly url: string;
  readonly port: number;
  readonly origin: string;
  readonly scratch: string;
  readonly archive: string;
  readonly home: string;
  readonly supervisor: Supervisor<NodeCore>;
  /** Exchanges the token; once. */
  signIn(): Promise<string>;
  close(): Promise<void>;
};

/** A page's files: enough to tell them apart. */
export function writeRenderer(folder: string): void {
  mkdirSync(path.join(folder, "assets"), { recursive: true });
  writeFileSync(path.join(folder, "index.html"), "<!doctype html><title>Longhand</title>");
  writeFileSync(path.join(folder, "assets", "app-1a2b3c.js"), "export {};\n");
  writeFileSync(path.join(folder, ".hidden.js"), "secret");
}

/** Starts a host; on the archive in `archive` where it is given. */
export async function startTestHost(
  options: { readonly archive?: string; readonly patience?: Partial<Patience> } = {},
): Promise<TestHost> {
  const scratch = temporaryDirectory();
  const renderer = path.join(scratch.path, "renderer");
  const home = path.join(scratch.path, "home");
  const archive = options.archive ?? path.join(scratch.path, "archive");
  mkdirSync(home);
  writeRenderer(renderer);
  writeFileSync(path.join(scratch.path, "secret.txt"), "not for pages");
  const start = { directory: archive, program: "a test host", resources: path.join(ROOT, "resources") };
  const supervisor = superviseCore(launchNodeCore, start, { patience: { inUseRetryMs: 200, ...options.patience } });
  const host = await startBrowserHost({ supervisor, renderer, archive, port: 0, home });
  return {
    url: host.url,
    port: host.port,
    origin: `http://127.0.0.1:${host.port}`,
    scratch: scratch.path,
    archive,
    home,
    supervisor,
    async signIn() {
      const response = await fetch(host.url, { redirect: "manual" });
      return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    },
    async close() {
      await host.close();
      await supervisor.stop();
      scratch.dispose();
    },
  };
}

/** A page's connection; `close` ends it for good. */
export type TestPage = { readonly api: TRPCClient<AppRouter>; close(): Promise<void> };

/** Connects as a page does, connecting again when the line drops. */
export function openPage(host: TestHost, cookie: string): TestPage {
  class PageSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { Cookie: cookie }, origin: host.origin });
      // A refused attempt is followed by the next; without a listener it would end the test.
      this.on("error", () => undefined);
    }
  }
  const client = createWSClient({
    url: `ws://127.0.0.1:${host.port}/api`,
    // The DOM's type; ws has what the client uses of it.
    WebSocket: PageSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 50,
  });
  return { api: createTRPCClient<AppRouter>({ links: [wsLink({ client })] }), close: () => client.close() };
}

/** Waits until the core is in a state. */
export function untilState(host: TestHost, status: CoreState["status"]): Promise<CoreState> {
  return new Promise((resolve) => {
    const stop = host.supervisor.onState((state) => {
      if (state.status !== status) return;
      queueMicrotask(() => stop());
      resolve(state);
    });
  });
}

/** The outcome of opening a WebSocket: `open`, or the HTTP status of the refusal. */
export function tryUpgrade(url: string, headers: Record<string, string>): Promise<"open" | number> {
  return new Promise((resolve) => {
    const ws = new WebSocket(url, { headers });
    ws.on("open", () => {
      ws.close();
      resolve("open");
    });
    ws.on("unexpected-response", (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    ws.on("error", () => undefined);
  });
}
