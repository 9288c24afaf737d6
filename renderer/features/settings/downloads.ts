/** The model files that are fetched, watched once for the whole window. */
import { create } from "zustand";
import type { ModelDownload } from "../../../shared/downloads.ts";
import { api } from "../../api.ts";

/** All of them, newest first. */
export const useDownloads = create<{ readonly downloads: readonly ModelDownload[] }>(() => ({ downloads: [] }));

let isWatching = false;

/** Begins watching; later calls do nothing. The client takes the subscription up again after a lost line. */
export function watchDownloads(): void {
  if (isWatching) return;
  isWatching = true;
  const stop = (): void => {
    isWatching = false;
  };
  // An archive that another program writes fetches nothing here: that is no fault of this window.
  api.models.watch.subscribe(undefined, {
    onData: (downloads) => useDownloads.setState({ downloads }),
    onError: stop,
    onComplete: stop,
  });
}
