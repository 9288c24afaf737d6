/** Turns whatever a request threw into one record that screens can show. */
import { TRPCClientError } from "@trpc/client";
import type { ErrorRecord } from "../shared/errors.ts";

/** An error as screens show it; `CONNECTION` means that the answer was lost with the core process. */
export type ShownError = Omit<ErrorRecord, "code"> & { readonly code: ErrorRecord["code"] | "CONNECTION" };

type ErrorData = { readonly longhand?: ErrorRecord } | null | undefined;

/** What to show for anything thrown by a request. */
export function toShownError(error: unknown): ShownError {
  if (error instanceof TRPCClientError) {
    // The server's errorFormatter (main/core/api/trpc.ts) puts the record there; a lost connection has no data.
    const record = (error.data as ErrorData)?.longhand;
    if (record !== undefined) return record;
    return LOST_CONNECTION;
  }
  return { code: "INTERNAL", message: error instanceof Error ? error.message : String(error), remedy: "" };
}

/** The error of a request whose answer was lost. */
export const LOST_CONNECTION: ShownError = {
  code: "CONNECTION",
  message: "The archive process stopped before it answered.",
  remedy: "It is being restarted; try again when it is back.",
};
