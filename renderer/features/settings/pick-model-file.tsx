/** Takes a GGUF file as the model: by the system's dialog, or by the page's own picker in a browser. */
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PickResult } from "../../../shared/host-bridge.ts";
import { api } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { countOf } from "../../format.ts";
import { host } from "../../host/host.ts";
import { showToast } from "../../stores/toasts.ts";
import { FilePicker } from "../sources/file-picker.tsx";

/** A button; what it chose is in use at once, where it opens as a model. */
export function PickModelFile(): ReactNode {
  const client = useQueryClient();
  const [isPicking, setPicking] = useState(false);
  const use = useMutation({
    mutationFn: async (pick: () => Promise<PickResult>) => {
      const result = await pick();
      if (!result.ok) throw new Error(`${result.error.message} ${result.error.remedy}`.trim());
      const [file] = result.value;
      if (file === undefined) return;
      const { model, windowTokens } = await api.settings.useModelFile.mutate({ ticket: file.ticket });
      await client.invalidateQueries();
      showToast({ text: `${model} is in use: a window of ${countOf(windowTokens, "token")}.`, tone: "good" });
    },
  });
  return (
    <>
      <Button
        variant="default"
        loading={use.isPending}
        onClick={() => {
          if (host.pickFiles === undefined) setPicking(true);
          else use.mutate(host.pickFiles);
        }}
      >
        A model file (GGUF)…
      </Button>
      {use.error !== null && <ErrorNote error={use.error} />}
      {host.listFolder !== undefined && (
        <FilePicker
          isOpen={isPicking}
          title="Choose a GGUF file"
          action="Use it"
          onClose={() => setPicking(false)}
          onPick={(tickets) => {
            setPicking(false);
            const { pickEntries } = host;
            if (pickEntries !== undefined) use.mutate(() => pickEntries(tickets.slice(0, 1)));
          }}
        />
      )}
    </>
  );
}
