/** The backtest: what it costs, how far it is, and whether more examples helped on this endpoint. */
import { Button, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { BacktestPlan, BacktestRecord } from "../../../shared/voice.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { ProgressLine } from "../../components/progress-line.tsx";
import { Section } from "../../components/screen.tsx";
import { countOf, formatCount, formatDay, formatDuration, formatListDate, percent } from "../../format.ts";
import classes from "./backtest.module.css";
import { BacktestReportView } from "./backtest-report.tsx";

const DEFAULT_REPLIES = 40;

function costWords(plan: BacktestPlan): string {
  const read = plan.arms.reduce((sum, { readTokens }) => sum + readTokens, 0);
  const time =
    plan.prefillMs === null || plan.decodeMs === null
      ? "How long that takes is known after the first draft on this model"
      : `About ${formatDuration(plan.prefillMs + plan.decodeMs)} on this model`;
  return `${countOf(plan.replies * plan.arms.length, "draft")}: ${formatCount(read)} tokens to read, about ${formatCount(plan.answerTokens)} to write. ${time}.`;
}

function Cost({ plan }: { readonly plan: BacktestPlan }): ReactNode {
  const most = Math.max(1, ...plan.arms.map(({ prefixTokens }) => prefixTokens));
  return (
    <div className={classes.cost} data-testid="backtest-cost">
      <p>
        What you wrote from {formatDay(plan.cutoff)} on is hidden. {countOf(plan.replies, "reply", "replies")} to{" "}
        {countOf(plan.people, "person", "people")} are drafted three times:
      </p>
      <ul className={classes.arms}>
        {plan.arms.map(({ arm, examples, prefixTokens }) => (
          <li key={arm}>
            <span>
              {examples === 0
                ? "no examples"
                : `${arm === "all" ? "all that fit: " : ""}${countOf(examples, "example")}`}
            </span>
            <span className={classes.track} aria-hidden>
              <span className={classes.fill} style={{ inlineSize: `${(prefixTokens / most) * 100}%` }} />
            </span>
            <span className={classes.quiet}>{countOf(prefixTokens, "token")}</span>
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>{costWords(plan)}</p>
    </div>
  );
}

function Start({ isRunning }: { readonly isRunning: boolean }): ReactNode {
  const client = useQueryClient();
  const [cutoff, setCutoff] = useState("");
  const [replies, setReplies] = useState<number>(DEFAULT_REPLIES);
  const wish = { endpoint: {}, replies, ...(cutoff === "" ? {} : { cutoff }) };
  const [isAsked, setAsked] = useState(false);
  const plan = useQuery(trpc.backtest.plan.queryOptions(wish, { enabled: isAsked, retry: false, staleTime: 60_000 }));
  const start = useMutation(
    trpc.backtest.start.mutationOptions({
      onSuccess: () => {
        setAsked(false);
        void client.invalidateQueries({ queryKey: trpc.backtest.pathKey() });
      },
    }),
  );
  return (
    <div className={classes.start}>
      <div className={classes.fields}>
        <TextInput
          type="date"
          label="Hide what I wrote from"
          description="Empty: the newest fifth of your replies"
          value={cutoff}
          onChange={(event) => setCutoff(event.currentTarget.value)}
        />
        <NumberInput
          label="Replies to draft"
          description="1,500 words in all are needed for a Delta"
          min={1}
          max={1000}
          value={replies}
          onChange={(value) => setReplies(Math.min(1000, Math.max(1, Math.round(Number(value)) || 1)))}
        />
      </div>
      {plan.error !== null && isAsked && <ErrorNote error={plan.error} />}
      {isAsked && plan.data !== undefined && <Cost plan={plan.data} />}
      {start.error !== null && (
        <ErrorNote error={start.error}>
          <Button size="xs" variant="default" onClick={() => start.mutate({ ...wish, allowEvict: true })}>
            Begin all the same
          </Button>
        </ErrorNote>
      )}
      <div>
        {plan.data === undefined || !isAsked ? (
          <Button variant="default" loading={isAsked && plan.isFetching} onClick={() => setAsked(true)}>
            What would it cost?
          </Button>
        ) : (
          <Button disabled={isRunning} loading={start.isPending} onClick={() => start.mutate(wish)}>
            Begin the backtest
          </Button>
        )}
      </div>
    </div>
  );
}

function Running({ record }: { readonly record: BacktestRecord }): ReactNode {
  const client = useQueryClient();
  const refresh = { onSuccess: () => client.invalidateQueries({ queryKey: trpc.backtest.pathKey() }) };
  const pause = useMutation(trpc.backtest.pause.mutationOptions(refresh));
  const resume = useMutation(trpc.backtest.resume.mutationOptions(refresh));
  const isRunning = record.state === "running";
  return (
    <div className={classes.running}>
      <div className={classes.bar}>
        <ProgressLine label="Progress of the backtest" value={percent(record.done, record.total)}>
          <span>
            {isRunning ? "Drafting" : record.state === "failed" ? "Stopped" : "Paused"}: {formatCount(record.done)} of{" "}
            {countOf(record.total, "draft")}
          </span>
        </ProgressLine>
      </div>
      {isRunning ? (
        <Button size="xs" variant="default" loading={pause.isPending} onClick={() => pause.mutate({})}>
          Pause
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={resume.isPending}
          onClick={() =>
            resume.mutate({ id: record.id, allowEvict: resume.error !== null || record.error?.code === "WOULD_EVICT" })
          }
        >
          Go on
        </Button>
      )}
      {record.error !== null && <ErrorNote error={new Error(record.error.message)} />}
      {resume.error !== null && <ErrorNote error={resume.error} />}
    </div>
  );
}

/** The newest backtest, and the way to another. */
export function Backtest(): ReactNode {
  const { data } = useQuery(
    trpc.backtest.list.queryOptions(
      {},
      { refetchInterval: (query) => (query.state.data?.some(({ state }) => state === "running") ? 1000 : false) },
    ),
  );
  const [newest] = data ?? [];
  const client = useQueryClient();
  const isRunning = newest?.state === "running";
  // What the model is busy with, and holds, is another thing once the drafts are written.
  useEffect(() => {
    if (!isRunning) void client.invalidateQueries({ queryKey: trpc.warm.pathKey() });
  }, [client, isRunning]);
  const finished = data?.find(({ report }) => report !== null);
  const isOpen = newest !== undefined && newest.report === null;
  return (
    <Section title="Does it help?">
      <p className={classes.lead}>
        A backtest hides replies you really wrote, drafts them from none, twenty and all of your earlier mails, and
        compares. What helps on this model becomes the default in Write.
      </p>
      {isOpen && <Running record={newest} />}
      {finished?.report != null && (
        <>
          <p className={classes.when}>
            {formatListDate(finished.finishedAt, new Date())}, on {finished.model}; hidden from{" "}
            {formatDay(finished.cutoff)} on.
          </p>
          <BacktestReportView report={finished.report} />
        </>
      )}
      {!isOpen && <Start isRunning={isRunning} />}
    </Section>
  );
}
