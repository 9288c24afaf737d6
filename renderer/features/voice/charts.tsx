/** The pictures of the voice card: bars, columns and a line of dots, with words and numbers beside them. */
import type { ReactNode } from "react";
import type { Bucket, Evidence, Habit } from "../../../shared/voice.ts";
import { documentAddress, screenAddress } from "../../app/route.ts";
import { formatCount } from "../../format.ts";
import classes from "./charts.module.css";

const share = (part: number, whole: number): string => `${whole <= 0 ? 0 : Math.max(1, (part / whole) * 100)}%`;

/** Links to the mails that show something. */
export function EvidenceLinks({
  evidence,
  of,
}: {
  readonly evidence: readonly Evidence[];
  readonly of: string;
}): ReactNode {
  return (
    <span className={classes.evidence}>
      {evidence.map(({ id, quote }) => (
        <a
          key={id}
          href={documentAddress(id, { quote, back: screenAddress("voice") })}
          aria-label={`${of}: shown by ${id}`}
        >
          {id}
        </a>
      ))}
    </span>
  );
}

/** What is written in place of names and of nothing. */
export function formWords(form: string, none: string): ReactNode {
  if (form === "(none)") return <span className={classes.none}>{none}</span>;
  const [before = "", ...rest] = form.split("{name}");
  if (rest.length === 0) return form;
  return (
    <>
      {before}
      <span className={classes.slot}>name</span>
      {rest.join("name")}
    </>
  );
}

type BarsProps = { readonly habits: readonly Habit[]; readonly total: number; readonly none?: string };

/** One bar a form, as long as it is frequent. */
export function HabitBars({ habits, total, none = "none" }: BarsProps): ReactNode {
  const most = Math.max(1, ...habits.map(({ count }) => count));
  return (
    <ul className={classes.bars}>
      {habits.map(({ form, count, evidence }) => (
        <li key={form}>
          <span className={classes.form} dir="auto">
            {formWords(form, none)}
          </span>
          <span className={classes.track} aria-hidden>
            <span className={classes.fill} data-quiet={form === "(none)"} style={{ inlineSize: share(count, most) }} />
          </span>
          <span className={classes.count} title={`${formatCount(count)} of ${formatCount(total)} mails`}>
            {formatCount(count)}
          </span>
          <EvidenceLinks evidence={evidence} of={form} />
        </li>
      ))}
    </ul>
  );
}

type ColumnsProps = {
  readonly label: string;
  readonly unit: string;
  readonly columns: readonly { readonly name: string; readonly value: number; readonly shown: string }[];
};

/** Columns side by side, each with its value on top. */
export function Columns({ label, unit, columns }: ColumnsProps): ReactNode {
  const most = Math.max(1, ...columns.map(({ value }) => value));
  return (
    <figure className={classes.figure}>
      <ul className={classes.columns} aria-label={label}>
        {columns.map(({ name, value, shown }) => (
          <li key={name}>
            <span className={classes.top}>{shown}</span>
            <span className={classes.column} style={{ blockSize: share(value, most) }} aria-hidden />
            <span className={classes.name}>{name}</span>
          </li>
        ))}
      </ul>
      <figcaption className={classes.caption}>{unit}</figcaption>
    </figure>
  );
}

/** `10–24`, the last one open. */
export function bucketColumns(buckets: readonly Bucket[]): ColumnsProps["columns"] {
  return buckets.map(({ from, to, count }) => ({
    name: to === null ? `${from}+` : to - from === 1 ? String(from) : `${from}–${to - 1}`,
    value: count,
    shown: formatCount(count),
  }));
}

/** A dot on a line from one word to its opposite. */
export function DotLine({
  value,
  low,
  high,
}: {
  readonly value: number;
  readonly low: string;
  readonly high: string;
}): ReactNode {
  return (
    <span
      className={classes.dotline}
      role="img"
      aria-label={`${Math.round(value * 100)} of 100 from ${low} to ${high}`}
    >
      <span className={classes.dot} style={{ insetInlineStart: `${value * 100}%` }} />
    </span>
  );
}
