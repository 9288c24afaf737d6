/** What reading a scope costs, before it is read: documents, tokens, window. Says plainly when it does not fit. */
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { CorpusReport, Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatCount, formatDay } from "../../format.ts";
import classes from "./cost-line.module.css";
import { Counting } from "./counting.tsx";
import { LeftOut } from "./left-out.tsx";
import { ReadAhead, usePrediction } from "./read-ahead.tsx";

/** Beyond this the bundled model begins to miss what it read. */
const DEMONSTRATION_TOKENS = 1500;

/** Says how much the bundled model reads well, and how to come down to it. */
function BeyondDemonstration({ scope, onScope }: { readonly scope: Scope; onScope(scope: Scope): void }): ReactNode {
  const { data } = useQuery(
    trpc.corpus.newest.queryOptions(
      { scope, endpoint: {}, tokens: DEMONSTRATION_TOKENS },
      { staleTime: 60_000, retry: false },
    ),
  );
  const newest = data ?? null;
  return (
    <Notice
      tone="warn"
      title={`The demonstration model reads only about ${formatCount(DEMONSTRATION_TOKENS)} tokens well.`}
    >
      <p>
        Beyond that it takes minutes and answers nonsense. Narrow what is read, or connect a real model in{" "}
        <a href={screenAddress("settings")}>Settings</a>.
      </p>
      {newest !== null && (
        <Button
          size="xs"
          variant="default"
          className={classes.narrow ?? ""}
          onClick={() => onScope({ ...scope, since: newest.since })}
        >
          Read the newest {countOf(newest.documents, "document")}, from {formatDay(newest.since)} on
        </Button>
      )}
    </Notice>
  );
}

/** The report of a scope on the saved endpoint. */
export function useCost(scope: Scope): { readonly report: CorpusReport | undefined; readonly error: unknown } {
  const { data, error } = useQuery(
    trpc.corpus.report.queryOptions(
      { scope, endpoint: {} },
      { staleTime: 60_000, placeholderData: keepPreviousData, retry: false },
    ),
  );
  return { report: error === null ? data : undefined, error };
}

function numbers(report: CorpusReport): string {
  const tokens = `${report.exact ? "" : "about "}${countOf(report.tokens, "token")}`;
  // What was withdrawn is not read, or not listened to.
  return `${countOf(report.in + report.folded, "document")}, ${tokens}; the window has ${formatCount(report.window)}`;
}

function DoesNotFit({ report, scope }: { readonly report: CorpusReport; readonly scope: Scope }): ReactNode {
  const { data: fit } = useQuery(trpc.corpus.fit.queryOptions({ scope, endpoint: {} }, { retry: false }));
  return (
    <Notice tone="warn" title="This does not fit the model’s window.">
      <p>
        {numbers(report)}. Narrow what is read, choose a model with a larger window in{" "}
        <a href={screenAddress("settings")}>Settings</a>, or read only the newest that fit.
      </p>
      {fit !== undefined && (
        <p>
          The newest that fit: {countOf(fit.kept, "document")} of {formatCount(report.documents)}.{" "}
          <LeftOut ids={fit.leftOut} verb="would stay out" />
        </p>
      )}
    </Notice>
  );
}

/**
 * Nothing restricts by itself: the button of the form says when only the newest will be read. `whenTooLarge` stands in
 * place of what is said where the scope does not fit.
 */
export function CostLine({
  scope,
  what = "question",
  onScope,
  whenTooLarge,
}: {
  readonly scope: Scope;
  readonly what?: "question" | "draft";
  onScope(scope: Scope): void;
  readonly whenTooLarge?: (report: CorpusReport) => ReactNode;
}): ReactNode {
  const { report, error } = useCost(scope);
  const { data: saved } = useQuery(trpc.settings.endpoint.queryOptions());
  const isDemonstration = saved !== undefined && saved.choice.address === undefined;
  if (error !== null) return <ErrorNote error={error} />;
  if (report === undefined) {
    return (
      <Counting>
        <p className={classes.line}>Counting what there is to read…</p>
      </Counting>
    );
  }
  if (!report.fits) return whenTooLarge?.(report) ?? <DoesNotFit report={report} scope={scope} />;
  if (isDemonstration && report.tokens > DEMONSTRATION_TOKENS) {
    return (
      <>
        <p className={classes.line} data-testid="cost-line">
          {numbers(report)}: fits
        </p>
        <ReadAhead scope={scope} what={what} />
        <BeyondDemonstration scope={scope} onScope={onScope} />
      </>
    );
  }
  return (
    <>
      <p className={classes.line} data-testid="cost-line">
        <IconCheck size={15} stroke={2.2} className={classes.icon} aria-hidden />
        {numbers(report)}: fits
      </p>
      <ReadAhead scope={scope} what={what} />
    </>
  );
}

/**
 * The buttons that send: one where it fits; where it does not, only the explicit "newest that fit"; where it would push
 * out what was read ahead, one that says "anyway".
 */
export function SendButtons({
  scope,
  label,
  isDisabled,
  onSend,
}: {
  readonly scope: Scope;
  readonly label: string;
  readonly isDisabled: boolean;
  onSend(fit: "newest" | undefined, allowEvict?: boolean): void;
}): ReactNode {
  const { report, error } = useCost(scope);
  const evicts = usePrediction(scope, report?.fits === true)?.evicts ?? null;
  if (report !== undefined && !report.fits) {
    return (
      <Button variant="default" disabled={isDisabled} onClick={() => onSend("newest")}>
        {label} the newest that fit
      </Button>
    );
  }
  if (evicts !== null) {
    return (
      <Button variant="default" disabled={isDisabled} onClick={() => onSend(undefined, true)}>
        {label} anyway
      </Button>
    );
  }
  return (
    <Button disabled={isDisabled || error !== null} onClick={() => onSend(undefined)}>
      {label}
    </Button>
  );
}
