/** What the archive holds, which model reads it, and what is running: one block, always in sight. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { trpc } from "../api.ts";
import { ProgressLine } from "../components/progress-line.tsx";
import { endpointName } from "../features/settings/endpoint-words.ts";
import { useImportRuns, watchImportRuns } from "../features/sources/import-runs.ts";
import { importName, progressPercent } from "../features/sources/import-words.ts";
import { countOf, formatCount } from "../format.ts";
import { screenAddress } from "./route.ts";
import classes from "./status-block.module.css";

function years(first: string | null, last: string | null): string {
  if (first === null || last === null) return "";
  const [from, to] = [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear()];
  return from === to ? String(from) : `${from} to ${to}`;
}

/** Two links and, while something runs, a bar. */
export function StatusBlock(): ReactNode {
  useEffect(watchImportRuns, []);
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  const { data: endpoint } = useQuery(trpc.settings.endpoint.queryOptions());
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
      <a className={classes.row} href={screenAddress("settings")}>
        <span className={classes.label}>Model</span>
        <span className={classes.value}>{endpoint === undefined ? "…" : endpointName(endpoint.choice)}</span>
      </a>
    </section>
  );
}
