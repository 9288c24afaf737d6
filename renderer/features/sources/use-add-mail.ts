/** From files to a running import: tickets from the host, then the API. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { PickResult } from "../../../shared/host-bridge.ts";
import { api, trpc } from "../../api.ts";
import type { HandOver } from "../../host/page-host.ts";

type Pick = (onHandOver: (progress: HandOver) => void) => Promise<PickResult>;

/** `add` asks for tickets and starts; nothing happens when the owner picked nothing. */
export function useAddMail(): {
  add(pick: Pick): Promise<void>;
  readonly handOver: HandOver | null;
  readonly error: unknown;
  readonly isBusy: boolean;
} {
  const [handOver, setHandOver] = useState<HandOver | null>(null);
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: async (pick: Pick) => {
      const result = await pick(setHandOver);
      setHandOver(null);
      if (!result.ok) throw new Error(`${result.error.message} ${result.error.remedy}`.trim());
      if (result.value.length === 0) return;
      await api.import.start.mutate({ tickets: result.value.map((file) => file.ticket) });
      await client.invalidateQueries({ queryKey: trpc.sources.pathKey() });
    },
    onSettled: () => setHandOver(null),
  });
  return {
    add: async (pick) => mutation.mutateAsync(pick).catch(() => undefined),
    handOver,
    error: mutation.error,
    isBusy: mutation.isPending,
  };
}
