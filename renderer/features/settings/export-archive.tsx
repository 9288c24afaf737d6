/** The export of everything: into a folder that the owner picks in a dialog of the host. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PickResult } from "../../../shared/host-bridge.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { countOf, formatBytes, percent } from "../../format.ts";
import { host } from "../../host/host.ts";
import { FilePicker } from "../sources/file-picker.tsx";
import { cancelExport, type ExportRun, startExport, useExportRun } from "./export-run.ts";
import classes from "./saved-states.module.css";

function statusWords(run: ExportRun): string {
  if (run.state === "running") return run.total === 0 ? "Begun" : `${percent(run.done, run.total)} percent written`;
  if (run.state !== "done") return "";
  const { name, documents, bytes, rebuilt } = run.report;
  const missing =
    rebuilt === 0
      ? ""
      : ` ${countOf(rebuilt, "place")} had no file with the same bytes any more: what the archive holds was written.`;
  return `“${name}” holds ${countOf(documents, "document")}, ${formatBytes(bytes)}.${missing}`;
}

/** What it is, the button, how far it is. */
export function ExportArchive(): ReactNode {
  const [isPicking, setPicking] = useState(false);
  const run = useExportRun((state) => state.run);
  const start = useMutation({
    mutationFn: async (pick: () => Promise<PickResult>) => {
      const result = await pick();
      if (!result.ok) throw new Error(`${result.error.message} ${result.error.remedy}`.trim());
      const [folder] = result.value;
      if (folder !== undefined) startExport(folder.ticket);
    },
  });
  const { pickFolder, pickEntries } = host;
  return (
    <div className={classes.saved}>
      <p className={classes.dim}>
        Everything in formats that other programs read, in a new folder: mail as mailboxes, PDFs and files as they were,
        answers and drafts as Markdown, the rest as JSON. Importing that folder into an empty archive gives this archive
        again. It is your mail in the clear: keep it where only you can read it.
      </p>
      <div className={classes.beside}>
        {run.state === "running" ? (
          <Button variant="default" onClick={cancelExport}>
            Cancel the export
          </Button>
        ) : (
          <Button
            variant="default"
            loading={start.isPending}
            onClick={() => (pickFolder === undefined ? setPicking(true) : start.mutate(pickFolder))}
          >
            Export everything…
          </Button>
        )}
        <p className={classes.dim} role="status">
          {statusWords(run)}
        </p>
      </div>
      {run.state === "failed" && <ErrorNote error={run.error} />}
      {start.error !== null && <ErrorNote error={start.error} />}
      {pickEntries !== undefined && (
        <FilePicker
          isOpen={isPicking}
          title="Where to export to"
          action="Export here"
          isForFolder
          onClose={() => setPicking(false)}
          onPick={(tickets) => {
            setPicking(false);
            start.mutate(() => pickEntries(tickets));
          }}
        />
      )}
    </div>
  );
}
