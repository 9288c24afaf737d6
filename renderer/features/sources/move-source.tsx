/** Says where a source lies now, through the host's own dialog: the page names a ticket, never a path. */
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PickResult } from "../../../shared/host-bridge.ts";
import { api } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { host } from "../../host/host.ts";
import { FilePicker } from "./file-picker.tsx";

type Props = { readonly sourceId: number; readonly isMissing: boolean };

/** A button, and what came of it. The core looks whether the source's mail really lies there. */
export function MoveSource({ sourceId, isMissing }: Props): ReactNode {
  const client = useQueryClient();
  const [isPicking, setPicking] = useState(false);
  const moving = useMutation({
    mutationFn: async (pick: () => Promise<PickResult>) => {
      const result = await pick();
      if (!result.ok) throw new Error(`${result.error.message} ${result.error.remedy}`.trim());
      const [picked] = result.value;
      if (picked === undefined) return false;
      await api.sources.move.mutate({ sourceId, ticket: picked.ticket });
      await client.invalidateQueries();
      return true;
    },
  });
  const choose = (): void => {
    if (host.pickFiles === undefined) setPicking(true);
    else moving.mutate(host.pickFiles);
  };
  const { pickEntries } = host;
  return (
    <>
      <Button size="xs" variant={isMissing ? "filled" : "default"} loading={moving.isPending} onClick={choose}>
        It was moved…
      </Button>
      {moving.error !== null && <ErrorNote error={moving.error} />}
      {moving.data === true && <span role="status">Longhand knows where it is now.</span>}
      {pickEntries !== undefined && (
        <FilePicker
          isOpen={isPicking}
          title="Where is it now?"
          action="It is this one"
          onClose={() => setPicking(false)}
          onPick={(tickets) => {
            setPicking(false);
            moving.mutate(() => pickEntries(tickets.slice(0, 1)));
          }}
        />
      )}
    </>
  );
}
