/**
 * Calls to a thread: requests out, replies back.
 *
 * Owns request ids and what becomes of those that wait when the thread ends. Knows neither SQL nor methods.
 */
import type { MessagePort, Worker } from "node:worker_threads";
import { type ErrorRecord, fromErrorRecord, LonghandError } from "../../../shared/errors.ts";

/** What a thread offers: methods of one argument each, with a result that can be cloned. */
// biome-ignore lint/suspicious/noExplicitAny: a table of methods of any argument; ThreadCall gives each its own type.
export type ThreadMethods = Readonly<Record<string, (argument: any) => unknown>>;

/** A request as it travels. */
export type ThreadRequest<M extends ThreadMethods> = {
  readonly id: number;
  readonly method: keyof M;
  readonly argument: unknown;
};

/** A reply as it travels. */
export type ThreadReply = { readonly id: number } & (
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorRecord }
);

/** Calls a method of a thread; calls of one end are carried out in order. */
export type ThreadCall<M extends ThreadMethods> = <K extends keyof M>(
  method: K,
  argument: Parameters<M[K]>[0],
  transfer?: readonly ArrayBuffer[],
) => Promise<ReturnType<M[K]>>;

/** Makes calls through a port, or to the thread itself. `fail` rejects what waits, and all that is called later. */
export function createThreadCalls<M extends ThreadMethods>(
  channel: MessagePort | Worker,
): { readonly call: ThreadCall<M>; fail(error: LonghandError): void } {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let nextId = 1;
  let isFailed = false;
  channel.on("message", (reply: ThreadReply) => {
    const entry = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) entry?.resolve(reply.value);
    else entry?.reject(fromErrorRecord(reply.error));
  });
  return {
    call(method, argument, transfer = []) {
      if (isFailed) return Promise.reject(new LonghandError("INTERNAL", "The archive is closed."));
      const request: ThreadRequest<M> = { id: nextId++, method, argument };
      return new Promise((resolve, reject) => {
        // The thread replies with the method's own return type: both ends derive it from its table of methods.
        waiting.set(request.id, { resolve: resolve as (value: unknown) => void, reject });
        channel.postMessage(request, [...transfer]);
      });
    },
    fail(error) {
      isFailed = true;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}
