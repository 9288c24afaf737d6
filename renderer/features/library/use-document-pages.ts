/** The whole archive as a list, fetched by the page as it comes into sight. */
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { pagesFor } from "../../components/long-list/pages.ts";
import type { ListSource } from "./list-source.ts";

/** Documents a request. */
export const PAGE_SIZE = 100;

/** Fetches nothing while it is not `isShown`. */
export function useDocumentPages(isShown: boolean, scope: Scope): ListSource {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = useMemo(() => pagesFor(range.first, range.last, PAGE_SIZE), [range]);
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.documents.page.queryOptions(
        { scope, offset: page * PAGE_SIZE, limit: PAGE_SIZE },
        { enabled: isShown, placeholderData: keepPreviousData },
      ),
    ),
  });
  const data = results.map((result) => (result.isPlaceholderData ? undefined : result.data));
  const total = results.find((result) => result.data !== undefined)?.data?.total;
  const error = results.find((result) => result.error !== null)?.error ?? null;
  const stamp = results.map((result) => result.dataUpdatedAt).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamp` stands for `data`, which is new at every render.
  return useMemo(
    () => ({
      total,
      error,
      isCut: false,
      at: (index) => data[pages.indexOf(Math.floor(index / PAGE_SIZE))]?.items[index % PAGE_SIZE],
      indexOf(id) {
        for (const [position, page] of data.entries()) {
          const within = page?.items.findIndex((item) => item.id === id) ?? -1;
          if (within >= 0) return (pages[position] ?? 0) * PAGE_SIZE + within;
        }
        return -1;
      },
      show: (first, last) =>
        setRange((before) => (before.first === first && before.last === last ? before : { first, last })),
    }),
    [total, error, stamp, pages],
  );
}
