/** Goes back to a backup: asks first, then the core is started anew with it. */
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Backup, RestoreOutcome } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatLongDate } from "../../format.ts";
import classes from "./saved-states.module.css";

/** How often the new core is asked how it went, while it is awaited. */
const ASK_MS = 500;

/** How the last restore ended; nothing where there was none. */
export function RestoreNote({ outcome }: { readonly outcome: RestoreOutcome | null | undefined }): ReactNode {
  if (outcome === null || outcome === undefined) return null;
  if (outcome.error !== null)
    return (
      <Notice tone="bad" title={`The archive is as it was: ${outcome.error.message}`} role="alert">
        {outcome.error.remedy !== "" && <p>{outcome.error.remedy}</p>}
      </Notice>
    );
  return (
    <Notice tone="good" title={`The archive holds ${countOf(outcome.documents ?? 0, "document")} again.`} role="status">
      {outcome.replaced !== null && <p>What it replaced is kept as {outcome.replaced}.</p>}
    </Notice>
  );
}

/** The last outcome, asked for again and again while a restore is awaited. */
export function useLastRestore(awaited: boolean): RestoreOutcome | null | undefined {
  return useQuery(trpc.backups.lastRestore.queryOptions(undefined, { refetchInterval: awaited ? ASK_MS : false })).data;
}

type Props = { readonly backup: Backup; readonly isAwaited: boolean; onBegun(): void };

/** The button of a row, with its question. */
export function RestoreBackup({ backup, isAwaited, onBegun }: Props): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const restore = useMutation({
    mutationFn: () => api.backups.restore.mutate({ name: backup.name }),
    onSuccess() {
      setAsking(false);
      onBegun();
      void queryClient.invalidateQueries();
    },
  });
  const close = (): void => setAsking(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={isAwaited}
        onClick={() => setAsking(true)}
        aria-label={`Go back to ${backup.name}`}
      >
        Go back to it…
      </Button>
      <Modal
        opened={isAsking}
        onClose={close}
        title="Go back to this backup?"
        centered
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <div className={classes.saved}>
          <p>
            The archive becomes what it was on {formatLongDate(backup.madeAt)}: mail imported, questions asked and
            drafts written since are not in it. What it is now is kept as a backup, so that you can come back.
            Longhand’s archive process starts anew; this takes a moment, and whatever is under way stops.
          </p>
          {restore.error !== null && <ErrorNote error={restore.error} />}
          <div className={classes.foot}>
            <Button variant="default" onClick={close} data-autofocus>
              Keep it as it is
            </Button>
            <Button loading={restore.isPending} onClick={() => restore.mutate()}>
              Go back
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
