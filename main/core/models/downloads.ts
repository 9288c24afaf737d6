/**
 * Model files that the owner has fetched: each a row that a restart of the core finds again.
 *
 * Owns the grants by host, pausing and going on, trying again, the checksum, and that a file has its name only when it
 * is whole and checked: until then it ends in `.part`. What goes over the wire is ./fetch-file.ts; using a file as the
 * model is the API's.
 */
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import path from "node:path";
import type { ChecksumSource, ModelDownload } from "../../../shared/downloads.ts";
import { LonghandError, sentenceOf, toErrorRecord } from "../../../shared/errors.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { type DownloadChange, listDownloads, type StoredDownload } from "../archive/queries/downloads.ts";
import { asArchiveError } from "../archive/sqlite-errors.ts";
import type { Writer } from "../archive/writer.ts";
import type { ConnectionLog } from "../endpoint/connection-log.ts";
import { sha256OfFile } from "./check-file.ts";
import { fetchFile, hostNotGranted } from "./fetch-file.ts";
import { fileNameOf, parseFileUrl } from "./file-address.ts";

/** What is fetched. `host` is what the owner said yes to; it must be the address's own. */
export type DownloadRequest = {
  readonly url: string;
  readonly host: string;
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly sha256From?: ChecksumSource | undefined;
};

/** The downloads of one core. */
export type Downloads = {
  start(request: DownloadRequest): Promise<number>;
  /** Says yes to one more host and goes on. */
  grant(id: number, host: string): Promise<void>;
  pause(id: number): Promise<void>;
  unpause(id: number): Promise<void>;
  /** Stops it and takes away what is there. */
  remove(id: number): Promise<void>;
  /** The file of a download that is whole and checked; throws `DOWNLOAD_NOT_FOUND`. */
  fileOf(id: number): string;
  list(): ModelDownload[];
  /** The downloads now and after every change. */
  watch(signal: AbortSignal): AsyncGenerator<readonly ModelDownload[]>;
  /** Goes on with what a dead process left running. */
  resume(): void;
  close(): Promise<void>;
};

/** Waits that tests shorten. */
export type DownloadTimes = { readonly idleMs: number; readonly retryMs: number };

/** Attempts without a new byte before it rests. */
const MOST_TRIES = 5;
const TIMES: DownloadTimes = { idleMs: 60_000, retryMs: 2000 };
/** Listeners are told, and rows written, at most this often while bytes come. */
const TELL_INTERVAL_MS = 250;
const SAVE_INTERVAL_MS = 2000;
/** Faults that pass by themselves. */
const PASSING = new Set(["ENDPOINT_LOST", "ENDPOINT_DOWN"]);
/** Faults after which going on makes sense, once the owner has done something. */
const PAUSING = new Set([...PASSING, "DISK_FULL", "ARCHIVE_NOT_WRITABLE", "ENDPOINT_CERTIFICATE"]);

type Live = {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  doneBytes: number;
  isChecking: boolean;
  /** Bytes and time since this run began, for what is left. */
  began: { readonly at: number; readonly bytes: number } | undefined;
  /** What the row becomes when the work stops. */
  stopAs: "paused" | "running";
};

/** The folder of an archive that holds fetched models. */
export function modelDirectory(archive: string): string {
  return path.join(archive, "models");
}

const wholeIn = (directory: string, name: string): string => path.join(directory, name);
const partIn = (directory: string, name: string): string => path.join(directory, `${name}.part`);
const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

/** The downloads as rows and disk tell of them, for processes that do not run any. */
export function readDownloads(db: ReadableDatabase, directory: string): ModelDownload[] {
  return listDownloads(db).map((row) => toDownload(row, directory, undefined));
}

function toDownload(
  { startedAtMs, etag: _, ...row }: StoredDownload,
  directory: string,
  job: Live | undefined,
): ModelDownload {
  const doneBytes = job?.doneBytes ?? (row.state === "done" ? row.doneBytes : sizeOf(partIn(directory, row.name)));
  // What a dead process left running rests until it is gone on with.
  const isLeft = job === undefined && (row.state === "running" || row.state === "checking");
  const state = isLeft ? "paused" : job?.isChecking === true ? "checking" : row.state;
  return { ...row, state, doneBytes, etaMs: etaOf(job, row.bytes), startedAt: new Date(startedAtMs).toISOString() };
}

