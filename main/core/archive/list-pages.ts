/**
 * Any page of a long list in a few milliseconds: the library's, a scope's, a source's ledger.
 *
 * Owns what is remembered between two pages (./kept.ts says for how long): a list as the numbers of its rows in order,
 * the whole archive as landmarks. Both are made beside the API thread (./long-queries.ts), which reads the rows of one
 * page only.
 */
import type { DocumentSummary, LedgerFilter, LedgerItem, Scope } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "./connection.ts";
import { createKept } from "./kept.ts";
import { summariesOf } from "./queries/documents.ts";
import { itemsOf } from "./queries/ledger.ts";
import { countDocuments, needsLandmarks, STRIDE, wholeWindow } from "./queries/pages.ts";
import { scopeCondition, scopeKey } from "./queries/scope.ts";

/** A window of a list; `total` counts the whole of it. */
export type ListPage<T> = { readonly total: number; readonly items: T[] };
type Window = { readonly offset: number; readonly limit: number };

/** Makes what is remembered; in the app a thread of its own does. */
export type ListMaker = {
  dateLandmarks(): Promise<Float64Array>;
  scopeNumbers(scope: Scope): Promise<Float64Array>;
  ledgerNumbers(filter: LedgerFilter): Promise<Float64Array>;
};

/** Pages of the archive's lists. */
export type ListPages = {
  /** Documents of a scope by date, newest first, undated last. */
  documents(scope: Scope, window: Window): Promise<ListPage<DocumentSummary>>;
  /** Items of a source in the order they were seen. */
  ledger(filter: LedgerFilter, window: Window): Promise<ListPage<LedgerItem>>;
};

/** Lists that are remembered; each takes eight bytes a row. */
const MAX_LISTS = 8;
/** Lists by key; one that is being made is waited for by all who ask for it. */
function createKeptLists(db: ReadableDatabase) {
  const kept = createKept<Float64Array>(db, MAX_LISTS);
  const making = new Map<string, Promise<Float64Array>>();

  async function makeNow(key: string, make: () => Promise<Float64Array>): Promise<Float64Array> {
    const keep = kept.begin(key);
    const numbers = await make();
    keep(numbers);
    return numbers;
  }

  return (key: string, make: () => Promise<Float64Array>): Promise<Float64Array> => {
    const known = kept.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const begun = making.get(key);
    if (begun !== undefined) return begun;
    const work = makeNow(key, make).finally(() => making.delete(key));
    making.set(key, work);
    return work;
  };
}

/** Pages read through `db`, lists made by `maker`. */
export function createListPages(db: ReadableDatabase, maker: ListMaker): ListPages {
  const listOf = createKeptLists(db);

  async function whole({ offset, limit }: Window): Promise<ListPage<DocumentSummary>> {
    const first = countDocuments(db);
    const isFar = needsLandmarks({ offset, limit, dated: first.dated });
    const sought = isFar || isOnTheWay(offset, first.dated) ? listOf("landmarks", maker.dateLandmarks) : undefined;
    // Nobody waits for those that are only on the way; who does is told what went wrong.
    sought?.catch(() => undefined);
    const landmarks = isFar ? await sought : undefined;
    // Counted again: the archive may have changed while the landmarks were sought.
    const { total, dated } = landmarks === undefined ? first : countDocuments(db);
    return { total, items: summariesOf(db, wholeWindow(db, { offset, limit, dated, landmarks })) };
  }

  return {
    async documents(scope, window) {
      if (scopeCondition(db, scope).sql === "1") return whole(window);
      const numbers = await listOf(`scope ${scopeKey(db, scope)}`, () => maker.scopeNumbers(scope));
      return { total: numbers.length, items: summariesOf(db, pageOf(numbers, window)) };
    },
    async ledger(filter, window) {
      const { sourceId, state, category, importId } = filter;
      const key = `ledger ${JSON.stringify([sourceId, state, category, importId])}`;
      const numbers = await listOf(key, () => maker.ledgerNumbers(filter));
      return { total: numbers.length, items: itemsOf(db, pageOf(numbers, window)) };
    },
  };
}

/** Whether the list is being scrolled, and is long enough that landmarks may be needed at the next turn. */
function isOnTheWay(offset: number, dated: number): boolean {
  return offset > 0 && needsLandmarks({ offset: STRIDE, limit: 0, dated });
}

function pageOf(numbers: Float64Array, { offset, limit }: Window): number[] {
  return [...numbers.subarray(offset, offset + limit)];
}
