/**
 * The API thread's end of the writer thread.
 *
 * Owns request ids and the thread's life. Does not know any SQL.
 */

import { Worker } from "node:worker_threads";
import { type ErrorRecord, fromErrorRecord, LonghandError } from "../../../shared/errors.ts";
import { moduleFile } from "../../../shared/module-file.ts";
import type { WriterMethods, WriterRequest, WriterStart } from "./writer-thread.ts";

type Reply = { readonly id: number } & (
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorRecord }
);

/** Calls a method of the writer thread; calls are carried out in order. */
export type Writer = {
  call<M extends keyof WriterMethods>(
    method: M,
    argument: Parameters<WriterMethods[M]>[0],
    transfer?: readonly ArrayBuffer[],
  ): Promise<ReturnType<WriterMethods[M]>>;
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
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let nextId = 1;
  let isClosed = false;

  function failAll(cause: unknown): void {
    isClosed = true;
    const error = new LonghandError("INTERNAL", "The archive's writer stopped unexpectedly.", "Start Longhand again.", {
      cause,
    });
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  worker.on("message", (reply: Reply) => {
    const entry = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) entry?.resolve(reply.value);
    else entry?.reject(fromErrorRecord(reply.error));
  });
  worker.on("error", failAll);
  worker.on("exit", failAll);

  const writer: Writer = {
    call(method, argument, transfer = []) {
      if (isClosed) return Promise.reject(new LonghandError("INTERNAL", "The archive is closed."));
      const request: WriterRequest = { id: nextId++, method, argument };
      return new Promise((resolve, reject) => {
        // The thread replies with the method's own return type: WriterMethods is derived from its code.
        waiting.set(request.id, { resolve: resolve as (value: unknown) => void, reject });
        worker.postMessage(request, [...transfer]);
      });
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
