/**
 * The API thread's end of the writer thread.
 *
 * Owns the thread's life, and gives other threads ends of their own. Does not know any SQL.
 */

import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { moduleFile } from "../../../shared/module-file.ts";
import { createWriterClient, type WriterCall } from "./writer-client.ts";
import type { WriterConnection, WriterStart } from "./writer-thread.ts";

/** Calls methods of the writer thread. */
export type Writer = {
  readonly call: WriterCall;
  /** A port for another thread, which calls through `connectWriter`; it must be transferred. */
  connect(): MessagePort;
  /** Closes the database, releases the lock, ends the thread. */
  close(): Promise<void>;
};

/** Starts the writer thread of an archive; throws what opening threw. */
export async function startWriter(start: WriterStart): Promise<Writer> {
  const worker = new Worker(new URL(moduleFile("./writer-thread", import.meta.url), import.meta.url), {
    workerData: start,
    // Batches are large and short-lived: a small nursery keeps them from piling up.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  const client = createWriterClient(worker);
  let isClosed = false;
  const onEnd = (cause: unknown): void => {
    isClosed = true;
    client.fail(cause);
  };
  worker.on("error", onEnd);
  worker.on("exit", onEnd);

  const writer: Writer = {
    call: client.call,
    connect() {
      const { port1, port2 } = new MessageChannel();
      const connection: WriterConnection = { connect: port1 };
      worker.postMessage(connection, [port1]);
      return port2;
    },
    async close() {
      if (isClosed) return;
      await writer.call("close", null);
      isClosed = true;
      await worker.terminate();
    },
  };
  try {
    await writer.call("ready", null);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return writer;
}
