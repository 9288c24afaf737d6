/**
 * The ledger of a prefix: every document of the archive with what it costs in the prompt, or why it is not there.
 *
 * Owns the table in memory and when it is made anew. Rendering and counting are prompt/; adding up is context-map.ts.
 */
import { setImmediate } from "node:timers/promises";
import type { OutReason } from "../../../shared/context-map.ts";
import { formatDocumentId } from "../../../shared/document-id.ts";
import type { Scope } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { archiveStamp, type ContextRow, readContextRows } from "../archive/queries/context-rows.ts";
import { personKey } from "../archive/queries/except.ts";
import { readMe } from "../archive/queries/identity.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { CorpusStore } from "../prompt/corpus.ts";
import { type Covered, coveredDocuments } from "../prompt/coverage.ts";
import type { Prefix } from "../prompt/prefixes.ts";
import type { WorkOptions } from "../prompt/sealed.ts";

/** A document in the ledger. */
export type LedgerEntry = {
  readonly number: number;
  readonly id: string;
  readonly kind: ContextRow["kind"];
  readonly date: string | null;
  readonly year: number | null;
  readonly person: string;
  readonly personLabel: string;
  readonly folder: string;
  readonly title: string;
  /** Title and person in small letters, for the filter. */
  readonly sought: string;
  readonly tokens: number;
  readonly header: number;
  readonly own: number;
  readonly quoted: number;
  /** Tokens that folding keeps out. */
  readonly folded: number;
  readonly isFolded: boolean;
  /** The documents that its folded quotes refer to. */
  readonly targets: readonly number[];
  readonly reason: OutReason | null;
  /** Whether it is no longer in the scope and stays only until the next rebuild. */
  readonly leaves: boolean;
};

/** The table. */
export type Ledger = {
  readonly entries: readonly LedgerEntry[];
  readonly rulesTokens: number;
  readonly documents: number;
  readonly tokens: number;
  readonly exact: boolean;
};

function personOf(row: ContextRow): { person: string; label: string } {
  if (row.isSentByMe) return { person: "me", label: "Me" };
  const label = row.name === "" ? row.address : row.name;
  if (label === "") return { person: "", label: row.kind === "mail" ? "Unknown sender" : "Files without a sender" };
  return { person: personKey(row.address === "" ? label : row.address), label };
}

/** What became of a document is judged in prompt/coverage.ts, here it is put beside who wrote it and where it lies. */
function entryOf(row: ContextRow, covered: Covered | undefined): LedgerEntry {
  const { person, label } = personOf(row);
  const date = row.dateMs === null ? null : new Date(row.dateMs);
  const { rendered } = covered ?? {};
  // Those that were withdrawn too: the tail hides them, and until the next rebuild they take their room.
  const tokens = rendered === undefined ? 0 : (covered?.tokens ?? 0);
  const share = (chars: number): number =>
    rendered === undefined || rendered.text.length === 0 ? 0 : Math.round((tokens * chars) / rendered.text.length);
  const header = share(rendered?.headerChars ?? 0);
  const quoted = Math.min(share(rendered?.quotedChars ?? 0), tokens - header);
  return {
    number: row.number,
    id: formatDocumentId(row.kind, row.number),
    kind: row.kind,
    date: date?.toISOString() ?? null,
    year: date?.getUTCFullYear() ?? null,
    person,
    personLabel: label,
    folder: row.folder,
    title: row.title,
    sought: `${row.title}\n${label}\n${row.address}`.toLocaleLowerCase(),
    tokens,
    header,
    quoted,
    own: tokens - header - quoted,
    folded: share(rendered?.foldedChars ?? 0),
    isFolded: rendered?.isFolded ?? false,
    targets: rendered?.targets ?? [],
    reason: covered === undefined ? "scope" : covered.state === "out" ? "withdrawn" : null,
    leaves: covered?.reason === "moved",
  };
}

async function build(
  store: CorpusStore,
  scope: Scope,
  prefix: Prefix,
  endpoint: Endpoint,
  options: WorkOptions,
): Promise<Ledger> {
  const corpus = await store.prefixes.count(prefix, endpoint, options);
  const basis = { prefix, counted: corpus, leftOut: new Set<string>() };
  const covered = new Map(coveredDocuments(store.db, scope, basis).map((document) => [document.number, document]));
  const entries: LedgerEntry[] = [];
  for (;;) {
    const rows = readContextRows(store.db, entries.at(-1)?.number ?? 0, BATCH);
    for (const row of rows) entries.push(entryOf(row, covered.get(row.number)));
    if (rows.length < BATCH) break;
    await setImmediate();
  }
  return {
    entries,
    rulesTokens: corpus.counts[0] ?? 0,
    documents: entries.reduce((sum, { reason }) => sum + (reason === null ? 1 : 0), 0),
    tokens: corpus.tokens,
    exact: corpus.exact,
  };
}

/** Documents read before the thread may do something else. */
const BATCH = 1024;
/** Ledgers kept at once: going back and forth between two scopes costs nothing. */
const KEPT = 3;
/** A ledger in the making, and the prefix that it is of. */
type Kept = { readonly positions: ReadonlyMap<number, number>; readonly ledger: Promise<Ledger> };
const kept = new WeakMap<ReadableDatabase, Map<string, Kept>>();

/** The ledger of a scope in an endpoint's tokens; made once and kept until the archive or the prefix changes. */
export async function readLedger(
  store: CorpusStore,
  scope: Scope,
  endpoint: Endpoint,
  options: WorkOptions = {},
): Promise<Ledger> {
  const { db } = store;
  const prefix = await store.prefixes.assemble(scope, options);
  const key = JSON.stringify([
    archiveStamp(db),
    readMe(db),
    withdrawnNumbers(db),
    endpoint.description.tokenizer,
    prefix.key,
  ]);
  const known = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, known);
  const there = known.get(key);
  // A prefix that was built anew has the same key.
  if (there?.positions === prefix.live.positions) return there.ledger;
  const ledger = build(store, scope, prefix, endpoint, options);
  known.delete(key);
  known.set(key, { positions: prefix.live.positions, ledger });
  ledger.catch(() => known.delete(key));
  for (const old of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(old);
  }
  return ledger;
}
