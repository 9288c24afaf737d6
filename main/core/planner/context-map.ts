/**
 * Adds a ledger up for the picture: groups, the window as a bar, what-if removal, the coverage list. Pure; fast enough
 * to answer every change of the picture over a hundred thousand documents.
 */
import type {
  ContextMap,
  CoverageCounts,
  CoveragePage,
  CoverageReason,
  CoverageRow,
  CoverageState,
  MapBy,
  MapGroup,
  MapTile,
  RemovalEffect,
} from "../../../shared/context-map.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";

/** More groups than this are drawn as one: smaller tiles could not be read. */
export const MOST_TILES = 48;

/** What an endpoint's window leaves, for the bar. */
export type WindowRoom = {
  readonly windowTokens: number;
  readonly reservedTokens: number;
};

/** What a map is asked for. */
export type MapQuery = {
  readonly by: MapBy;
  /** Only this group is shown; the bar is always about everything. */
  readonly inside: MapGroup | undefined;
  readonly without: readonly MapGroup[];
};

/** The key of a document's group. */
export function groupKey(entry: LedgerEntry, by: MapBy): string {
  switch (by) {
    case "person":
      return entry.person;
    case "year":
      return entry.year === null ? "" : String(entry.year);
    case "folder":
      return entry.folder;
    case "kind":
      return entry.kind;
  }
}

const KIND_LABELS = { mail: "Mail", pdf: "PDFs", file: "Files" } as const;

function groupLabel(entry: LedgerEntry, by: MapBy): string {
  switch (by) {
    case "person":
      return entry.personLabel;
    case "year":
      return entry.year === null ? "No date" : String(entry.year);
    case "folder":
      return entry.folder === "" ? "No folder" : entry.folder;
    case "kind":
      return KIND_LABELS[entry.kind];
  }
}

/** Tests whether a document belongs to any of these groups. */
function memberTest(groups: readonly MapGroup[]): (entry: LedgerEntry) => boolean {
  const keys = new Map<MapBy, Set<string>>();
  for (const { by, key } of groups) {
    const known = keys.get(by);
    if (known === undefined) keys.set(by, new Set([key]));
    else known.add(key);
  }
  const tests = [...keys];
  return (entry) => tests.some(([by, set]) => set.has(groupKey(entry, by)));
}

type Counted = { documents: number; tokens: number; header: number; own: number; quoted: number; folded: number };

const nothing = (): Counted => ({ documents: 0, tokens: 0, header: 0, own: 0, quoted: 0, folded: 0 });

function add(sum: Counted, entry: LedgerEntry): void {
  sum.documents += 1;
  sum.tokens += entry.tokens;
  sum.header += entry.header;
  sum.own += entry.own;
  sum.quoted += entry.quoted;
  sum.folded += entry.folded;
}

const splitOf = ({ header, own, quoted }: Counted) => ({ header, own, quoted });

/** The tokens of quotes that stand folded now and would have to stand in full without these documents. */
function unfolded(kept: readonly LedgerEntry[], gone: ReadonlySet<number>): number {
  let tokens = 0;
  for (const entry of kept) {
    if (entry.targets.length === 0 || entry.folded === 0) continue;
    const lost = entry.targets.filter((target) => gone.has(target)).length;
    tokens += Math.round((entry.folded * lost) / entry.targets.length);
  }
  return tokens;
}

/**
 * What withdrawn documents take that are sealed in the prompt. A scope without some groups is a prefix of its own, and
 * a new prefix is built without them.
 */
function withdrawnTokens(ledger: Ledger, without: readonly MapGroup[]): number {
  if (without.length > 0) return 0;
  return ledger.entries.reduce((sum, { reason, tokens }) => (reason === "withdrawn" ? sum + tokens : sum), 0);
}

/** The ledger with some groups taken away. */
function split(ledger: Ledger, without: readonly MapGroup[]): { kept: LedgerEntry[]; removed: LedgerEntry[] } {
  const inScope = ledger.entries.filter((entry) => entry.reason === null);
  if (without.length === 0) return { kept: inScope, removed: [] };
  const isRemoved = memberTest(without);
  const kept: LedgerEntry[] = [];
  const removed: LedgerEntry[] = [];
  for (const entry of inScope) (isRemoved(entry) ? removed : kept).push(entry);
  return { kept, removed };
}

