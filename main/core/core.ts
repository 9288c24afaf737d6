/**
 * The core: one open archive and everything that can be done with it, behind the API.
 *
 * Owns the order of opening and closing. Imports nothing of Electron; hosts run it in a process of its own.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { endpointFor } from "./api/archive.ts";
import { today } from "./api/inputs.ts";
import type { ApiContext } from "./api/trpc.ts";
import { warmWork } from "./api/warm.ts";
import { createListPages } from "./archive/list-pages.ts";
import { createLongQueries } from "./archive/long-queries.ts";
import { openForReading } from "./archive/open.ts";
import { openWriter, type WriterOptions } from "./archive/open-writer.ts";
import { ARCHIVE_ID_KEY, getSetting } from "./archive/queries/settings.ts";
import { asArchiveError } from "./archive/sqlite-errors.ts";
import { createConnections } from "./connections.ts";
import { createEndpointPool } from "./endpoint/endpoint-pool.ts";
import type { EngineLauncher } from "./endpoint/engine-process.ts";
import { createExamRuns } from "./exam/exam-runs.ts";
import { createFileKeys, type KeyStore } from "./file-keys.ts";
import { createImportRuns } from "./import/import-runs.ts";
import { createTickets, type Tickets } from "./import/tickets.ts";
import { createDownloads, type DownloadTimes, modelDirectory } from "./models/downloads.ts";
import { keepMemoryOutOfDumps } from "./process/memory-dumps.ts";
import { createPrefixes } from "./prompt/prefixes.ts";
import { createStoredMeasurements } from "./stored-measurements.ts";
import { createBacktestRuns } from "./voice/backtest/runs.ts";
import { createVoiceFacts } from "./voice/voice-facts.ts";
import { openKvStates } from "./warm/kv-store.ts";
import { createReader } from "./warm/reader.ts";
import { createWarmJobs } from "./warm/warm-jobs.ts";

/** What the core needs to know of its host. */
export type CoreOptions = WriterOptions & {
  /** The folder with the bundled model and sample. */
  readonly resources: string;
  /** Where API keys are kept; without it in a file of the archive directory, for this user only. */
  readonly keys?: KeyStore;
  /** How engine processes are started; without it they are forked from this one. */
  readonly launchEngine?: EngineLauncher;
  /** Waits of downloads, for tests. */
  readonly downloadTimes?: DownloadTimes;
  /** Ends the core's process, which the host then starts anew. */
  readonly restart?: () => void;
};

/** An open core. */
export type Core = {
  context(caller: ApiContext["caller"]): ApiContext;
  readonly tickets: Tickets;
  /** Goes on with imports that a dead process left; for hosts that stay. */
  resume(): void;
  close(): Promise<void>;
};

/**
 * Opens an archive; throws its typed errors.
 *
 * `starting` is its writer where that was started before: the thread needs as long to start as the rest of the program
 * does to load, and can do so meanwhile.
 */
export async function openCore(options: CoreOptions, starting = openWriter(options)): Promise<Core> {
  keepMemoryOutOfDumps();
  const directory = path.resolve(options.directory);
  const { writer, lastRestore } = await starting;
  try {
    const db = openForReading(directory);
    if (writer !== undefined && getSetting(db, ARCHIVE_ID_KEY) === undefined) {
      await writer.call("putSetting", { key: ARCHIVE_ID_KEY, value: randomUUID() });
    }
    const queries = createLongQueries(directory);
    const lists = createListPages(db, {
      dateLandmarks: () => queries.call("dateLandmarks", null),
      scopeNumbers: (scope) => queries.call("scopeNumbers", { scope }),
      ledgerNumbers: (filter) => queries.call("ledgerNumbers", filter),
    });
    const states = openKvStates(directory, db, writer);
    const reader = createReader(db, writer, states);
    const scratch = path.join(directory, "kv");
    if (writer !== undefined) mkdirSync(scratch, { recursive: true, mode: 0o700 });
    const connections = createConnections(db, writer);
    const endpoints = createEndpointPool(path.join(options.resources, "models", "longhand-demo.gguf"), {
      before: reader.before,
      log: connections,
      measurements: createStoredMeasurements(db, writer),
      ...(options.launchEngine === undefined ? {} : { launch: options.launchEngine }),
      ...(writer === undefined ? {} : { scratch }),
    });
    const tickets = createTickets();
    const keys = options.keys ?? createFileKeys(directory);
    const runs = writer === undefined ? undefined : createImportRuns(db, writer, queries);
    const prefixes = createPrefixes({ db, writer });
    await writer?.call("stopInterrupted", null);
    const backtests = writer === undefined ? undefined : createBacktestRuns({ db, writer, prefixes });
    const downloads =
      writer === undefined
        ? undefined
        : createDownloads(db, writer, {
            directory: modelDirectory(directory),
            log: connections,
            ...(options.downloadTimes === undefined ? {} : { times: options.downloadTimes }),
          });
    const base = {
      db,
      queries,
      lists,
      voice: createVoiceFacts(db, directory),
      writer,
      prefixes,
      endpoints,
      connections,
      reader,
      states,
      runs,
      backtests,
      downloads,
      tickets,
      lastRestore,
      restart: options.restart,
      resources: options.resources,
      keys,
    };
    const warm =
      writer === undefined
        ? undefined
        : createWarmJobs(db, writer, warmWork({ ...base, warm: undefined, exams: undefined, caller: "host" }));
    await writer?.call("pauseInterruptedExams", null);
    const exams =
      writer === undefined
        ? undefined
        : createExamRuns({
            db,
            writer,
            resources: options.resources,
            connect: (choice) => endpointFor({ ...base, warm, exams: undefined, caller: "host" }, choice),
            speed: reader.speed,
            today,
          });
    return {
      context: (caller) => ({ ...base, warm, exams, caller }),
      tickets,
      resume() {
        runs?.resume();
        warm?.resume();
        downloads?.resume();
      },
      async close() {
        await downloads?.close();
        await runs?.close();
        await warm?.close();
        await exams?.close();
        await backtests?.close();
        await endpoints.close();
        await connections.close();
        await queries.close();
        db.close();
        await writer?.close();
      },
    };
  } catch (error) {
    await writer?.close();
    throw asArchiveError(error);
  }
}
