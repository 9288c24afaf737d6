/** The items of a source that could not be imported, with reason and place. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { LedgerItem } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { formatBytes, formatCount } from "../../format.ts";
import classes from "./failure-list.module.css";

const LIMIT = 200;

/** The item's name in its source; in a single file it has none but its place. */
function placeWords({ key, length, offset }: LedgerItem): string {
  return /^\d*$/.test(key) ? `${formatBytes(length)} at byte ${formatCount(offset)}` : key;
}

/** The first {@link LIMIT} of them. */
export function FailureList({ sourceId }: { readonly sourceId: number }): ReactNode {
  const { data, error } = useQuery(
    trpc.sources.ledger.queryOptions({ sourceId, state: "failed", after: 0, limit: LIMIT }),
  );
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Waiting label="Reading the ledger" />;
  return (
    <ul className={classes.list}>
      {data.map((item) => (
        <li key={item.id} className={classes.item}>
          <span className={classes.name}>{placeWords(item)}</span>
          <span>{item.message}</span>
        </li>
      ))}
      {data.length === LIMIT && <li className={classes.place}>Only the first {formatCount(LIMIT)} are shown.</li>}
    </ul>
  );
}
