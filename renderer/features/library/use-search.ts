/** The search box's results as a list; the answers of the model never come from here. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import type { ListSource } from "./list-source.ts";

const LIMIT = 200;

/** Null where nothing is searched for. */
export function useSearch(words: string, scope: Scope): ListSource | null {
  const [settled] = useDebouncedValue(words.trim(), 80);
  const isSearching = settled !== "" && words.trim() !== "";
  const { data, error } = useQuery(
    trpc.documents.search.queryOptions(
      { words: settled.slice(0, 1000), scope, limit: LIMIT },
      { enabled: isSearching, placeholderData: keepPreviousData },
    ),
  );
  return useMemo(
    () =>
      isSearching
        ? {
            total: data?.length,
            error,
            isCut: data?.length === LIMIT,
            at: (index) => data?.[index],
            indexOf: (id) => data?.findIndex((item) => item.id === id) ?? -1,
            show: () => undefined,
          }
        : null,
    [isSearching, data, error],
  );
}
