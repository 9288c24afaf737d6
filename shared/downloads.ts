/** Model files that are fetched from elsewhere, as the API tells of them. */
import type { ErrorCode } from "./errors.ts";

/**
 * `asks` waits for the owner's yes to a further host; `checking` compares the whole file with its checksum; `failed`
 * will not go on by itself or by asking again, `paused` goes on where it stopped.
 */
export type DownloadState = "asks" | "running" | "checking" | "paused" | "failed" | "done";

/** Whose word the checksum is: Longhand's own list, the owner's, or the host's that gives the file. */
export type ChecksumSource = "list" | "owner" | "host";

/** A model's file that is fetched, or was. */
export type ModelDownload = {
  readonly id: number;
  /** The file's name. */
  readonly name: string;
  /** Where it was asked for. */
  readonly url: string;
  readonly state: DownloadState;
  /** Hosts that the owner said yes to for this file, with their ports where those are unusual. */
  readonly hosts: readonly string[];
  /** The host that a granted one sends to, while its yes is asked for. */
  readonly askHost: string | null;
  /** How large the file is; null before a host has said it. */
  readonly bytes: number | null;
  readonly doneBytes: number;
  readonly sha256: string | null;
  readonly sha256From: ChecksumSource | null;
  /** Milliseconds that the rest will take; null while that is not known. */
  readonly etaMs: number | null;
  /** Message and remedy as one text. */
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
  readonly startedAt: string;
};
