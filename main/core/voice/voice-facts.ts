/**
 * How much the owner wrote and what it looks like, told without keeping the API thread from its work: a lifetime of mail
 * takes seconds to read.
 *
 * Owns the thread, which lives for one question, and what is remembered until the archive or who "me" is changes.
 */
import { Worker } from "node:worker_threads";
import { LonghandError } from "../../../shared/errors.ts";
import { moduleFile } from "../../../shared/module-file.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { archiveStamp } from "../archive/queries/context-rows.ts";
import { readMe } from "../archive/queries/identity.ts";
import { createThreadCalls } from "../archive/thread-calls.ts";
import type { VoiceMethods, VoiceThreadStart } from "./voice-thread.ts";

type Answer<M extends keyof VoiceMethods> = ReturnType<VoiceMethods[M]>;

/** Asks the thread; what the archive held when it was asked is the answer until something changed. */
export type VoiceFacts = <M extends keyof VoiceMethods>(method: M) => Promise<Answer<M>>;

async function ask<M extends keyof VoiceMethods>(directory: string, method: M): Promise<Answer<M>> {
  const start: VoiceThreadStart = { directory };
  const worker = new Worker(new URL(moduleFile("./voice-thread", import.meta.url), import.meta.url), {
    workerData: start,
  });
  worker.unref();
  const { call, fail } = createThreadCalls<VoiceMethods>(worker);
  const end = (cause: unknown): void =>
    fail(new LonghandError("INTERNAL", "The thread that reads your mail stopped.", "Try again.", { cause }));
  worker.on("error", end);
  worker.on("exit", end);
  try {
    return await call(method, null);
  } finally {
    void worker.terminate();
  }
}

/** Of the archive in `directory`, read through `db` too. */
export function createVoiceFacts(db: ReadableDatabase, directory: string): VoiceFacts {
  const kept = new Map<string, { readonly stamp: string; readonly answer: Promise<unknown> }>();
  return <M extends keyof VoiceMethods>(method: M): Promise<Answer<M>> => {
    const stamp = JSON.stringify([archiveStamp(db), readMe(db)]);
    const known = kept.get(method);
    if (known?.stamp === stamp) return known.answer as Promise<Answer<M>>;
    const answer = ask(directory, method);
    kept.set(method, { stamp, answer });
    answer.catch(() => {
      if (kept.get(method)?.answer === answer) kept.delete(method);
    });
    return answer;
  };
}
