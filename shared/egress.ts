/** The connections that Longhand opened, as its log tells them: where to, what for, how much; never what was said. */
import { z } from "zod";

/**
 * What a connection was for: `endpoint` the model that the owner chose, `describe` that server's facts for the planner,
 * `look` servers on this machine that may be offered, `model` a model's file that the owner has fetched.
 */
export type ConnectionPurpose = "endpoint" | "describe" | "look" | "model";

/**
 * How it ended: `failed` was never made, `broken` was made and torn, `refused` was not tried because the egress guard
 * said no, `unknown` was still open when its program was killed.
 */
export type ConnectionOutcome = "open" | "closed" | "failed" | "broken" | "refused" | "unknown";

/** One connection. Bytes are those of the connection, requests and answers with their headers. */
export type ConnectionEntry = {
  readonly at: string;
  readonly endedAt: string | null;
  readonly host: string;
  readonly port: number;
  /** The address it was pinned to; null where none was asked for. */
  readonly address: string | null;
  /** Whether it stayed on this machine. */
  readonly isLocal: boolean;
  readonly isEncrypted: boolean;
  readonly purpose: ConnectionPurpose;
  readonly requests: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly outcome: ConnectionOutcome;
  /** The system's or Longhand's code of a failure. */
  readonly code: string | null;
};

/** A place beyond this machine with everything that went there. */
export type ConnectionPlace = {
  readonly host: string;
  readonly port: number;
  readonly connections: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly lastAt: string;
};

/** The log: the newest entries first, and all places beyond this machine that it still knows. */
export type ConnectionReport = {
  /** When the oldest entry was made; null in an empty log. */
  readonly since: string | null;
  readonly total: number;
  readonly beyond: readonly ConnectionPlace[];
  readonly connections: readonly ConnectionEntry[];
};

/** Which entries: at most so many, and only those that left this machine. */
export const connectionQuerySchema = z.strictObject({
  limit: z.int().min(1).max(1000).default(200),
  beyond: z.boolean().default(false),
});
