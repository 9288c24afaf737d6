/** What Longhand connected to: whether anything left this machine, and every connection behind it. */
import { Button, SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { beyondWords, outcomeWords, placeWords, purposeWords } from "../../../shared/egress-words.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { countOf, formatBytes, formatDay, formatListDate } from "../../format.ts";
import { type ConnectionRow, connectionRows } from "./connection-rows.ts";
import classes from "./connections.module.css";

const FEW = 40;
const MANY = 1000;

function Row({ row }: { readonly row: ConnectionRow }): ReactNode {
  const { first, entries } = row;
  const made = entries.filter(({ outcome }) => outcome !== "failed").length;
  const sent = entries.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  const received = entries.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  const isLook = first.purpose === "look";
  return (
    <li className={classes.row} data-outcome={first.outcome} data-beyond={!first.isLocal}>
      <span className={classes.words}>
        <span className={classes.place}>
          {isLook ? "This machine’s usual ports" : placeWords(first)}
          {!isLook && first.isLocal && <span className={classes.mark}>this machine</span>}
          {first.isEncrypted && <span className={classes.mark}>encrypted</span>}
        </span>
        <span className={classes.dim}>
          {isLook
            ? `Looked for model servers: ${countOf(entries.length, "connection")}, ${made === 0 ? "nothing answered" : `${made} answered`}`
            : `For ${purposeWords(first.purpose)}; ${outcomeWords(first)}`}
        </span>
      </span>
      <span className={classes.figures}>
        <time dateTime={first.at}>{formatListDate(first.at, new Date())}</time>
        <span className={classes.dim}>
          {sent + received === 0 ? "nothing sent" : `${formatBytes(sent)} out, ${formatBytes(received)} in`}
        </span>
      </span>
    </li>
  );
}

/** The sentence, the places beyond this machine, and the log. */
export function Connections(): ReactNode {
  const [beyond, setBeyond] = useState(false);
  const [limit, setLimit] = useState(FEW);
  const { data, error } = useQuery(
    trpc.egress.list.queryOptions({ limit, beyond }, { placeholderData: keepPreviousData, staleTime: 0 }),
  );
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return null;
  return (
    <div className={classes.connections}>
      <p>{beyondWords(data, formatDay)}</p>
      {data.beyond.length > 0 && (
        <ul className={classes.places}>
          {data.beyond.map((place) => (
            <li key={placeWords(place)}>
              <strong>{placeWords(place)}</strong>, {countOf(place.connections, "connection")},{" "}
              {formatBytes(place.sentBytes)} sent
            </li>
          ))}
        </ul>
      )}
      <p className={classes.dim}>
        Every connection that Longhand opens is noted: where to, what for and how much, never what was said.
      </p>
      {data.total > 0 && (
        <>
          <SegmentedControl
            size="xs"
            className={classes.choice ?? ""}
            aria-label="Which connections to list"
            value={beyond ? "beyond" : "all"}
            onChange={(value) => setBeyond(value === "beyond")}
            data={[
              { value: "all", label: "All" },
              { value: "beyond", label: "Beyond this machine" },
            ]}
          />
          {data.connections.length === 0 ? (
            <p className={classes.dim}>None.</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by keys.
            <ul className={classes.list} aria-label="Connections, the newest first" tabIndex={0}>
              {connectionRows(data.connections).map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name of their own, and rows hold no state.
                <Row key={`${row.first.at} ${index}`} row={row} />
              ))}
            </ul>
          )}
          {limit === FEW && data.connections.length === FEW && (
            <Button variant="default" size="compact-sm" className={classes.choice ?? ""} onClick={() => setLimit(MANY)}>
              Show more
            </Button>
          )}
        </>
      )}
    </div>
  );
}
