/**
 * What the core process runs once it knows its archive: the core, and the API's service of pages.
 *
 * A module of its own, so that the process can start the writer's thread before all of this is loaded.
 */
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { getWSConnectionHandler } from "@trpc/server/adapters/ws";
import { WebSocketServer } from "ws";
import { appRouter } from "./api/router.ts";
import { errorBehind } from "./api/trpc.ts";
import { type Core, openCore } from "./core.ts";
import type { PagePort } from "./process/host-channel.ts";
import { asWebSocket } from "./process/page-socket.ts";

/** An open core and what serves pages from it. */
export type CoreProgram = { readonly core: Core; servePage(port: PagePort): void };

/** Opens the archive; whatever goes wrong is one of Longhand's errors. */
export async function openProgram(...opening: Parameters<typeof openCore>): Promise<CoreProgram> {
  try {
    const core = await openCore(...opening);
    return { core, servePage: pageServer(core) };
  } catch (error) {
    throw errorBehind(error);
  }
}

/** Attaches pages to the API; each is a page, whatever it claims to be. */
function pageServer(open: Core): (port: PagePort) => void {
  const wss = new WebSocketServer({ noServer: true });
  const connect = getWSConnectionHandler({ wss, router: appRouter, createContext: () => open.context("page") });
  return (port) => {
    const request = new IncomingMessage(new Socket());
    request.url = "/";
    request.headers.host = "localhost";
    connect(asWebSocket(port), request);
  };
}
