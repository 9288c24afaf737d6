/**
 * The engine's end of its channel: Node's process channel, or a MessagePort that Electron's main process hands over.
 */
import type { EngineReply, EngineRequest } from "./protocol.ts";

/** The way to whoever started the engine. */
export type EngineChannel = {
  send(reply: EngineReply): void;
  onRequest(listener: (request: EngineRequest) => void): void;
};

type ElectronPort = {
  postMessage(data: unknown): void;
  start(): void;
  on(event: "message", listener: (event: { readonly data: EngineRequest }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
};
type ElectronParentPort = {
  once(event: "message", listener: (event: { readonly ports: readonly ElectronPort[] }) => void): unknown;
};

/** The channel of this process. Its end is the engine's end: nobody will ask any more. */
export function openEngineChannel(): EngineChannel {
  // Electron adds parentPort to `process` in a utility process only; Node's types do not know it.
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ElectronParentPort };
  if (parentPort === undefined || parentPort === null) {
    process.on("disconnect", () => process.exit(0));
    return {
      send: (reply) => void process.send?.(reply),
      onRequest: (listener) => void process.on("message", listener),
    };
  }
  let port: ElectronPort | undefined;
  const handed = new Promise<ElectronPort>((resolve) => {
    parentPort.once("message", ({ ports: [first] }) => {
      if (first === undefined) process.exit(1);
      port = first;
      first.on("close", () => process.exit(0));
      resolve(first);
    });
  });
  return {
    send: (reply) => port?.postMessage(reply),
    onRequest(listener) {
      void handed.then((first) => {
        first.on("message", ({ data }) => listener(data));
        first.start();
      });
    },
  };
}
