/**
 * Engines that the host starts for the core: in the desktop app a packaged Electron may not run as Node, so the core
 * asks, and the host answers with a MessagePort to the new engine.
 */
import type { EngineReply } from "../../engine/protocol.ts";
import type { EngineLauncher, EngineProcess } from "../endpoint/engine-process.ts";
import type { CoreReport } from "./protocol.ts";

/** What is used of the port to an engine. */
export type EnginePort = {
  postMessage(data: unknown): void;
  start(): void;
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
};

/** The engines of one core. */
export type HostEngines = {
  readonly launch: EngineLauncher;
  /** The host started engine `id` and this is the way to it. */
  connected(id: number, port: EnginePort): void;
  /** The host saw engine `id` end. */
  exited(id: number): void;
};

/** Asks the host through `report`. */
export function createHostEngines(report: (message: CoreReport) => void): HostEngines {
  const starting = new Map<number, (port: EnginePort) => void>();
  const running = new Map<number, () => void>();
  let nextId = 1;
  return {
    async launch() {
      const id = nextId++;
      const gone = new Promise<void>((resolve) => running.set(id, resolve));
      report({ type: "engine", id });
      const port = await new Promise<EnginePort>((resolve) => starting.set(id, resolve));
      const engine: EngineProcess = {
        send: (request) => port.postMessage(request),
        // The host connected this port to the engine process and to nothing else.
        onReply: (listener) => void port.on("message", ({ data }) => listener(data as EngineReply)),
        onExit: (listener) => void gone.then(() => listener("")),
        async stop() {
          report({ type: "engine-stop", id });
          await gone;
        },
      };
      port.start();
      return engine;
    },
    connected(id, port) {
      starting.get(id)?.(port);
      starting.delete(id);
    },
    exited(id) {
      running.get(id)?.();
      running.delete(id);
    },
  };
}
