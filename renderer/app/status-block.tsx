/** What the archive holds, which model reads it, and what is running: one block, always in sight. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { purposeWords } from "../../shared/reading-words.ts";
import type { ReadingStatus } from "../../shared/schemas.ts";
import { trpc } from "../api.ts";
import { ProgressLine } from "../components/progress-line.tsx";
import { useWarmJobs, watchWarmJobs } from "../features/prompt/warm-jobs.ts";
import { endpointName } from "../features/settings/endpoint-words.ts";
import { useImportRuns, watchImportRuns } from "../features/sources/import-runs.ts";
import { importName, progressPercent } from "../features/sources/import-words.ts";
import { countOf, formatCount, formatDuration, percent } from "../format.ts";
import { screenAddress } from "./route.ts";
import classes from "./status-block.module.css";

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

/** The model, its window, what of it is filled, and reading ahead while it runs. */
function ModelRows({ isEmpty }: { readonly isEmpty: boolean }): ReactNode {
  useEffect(watchWarmJobs, []);
  const { data: endpoint } = useQuery(trpc.settings.endpoint.queryOptions());
  const job = useWarmJobs(({ jobs }) => jobs.find(({ state }) => state === "running"));
  const { data: reading, error } = useQuery(
    trpc.warm.status.queryOptions(
      { endpoint: {} },
      { enabled: !isEmpty, refetchInterval: LOOK_INTERVAL_MS, retry: false },
    ),
  );
  return (
    <>
      {job !== undefined && (
        <a className={classes.row} href={screenAddress("ask")}>
          <span className={classes.label}>Reading ahead</span>
          <ProgressLine
            label="Reading ahead"
            value={job.totalTokens === null ? null : percent(job.doneTokens, job.totalTokens)}
          >
            <span>{job.etaMs === null ? (job.note ?? "Reading") : `about ${formatDuration(job.etaMs)} left`}</span>
          </ProgressLine>
        </a>
      )}
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
    </>
  );
}

/** Two links and, while something runs, a bar. */
export function StatusBlock(): ReactNode {
  useEffect(watchImportRuns, []);
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  const running = useImportRuns((state) => state.runs.findLast((run) => run.state === "running"));
  return (
    <section className={classes.block} aria-label="Status">
      {running !== undefined && (
        <a className={classes.row} href={screenAddress("sources")}>
          <span className={classes.label}>Importing {importName(running)}</span>
          <ProgressLine label={`Importing ${importName(running)}`} value={progressPercent(running.progress)}>
            <span>{countOf((running.progress?.imported ?? 0) + (running.progress?.duplicates ?? 0), "mail")}</span>
          </ProgressLine>
        </a>
      )}
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
    </section>
  );
}
