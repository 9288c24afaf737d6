/**
 * A thread that answers questions which may walk through the whole archive, on a connection of its own that reads only.
 *
 * Owns which questions there are; how they are answered is ./queries. The API thread's end is ./long-queries.ts.
 */
import { parentPort, threadId, workerData } from "node:worker_threads";
import { toErrorRecord } from "../../../shared/errors.ts";
import type { LedgerFilter, Scope } from "../../../shared/schemas.ts";
import { openForReading } from "./open.ts";
import { scopeFacets } from "./queries/facets.ts";
import { addressEvidence, identityTotals } from "./queries/identity.ts";
import { ledgerNumbers, previewRemoval, summariseLedger } from "./queries/ledger.ts";
import { dateLandmarks, scopeNumbers } from "./queries/pages.ts";
import { searchDocuments } from "./queries/search.ts";
import { listSources } from "./queries/sources.ts";
import { createScopeMembers } from "./scope-members.ts";
import { asArchiveError } from "./sqlite-errors.ts";
import type { ThreadReply, ThreadRequest } from "./thread-calls.ts";

/** What the thread is started with. */
export type QueryStart = { readonly directory: string };

const { directory } = workerData as QueryStart;
const port = parentPort;
if (port === null) throw new Error("query-thread.ts runs as a worker thread only");
const db = openForReading(directory);
const membersOf = createScopeMembers(db);

const methods = {
  /** The number of the thread that answers. */
  thread: (_: null): number => threadId,
  dateLandmarks: (_: null) => dateLandmarks(db),
  scopeNumbers: (argument: { readonly scope: Scope }) => scopeNumbers(db, argument.scope),
  ledgerNumbers: (argument: LedgerFilter) => ledgerNumbers(db, argument),
  search: (argument: { readonly words: string; readonly scope: Scope; readonly limit: number }) =>
    searchDocuments(db, argument.words, membersOf(argument.scope), argument.limit),
  facets: (argument: { readonly words: string }) => scopeFacets(db, argument.words),
  summariseLedger: (argument: { readonly sourceId: number }) => summariseLedger(db, argument.sourceId),
  previewRemoval: (argument: Parameters<typeof previewRemoval>[1]) => previewRemoval(db, argument),
  listSources: (_: null) => listSources(db),
  identityEvidence: (_: null) => ({ evidence: addressEvidence(db), totals: identityTotals(db) }),
};

/** The methods of the thread: one argument each, a cloneable result. */
export type QueryMethods = typeof methods;

port.on("message", ({ id, method, argument }: ThreadRequest<QueryMethods>) => {
  let reply: ThreadReply;
  try {
    reply = { id, ok: true, value: (methods[method] as (argument: unknown) => unknown)(argument) };
  } catch (error) {
    reply = { id, ok: false, error: toErrorRecord(asArchiveError(error)) };
  }
  // A list of a million numbers is handed over, not copied.
  const transfer = reply.ok && reply.value instanceof Float64Array ? [reply.value.buffer as ArrayBuffer] : [];
  port.postMessage(reply, transfer);
});
