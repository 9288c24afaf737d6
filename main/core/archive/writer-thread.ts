/**
 * The writer thread: the one connection that may write.
 *
 * Owns transactions. Speaks {@link WriterMethods} with ./writer.ts; replies carry a value or an error record.
 */
import { deserialize } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { fromErrorRecord, toErrorRecord } from "../../../shared/errors.ts";
import { openForWriting } from "./open.ts";
import type { ParsedItem } from "./parsed-mail.ts";
import {
  type AnswerChange,
  deleteAnswer,
  insertAnswer,
  type NewAnswer,
  stopInterrupted,
  updateAnswer,
} from "./queries/answers.ts";
import { type DraftChange, deleteDraft, insertDraft, type NewDraft, updateDraft } from "./queries/drafts.ts";
import { setMe } from "./queries/identity.ts";
import { addSource, addToJob, finishJob, type JobCounts, startJob } from "./queries/jobs.ts";
import { putSetting } from "./queries/settings.ts";
import { createMailStore } from "./queries/store-mail.ts";
import { putTokenIds, type StoredTokenIds } from "./queries/token-ids.ts";
import { asArchiveError } from "./sqlite-errors.ts";

/** What the writer thread is started with. */
export type WriterStart = { readonly directory: string; readonly create: boolean; readonly program: string };

/** A request to the writer thread. */
export type WriterRequest = { readonly id: number; readonly method: keyof WriterMethods; readonly argument: unknown };

const start = workerData as WriterStart;
const port = parentPort;
if (port === null) throw new Error("writer-thread.ts runs as a worker thread only");

function open() {
  try {
    return { ok: true as const, ...openForWriting(start.directory, start) };
  } catch (error) {
    return { ok: false as const, error: toErrorRecord(error) };
  }
}

const opened = open();
const db = () => {
  if (!opened.ok) throw fromErrorRecord(opened.error);
  return opened.db;
};
let storeMail: ReturnType<typeof createMailStore> | undefined;

const methods = {
  /** Fails with the error of opening, if there was one. */
  ready: (_: null) => {
    db();
    return null;
  },
  addSource: (argument: { readonly kind: string; readonly path: string }) =>
    addSource(db(), argument.kind, argument.path),
  startJob: (argument: { readonly sourceId: number }) => startJob(db(), argument.sourceId),
  finishJob: (argument: { readonly jobId: number; readonly state: "done" | "cancelled" | "failed" }) =>
    finishJob(db(), argument.jobId, argument.state),
  /** Stores a batch; `payload` is a v8-serialised array of items, so that the API thread need not look inside. */
  putItems: (argument: {
    readonly jobId: number;
    readonly sourceId: number;
    readonly folder: string;
    readonly payload: Uint8Array;
  }): JobCounts => {
    storeMail ??= createMailStore(db());
    const counts = { imported: 0, duplicates: 0, failed: 0, skipped: 0, bytes: 0 };
    let nextOffset = 0;
    for (const item of deserialize(argument.payload) as readonly ParsedItem[]) {
      nextOffset = item.offset + item.length;
      const outcome = storeMail(item, argument);
      if (outcome === "imported") counts.imported += 1;
      else if (outcome === "duplicate") counts.duplicates += 1;
      else counts.failed += 1;
      counts.bytes += item.length;
    }
    addToJob(db(), argument.jobId, counts, nextOffset);
    return counts;
  },
  setMe: (argument: { readonly addresses: readonly { address: string; why: string }[] }) => {
    setMe(db(), argument.addresses);
    return null;
  },
  putTokenIds: (argument: { readonly tokenizer: string; readonly items: readonly StoredTokenIds[] }) => {
    putTokenIds(db(), argument.tokenizer, argument.items);
    return null;
  },
  putSetting: (argument: { readonly key: string; readonly value: string }) =>
    putSetting(db(), argument.key, argument.value),
  insertAnswer: (argument: NewAnswer) => insertAnswer(db(), argument),
  updateAnswer: (argument: { readonly id: number; readonly change: AnswerChange }) =>
    updateAnswer(db(), argument.id, argument.change),
  deleteAnswer: (argument: { readonly id: number }) => deleteAnswer(db(), argument.id),
  insertDraft: (argument: NewDraft) => insertDraft(db(), argument),
  updateDraft: (argument: { readonly id: number; readonly change: DraftChange }) =>
    updateDraft(db(), argument.id, argument.change),
  deleteDraft: (argument: { readonly id: number }) => deleteDraft(db(), argument.id),
  /** Marks what a dead process left running as stopped; called once, by the process that holds the lock. */
  stopInterrupted: (_: null) => stopInterrupted(db()),
  /** Gathers the search index and the write-ahead log after a bulk of writes. */
  settle: (_: null) => {
    db().pragma("optimize");
    db().pragma("wal_checkpoint(PASSIVE)");
    return null;
  },
  close: (_: null) => {
    if (opened.ok) {
      opened.db.close();
      opened.lock.release();
    }
    return null;
  },
};

/** The methods of the writer thread: one argument each, a cloneable result. */
export type WriterMethods = typeof methods;

/** Methods that manage their own transaction, or none. */
const WITHOUT_TRANSACTION = new Set<keyof WriterMethods>(["ready", "settle", "close"]);

port.on("message", (request: WriterRequest) => {
  try {
    const run = methods[request.method] as (argument: unknown) => unknown;
    const value = WITHOUT_TRANSACTION.has(request.method)
      ? run(request.argument)
      : db()
          .transaction(() => run(request.argument))
          .immediate();
    port.postMessage({ id: request.id, ok: true, value });
  } catch (error) {
    port.postMessage({ id: request.id, ok: false, error: toErrorRecord(asArchiveError(error, start.directory)) });
  }
  if (request.method === "close") port.close();
});
