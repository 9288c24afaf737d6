/** What the archive holds, which model reads it, and what is running: one block, always in sight. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { purposeWords } from "../../shared/reading-words.ts";
import type { ReadingStatus } from "../../shared/schemas.ts";
import { trpc } from "../api.ts";
import { ProgressLine } from "../components/progress-line.tsx";
import { useWarmJobs } from "../features/prompt/warm-jobs.ts";
import { endpointName } from "../features/settings/endpoint-words.ts";
import { countOf, formatCount, formatDuration } from "../format.ts";
import { screenAddress } from "./route.ts";
import classes from "./status-block.module.css";
import { useWork, useWorkNotes } from "./work.ts";

function years(first: string | null, last: string | null): string {
  if (first === null || last === null) return "";
  const [from, to] = [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear()];
  return from === to ? String(from) : `${from} to ${to}`;
}

/** What the endpoint holds and does; the words stay short, the forms say more. */
function readingWords(reading: ReadingStatus): string {
  if (reading.running !== null) {
    const waiting = reading.waiting === 0 ? "" : `, ${formatCount(reading.waiting)} waiting`;
    return `Busy with ${purposeWords(reading.running)}${waiting}`;
  }
  if (reading.lost !== null) return `No longer read: ${reading.lost.words}`;
  if (reading.heldTokens === 0) return "Nothing read yet";
  return `${countOf(reading.heldTokens, "token")} read${reading.isWarm ? " ahead" : ""}`;
}

/** How often what the endpoint holds is looked at: a server may be started anew at any time. */
const LOOK_INTERVAL_MS = 20_000;
/** While it is busy: "busy" must not stand there when the work is over. */
const BUSY_INTERVAL_MS = 2000;

/** The model, its window, and what of it is filled. */
function ModelRows({ isEmpty }: { readonly isEmpty: boolean }): ReactNode {
  const { data: endpoint } = useQuery(trpc.settings.endpoint.queryOptions());
  const job = useWarmJobs(({ jobs }) => jobs.find(({ state }) => state === "running"));
  const { data: reading, error } = useQuery(
    trpc.warm.status.queryOptions(
      { endpoint: {} },
      {
        enabled: !isEmpty,
        refetchInterval: ({ state }) => (state.data?.running == null ? LOOK_INTERVAL_MS : BUSY_INTERVAL_MS),
        retry: false,
      },
    ),
  );
  return (
    <a className={classes.row} href={screenAddress("settings")}>
      <span className={classes.label}>Model</span>
      <span className={classes.value}>
        {endpoint === undefined ? "…" : endpointName(endpoint.choice)}
        {reading !== undefined && error === null && (
          <>
            <span className={classes.more}>Window: {countOf(reading.windowTokens, "token")}</span>
            {job === undefined && <span className={classes.more}>{readingWords(reading)}</span>}
          </>
        )}
        {error !== null && <span className={classes.more}>It does not answer</span>}
      </span>
    </a>
  );
}

/** How often the log of connections is looked at. */
const EGRESS_INTERVAL_MS = 30_000;

/** Whether anything went beyond this machine. */
function EgressRow(): ReactNode {
  const { data } = useQuery(
    trpc.egress.list.queryOptions({ limit: 1, beyond: true }, { refetchInterval: EGRESS_INTERVAL_MS, retry: false }),
  );
  if (data === undefined) return null;
  const [only] = data.beyond;
  return (
    <a className={classes.row} href={screenAddress("settings")}>
      <span className={classes.label}>Network</span>
      <span className={classes.value}>
        {only === undefined
          ? "Nothing left this machine"
          : data.beyond.length === 1
            ? `Only to ${only.host}`
            : `To ${countOf(data.beyond.length, "place")} beyond this machine`}
      </span>
    </a>
  );
}

/** Work under way, then what there is: archive, model, network. Each leads to where more is said. */
export function StatusBlock(): ReactNode {
  const work = useWork();
  useWorkNotes(work);
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  return (
    <section className={classes.block} aria-label="Status">
      {work.map((item) => (
        <a key={item.key} className={classes.row} href={item.address}>
          <span className={classes.label}>{item.words}</span>
          <ProgressLine label={item.words} value={item.percent}>
            <span>{item.etaMs === null ? (item.note ?? "Under way") : `about ${formatDuration(item.etaMs)} left`}</span>
          </ProgressLine>
        </a>
      ))}
      <a className={classes.row} href={screenAddress("library")}>
        <span className={classes.label}>Archive</span>
        <span className={classes.value}>
          {status === undefined ? "…" : countOf(status.documents, "document")}
          {status !== undefined && status.documents > 0 && (
            <span className={classes.more}>{years(status.firstDate, status.lastDate)}</span>
          )}
          {status?.canWrite === false && <span className={classes.more}>Reading only: another program writes it</span>}
          {status !== undefined && status.failed > 0 && (
            <span className={classes.more}>{formatCount(status.failed)} could not be read</span>
          )}
        </span>
      </a>
      <ModelRows isEmpty={status === undefined || status.documents === 0} />
      <EgressRow />
    </section>
  );
}
