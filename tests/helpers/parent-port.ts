/**
 * Loaded into a Node child process before the core: gives it the `process.parentPort` of an Electron utility process.
 *
 * The other end is `utilityProcess` of ./electron-stand-in.ts.
 */
import { EventEmitter } from "node:events";

/** What crosses the child's channel in place of Electron's ports. */
export type PortFrame =
  | { readonly kind: "message"; readonly message: unknown; readonly port: number | null }
  | { readonly kind: "data"; readonly port: number; readonly data: unknown }
  | { readonly kind: "close"; readonly port: number };

class Port extends EventEmitter {
  readonly #id: number;
  #isStarted = false;
  readonly #early: unknown[] = [];

  constructor(id: number) {
    super();
    this.#id = id;
  }
  postMessage(data: unknown): void {
    process.send?.({ kind: "data", port: this.#id, data } satisfies PortFrame);
  }
  close(): void {
    process.send?.({ kind: "close", port: this.#id } satisfies PortFrame);
  }
  /** As in Electron, nothing arrives before this. */
  start(): void {
    this.#isStarted = true;
    for (const data of this.#early.splice(0)) this.emit("message", { data });
  }
  receive(data: unknown): void {
    if (this.#isStarted) this.emit("message", { data });
    else this.#early.push(data);
  }
}

const ports = new Map<number, Port>();
const parentPort = Object.assign(new EventEmitter(), {
  postMessage(message: unknown): void {
    process.send?.({ kind: "message", message, port: null } satisfies PortFrame);
  },
});

const early: { readonly data: unknown; readonly ports: readonly Port[] }[] = [];

process.on("message", (frame: PortFrame) => {
  if (frame.kind === "data") ports.get(frame.port)?.receive(frame.data);
  else if (frame.kind === "close") ports.get(frame.port)?.emit("close");
  else {
    const port = frame.port === null ? undefined : new Port(frame.port);
    if (frame.port !== null && port !== undefined) ports.set(frame.port, port);
    const event = { data: frame.message, ports: port === undefined ? [] : [port] };
    if (parentPort.listenerCount("message") > 0) parentPort.emit("message", event);
    else early.push(event);
  }
});
// As in Electron, what comes before the first listener waits for it.
parentPort.on("newListener", (name) => {
  if (name !== "message" || early.length === 0) return;
  queueMicrotask(() => {
    for (const event of early.splice(0)) parentPort.emit("message", event);
  });
});
// A utility process ends with its parent.
process.on("disconnect", () => process.exit(0));
Object.assign(process, { parentPort });
// This stand-in is for this process alone: what it forks is not a utility process.
process.execArgv = [];
