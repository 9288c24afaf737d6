/** The items of a source that could not be imported, with reason and place. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { formatBytes, formatCount } from "../../format.ts";
import classes from "./failure-list.module.css";

const LIMIT = 200;

/** The first {@link LIMIT} of them. */
export function FailureList({ sourceId }: { readonly sourceId: number }): ReactNode {
  const { data, error } = useQuery(trpc.sources.failures.queryOptions({ sourceId, limit: LIMIT }));
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Waiting label="Reading the ledger" />;
  return (
    <ul className={classes.list}>
      {data.map((item) => (
        <li key={item.offset} className={classes.item}>
          <span>{item.message}</span>
          <span className={classes.place}>
            {formatBytes(item.length)} at byte {formatCount(item.offset)}
          </span>
        </li>
      ))}
      {data.length === LIMIT && <li className={classes.place}>Only the first {formatCount(LIMIT)} are shown.</li>}
    </ul>
  );
}
