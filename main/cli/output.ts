/**
 * What the command line prints: JSON lines for programs, plain text for people, progress on standard error.
 *
 * Owns the progress bar and the shape of the last error line.
 */
import { once } from "node:events";
import { SingleBar } from "cli-progress";
import type { LonghandError } from "../../shared/errors.ts";
import { countingWords, predictionWords, purposeWords } from "../../shared/reading-words.ts";
import type {
  CorpusProgress,
  DocumentSummary,
  Person,
  ReadPrediction,
  ReadPurpose,
  Receipt,
} from "../../shared/schemas.ts";

/** Prints one line to standard output, waiting while the reader is slower. */
export async function printLine(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
}

/** Prints one JSON object as one line. */
export function printJson(value: unknown): Promise<void> {
  return printLine(JSON.stringify(value));
}

/** Reports a failure: a sentence with its code on standard error and, with `--json`, a last line of JSON. */
export async function printError(error: LonghandError, isJson: boolean): Promise<void> {
  process.stderr.write(`longhand: ${error.sentence} (${error.code})\n`);
  if (isJson) await printJson({ event: "error", code: error.code, message: error.sentence, ...error.details });
}

/** A progress bar on standard error; silent where that is not a terminal. */
export type Progress = { update(done: number, total: number, note: string): void; stop(): void };

/** Starts a progress bar that shows when there is something to show. */
export function startProgress(label: string): Progress {
  let bar: SingleBar | undefined;
  return {
    update(done, total, note) {
      if (!process.stderr.isTTY) return;
      if (bar === undefined) {
        bar = new SingleBar({
          format: `${label} [{bar}] {percentage}% {note}`,
          hideCursor: true,
          clearOnComplete: true,
          stream: process.stderr,
        });
        bar.start(total, done, { note });
      } else {
        bar.setTotal(total);
        bar.update(done, { note });
      }
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function personText(person: Person | null): string {
  if (person === null) return "unknown";
  return person.name === "" ? person.address : person.name;
}

/** A document as one line for people. */
export function documentLine(document: DocumentSummary): string {
  const people = [...document.to, ...document.cc].map(personText);
  const to = people.length > 2 ? `${people[0]} and ${people.length - 1} more` : people.join(", ");
  return `${document.id.padEnd(7)} ${document.date?.slice(0, 10) ?? "undated   "}  ${personText(document.from)}${to === "" ? "" : ` to ${to}`} | ${document.subject || "(no subject)"}${document.flags.length === 0 ? "" : ` [${document.flags.join(", ")}]`}`;
}

/** `1,234`, whatever the machine's language. */
export function formatNumber(value: number): string {
  return value.toLocaleString("en-US");
}

function readWords({ cachedTokens, evaluatedTokens, prefillMs }: Receipt): string {
  const time = `in ${(prefillMs / 1000).toFixed(2)} s`;
  if (cachedTokens === null || evaluatedTokens === null) return `cache not reported, read ${time}`;
  return `${formatNumber(cachedTokens)} from cache, ${formatNumber(evaluatedTokens)} new ${time}`;
}

/** `4.2 s`, `3 min 20 s`, `2 h 5 min` */
export function formatTime(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `3.3 MB` */
export function formatBytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** How numbers and times are written here. */
export const NUMBER_WORDS = { count: formatNumber, duration: formatTime };

/** A receipt as one line for people. */
export function receiptLine(receipt: Receipt): string {
  return [
    `${receipt.exact ? "" : "at most "}${formatNumber(receipt.assembledTokens)} tokens sent, ${formatNumber(receipt.promptTokens)} read`,
    readWords(receipt),
    `${formatNumber(receipt.answerTokens)} answered in ${(receipt.decodeMs / 1000).toFixed(2)} s${receipt.answerCut ? " (cut at its limit)" : ""}`,
    ...(receipt.reading === undefined ? [] : [receipt.reading.words.replace(/\.$/, "")]),
  ].join("; ");
}

/** Shows how far putting a corpus together is: `{"event":"progress",...}` lines, or a bar. */
export function startCounting(isJson: boolean): { update(progress: CorpusProgress): Promise<void>; stop(): void } {
  const bar = startProgress("Preparing");
  let toldAt = 0;
  return {
    async update(progress) {
      const { done, total } = progress;
      bar.update(done, total, countingWords(progress, NUMBER_WORDS));
      if (!isJson || (performance.now() - toldAt < 500 && done < total)) return;
      toldAt = performance.now();
      await printJson({ event: "progress", ...progress });
    },
    stop: () => bar.stop(),
  };
}

/** What asking and drafting yield while the endpoint reads and writes. */
type RunEvent<R> =
  | {
      readonly event: "prefill";
      readonly progress: { readonly processed: number; readonly cached: number; readonly total: number };
    }
  | { readonly event: "preparing"; readonly progress: CorpusProgress }
  | { readonly event: "waiting"; readonly ahead: number; readonly running: ReadPurpose }
  | { readonly event: "prediction"; readonly prediction: ReadPrediction }
  | { readonly event: "result"; readonly result: R }
  | { readonly event: "text" | "started" };

/** Follows a run: progress while the prompt is read, each result as one JSON line or as `print` shows it, and then `after`. */
export async function followRun<R>(
  events: AsyncIterable<RunEvent<R>>,
  isJson: boolean,
  print: (result: R) => Promise<void>,
  after: (result: R) => Promise<void> = async () => undefined,
): Promise<void> {
  const progress = startProgress("Reading");
  const counting = startCounting(isJson);
  try {
    for await (const event of events) {
      if (event.event !== "preparing") counting.stop();
      if (event.event === "prefill") {
        const { processed, cached, total } = event.progress;
        if (isJson) await printJson({ event: "progress", processed, cached, total });
        progress.update(processed, total, `${formatNumber(processed)} of ${formatNumber(total)} tokens`);
      } else if (event.event === "preparing") {
        await counting.update(event.progress);
      } else if (event.event === "waiting") {
        if (isJson) await printJson({ event: "waiting", ahead: event.ahead, running: event.running });
        else process.stderr.write(`Waiting for ${purposeWords(event.running)} to end.\n`);
      } else if (event.event === "prediction") {
        if (isJson) await printJson({ event: "prediction", ...event.prediction });
        else process.stderr.write(`${predictionWords(event.prediction, NUMBER_WORDS)}\n`);
      } else if (event.event === "result") {
        progress.stop();
        await (isJson ? printJson(event.result) : print(event.result));
        await after(event.result);
      }
    }
  } finally {
    counting.stop();
    progress.stop();
  }
}
