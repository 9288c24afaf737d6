/**
 * Every error a user can meet: its stable code and the class that carries it.
 *
 * Owns the closed list of codes. Does not print, log or translate; hosts do that.
 */

/** The closed list of error codes; each names one situation with one remedy. */
export const ERROR_CODES = [
  "ANSWER_EMPTY",
  "ARCHIVE_DAMAGED",
  "ARCHIVE_IN_USE",
  "ARCHIVE_MOVED",
  "ARCHIVE_NEWER",
  "ARCHIVE_NOT_FOUND",
  "ARCHIVE_NOT_WRITABLE",
  "BACKUP_NOT_FOUND",
  "CANARY_FAILED",
  "CANCELLED",
  "CHECKSUM_UNKNOWN",
  "CHECKSUM_WRONG",
  "CONVERSATION_TOO_LONG",
  "CORPUS_EMPTY",
  "DISK_FULL",
  "DOCUMENT_NOT_FOUND",
  "DOWNLOAD_NOT_FOUND",
  "DOWNLOAD_REFUSED",
  "ENDPOINT_BUSY",
  "ENDPOINT_CERTIFICATE",
  "ENDPOINT_DOWN",
  "ENDPOINT_FORBIDDEN",
  "ENDPOINT_KEY",
  "ENDPOINT_LOADING",
  "ENDPOINT_LOST",
  "ENDPOINT_PROTOCOL",
  "ENDPOINT_UNKNOWN",
  "ENGINE_FAILED",
  "EXAM_CHANGED",
  "EXAM_NOT_FOUND",
  "EXAM_RUNNING",
  "HOST_NOT_GRANTED",
  "INTERNAL",
  "INVALID_INPUT",
  "KV_NOT_SAVED",
  "KV_REFUSED",
  "MODEL_NOT_CHOSEN",
  "MODEL_NOT_FOUND",
  "MODEL_UNREADABLE",
  "MODEL_TOO_LARGE",
  "PROMPT_TRUNCATED",
  "REBUILD_NEEDED",
  "RECEIPT_MISMATCH",
  "SCOPE_NOT_FOUND",
  "SOURCE_EMPTY",
  "SOURCE_NOT_FOUND",
  "SOURCE_UNKNOWN",
  "SOURCE_UNREADABLE",
  "SWEEP_FAILED",
  "WARM_NOT_FOUND",
  "WINDOW_TOO_SMALL",
  "WOULD_EVICT",
] as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * A failure the user can understand and mend.
 *
 * `message` is one plain sentence, free of content from the archive; `remedy` says what to do.
 */
export class LonghandError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  /** Figures behind the sentence, for programs. */
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, message: string, remedy = "", options?: { cause?: unknown; details?: ErrorDetails }) {
    super(message, options);
    this.name = "LonghandError";
    this.code = code;
    this.remedy = remedy;
    this.details = options?.details;
  }

  /** Message and remedy as one text, the way hosts show it. */
  get sentence(): string {
    return sentenceOf(this);
  }
}

/** Figures of an error by name. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The plain, cloneable form of an error, for messages between threads and processes. */
export type ErrorRecord = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly details?: ErrorDetails;
};

/** Message and remedy of a record as one text. */
export function sentenceOf({ message, remedy }: Pick<ErrorRecord, "message" | "remedy">): string {
  return remedy === "" ? message : `${message} ${remedy}`;
}

/** Turns anything thrown into a record; what is not a {@link LonghandError} becomes `INTERNAL`. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof LonghandError) {
    const { code, message, remedy, details } = error;
    return { code, message, remedy, ...(details === undefined ? {} : { details }) };
  }
  return { code: "INTERNAL", message: `Something unforeseen went wrong (${traceOf(error)}).`, remedy: "" };
}

/**
 * Where something unforeseen was thrown, in words that may leave the process: kind, system code, module and line.
 *
 * Its message may not: messages of parsers and of the file system hold mail and paths.
 */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = "code" in error && /^[A-Z][A-Z0-9_]{1,40}$/.test(String(error.code)) ? ` ${String(error.code)}` : "";
  const kind = /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : "Error";
  const at = /\n\s+at [^\n]*?([\w.-]{1,60}\.[cm]?[jt]sx?):(\d+):\d+\)?(?:\n|$)/.exec(error.stack ?? "");
  return `${kind}${code}${at === null ? "" : ` at ${at[1]}:${at[2]}`}`;
}

/** The error a record came from. */
export function fromErrorRecord(record: ErrorRecord): LonghandError {
  const { code, message, remedy, details } = record;
  return new LonghandError(code, message, remedy, details === undefined ? {} : { details });
}
