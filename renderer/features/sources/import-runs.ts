/** The imports of the core, watched once for the whole window: the sidebar and Sources show the same. */
import { create } from "zustand";
import type { ImportRun } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";

/** How often counts are fetched anew while an import runs. */
const REFRESH_INTERVAL_MS = 1500;

/** All imports since the core started, newest first. */
export const useImportRuns = create<{ readonly runs: readonly ImportRun[] }>(() => ({ runs: [] }));

let refreshedAt = 0;

/** What is counted quickly, and shown while it grows. */
function refreshCounts(): void {
  refreshedAt = performance.now();
  for (const queryKey of [trpc.archive.pathKey(), trpc.sources.pathKey(), trpc.documents.page.pathKey()]) {
    void queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false });
  }
}

/** Everything that an import changes. */
async function refreshAll(): Promise<void> {
  // A first fetch that is still under way counted before the end, and would pass for fresh.
  await queryClient.cancelQueries();
  await queryClient.invalidateQueries();
}

function take(runs: readonly ImportRun[]): void {
  const before = useImportRuns.getState().runs;
  useImportRuns.setState({ runs });
  const hasEnded = runs.some(
    (run) => run.state !== "running" && before.some((old) => old.id === run.id && old.state === "running"),
  );
  const isRunning = runs.some((run) => run.state === "running");
  if (hasEnded) void refreshAll();
  else if (isRunning && performance.now() - refreshedAt > REFRESH_INTERVAL_MS) refreshCounts();
}

let isWatching = false;

/** Begins watching; later calls do nothing. The client takes the subscription up again after a lost line. */
export function watchImportRuns(): void {
  if (isWatching) return;
  isWatching = true;
  const stop = (): void => {
    isWatching = false;
  };
  // An archive that another program writes has no imports to watch: that is no fault of this window.
  api.import.watch.subscribe(undefined, { onData: take, onError: stop, onComplete: stop });
}
