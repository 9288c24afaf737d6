/**
 * Questions to the archive that may walk through all of it, asked beside the API thread.
 *
 * Owns three threads, each with a connection that reads only: for the search box, for the lists behind what is scrolled,
 * and for counts, which take longest and are waited for least. A thread starts with its first question, not with the
 * core: the library's first page waits for none. What can be asked is ./query-thread.ts.
 */
import { Worker } from "node:worker_threads";
import { LonghandError } from "../../../shared/errors.ts";
import { moduleFile } from "../../../shared/module-file.ts";
import type { QueryMethods, QueryStart } from "./query-thread.ts";
import { createThreadCalls, type ThreadCall } from "./thread-calls.ts";

/** Asks; each answers from what the archive holds when the thread comes to it. */
export type LongQueries = {
  readonly call: ThreadCall<QueryMethods>;
  /** Ends the threads; what was asked and is not answered fails. */
  close(): Promise<void>;
};

/** A query in SQLite ends by itself only: nobody waits longer for it than this. */
const CLOSE_MS = 1000;

/** Which questions wait for which; all others are counts. */
const LANES: Partial<Record<keyof QueryMethods, string>> = {
  search: "search",
  dateLandmarks: "lists",
  scopeNumbers: "lists",
  ledgerNumbers: "lists",
};

type Lane = { readonly call: ThreadCall<QueryMethods>; close(): Promise<void> };

function startLane(directory: string, onEnd: () => void): Lane {
  const start: QueryStart = { directory };
  const worker = new Worker(new URL(moduleFile("./query-thread", import.meta.url), import.meta.url), {
    workerData: start,
  });
  // It holds nothing that would have to be ended in order: the program may go whenever it likes.
  worker.unref();
  const { call, fail } = createThreadCalls<QueryMethods>(worker);
  const end = (cause: unknown): void => {
    fail(new LonghandError("INTERNAL", "A thread that reads the archive stopped.", "Try again.", { cause }));
    onEnd();
  };
  worker.on("error", end);
  worker.on("exit", end);
  return {
    call,
    async close() {
      const limit = Promise.withResolvers<void>();
      const timer = setTimeout(limit.resolve, CLOSE_MS);
      await Promise.race([worker.terminate(), limit.promise]);
      clearTimeout(timer);
    },
  };
}

/** For the archive in `directory`. */
export function createLongQueries(directory: string): LongQueries {
  const lanes = new Map<string, Lane>();
  let isClosed = false;
  const laneOf = (method: keyof QueryMethods): Lane => {
    const name = LANES[method] ?? "counts";
    const known = lanes.get(name);
    if (known !== undefined) return known;
    // One that died is started anew by the next question.
    const lane = startLane(directory, () => {
      if (lanes.get(name) === lane) lanes.delete(name);
    });
    lanes.set(name, lane);
    return lane;
  };
  return {
    call(method, argument) {
      if (isClosed) return Promise.reject(new LonghandError("INTERNAL", "The archive is closed."));
      return laneOf(method).call(method, argument);
    },
    async close() {
      isClosed = true;
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
    },
  };
}
