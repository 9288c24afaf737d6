/**
 * One end of a channel to the writer thread: requests out, replies back, in order.
 *
 * Owns request ids. The API thread has such an end, and so has every thread that stores what it makes (an import's), so
 * that nothing of it passes through the API thread. Does not know any SQL.
 */
import type { MessagePort, Worker } from "node:worker_threads";
import { type ErrorRecord, fromErrorRecord, LonghandError } from "../../../shared/errors.ts";
import type { WriterMethods, WriterRequest } from "./writer-thread.ts";

type Reply = { readonly id: number } & (
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorRecord }
);

/** Calls a method of the writer thread; calls of one end are carried out in order. */
export type WriterCall = <M extends keyof WriterMethods>(
  method: M,
  argument: Parameters<WriterMethods[M]>[0],
  transfer?: readonly ArrayBuffer[],
) => Promise<ReturnType<WriterMethods[M]>>;

/** Makes calls through a port, or to the thread itself. `fail` rejects what waits, and all that is called later. */
export function createWriterClient(channel: MessagePort | Worker): {
  readonly call: WriterCall;
  fail(cause: unknown): void;
} {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let nextId = 1;
  let isFailed = false;
  channel.on("message", (reply: Reply) => {
    const entry = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) entry?.resolve(reply.value);
    else entry?.reject(fromErrorRecord(reply.error));
  });
  return {
    call(method, argument, transfer = []) {
      if (isFailed) return Promise.reject(new LonghandError("INTERNAL", "The archive is closed."));
      const request: WriterRequest = { id: nextId++, method, argument };
      return new Promise((resolve, reject) => {
        // The thread replies with the method's own return type: WriterMethods is derived from its code.
        waiting.set(request.id, { resolve: resolve as (value: unknown) => void, reject });
        channel.postMessage(request, [...transfer]);
      });
    },
    fail(cause) {
      isFailed = true;
      const message = "The archive's writer stopped unexpectedly.";
      const error = new LonghandError("INTERNAL", message, "Start Longhand again.", { cause });
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

/** The calls of a thread that was given a port (see `Writer.connect`). */
export function connectWriter(port: MessagePort): WriterCall {
  const client = createWriterClient(port);
  port.on("close", () => client.fail(new Error("the port was closed")));
  return client.call;
}
