/**
 * The ledger of a prefix: every document of the archive with what it costs in the prompt, or why it is not there.
 *
 * Owns the table in memory and when it is made anew. Rendering and counting are prompt/; adding up is context-map.ts.
 */

import type { OutReason } from "../../../shared/context-map.ts";
import { formatDocumentId } from "../../../shared/document-id.ts";
import type { Scope } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { archiveStamp, type ContextRow, readContextRows } from "../archive/queries/context-rows.ts";
import { readCorpus } from "../archive/queries/documents.ts";
import { readMe } from "../archive/queries/identity.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { assembleCorpus, countCorpus, type TokenStore } from "../prompt/corpus.ts";

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
};

/** The table. */
export type Ledger = {
  readonly entries: readonly LedgerEntry[];
  readonly rulesTokens: number;
  readonly documents: number;
  readonly tokens: number;
  readonly exact: boolean;
};

/** How a document's rendered characters divide. */
type Measured = {
  readonly tokens: number;
  readonly chars: number;
  readonly header: number;
  readonly quoted: number;
  readonly folded: number;
  readonly isFolded: boolean;
  readonly targets: readonly number[];
};

const REFERENCE = /^> \[m(\d+)\]$/;

function measure(text: string): Pick<Measured, "chars" | "header" | "quoted" | "targets"> {
  let header = 0;
  let quoted = 0;
  const targets: number[] = [];
  let at = 0;
  for (let isFirst = true; at < text.length; isFirst = false) {
    const end = text.indexOf("\n", at);
    const stop = end === -1 ? text.length : end;
    const length = stop - at + 1;
    if (isFirst) header += length;
    else if (text.startsWith("> ", at)) {
      quoted += length;
      const target = REFERENCE.exec(text.slice(at, stop))?.[1];
      if (target !== undefined) targets.push(Number(target));
    }
    at = stop + 1;
  }
  return { chars: text.length, header, quoted, targets };
}

function personOf(row: ContextRow): { person: string; label: string } {
  if (row.isSentByMe) return { person: "me", label: "Me" };
  const label = row.name === "" ? row.address : row.name;
  if (label === "") return { person: "", label: row.kind === "mail" ? "Unknown sender" : "Files without a sender" };
  return { person: row.address === "" ? label : row.address, label };
}

function entryOf(row: ContextRow, measured: Measured | undefined): LedgerEntry {
  const { person, label } = personOf(row);
  const date = row.dateMs === null ? null : new Date(row.dateMs);
  const share = (chars: number): number =>
    measured === undefined || measured.chars === 0 ? 0 : Math.round((measured.tokens * chars) / measured.chars);
  const header = share(measured?.header ?? 0);
  const quoted = Math.min(share(measured?.quoted ?? 0), (measured?.tokens ?? 0) - header);
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
    tokens: measured?.tokens ?? 0,
    header,
    quoted,
    own: (measured?.tokens ?? 0) - header - quoted,
    folded: share(measured?.folded ?? 0),
    isFolded: measured?.isFolded ?? false,
    targets: measured?.targets ?? [],
    reason: measured === undefined ? "scope" : null,
  };
}

/** Characters of a body that rendering left out because they stand elsewhere. */
function foldedChars(source: string, rendered: Pick<Measured, "chars" | "header">): number {
  return Math.max(0, source.length - (rendered.chars - rendered.header));
}

async function build(store: TokenStore, scope: Scope, endpoint: Endpoint): Promise<Ledger> {
  const documents = readCorpus(store.db, scope);
  const corpus = await countCorpus(assembleCorpus(documents, new Set(readMe(store.db))), endpoint, store);
  const measured = new Map<number, Measured>();
  for (const [index, document] of corpus.documents.entries()) {
    const shape = measure(document.text);
    measured.set(document.number, {
      ...shape,
      tokens: corpus.counts[index + 1] ?? 0,
      isFolded: document.isFolded,
      folded: document.isFolded ? foldedChars(documents[index]?.text ?? "", shape) : 0,
    });
  }
  return {
    entries: readContextRows(store.db).map((row) => entryOf(row, measured.get(row.number))),
    rulesTokens: corpus.counts[0] ?? 0,
    documents: corpus.documents.length,
    tokens: corpus.tokens,
    exact: corpus.ids !== undefined,
  };
}

/** Ledgers kept at once: going back and forth between two scopes costs nothing. */
const KEPT = 3;
const kept = new WeakMap<ReadableDatabase, Map<string, Promise<Ledger>>>();

/** The ledger of a scope in an endpoint's tokens; made once and kept until the archive changes. */
export function readLedger(store: TokenStore, scope: Scope, endpoint: Endpoint): Promise<Ledger> {
  const { db } = store;
  const key = JSON.stringify([archiveStamp(db), readMe(db), endpoint.description.tokenizer, scope]);
  const known = kept.get(db) ?? new Map<string, Promise<Ledger>>();
  kept.set(db, known);
  const there = known.get(key);
  if (there !== undefined) return there;
  const making = build(store, scope, endpoint);
  known.set(key, making);
  making.catch(() => known.delete(key));
  for (const old of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(old);
  }
  return making;
}
