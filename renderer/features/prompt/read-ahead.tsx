/** What a question would cost now, and reading ahead so that the next one costs only its own words. */
import { Button } from "@mantine/core";
import { IconBook2 } from "@tabler/icons-react";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { predictionWords } from "../../../shared/reading-words.ts";
import type { ReadPrediction, Scope, WarmJob } from "../../../shared/schemas.ts";
import { api, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { ProgressLine } from "../../components/progress-line.tsx";
import { countOf, formatCount, formatDuration, NUMBER_WORDS, percent } from "../../format.ts";
import classes from "./read-ahead.module.css";
import { openJobOf, useWarmJobs, watchWarmJobs } from "./warm-jobs.ts";

/** Below this a question reads it soon enough by itself. */
const WORTH_READING_TOKENS = 400;

/** What a question of ordinary length would cost in a scope; undefined until it is known. */
export function usePrediction(scope: Scope, isEnabled: boolean): ReadPrediction | undefined {
  const { data } = useQuery(
    trpc.warm.predict.queryOptions(
      { scope, endpoint: {} },
      { enabled: isEnabled, staleTime: 5000, placeholderData: keepPreviousData, retry: false },
    ),
  );
  return isEnabled ? data : undefined;
}

function remaining(job: WarmJob): string {
  if (job.note !== null) return job.note;
  return job.etaMs === null ? "" : `about ${formatDuration(job.etaMs)} left`;
}

function jobWords(job: WarmJob): string {
  if (job.totalTokens === null) return "Getting ready to read";
  const done = `${formatCount(job.doneTokens)} of ${countOf(job.totalTokens, "token")}`;
  return job.state === "paused" ? `Paused at ${done}` : `Reading ahead: ${done}`;
}

/** A job that runs or rests, with its buttons. */
function JobLine({ job }: { readonly job: WarmJob }): ReactNode {
  const change = useMutation({
    mutationFn: (how: "pause" | "unpause" | "cancel") => api.warm[how].mutate({ id: job.id }),
  });
  const [how, label] = job.state === "running" ? (["pause", "Pause"] as const) : (["unpause", "Go on"] as const);
  if (job.state === "failed") {
    return (
      <Notice tone="bad" title={job.error?.message ?? "Reading ahead has failed."} role="alert">
        <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate("unpause")}>
          Try again
        </Button>
      </Notice>
    );
  }
  return (
    <div className={classes.job}>
      <div className={classes.bar}>
        <ProgressLine
          label="Reading ahead"
          value={job.totalTokens === null ? null : percent(job.doneTokens, job.totalTokens)}
        >
          <span>{jobWords(job)}</span>
          {job.state === "running" && <span>{remaining(job)}</span>}
        </ProgressLine>
      </div>
      <Button size="compact-sm" variant="default" disabled={change.isPending} onClick={() => change.mutate(how)}>
        {label}
      </Button>
      <Button size="compact-sm" variant="default" disabled={change.isPending} onClick={() => change.mutate("cancel")}>
        Cancel
      </Button>
    </div>
  );
}

/** What would be pushed out, and what getting it back costs. */
export function EvictNote({ prediction }: { readonly prediction: ReadPrediction }): ReactNode {
  const { evicts } = prediction;
  if (evicts === null) return null;
  const cost = evicts.ms === null ? "" : `: about ${formatDuration(evicts.ms)}`;
  return (
    <Notice tone="warn" title={`This pushes ${countOf(evicts.tokens, "token")} that were read ahead out of memory.`}>
      <p>
        {evicts.isSaved
          ? `They are kept on disk first and loaded again when they are needed${cost === "" ? "" : ` (reading them anew would take ${cost.slice(2)})`}.`
          : `They would have to be read again${cost}. This endpoint cannot keep them on disk.`}
      </p>
    </Notice>
  );
}

/** The line of the cost, the button, the job. */
export function ReadAhead({ scope, what }: { readonly scope: Scope; readonly what: "question" | "draft" }): ReactNode {
  useEffect(watchWarmJobs, []);
  const prediction = usePrediction(scope, true);
  const job = useWarmJobs(({ jobs }) => openJobOf(jobs, scope));
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  const start = useMutation({
    mutationFn: () => api.warm.start.mutate({ scope, endpoint: {}, allowEvict: prediction?.evicts !== null }),
  });
  if (prediction === undefined) return null;
  const isWorth = prediction.newTokens > WORTH_READING_TOKENS && job === undefined && status?.canWrite === true;
  return (
    <>
      <div className={classes.line} hidden={job?.state === "running"}>
        <span data-testid="prediction">
          Next {what}: {predictionWords(prediction, NUMBER_WORDS)}
        </span>
        {isWorth && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconBook2 size={14} stroke={1.7} />}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            {Object.keys(scope).length === 0 ? "Read the archive" : "Read this ahead"}
          </Button>
        )}
      </div>
      {job !== undefined && <JobLine job={job} />}
      {start.error !== null && <ErrorNote error={start.error} />}
      <EvictNote prediction={prediction} />
    </>
  );
}
