/** One import: live while it runs, its result when it is over. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlayerPause, IconPlayerStop } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ImportRun } from "../../../shared/schemas.ts";
import { api } from "../../api.ts";
import { ProgressLine } from "../../components/progress-line.tsx";
import { formatDuration } from "../../format.ts";
import { useImportRuns } from "./import-runs.ts";
import { importName, ledgerWords, progressPercent, progressWords } from "./import-words.ts";
import classes from "./run-card.module.css";

function Outcome({ run }: { readonly run: ImportRun }): ReactNode {
  switch (run.state) {
    case "running":
      return null;
    case "paused":
      return <IconPlayerPause size={18} color="var(--lh-dim)" aria-label="Paused" />;
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
  if (run.state === "paused") {
    return run.progress === null ? "Paused" : `Paused: ${ledgerWords(run.progress)} so far`;
  }
  return run.state === "cancelled" ? "Stopped; what was imported stays." : "";
}

/** Imports go one after the other: one waits while an older one runs. */
function useIsWaiting(run: ImportRun): boolean {
  return useImportRuns(({ runs }) => runs.some(({ id, state }) => id < run.id && state === "running"));
}

/** The buttons of an import that is not over. */
function Controls({ run }: { readonly run: ImportRun }): ReactNode {
  const change = useMutation({
    mutationFn: (how: "pause" | "unpause" | "cancel") => api.import[how].mutate({ id: run.id }),
  });
  const [how, label] = run.state === "paused" ? (["unpause", "Resume"] as const) : (["pause", "Pause"] as const);
  return (
    <>
      <Button size="compact-sm" variant="default" disabled={change.isPending} onClick={() => change.mutate(how)}>
        {label}
      </Button>
      <Button size="compact-sm" variant="default" disabled={change.isPending} onClick={() => change.mutate("cancel")}>
        Stop
      </Button>
    </>
  );
}

/** A card with a bar or a result line. */
export function RunCard({ run }: { readonly run: ImportRun }): ReactNode {
  const { progress } = run;
  const isOpen = run.state === "running" || run.state === "paused";
  const isWaiting = useIsWaiting(run);
  return (
    <article className={classes.card} aria-label={`Import of ${importName(run)}`}>
      <div className={classes.head}>
        <Outcome run={run} />
        <h3 className={classes.name}>{importName(run)}</h3>
        {isOpen && <Controls run={run} />}
        {!isOpen && run.error === null && <span className={classes.result}>{words(run)}</span>}
      </div>
      {run.state === "paused" && <p className={classes.message}>{words(run)}</p>}
      {!isOpen && run.error !== null && <p className={classes.message}>{words(run)}</p>}
      {run.state === "running" && (
        <ProgressLine label={`Importing ${importName(run)}`} value={progressPercent(progress)}>
          <span>
            {progress === null ? (isWaiting ? "Waiting for its turn" : "Getting ready") : ledgerWords(progress)}
          </span>
          {progress !== null && <span>{progressWords(progress)}</span>}
        </ProgressLine>
      )}
    </article>
  );
}
