/** The sources with the counts of their ledgers; each opens on click. */
import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { SourceRecord } from "../../../shared/schemas.ts";
import { sourceAddress } from "../../app/route.ts";
import { countOf, formatCount, formatListDate } from "../../format.ts";
import { STATE_WORDS, STATES } from "./ledger-words.ts";
import classes from "./source-list.module.css";

function Source({ source, isMissing }: { readonly source: SourceRecord; readonly isMissing: boolean }): ReactNode {
  const { lastJob } = source;
  return (
    <li className={classes.source}>
      <div className={classes.row}>
        <div className={classes.who}>
          <h3 className={classes.name}>
            <a className={classes.link} href={sourceAddress(source.id)}>
              {source.name}
            </a>
          </h3>
          <p className={classes.more}>
            {countOf(source.documents, "document")}, {source.kind}, imported{" "}
            {formatListDate(lastJob.startedAt, new Date())}
            {lastJob.state === "cancelled" && " (stopped before its end)"}
            {lastJob.state === "paused" && " (paused)"}
            {lastJob.state === "failed" && " (did not finish)"}
            {isMissing && <span className={classes.missing}>, not where it was</span>}
          </p>
        </div>
        <dl className={classes.counts}>
          {STATES.map((state) => (
            <div key={state} data-bad={state === "failed" && source.ledger.failed > 0}>
              <dt>{STATE_WORDS[state].toLowerCase()}</dt>
              <dd>{formatCount(source.ledger[state])}</dd>
            </div>
          ))}
        </dl>
        <IconChevronRight size={16} aria-hidden className={classes.chevron} />
      </div>
      {source.ledger.failed > 0 && (
        <a className={classes.why} href={sourceAddress(source.id, "failed")}>
          Why {countOf(source.ledger.failed, "item")} failed
        </a>
      )}
    </li>
  );
}

/** Newest first. */
export function SourceList({
  sources,
  missing,
}: {
  readonly sources: readonly SourceRecord[];
  /** The numbers of those that are not where they were. */
  readonly missing: readonly number[];
}): ReactNode {
  return (
    <ul className={classes.list}>
      {sources.map((source) => (
        <Source key={source.id} source={source} isMissing={missing.includes(source.id)} />
      ))}
    </ul>
  );
}
