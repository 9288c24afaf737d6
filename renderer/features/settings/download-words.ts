/** Downloads of models in words. Pure. */
import type { ChecksumSource, ModelDownload } from "../../../shared/downloads.ts";
import { formatBytes, formatDuration } from "../../format.ts";

const SOURCES: Readonly<Record<ChecksumSource, string>> = {
  list: "as its publisher lists it",
  owner: "as you gave it",
  host: "as its host says",
};

/** How far a download is, in one line. */
export function downloadWords(download: ModelDownload): string {
  const { state, bytes, doneBytes, etaMs, sha256From } = download;
  const far = bytes === null ? formatBytes(doneBytes) : `${formatBytes(doneBytes)} of ${formatBytes(bytes)}`;
  switch (state) {
    case "running":
      return etaMs === null ? far : `${far}, about ${formatDuration(etaMs)} left`;
    case "checking":
      return `Comparing all ${formatBytes(bytes ?? doneBytes)} with the checksum`;
    case "paused":
      return `Resting at ${far}`;
    case "asks":
      return bytes === null ? "Waiting for your yes" : `${formatBytes(bytes)}, waiting for your yes`;
    case "failed":
      return "Stopped";
    case "done":
      return `${formatBytes(doneBytes)}, checksum right${sha256From === null ? "" : `, ${SOURCES[sha256From]}`}`;
  }
}

/** `7b064f58…033557c`: enough to compare at a glance. */
export function shortChecksum(sha256: string): string {
  return `${sha256.slice(0, 8)}…${sha256.slice(-8)}`;
}
