/**
 * One long piece of work in a thread of its own, so that the API stays quick meanwhile: it says how far it is, and ends
 * with a result or an error.
 *
 * Owns what such a thread says and who waits for it. A thread that answers many requests is ./thread-calls.ts.
 */
import { parentPort, Worker } from "node:worker_threads";
import { type ErrorRecord, fromErrorRecord, LonghandError, toErrorRecord } from "../../../shared/errors.ts";

/** Told how much of the whole is done, in a unit of the work's own. */
export type OnProgress = (done: number, total: number) => void;

type Message<T> =
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  | { readonly type: "done"; readonly result: T }
  | { readonly type: "failed"; readonly error: ErrorRecord };

/** In the thread: does the work and says its end; `asExpected` turns what it throws into a typed error where it can. */
export async function doThreadWork<T>(
  work: (onProgress: OnProgress) => Promise<T>,
  asExpected: (error: unknown) => unknown = (error) => error,
): Promise<void> {
  const say = (message: Message<T>): void => parentPort?.postMessage(message);
  try {
    say({ type: "done", result: await work((done, total) => say({ type: "progress", done, total })) });
  } catch (error) {
    say({ type: "failed", error: toErrorRecord(asExpected(error)) });
  }
}

/** What is started, and who looks on. */
export type ThreadWork<S> = {
  readonly script: URL;
  readonly start: S;
  readonly onProgress?: OnProgress;
  /** Ends the thread; the work then fails with `cancelled`. */
  readonly signal?: AbortSignal;
  readonly cancelled?: () => LonghandError;
  /** What the thread is called in the sentence of one that stopped by itself. */
  readonly name: string;
};

/** Starts the thread and waits until it is gone: only then does it write no more. Throws what the work threw. */
export function runThreadWork<T, S>({ script, start, onProgress, signal, cancelled, name }: ThreadWork<S>): Promise<T> {
  const worker = new Worker(script, { workerData: start });
  const end = (): void => void worker.terminate();
  return new Promise<T>((resolve, reject) => {
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted === true) end();
    let last: Exclude<Message<T>, { type: "progress" }> | undefined;
    worker.on("message", (message: Message<T>) => {
      if (message.type === "progress") onProgress?.(message.done, message.total);
      else last = message;
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      if (last?.type === "done") resolve(last.result);
      else if (last?.type === "failed") reject(fromErrorRecord(last.error));
      else if (signal?.aborted === true && cancelled !== undefined) reject(cancelled());
      else reject(new LonghandError("INTERNAL", `${name} stopped.`, "Try again."));
    });
  }).finally(() => signal?.removeEventListener("abort", end));
}
