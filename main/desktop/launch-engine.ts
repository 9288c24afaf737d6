/** Starts engine processes for the core; each is joined to it by a channel of its own. */

import { fileURLToPath } from "node:url";
import { MessageChannelMain, type UtilityProcess, utilityProcess } from "electron";
import { moduleFile } from "../../shared/module-file.ts";
import { unpackedPath } from "../host/locations.ts";

/** The engines of one core process. */
export type EngineHost = {
  start(id: number): void;
  stop(id: number): void;
  /** The core is gone: so are its engines. */
  stopAll(): void;
};

/** Starts engines for `core`. */
export function hostEngines(core: UtilityProcess): EngineHost {
  const engines = new Map<number, UtilityProcess>();
  const module = unpackedPath(fileURLToPath(new URL(moduleFile("../engine/engine", import.meta.url), import.meta.url)));
  return {
    start(id) {
      const engine = utilityProcess.fork(module, [], { serviceName: "Longhand engine", stdio: "inherit" });
      engines.set(id, engine);
      engine.on("exit", () => {
        engines.delete(id);
        core.postMessage({ type: "engine-exit", id });
      });
      const { port1, port2 } = new MessageChannelMain();
      engine.postMessage({ type: "port" }, [port1]);
      core.postMessage({ type: "engine-port", id }, [port2]);
    },
    stop(id) {
      engines.get(id)?.kill();
    },
    stopAll() {
      for (const engine of engines.values()) engine.kill();
    },
  };
}
