/** One import: live while it runs, its result when it is over. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlayerStop } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ImportRun } from "../../../shared/schemas.ts";
import { api } from "../../api.ts";
import { ProgressLine } from "../../components/progress-line.tsx";
import { formatDuration } from "../../format.ts";
import { importName, ledgerWords, progressPercent, progressWords } from "./import-words.ts";
import classes from "./run-card.module.css";

function Outcome({ run }: { readonly run: ImportRun }): ReactNode {
  switch (run.state) {
    case "running":
      return null;
    case "done":
      return run.summary !== null && run.summary.failed > 0 ? (
        <IconAlertTriangle size={18} color="var(--lh-warn)" aria-label="Done, with failures" />
      ) : (
        <IconCircleCheck size={18} color="var(--lh-good)" aria-label="Done" />
      );
    case "cancelled":
      return <IconPlayerStop size={18} color="var(--lh-dim)" aria-label="Stopped" />;
    case "failed":
      return <IconCircleX size={18} color="var(--lh-bad)" aria-label="Failed" />;
  }
}

function words(run: ImportRun): string {
  if (run.error !== null) return run.error.message;
  if (run.summary !== null) return `${ledgerWords(run.summary)}, in ${formatDuration(run.summary.seconds * 1000)}`;
  return run.state === "cancelled" ? "Stopped; what was imported stays." : "";
}

/** A card with a bar or a result line. */
export function RunCard({ run }: { readonly run: ImportRun }): ReactNode {
  const { progress } = run;
  return (
    <article className={classes.card} aria-label={`Import of ${importName(run)}`}>
      <div className={classes.head}>
        <Outcome run={run} />
        <h3 className={classes.name}>{importName(run)}</h3>
        {run.state === "running" ? (
          <Button size="compact-sm" variant="default" onClick={() => void api.import.cancel.mutate({ id: run.id })}>
            Stop
          </Button>
        ) : (
          <span className={classes.result}>{words(run)}</span>
        )}
      </div>
      {run.state === "running" && (
        <ProgressLine label={`Importing ${importName(run)}`} value={progressPercent(progress)}>
          <span>{progress === null ? "Waiting for its turn" : ledgerWords(progress)}</span>
          {progress !== null && <span>{progressWords(progress)}</span>}
        </ProgressLine>
      )}
    </article>
  );
}
