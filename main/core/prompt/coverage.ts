/**
 * The coverage of a scope: every document and every page of a PDF is in, folded, or out with a reason.
 *
 * Owns the judgement of every document, its reasons and the split of tokens: the list of a scope here and the ledger
 * behind the picture (planner/ledger.ts) say the same. Nothing here decides what is sent; it says what was decided.
 */

import type { CoverageState } from "../../../shared/context-map.ts";
import { formatDocumentId } from "../../../shared/document-id.ts";
import type { CoverageEntry, CoverageList, Scope } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { corpusNumbers, type PartRow, partRows } from "../archive/queries/corpus.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";
import type { CountedCorpus } from "./counting.ts";
import type { Prefix } from "./prefixes.ts";
import { NO_TEXT, type RenderedDocument } from "./render.ts";

/** Why a document is out, or will be, in words. */
const REASONS = {
  hidden: "withdrawn: it stands in the sealed prompt, the tail hides it until the next rebuild",
  withdrawn: "withdrawn",
  moved: "no longer in this scope; it leaves at the next rebuild",
  newest: "older than the newest that fit the window",
  noText: "no text on this page",
} as const;

/** A document in the order of the list, before its pages are told apart. */
export type Covered = {
  readonly number: number;
  readonly state: CoverageState;
  readonly reason: keyof typeof REASONS | null;
  readonly rendered: RenderedDocument | undefined;
  readonly tokens: number | null;
  readonly isWithdrawn: boolean;
};

/** What of the scope is sent: all of the prefix, or the fitted `counted` where the ids in `leftOut` stay out. */
export type CoverageBasis = {
  readonly prefix: Prefix;
  readonly counted: CountedCorpus | undefined;
  readonly leftOut: ReadonlySet<string>;
};

/** What became of every document of a scope: first those of the prefix, then what was kept out of it. */
export function coveredDocuments(
  db: ReadableDatabase,
  scope: Scope,
  { prefix, counted, leftOut }: CoverageBasis,
): Covered[] {
  const withdrawn = new Set(withdrawnNumbers(db));
  const inScope = new Set(corpusNumbers(db, scope));
  const tokens = new Map(counted?.documents.map(({ number }, index) => [number, counted.counts[index + 1] ?? 0]));
  const sent = new Map((counted ?? prefix).documents.map((document) => [document.number, document]));
  const covered = prefix.documents.map((document): Covered => {
    const { number, id } = document;
    const rendered = sent.get(number);
    const isWithdrawn = withdrawn.has(number);
    const count = tokens.get(number) ?? null;
    if (leftOut.has(id)) return { number, state: "out", reason: "newest", rendered: undefined, tokens: 0, isWithdrawn };
    if (isWithdrawn) return { number, state: "out", reason: "hidden", rendered, tokens: count, isWithdrawn };
    const state = (rendered ?? document).isFolded ? "folded" : "in";
    return { number, state, reason: inScope.has(number) ? null : "moved", rendered, tokens: count, isWithdrawn };
  });
  for (const number of inScope) {
    if (prefix.live.positions.has(number)) continue;
    covered.push({
      number,
      state: "out",
      reason: "withdrawn",
      rendered: undefined,
      tokens: 0,
      isWithdrawn: true,
    });
  }
  return covered;
}

const PAGE_HEADER = /^\[p\d+\.\d+\] /gm;

/** The pages of a PDF as entries of their own; everything else is one entry. */
function entriesOf(covered: Covered, row: PartRow): CoverageEntry[] {
  const { state, tokens, rendered } = covered;
  const reason = covered.reason === null ? null : REASONS[covered.reason];
  const id = formatDocumentId(row.kind, row.number);
  const date = row.dateMs === null ? null : new Date(row.dateMs).toISOString();
  const refersTo = rendered?.targets.map((target) => `m${target}`) ?? [];
  const entry = { id, state, reason, tokens, chars: rendered?.text.length ?? 0, refersTo, date, subject: row.subject };
  if (row.kind !== "pdf" || rendered === undefined) return [entry];
  const starts = [...rendered.text.matchAll(PAGE_HEADER)].map(({ index }) => index);
  const shares = starts.map((start, at) => (starts[at + 1] ?? rendered.text.length) - start);
  const perPage = split(tokens ?? 0, shares);
  return starts.map((start, at) => {
    const body = rendered.text.slice(start, start + (shares[at] ?? 0));
    const isEmpty = body.endsWith(`\n${NO_TEXT}\n\n`);
    return {
      ...entry,
      id: `${id}.${at + 1}`,
      reason: reason ?? (isEmpty ? REASONS.noText : null),
      tokens: tokens === null ? null : (perPage[at] ?? 0),
      chars: shares[at] ?? 0,
    };
  });
}

/** Splits a number of tokens by shares, without losing one. */
function split(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((all, share) => all + share, 0);
  let before = 0;
  let given = 0;
  return shares.map((share) => {
    before += share;
    const until = sum === 0 ? 0 : Math.round((total * before) / sum);
    const part = until - given;
    given = until;
    return part;
  });
}

/** A page of the coverage list. */
export function coverageList(
  db: ReadableDatabase,
  scope: Scope,
  basis: CoverageBasis,
  page: {
    readonly state: CoverageState | undefined;
    readonly offset: number;
    readonly limit: number;
    /** Whether the pages of a PDF count by themselves. */
    readonly unit: "document" | "page";
  },
): CoverageList {
  const covered = coveredDocuments(db, scope, basis);
  const rows = new Map(
    partRows(
      db,
      covered.map(({ number }) => number),
    ).map((row) => [row.number, row]),
  );
  const entries = covered.flatMap((each) => {
    const row = rows.get(each.number);
    if (row === undefined) return [];
    const entries = entriesOf(each, row);
    return page.unit === "page" ? entries : entries.slice(0, 1);
  });
  const total = { in: 0, folded: 0, out: 0 };
  for (const { state } of entries) total[state] += 1;
  const wanted = page.state === undefined ? entries : entries.filter(({ state }) => state === page.state);
  return { total, entries: wanted.slice(page.offset, page.offset + page.limit) };
}
