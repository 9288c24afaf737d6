/**
 * The writer thread: the one connection that may write.
 *
 * Owns transactions. Speaks {@link WriterMethods} with ./writer-client.ts, on any number of ports; replies carry a value
 * or an error record.
 */
import { deserialize } from "node:v8";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { fromErrorRecord, toErrorRecord } from "../../../shared/errors.ts";
import type { Scope } from "../../../shared/schemas.ts";
import type { SweepPlan } from "../../../shared/sweep.ts";
import type { HistoryTable, Manifest } from "./export-format.ts";
import { openForWriting } from "./open.ts";
import type { Checkpoint, FileMark, ParsedItem } from "./parsed-mail.ts";
import {
  type AnswerChange,
  deleteAnswer,
  insertAnswer,
  type NewAnswer,
  renameAnswer,
  stopInterrupted,
  updateAnswer,
} from "./queries/answers.ts";
import {
  type BacktestChange,
  type BacktestDraft,
  deleteBacktest,
  insertBacktest,
  type NewBacktest,
  pauseInterrupted,
  putBacktestDraft,
  updateBacktest,
} from "./queries/backtests.ts";
import { endLostConnections, type KeyedConnection, putConnections } from "./queries/connections.ts";
import {
  type DownloadChange,
  deleteDownload,
  insertDownload,
  type NewDownload,
  updateDownload,
} from "./queries/downloads.ts";
import { type DraftChange, deleteDraft, insertDraft, type NewDraft, updateDraft } from "./queries/drafts.ts";
import { eraseDocuments, scrub } from "./queries/erase.ts";
import {
  deleteExam,
  type ExamChange,
  insertExam,
  type NewExam,
  pauseInterruptedExams,
  putExamCell,
  type StoredCell,
  updateExam,
} from "./queries/exams.ts";
import { setMe } from "./queries/identity.ts";
import {
  addSource,
  addToJob,
  beginJob,
  createFileMarker,
  finishJob,
  hasKnownFiles,
  holdItem,
  type JobCounts,
  knownFile,
  queueJob,
  readJob,
} from "./queries/jobs.ts";
import {
  dropPrefixes,
  putSegmentTokens,
  type SealRequest,
  type SegmentTokens,
  sealSegmentRows,
  usePrefix,
} from "./queries/prefixes.ts";
import { removeImport, removeSource, repointSource } from "./queries/remove.ts";
import { deleteScope, renameScope, saveScope } from "./queries/scopes.ts";
import { putSetting } from "./queries/settings.ts";
import { createItemStore } from "./queries/store-item.ts";
import { createStoreCache } from "./queries/store-mail.ts";
import { putSweepPlan, putSweepWindow } from "./queries/sweeps.ts";
import { beginTakeOver, endTakeOver, putHistoryRows } from "./queries/take-over.ts";
import { putTokenIds, type StoredTokenIds } from "./queries/token-ids.ts";
import {
  dropHolds,
  dropKvRecord,
  insertWarmJob,
  judgeKvRecord,
  type KvRecord,
  putHold,
  putKvRecord,
  putSamples,
  type StoredHold,
  type StoredSample,
  type StoredWarmJob,
  updateWarmJob,
  type WarmJobChange,
} from "./queries/warm.ts";
import { setWithdrawn } from "./queries/withdrawn.ts";
import { asArchiveError } from "./sqlite-errors.ts";
import type { ThreadRequest } from "./thread-calls.ts";
import { watchPlace } from "./watch-place.ts";

/** What the writer thread is started with. */
export type WriterStart = { readonly directory: string; readonly create: boolean; readonly program: string };

/** A request to the writer thread. */
export type WriterRequest = ThreadRequest<WriterMethods>;

/** Another end for requests; comes from the API thread alone. */
export type WriterConnection = { readonly connect: MessagePort };

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
const place = opened.ok ? watchPlace(start.directory, opened.db) : undefined;
let storeItem: ReturnType<typeof createItemStore> | undefined;
const storeCache = createStoreCache();
let markFile: ReturnType<typeof createFileMarker> | undefined;

