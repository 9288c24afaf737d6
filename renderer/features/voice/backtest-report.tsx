/** The report of a backtest as pictures: each measure a line, each arm a dot with its interval. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Arm, ArmScores, BacktestGroup, BacktestReport, Measure } from "../../../shared/voice.ts";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatCount, personName } from "../../format.ts";
import classes from "./backtest.module.css";

type Row = {
  readonly name: string;
  readonly hint: string;
  readonly of: (arm: ArmScores) => Measure;
  readonly real?: (group: BacktestGroup) => Measure;
  readonly isPooled?: true;
  readonly isShare?: true;
  /** Where a draft would be just as what was written; marked, and always in the picture. */
  readonly same?: number;
};

const ROWS: readonly Row[] = [
  {
    name: "Distance from your hand",
    hint: "cosine Delta of the pooled drafts: further left is more like you",
    of: (arm) => arm.cosineDelta,
    real: (group) => group.real.cosineDelta,
    isPooled: true,
  },
  {
    name: "Burrows’s Delta",
    hint: "the older measure of the same: further left is more like you",
    of: (arm) => arm.burrowsDelta,
    real: (group) => group.real.burrowsDelta,
    isPooled: true,
  },
  {
    name: "Distance from the nearest other",
    hint: "cosine Delta to the most similar of the others: further right is less like them",
    of: (arm) => arm.impostorDelta,
    isPooled: true,
  },
  { name: "Your greeting", hint: "share of drafts that begin as you did", of: (arm) => arm.greeting, isShare: true },
  { name: "Your closing", hint: "share of drafts that end as you did", of: (arm) => arm.closing, isShare: true },
  { name: "Length", hint: "times what you wrote; the mark is 1, the same", of: (arm) => arm.lengthRatio, same: 1 },
  {
    name: "Letters in common",
    hint: "similarity of letter sequences",
    of: (arm) => arm.ngramSimilarity,
    isShare: true,
  },
  {
    name: "Copied passages",
    hint: "share of drafts with words from mail to somebody else",
    of: (arm) => arm.copied,
    isShare: true,
  },
];

const armName = (arm: Arm): string => (arm === "all" ? "all" : String(arm));

function shown(measure: NonNullable<Measure>, isShare: boolean): string {
  const text = (value: number): string => (isShare ? `${Math.round(value * 100)} %` : value.toFixed(2));
  return `${text(measure.value)} (${text(measure.low)} to ${text(measure.high)})`;
}

function Line({
  row,
  group,
  minWords,
}: {
  readonly row: Row;
  readonly group: BacktestGroup;
  readonly minWords: number;
}): ReactNode {
  const points = group.arms.map((arm) => ({ arm: arm.arm, measure: row.of(arm) }));
  const real = row.real?.(group) ?? null;
  const highest = Math.max(
    row.isShare === true ? 1 : (row.same ?? 0.01),
    ...[...points.map(({ measure }) => measure), real].map((m) => m?.high ?? 0),
  );
  const mark = real?.value ?? row.same;
  const at = (value: number): string => `${Math.max(0, Math.min(1, value / highest)) * 100}%`;
  return (
    <div className={classes.measure}>
      <p className={classes.name}>
        {row.name} <span className={classes.quiet}>{row.hint}</span>
      </p>
      {points.every(({ measure }) => measure === null) ? (
        <p className={classes.quiet}>
          {row.isPooled === true
            ? `Not enough text: ${formatCount(minWords)} pooled words and two other senders are needed.`
            : "Not told"}
        </p>
      ) : (
        <ul className={classes.points} aria-label={row.name}>
          {points.map(({ arm, measure }) => (
            <li key={arm}>
              <span className={classes.arm}>{armName(arm)}</span>
              <span className={classes.axis} aria-hidden>
                {measure !== null && (
                  <>
                    <span
                      className={classes.interval}
                      style={{ insetInlineStart: at(measure.low), insetInlineEnd: `calc(100% - ${at(measure.high)})` }}
                    />
                    <span className={classes.point} style={{ insetInlineStart: at(measure.value) }} />
                  </>
                )}
                {mark !== undefined && <span className={classes.real} style={{ insetInlineStart: at(mark) }} />}
              </span>
              <span className={classes.figure}>
                {measure === null ? "not enough text" : shown(measure, row.isShare === true)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {real !== null && <p className={classes.quiet}>The mark is what you really wrote: {shown(real, false)}.</p>}
    </div>
  );
}

function Group({ group, minWords }: { readonly group: BacktestGroup; readonly minWords: number }): ReactNode {
  return (
    <div className={classes.group}>
      {ROWS.map((row) => (
        <Line key={row.name} row={row} group={group} minWords={minWords} />
      ))}
    </div>
  );
}

/** The verdict first, then all drafts, then each correspondent. */
export function BacktestReportView({ report }: { readonly report: BacktestReport }): ReactNode {
  const [shownPerson, setShownPerson] = useState<string | null>(null);
  return (
    <div className={classes.report} data-testid="backtest-report">
      <Notice tone={report.best === null ? "info" : "good"} title={report.verdict}>
        <p>
          {countOf(report.all.replies, "reply", "replies")}, {countOf(report.all.realWords, "word")} of yours, compared
          with {countOf(report.impostors, "other sender")}. Lines are the range in which 95 of 100 such samples lie.
        </p>
      </Notice>
      <p className={classes.legend}>Each line: drafts from 0, 20 and all examples.</p>
      <Group group={report.all} minWords={report.minWords} />
      {report.people.map((group) => {
        const key = group.person?.address ?? "";
        const isShown = shownPerson === key;
        return (
          <div key={key} className={classes.person}>
            <Button
              variant="subtle"
              size="compact-sm"
              aria-expanded={isShown}
              onClick={() => setShownPerson(isShown ? null : key)}
            >
              <bdi>{personName(group.person)}</bdi>, {countOf(group.replies, "reply", "replies")}
            </Button>
            {isShown && <Group group={group} minWords={report.minWords} />}
          </div>
        );
      })}
    </div>
  );
}