/** Creates the downloads of an archive; files go to `directory`. */
export function createDownloads(
  db: ReadableDatabase,
  writer: Writer,
  options: { readonly directory: string; readonly log: ConnectionLog; readonly times?: DownloadTimes },
): Downloads {
  const { directory, log, times = TIMES } = options;
  const live = new Map<number, Live>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const wholeOf = ({ name }: StoredDownload): string => wholeIn(directory, name);
  const partOf = ({ name }: StoredDownload): string => partIn(directory, name);
  const all = (): ModelDownload[] => listDownloads(db).map((row) => toDownload(row, directory, live.get(row.id)));

  const find = (id: number): StoredDownload => {
    const row = listDownloads(db).find((each) => each.id === id);
    if (row === undefined)
      throw new LonghandError("DOWNLOAD_NOT_FOUND", "This download is not known any more.", "See the list.");
    return row;
  };
  const change = async (id: number, to: DownloadChange): Promise<void> => {
    await writer.call("updateDownload", { id, change: to });
    tell();
  };

  function run(row: StoredDownload): void {
    const controller = new AbortController();
    const work = async (): Promise<void> => {
      try {
        await bring(row.id, job, controller.signal);
      } catch (error) {
        await settle(row.id, job, error);
      } finally {
        live.delete(row.id);
        tell();
      }
    };
    const job: Live = {
      controller,
      ended: Promise.resolve().then(work),
      doneBytes: sizeOf(partOf(row)),
      isChecking: false,
      began: undefined,
      stopAs: "paused",
    };
    live.set(row.id, job);
    tell();
  }

  /** Fetches with further tries, checks, and gives the file its name. */
  async function bring(id: number, job: Live, signal: AbortSignal): Promise<void> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const row = find(id);
    const [part, whole] = [partOf(row), wholeOf(row)];
    // A process that died between the two leaves a whole file under its name: that one is checked.
    const isNamed = existsSync(whole) && !existsSync(part);
    if (!isNamed) await fetchPatiently(id, job, signal, part);
    const { sha256 } = find(id);
    if (sha256 === null) throw new LonghandError("CHECKSUM_UNKNOWN", "The file's SHA-256 is not known.");
    const file = isNamed ? whole : part;
    job.isChecking = true;
    job.began = undefined;
    await change(id, { state: "checking" });
    let toldAt = 0;
    const found = await sha256OfFile(file, signal, (done) => {
      job.began ??= { at: performance.now(), bytes: done };
      job.doneBytes = done;
      if (performance.now() - toldAt < TELL_INTERVAL_MS) return;
      toldAt = performance.now();
      tell();
    });
    if (found !== sha256) {
      rmSync(file, { force: true });
      throw new LonghandError(
        "CHECKSUM_WRONG",
        "The file that arrived is not the one that was meant: its SHA-256 is another. It was deleted.",
        "Fetch it again; if that happens twice, do not use this source.",
      );
    }
    if (!isNamed) {
      await sync(part);
      await rename(part, whole);
    }
    await change(id, { state: "done", doneBytes: sizeOf(whole), bytes: sizeOf(whole), error: null, askHost: null });
  }

  async function fetchPatiently(id: number, job: Live, signal: AbortSignal, part: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const row = find(id);
      const before = sizeOf(part);
      let toldAt = 0;
      let savedAt = performance.now();
      try {
        await fetchFile({
          url: row.url,
          file: part,
          hosts: row.hosts,
          facts: row,
          log,
          signal,
          idleMs: times.idleMs,
          async onFacts(facts) {
            job.doneBytes = sizeOf(part);
            job.began = { at: performance.now(), bytes: job.doneBytes };
            const sha256From = row.sha256From ?? (facts.sha256 === null ? null : "host");
            await change(id, { ...facts, sha256From, state: "running", error: null, askHost: null });
          },
          onBytes(done) {
            job.doneBytes = done;
            const now = performance.now();
            if (now - toldAt >= TELL_INTERVAL_MS) {
              toldAt = now;
              tell();
            }
            if (now - savedAt < SAVE_INTERVAL_MS) return;
            savedAt = now;
            void writer.call("updateDownload", { id, change: { doneBytes: done } }).catch(() => undefined);
          },
        });
        return;
      } catch (error) {
        if (signal.aborted || !PASSING.has(toErrorRecord(error).code)) throw error;
        if (sizeOf(part) > before) tries = 0;
        if (tries >= MOST_TRIES) throw error;
        await rest(times.retryMs * 2 ** tries, signal);
      }
    }
  }

  /** What becomes of a download whose work has thrown. */
  async function settle(id: number, job: Live, error: unknown): Promise<void> {
    const row = find(id);
    const doneBytes = sizeOf(partOf(row));
    if (job.controller.signal.aborted) return change(id, { state: job.stopAs, doneBytes });
    const record = toErrorRecord(asArchiveError(error));
    const host = record.details?.["host"];
    if (record.code === "HOST_NOT_GRANTED" && typeof host === "string") {
      const { bytes, sha256 } = record.details ?? {};
      return change(id, {
        state: "asks",
        askHost: host,
        doneBytes,
        error: null,
        ...(typeof bytes === "number" ? { bytes } : {}),
        ...(typeof sha256 === "string" ? { sha256, sha256From: row.sha256From ?? "host" } : {}),
      });
    }
    const state = PAUSING.has(record.code) ? "paused" : "failed";
    return change(id, { state, doneBytes, error: { code: record.code, message: sentenceOf(record) } });
  }

  async function stop(id: number, as: Live["stopAs"]): Promise<void> {
    const job = live.get(id);
    if (job === undefined) return;
    job.stopAs = as;
    job.controller.abort();
    await job.ended;
  }

  async function goOn(id: number, to: DownloadChange): Promise<void> {
    if (live.has(id)) return;
    await change(id, { ...to, state: "running", error: null });
    run(find(id));
  }

  return {
    async start(request) {
      const url = parseFileUrl(request.url);
      if (request.host !== url.host) throw hostNotGranted(url.host, null);
      const sha256 = request.sha256?.toLowerCase() ?? null;
      const sha256From = sha256 === null ? null : (request.sha256From ?? "owner");
      const name = fileNameOf(url);
      const rows = listDownloads(db);
      const same = rows.find((row) => row.url === url.href);
      if (same !== undefined) {
        // Asked for again: the same file, with what is known of it now. Bytes that are there are gone on with.
        if (same.state !== "done")
          await goOn(same.id, sha256 === null ? {} : { sha256, sha256From, bytes: request.bytes ?? same.bytes });
        return same.id;
      }
      if (rows.some((row) => row.name === name)) {
        throw new LonghandError(
          "INVALID_INPUT",
          `There is a file ${name} from another address already.`,
          "Remove that one first.",
        );
      }
      const bytes = request.bytes ?? null;
      const id = await writer.call("insertDownload", {
        url: url.href,
        name,
        hosts: [url.host],
        bytes,
        sha256,
        sha256From,
      });
      run(find(id));
      return id;
    },
    async grant(id, host) {
      const row = find(id);
      if (row.askHost !== host)
        throw new LonghandError("INVALID_INPUT", `Nobody asks for ${host}.`, "Say yes to the host that is named.");
      await goOn(id, { hosts: [...new Set([...row.hosts, host])], askHost: null });
    },
    async pause(id) {
      find(id);
      await stop(id, "paused");
    },
    async unpause(id) {
      const row = find(id);
      if (row.state === "done" || row.state === "asks") return;
      await goOn(id, {});
    },
    async remove(id) {
      const row = find(id);
      await stop(id, "paused");
      rmSync(partOf(row), { force: true });
      rmSync(wholeOf(row), { force: true });
      await writer.call("deleteDownload", { id });
      tell();
    },
    fileOf(id) {
      const row = find(id);
      const file = wholeOf(row);
      if (row.state !== "done" || !existsSync(file))
        throw new LonghandError("DOWNLOAD_NOT_FOUND", `${row.name} is not there yet.`, "Let its download end first.");
      return file;
    },
    list: all,
    async *watch(signal) {
      let wake: () => void = () => undefined;
      let isNew = true;
      const listener = (): void => {
        isNew = true;
        wake();
      };
      listeners.add(listener);
      signal.addEventListener("abort", listener, { once: true });
      try {
        while (!signal.aborted) {
          if (isNew) {
            isNew = false;
            yield all();
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (isNew) resolve();
          });
        }
      } finally {
        listeners.delete(listener);
      }
    },
    resume() {
      for (const row of listDownloads(db)) {
        if ((row.state === "running" || row.state === "checking") && !live.has(row.id)) run(row);
      }
    },
    async close() {
      // Their rows stay "running": the next core that stays goes on with them, under the same grants.
      await Promise.all([...live.keys()].map((id) => stop(id, "running")));
    },
  };
}

function etaOf(job: Live | undefined, bytes: number | null): number | null {
  if (job?.began === undefined || bytes === null) return null;
  const seen = job.doneBytes - job.began.bytes;
  const ms = performance.now() - job.began.at;
  if (seen <= 0 || ms < 1000) return null;
  return ((bytes - job.doneBytes) / seen) * ms;
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new LonghandError("CANCELLED", "The download was stopped."));
    });
  });
}
