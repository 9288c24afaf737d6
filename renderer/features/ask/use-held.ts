/** What a sweep would push out of the model's memory: many prefixes pass through it, one after the other. */
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../api.ts";
import { countOf } from "../../format.ts";

/** A sentence for the owner; null where nothing was read ahead. */
export function useHeld(): string | null {
  const { data } = useQuery(trpc.warm.status.queryOptions({ endpoint: {} }, { retry: false, staleTime: 5000 }));
  if (data === undefined || !data.isWarm || data.heldTokens === 0) return null;
  return (
    `This pushes the ${countOf(data.heldTokens, "token")} that were read ahead out of memory` +
    (data.savesKv ? "; they are kept on disk and loaded again." : "; they would have to be read again.")
  );
}
