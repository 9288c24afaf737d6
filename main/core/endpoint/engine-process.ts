/**
 * Starting and ending the engine process, seen from the core.
 *
 * Owns the Node way (fork). In the desktop app the host starts it, since a packaged Electron may not run as Node; the
 * host's launcher comes in through the core's options.
 */

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { moduleFile } from "../../../shared/module-file.ts";
import type { EngineReply, EngineRequest } from "../../engine/protocol.ts";

/** A running engine. */
export type EngineProcess = {
  send(request: EngineRequest): void;
  onReply(listener: (reply: EngineReply) => void): void;
  /** Called once; `lastWords` is the end of what it wrote to its standard error, if that is known. */
  onExit(listener: (lastWords: string) => void): void;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
};

/** Starts an engine. */
export type EngineLauncher = () => Promise<EngineProcess>;

const LAST_WORDS = 2000;

/** Starts the engine as a child of this process. */
export async function forkEngine(): Promise<EngineProcess> {
  const script = fileURLToPath(new URL(moduleFile("../../engine/engine", import.meta.url), import.meta.url));
  const child = fork(script, [], { serialization: "advanced", stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let lastWords = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    lastWords = (lastWords + chunk).slice(-LAST_WORDS);
  });
  // Several listeners may wait for the end; one that comes too late is told at once.
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return {
    // A child that is going away cannot be told; its exit follows.
    send: (request) => void (child.connected && child.send(request, () => undefined)),
    onReply: (listener) => void child.on("message", listener),
    onExit: (listener) => void gone.then(() => listener(lastWords)),
    async stop() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