function tilesOf(entries: readonly LedgerEntry[], by: MapBy): { tiles: MapTile[]; rest: ContextMap["rest"] } {
  const groups = new Map<string, Counted & { label: string }>();
  for (const entry of entries) {
    const key = groupKey(entry, by);
    let group = groups.get(key);
    if (group === undefined) {
      group = { ...nothing(), label: groupLabel(entry, by) };
      groups.set(key, group);
    }
    add(group, entry);
  }
  const sorted = [...groups].sort(([a, left], [b, right]) => right.tokens - left.tokens || (a < b ? -1 : 1));
  const shown = sorted.length <= MOST_TILES ? sorted : sorted.slice(0, MOST_TILES - 1);
  const others = sorted.slice(shown.length);
  return {
    tiles: shown.map(([key, group]) => ({
      key,
      label: group.label,
      documents: group.documents,
      tokens: group.tokens,
      split: splitOf(group),
      folded: group.folded,
    })),
    rest: {
      groups: others.length,
      documents: others.reduce((sum, [, group]) => sum + group.documents, 0),
      tokens: others.reduce((sum, [, group]) => sum + group.tokens, 0),
    },
  };
}

function stateOf(entry: LedgerEntry, isRemoved: boolean): { state: CoverageState; reason: CoverageReason | null } {
  if (entry.reason !== null) return { state: "out", reason: entry.reason };
  if (isRemoved) return { state: "out", reason: "removed" };
  return { state: entry.isFolded ? "folded" : "in", reason: entry.leaves ? "moved" : null };
}

/** The map of a ledger. */
export function contextMap(ledger: Ledger, room: WindowRoom, query: MapQuery): ContextMap {
  const { kept, removed } = split(ledger, query.without);
  const total = nothing();
  for (const entry of kept) add(total, entry);
  const goneTokens = removed.reduce((sum, entry) => sum + entry.tokens, 0);
  const back = unfolded(kept, new Set(removed.map((entry) => entry.number)));
  const documentTokens = total.tokens + back;
  const hiddenTokens = withdrawnTokens(ledger, query.without);
  const tokens = ledger.rulesTokens + documentTokens + hiddenTokens;
  const effect: RemovalEffect = { documents: removed.length, tokens: goneTokens, unfoldedTokens: back };
  const isInside = query.inside === undefined ? () => true : memberTest([query.inside]);
  const folded = kept.filter((entry) => entry.isFolded).length;
  const coverage: CoverageCounts = {
    in: kept.length - folded,
    folded,
    out: ledger.entries.length - kept.length,
  };
  return {
    by: query.by,
    exact: ledger.exact && removed.length === 0,
    documents: kept.length,
    tokens,
    split: splitOf(total),
    folded: total.folded - back,
    bar: {
      ...room,
      rulesTokens: ledger.rulesTokens,
      documentTokens,
      withdrawnTokens: hiddenTokens,
      freeTokens: room.windowTokens - room.reservedTokens - tokens,
    },
    ...tilesOf(kept.filter(isInside), query.by),
    removed: effect,
    coverage,
  };
}

/** Which documents the coverage list shows. */
export type CoverageQuery = {
  readonly state: CoverageState | undefined;
  readonly inside: MapGroup | undefined;
  readonly without: readonly MapGroup[];
  readonly words: string;
  readonly offset: number;
  readonly limit: number;
};

/** A page of the coverage list: every document of the archive, in the order in which the prompt holds them. */
export function coveragePage(ledger: Ledger, query: CoverageQuery): CoveragePage {
  const isRemoved = memberTest(query.without);
  const isInside = query.inside === undefined ? () => true : memberTest([query.inside]);
  const words = query.words
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const rows: CoverageRow[] = [];
  let total = 0;
  for (const entry of ledger.entries) {
    const { state, reason } = stateOf(entry, entry.reason === null && isRemoved(entry));
    if (query.state !== undefined && state !== query.state) continue;
    if (!isInside(entry) || !words.every((word) => entry.sought.includes(word))) continue;
    if (total >= query.offset && rows.length < query.limit) {
      const isOut = state === "out";
      // What was withdrawn takes its room in the sealed prompt all the same.
      const isGone = isOut && reason !== "withdrawn";
      rows.push({
        id: entry.id,
        date: entry.date,
        title: entry.title,
        person: entry.personLabel,
        tokens: isGone ? 0 : entry.tokens,
        folded: isOut ? 0 : entry.folded,
        state,
        reason,
      });
    }
    total += 1;
  }
  return { total, rows };
}
