/** What was read and is kept on disk: how much, how much it may be, and deleting it. */
import { Button, NumberInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { KvFile } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { countOf, formatBytes, formatListDate } from "../../format.ts";
import classes from "./saved-states.module.css";

const GIGABYTE = 1e9;

const STATES: Readonly<Record<KvFile["state"], string>> = {
  unproven: "not used yet",
  proven: "used, and it held",
  refused: "not usable",
};

function StateRow({ file, onDelete }: { readonly file: KvFile; onDelete(): void }): ReactNode {
  return (
    <li className={classes.row}>
      <div>
        <p>
          {file.model}: {countOf(file.prefixTokens, "token")}
          {file.state !== "refused" && `, ${formatBytes(file.bytes)}`}
        </p>
        <p className={classes.dim}>
          {file.place === "server" ? "On the server’s disk" : "In the archive"}, {STATES[file.state]}
          {file.reason !== null && `: ${file.reason}`}. Last used {formatListDate(file.usedAt, new Date())}.
          {file.place === "server" && ` Only the server can delete its file ${file.name}.`}
        </p>
      </div>
      <Button size="compact-sm" variant="default" onClick={onDelete} aria-label={`Delete ${file.name}`}>
        {file.place === "server" ? "Forget" : "Delete"}
      </Button>
    </li>
  );
}

/** The limit, and a row for each. */
export function SavedStates(): ReactNode {
  const { data, error } = useQuery(trpc.warm.saved.queryOptions());
  const [limit, setLimit] = useState<number | null>(null);
  const change = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.warm.pathKey() }),
  });
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return null;
  const shown = limit ?? Math.round((data.limitBytes / GIGABYTE) * 10) / 10;
  return (
    <div className={classes.saved}>
      <p className={classes.dim}>
        What the model has read is kept, so that it need not be read again after a restart. It holds your mail in
        another form and stays in the archive’s folder. In use: {formatBytes(data.bytes)} of{" "}
        {formatBytes(data.limitBytes)}.
      </p>
      <div className={classes.limit}>
        <NumberInput
          label="At most, in gigabytes"
          min={0}
          max={100_000}
          decimalScale={1}
          value={shown}
          onChange={(value) => setLimit(typeof value === "number" ? value : null)}
          w={180}
        />
        <Button
          variant="default"
          disabled={limit === null || change.isPending}
          onClick={() =>
            change.mutate(async () => {
              await api.warm.setLimit.mutate({ bytes: Math.round(shown * GIGABYTE) });
              setLimit(null);
            })
          }
        >
          Set
        </Button>
      </div>
      {change.error !== null && <ErrorNote error={change.error} />}
      {data.files.length > 0 && (
        <ul className={classes.list}>
          {data.files.map((file) => (
            <StateRow
              key={file.name}
              file={file}
              onDelete={() => change.mutate(() => api.warm.eraseSaved.mutate({ name: file.name }))}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