const methods = {
  /** Fails with the error of opening, if there was one. */
  ready: (_: null) => {
    db();
    return null;
  },
  addSource: (argument: { readonly kind: string; readonly path: string }) =>
    addSource(db(), argument.kind, argument.path),
  /** Adds a source, where it is new, and a job that waits; both or none. */
  queueSource: (argument: { readonly kind: string; readonly path: string }) => {
    const sourceId = addSource(db(), argument.kind, argument.path);
    return { sourceId, jobId: queueJob(db(), sourceId) };
  },
  /** Begins a job; says where it goes on. */
  beginJob: (argument: { readonly jobId: number }) => {
    beginJob(db(), argument.jobId);
    return readJob(db(), argument.jobId);
  },
  holdItem: (argument: { readonly jobId: number; readonly key: string }) => {
    holdItem(db(), argument.jobId, argument.key);
    return null;
  },
  finishJob: (argument: {
    readonly jobId: number;
    readonly state: "done" | "cancelled" | "failed" | "paused" | "queued";
  }) => finishJob(db(), argument.jobId, argument.state),
  /** Whether files of the source were read to their end before; if not, none need be asked for. */
  hasKnownFiles: (argument: { readonly sourceId: number }) => hasKnownFiles(db(), argument.sourceId),
  knownFile: (argument: { readonly sourceId: number; readonly file: string }) =>
    knownFile(db(), argument.sourceId, argument.file),
  /** Counts items that an earlier import settled and that are as they were. */
  countKnown: (argument: { readonly jobId: number; readonly counts: JobCounts }) => {
    addToJob(db(), argument.jobId, argument.counts, undefined);
    return null;
  },
  /**
   * Stores batches in one transaction; each payload is a v8-serialised array of items, so that no thread between the
   * parser and this one need look inside. `marks` are the files whose last items are in them.
   */
  putItems: (argument: {
    readonly jobId: number;
    readonly sourceId: number;
    readonly payloads: readonly Uint8Array[];
    readonly marks: readonly FileMark[];
  }): JobCounts => {
    storeItem ??= createItemStore(db(), storeCache);
    storeCache.addresses.clear();
    markFile ??= createFileMarker(db());
    const counts = { imported: 0, duplicates: 0, failed: 0, skipped: 0, bytes: 0 };
    let checkpoint: Checkpoint | undefined;
    for (const payload of argument.payloads) {
      for (const item of deserialize(payload) as readonly ParsedItem[]) {
        checkpoint = { file: item.file, entry: item.entry, offset: item.offset + item.length };
        const outcome = storeItem(item, argument);
        if (outcome === "duplicate") counts.duplicates += 1;
        else counts[outcome] += 1;
        counts.bytes += item.length;
      }
    }
    for (const mark of argument.marks) markFile(argument.sourceId, mark);
    addToJob(db(), argument.jobId, counts, checkpoint);
    return counts;
  },
  beginTakeOver: (argument: { readonly manifest: Manifest }) => beginTakeOver(db(), argument.manifest),
  putHistoryRows: (argument: {
    readonly id: string;
    readonly table: HistoryTable;
    readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  }) => putHistoryRows(db(), argument.id, argument.table, argument.rows),
  endTakeOver: (argument: { readonly id: string }) => endTakeOver(db(), argument.id),
  removeSource: (argument: { readonly sourceId: number }) => removeSource(db(), argument.sourceId),
  removeImport: (argument: { readonly jobId: number }) => removeImport(db(), argument.jobId),
  repointSource: (argument: { readonly sourceId: number; readonly path: string }) => {
    repointSource(db(), argument.sourceId, argument.path);
    return null;
  },
  setMe: (argument: { readonly addresses: readonly { address: string; why: string }[] }) => {
    setMe(db(), argument.addresses);
    return null;
  },
  putTokenIds: (argument: { readonly tokenizer: string; readonly items: readonly StoredTokenIds[] }) => {
    putTokenIds(db(), argument.tokenizer, argument.items);
    return null;
  },
  sealPrefix: (argument: SealRequest) => sealSegmentRows(db(), argument),
  putPrefixTokens: (argument: {
    readonly prefixId: number;
    readonly tokenizer: string;
    readonly items: readonly SegmentTokens[];
  }) => putSegmentTokens(db(), argument.prefixId, argument.tokenizer, argument.items),
  usePrefix: (argument: { readonly prefixId: number; readonly nowMs: number }) =>
    usePrefix(db(), argument.prefixId, argument.nowMs),
  dropPrefixes: (argument: { readonly ids: readonly number[] | "all" }) => dropPrefixes(db(), argument.ids),
  /** Withdraws documents or takes them back, and drops the prefixes in which that needs a rebuild; both or none. */
  setWithdrawn: (argument: {
    readonly numbers: readonly number[];
    readonly isWithdrawn: boolean;
    readonly rebuild: readonly number[];
    readonly nowMs: number;
  }) => {
    dropPrefixes(db(), argument.rebuild);
    return setWithdrawn(db(), argument.numbers, argument.isWithdrawn, argument.nowMs);
  },
  eraseDocuments: (argument: { readonly numbers: readonly number[]; readonly nowMs: number }) =>
    eraseDocuments(db(), argument.numbers, argument.nowMs),
  /** Makes what was erased unreadable; writes the whole file anew. */
  scrub: (_: null) => scrub(db()),
  saveScope: (argument: { readonly name: string; readonly scope: Scope; readonly nowMs: number }) =>
    saveScope(db(), argument.name, argument.scope, argument.nowMs),
  renameScope: (argument: { readonly name: string; readonly newName: string }) =>
    renameScope(db(), argument.name, argument.newName),
  deleteScope: (argument: { readonly name: string }) => deleteScope(db(), argument.name),
  putSetting: (argument: { readonly key: string; readonly value: string }) =>
    putSetting(db(), argument.key, argument.value),
  insertAnswer: (argument: NewAnswer) => insertAnswer(db(), argument),
  updateAnswer: (argument: { readonly id: number; readonly change: AnswerChange }) =>
    updateAnswer(db(), argument.id, argument.change),
  renameAnswer: (argument: { readonly id: number; readonly title: string }) =>
    renameAnswer(db(), argument.id, argument.title),
  putSweepPlan: (argument: {
    readonly answerId: number;
    readonly plan: SweepPlan;
    readonly results?: Parameters<typeof putSweepPlan>[3];
  }) => putSweepPlan(db(), argument.answerId, argument.plan, argument.results),
  putSweepWindow: (argument: Parameters<typeof putSweepWindow>[1]) => putSweepWindow(db(), argument),
  deleteAnswer: (argument: { readonly id: number }) => deleteAnswer(db(), argument.id),
  insertDraft: (argument: NewDraft) => insertDraft(db(), argument),
  updateDraft: (argument: { readonly id: number; readonly change: DraftChange }) =>
    updateDraft(db(), argument.id, argument.change),
  deleteDraft: (argument: { readonly id: number }) => deleteDraft(db(), argument.id),
  insertBacktest: (argument: NewBacktest) => insertBacktest(db(), argument),
  putBacktestDraft: (argument: { readonly id: number; readonly item: BacktestDraft }) =>
    putBacktestDraft(db(), argument.id, argument.item),
  updateBacktest: (argument: { readonly id: number; readonly change: BacktestChange }) =>
    updateBacktest(db(), argument.id, argument.change),
  deleteBacktest: (argument: { readonly id: number }) => deleteBacktest(db(), argument.id),
  putHold: (argument: StoredHold) => putHold(db(), argument),
  dropHolds: (argument: { readonly endpoint: string | null; readonly slot: number | null }) =>
    dropHolds(db(), argument.endpoint, argument.slot),
  putSamples: (argument: {
    readonly endpoint: string;
    readonly model: string;
    readonly samples: readonly StoredSample[];
  }) => putSamples(db(), argument.endpoint, argument.model, argument.samples),
  insertWarmJob: (argument: Pick<StoredWarmJob, "choice" | "scope" | "fit">) => insertWarmJob(db(), argument),
  updateWarmJob: (argument: { readonly id: number; readonly change: WarmJobChange }) =>
    updateWarmJob(db(), argument.id, argument.change),
  putKvRecord: (argument: KvRecord) => putKvRecord(db(), argument),
  judgeKvRecord: (argument: {
    readonly name: string;
    readonly state: KvRecord["state"];
    readonly reason: string | null;
  }) => judgeKvRecord(db(), argument.name, argument),
  dropKvRecord: (argument: { readonly name: string }) => dropKvRecord(db(), argument.name),
  putConnections: (argument: readonly KeyedConnection[]) => putConnections(db(), argument),
  insertDownload: (argument: NewDownload) => insertDownload(db(), argument),
  updateDownload: (argument: { readonly id: number; readonly change: DownloadChange }) =>
    updateDownload(db(), argument.id, argument.change),
  deleteDownload: (argument: { readonly id: number }) => deleteDownload(db(), argument.id),
  insertExam: (argument: NewExam) => insertExam(db(), argument),
  putExamCell: (argument: { readonly examId: number; readonly cell: StoredCell }) =>
    putExamCell(db(), argument.examId, argument.cell),
  updateExam: (argument: { readonly id: number; readonly change: ExamChange }) =>
    updateExam(db(), argument.id, argument.change),
  deleteExam: (argument: { readonly id: number }) => deleteExam(db(), argument.id),
  pauseInterruptedExams: (_: null) => pauseInterruptedExams(db()),
  /** Marks what a dead process left running as stopped; called once, by the process that holds the lock. */
  stopInterrupted: (_: null) => {
    pauseInterrupted(db());
    endLostConnections(db());
    return stopInterrupted(db());
  },
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
const WITHOUT_TRANSACTION = new Set<keyof WriterMethods>(["ready", "settle", "scrub", "close"]);

/** Carries out what comes in on a port. */
function serve(end: MessagePort): void {
  end.on("message", (request: WriterRequest | WriterConnection) => {
    if ("connect" in request) {
      serve(request.connect);
      return;
    }
    try {
      const run = methods[request.method] as (argument: unknown) => unknown;
      if (request.method !== "close") place?.check();
      const value = WITHOUT_TRANSACTION.has(request.method)
        ? run(request.argument)
        : db()
            .transaction(() => run(request.argument))
            .immediate();
      end.postMessage({ id: request.id, ok: true, value });
    } catch (error) {
      end.postMessage({ id: request.id, ok: false, error: toErrorRecord(asArchiveError(error)) });
    }
    if (request.method === "close") end.close();
  });
}

serve(port);
