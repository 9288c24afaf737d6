/**
 * One end of a channel to the writer thread.
 *
 * The API thread has such an end, and so has every thread that stores what it makes (an import's), so that nothing of it
 * passes through the API thread. Does not know any SQL.
 */
import type { MessagePort, Worker } from "node:worker_threads";
import { LonghandError } from "../../../shared/errors.ts";
import { createThreadCalls, type ThreadCall } from "./thread-calls.ts";
import type { WriterMethods } from "./writer-thread.ts";

/** Calls a method of the writer thread; calls of one end are carried out in order. */
export type WriterCall = ThreadCall<WriterMethods>;

/** Makes calls through a port, or to the thread itself. `fail` rejects what waits, and all that is called later. */
export function createWriterClient(channel: MessagePort | Worker): {
  readonly call: WriterCall;
  fail(cause: unknown): void;
} {
  const { call, fail } = createThreadCalls<WriterMethods>(channel);
  const message = "The archive's writer stopped unexpectedly.";
  return { call, fail: (cause) => fail(new LonghandError("INTERNAL", message, "Start Longhand again.", { cause })) };
}

/** The calls of a thread that was given a port (see `Writer.connect`). */
export function connectWriter(port: MessagePort): WriterCall {
  const client = createWriterClient(port);
  port.on("close", () => client.fail(new Error("the port was closed")));
  return client.call;
}
