/** The sources with the counts of their ledgers; failures open on click. */
import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { SourceRecord } from "../../../shared/schemas.ts";
import { countOf, formatCount, formatListDate } from "../../format.ts";
import { FailureList } from "./failure-list.tsx";
import classes from "./source-list.module.css";

function Source({ source }: { readonly source: SourceRecord }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { lastJob } = source;
  return (
    <li className={classes.source}>
      <div className={classes.row}>
        <div className={classes.who}>
          <h3 className={classes.name}>{source.name}</h3>
          <p className={classes.more}>
            {source.kind}, imported {formatListDate(lastJob.startedAt, new Date())}
            {lastJob.state === "cancelled" && " (stopped before its end)"}
            {lastJob.state === "paused" && " (paused)"}
            {lastJob.state === "failed" && " (did not finish)"}
          </p>
        </div>
        <dl className={classes.counts}>
          <div>
            <dt>documents</dt>
            <dd>{formatCount(source.documents)}</dd>
          </div>
          <div>
            <dt>duplicates</dt>
            <dd>{formatCount(lastJob.duplicates)}</dd>
          </div>
          <div data-bad={source.failed > 0}>
            <dt>failed</dt>
            <dd>{formatCount(source.failed)}</dd>
          </div>
        </dl>
      </div>
      {source.failed > 0 && (
        <>
          <UnstyledButton className={classes.why} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <IconChevronRight size={14} aria-hidden data-open={isOpen} className={classes.chevron} />
            Why {countOf(source.failed, "item")} failed
          </UnstyledButton>
          {isOpen && <FailureList sourceId={source.id} />}
        </>
      )}
    </li>
  );
}

/** Newest first. */
export function SourceList({ sources }: { readonly sources: readonly SourceRecord[] }): ReactNode {
  return (
    <ul className={classes.list}>
      {sources.map((source) => (
        <Source key={source.id} source={source} />
      ))}
    </ul>
  );
}
