/** What is being read ahead, watched once for the whole window: the forms and the sidebar show the same. */
import { create } from "zustand";
import type { Scope, WarmJob } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";

/** The last jobs, newest first. */
export const useWarmJobs = create<{ readonly jobs: readonly WarmJob[] }>(() => ({ jobs: [] }));

function take(jobs: readonly WarmJob[]): void {
  const before = useWarmJobs.getState().jobs;
  useWarmJobs.setState({ jobs });
  const hasEnded = jobs.some(
    (job) => job.state !== "running" && before.some((old) => old.id === job.id && old.state === "running"),
  );
  // What is cached, and what is kept on disk, is another thing now.
  if (hasEnded) void queryClient.invalidateQueries({ queryKey: trpc.warm.pathKey() });
}

let isWatching = false;

/** Begins watching; later calls do nothing. The client takes the subscription up again after a lost line. */
export function watchWarmJobs(): void {
  if (isWatching) return;
  isWatching = true;
  const stop = (): void => {
    isWatching = false;
  };
  // An archive that another program writes has no jobs here: that is no fault of this window.
  api.warm.watch.subscribe(undefined, { onData: take, onError: stop, onComplete: stop });
}

const keyOf = (scope: Scope): string =>
  JSON.stringify(Object.entries(scope).sort(([one], [other]) => one.localeCompare(other)));

/** The last job of a scope, while it runs, rests or has failed. */
export function openJobOf(jobs: readonly WarmJob[], scope: Scope): WarmJob | undefined {
  const last = jobs.find((job) => job.fit === null && keyOf(job.scope) === keyOf(scope));
  return last?.state === "running" || last?.state === "paused" || last?.state === "failed" ? last : undefined;
}
