/** The pages of a ledger that are in sight; the rest stays in the core. */
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { LedgerFilter, LedgerItem } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { pagesFor } from "../../components/long-list/pages.ts";

const PAGE_SIZE = 100;

/** Items by their place in the list; `total` undefined until it is known. */
export type LedgerPages = {
  readonly total: number | undefined;
  readonly error: unknown;
  at(index: number): LedgerItem | undefined;
  show(first: number, last: number): void;
};

/** Fetches what `show` says is in sight. */
export function useLedgerPages(filter: LedgerFilter): LedgerPages {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = useMemo(() => pagesFor(range.first, range.last, PAGE_SIZE), [range]);
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.sources.page.queryOptions(
        { ...filter, offset: page * PAGE_SIZE, limit: PAGE_SIZE },
        { placeholderData: keepPreviousData },
      ),
    ),
  });
  const data = results.map((result) => (result.isPlaceholderData ? undefined : result.data));
  const total = data.find((page) => page !== undefined)?.total;
  const error = results.find((result) => result.error !== null)?.error ?? null;
  const stamp = results.map((result) => `${result.dataUpdatedAt}${result.isPlaceholderData}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamp` stands for `data`, which is new at every render.
  return useMemo(
    () => ({
      total,
      error,
      at: (index) => data[pages.indexOf(Math.floor(index / PAGE_SIZE))]?.items[index % PAGE_SIZE],
      show: (first, last) =>
        setRange((before) => (before.first === first && before.last === last ? before : { first, last })),
    }),
    [total, error, stamp, pages],
  );
}
