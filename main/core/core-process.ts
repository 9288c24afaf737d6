/**
 * The core as a process of its own, under the desktop app and under the browser host.
 *
 * Owns its life: opens the archive when the host says so, goes on with interrupted imports, serves the API to any
 * number of pages (./core-program.ts), closes when the host asks or is gone. What pages may do is the API's business.
 */
import { toErrorRecord } from "../../shared/errors.ts";
import { openWriter } from "./archive/open-writer.ts";
import type { CoreProgram } from "./core-program.ts";
import type { KeyStore } from "./file-keys.ts";
import { openHostChannel } from "./process/host-channel.ts";
import type { ControlMessage, CoreStart } from "./process/protocol.ts";

/** A close that takes longer is cut short: the archive survives that, a host that waits forever does not. */
const CLOSE_LIMIT_MS = 8000;

const RESTART_DELAY_MS = 100;

const channel = openHostChannel();
let program: CoreProgram | undefined;

/** Keys that the host keeps: read from what it handed over, written by telling it. */
function hostKeys(initial: Readonly<Record<string, string>>): KeyStore {
  const keys = new Map(Object.entries(initial));
  return {
    get: (address) => keys.get(address),
    set(address, key) {
      if (key === "") keys.delete(address);
      else keys.set(address, key);
      channel.send({ type: "key", address, key });
    },
  };
}

async function start({ keys, ...rest }: CoreStart): Promise<void> {
  const options = { ...rest, mode: "create" } as const;
  // Its thread starts while the program is being loaded, which takes about as long.
  const writer = openWriter(options);
  writer.catch(() => undefined);
  try {
    const { openProgram } = await import("./core-program.ts");
    const launcher = channel.launchEngine === undefined ? {} : { launchEngine: channel.launchEngine };
    const own = {
      ...options,
      ...(keys === null ? {} : { keys: hostKeys(keys) }),
      ...launcher,
      // The reply to whoever asked for it leaves first.
      restart: () => void setTimeout(() => void shutDown(), RESTART_DELAY_MS),
    };
    program = await openProgram(own, writer);
    program.core.resume();
    channel.send({ type: "ready" });
  } catch (error) {
    // The host ends this process when it has heard; ending here could lose the message.
    channel.send({ type: "failed", error: toErrorRecord(error) });
  }
}

async function issueTicket(id: number, path: string): Promise<void> {
  try {
    if (program === undefined) throw new Error("no archive is open");
    channel.send({ type: "ticket", id, result: { ok: true, value: await program.core.tickets.issue(path) } });
  } catch (error) {
    channel.send({ type: "ticket", id, result: { ok: false, error: toErrorRecord(error) } });
  }
}

let isClosing = false;
async function shutDown(): Promise<void> {
  if (isClosing) return;
  isClosing = true;
  setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref();
  await program?.core.close();
  process.exit(0);
}

function onControl(message: ControlMessage): void {
  switch (message.type) {
    case "start":
      void start(message.start);
      break;
    case "ticket":
      void issueTicket(message.id, message.path);
      break;
    case "engine-exit":
      // The channel has told the engine's user.
      break;
    case "shutdown":
      void shutDown();
      break;
  }
}

channel.listen({
  onControl,
  onPage(port) {
    if (program === undefined) port.close();
    else program.servePage(port);
  },
  onHostGone: () => void shutDown(),
});
process.on("SIGTERM", () => void shutDown());
// Ctrl+C in the host's terminal reaches this process too; the host decides what it means.
process.on("SIGINT", () => undefined);
