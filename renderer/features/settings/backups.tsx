/** Backups of the archive: making one, which there are, deleting them, and how to go back to one. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { Backup } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { LOST_CONNECTION } from "../../errors.ts";
import { countOf, formatBytes, formatLongDate, percent } from "../../format.ts";
import { removeSoon, useRemovals } from "../../stores/removals.ts";
import { RestoreBackup, RestoreNote, useLastRestore } from "./restore-backup.tsx";
import classes from "./saved-states.module.css";

const REASONS: Readonly<Record<Backup["reason"], string>> = {
  request: "made by you",
  update: "made before an update changed the archive’s format",
  rescued: "rescued when the archive’s file was removed",
  replaced: "what a restore replaced",
};

/** Makes a backup; resolves with the number of documents that were read back from it. */
function makeBackup(onPercent: (value: number) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let documents: number | undefined;
    api.backups.make.subscribe(undefined, {
      onData(event) {
        if (event.event === "progress") onPercent(percent(event.done, event.total));
        else documents = event.documents;
      },
      onError: reject,
      onComplete: () => (documents === undefined ? reject(new Error(LOST_CONNECTION.message)) : resolve(documents)),
    });
  });
}

type RowProps = { readonly backup: Backup; readonly isAwaited: boolean; onDelete(): void; onRestore(): void };

function BackupRow({ backup, isAwaited, onDelete, onRestore }: RowProps): ReactNode {
  return (
    <li className={classes.row}>
      <div>
        <p>
          {formatLongDate(backup.madeAt)}, {formatBytes(backup.bytes)}
        </p>
        <p className={classes.dim}>
          {backup.name}, {REASONS[backup.reason]}
        </p>
      </div>
      <div className={classes.actions}>
        <RestoreBackup backup={backup} isAwaited={isAwaited} onBegun={onRestore} />
        <Button size="compact-sm" variant="default" onClick={onDelete} aria-label={`Delete ${backup.name}`}>
          Delete
        </Button>
      </div>
    </li>
  );
}

/** The button, and a row for each. */
export function Backups(): ReactNode {
  const { data, error } = useQuery(trpc.backups.list.queryOptions());
  const [done, setDone] = useState<number | null>(null);
  /** The backup that the next core is to put in place, and when the outcome was that was known before. */
  const [awaited, setAwaited] = useState<{ readonly name: string; readonly before: string | null } | null>(null);
  const [isAwaiting, setAwaiting] = useState(false);
  const outcome = useLastRestore(isAwaiting);
  const isNews = awaited !== null && (outcome?.at ?? null) !== awaited.before;
  useEffect(() => {
    setAwaiting(awaited !== null && !isNews);
    // The archive is another one: nothing that was read of it before counts.
    if (isNews) void queryClient.invalidateQueries();
  }, [awaited, isNews]);
  const refresh = (): unknown => queryClient.invalidateQueries({ queryKey: trpc.backups.pathKey() });
  const make = useMutation({
    mutationFn: () => makeBackup(setDone),
    onSettled() {
      setDone(null);
      refresh();
    },
  });
  const going = useRemovals(({ keys }) => keys);
  const remove = (name: string): void =>
    removeSoon(`backup-${name}`, "The backup is deleted.", async () => {
      await api.backups.delete.mutate({ name });
      await queryClient.invalidateQueries({ queryKey: trpc.backups.pathKey() });
    });
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return null;
  const kept = data.filter(({ name }) => !going.has(`backup-${name}`));
  return (
    <div className={classes.saved}>
      <p className={classes.dim}>
        A backup is a whole copy of the archive in its folder, read back before it counts. One is made by itself before
        an update changes the archive’s format. Copy one to another disk to be safe from this one failing; erasing a
        mail deletes all backups in the folder, because they hold it too.
      </p>
      <div className={classes.beside}>
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
          Back up now
        </Button>
        <p className={classes.dim} role="status">
          {make.isPending && done !== null && `${done} percent copied`}
          {make.data !== undefined && !make.isPending && `Made and read back: ${countOf(make.data, "document")}.`}
        </p>
      </div>
      {make.error !== null && <ErrorNote error={make.error} />}
      {!isAwaiting && <RestoreNote outcome={outcome} />}
      {kept.length > 0 && (
        <ul className={classes.list}>
          {kept.map((backup) => (
            <BackupRow
              key={backup.name}
              backup={backup}
              isAwaited={awaited?.name === backup.name && isAwaiting}
              onDelete={() => remove(backup.name)}
              onRestore={() => setAwaited({ name: backup.name, before: outcome?.at ?? null })}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
