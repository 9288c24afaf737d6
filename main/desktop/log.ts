/**
 * The program's log and the diagnostics that help to find a fault: ids, counts, codes and versions, never content.
 *
 * Owns the file (one older one is kept). Lines are events with plain values; there is no way to put a text of the
 * archive into them.
 */
import { appendFileSync, readFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";

/** What may stand in a line beside the event's name. */
export type LogFacts = Readonly<Record<string, number | boolean | string>>;

/** A log. */
export type Log = {
  write(event: string, facts?: LogFacts): void;
  /** The last lines, the newest last. */
  read(): string;
};

const MAX_BYTES = 512 * 1024;
const SHOWN_BYTES = 64 * 1024;
/** Words of facts: codes, states, versions. A path or a sentence is none of them. */
const WORD = /^[\w.+-]{0,60}$/;

/** The log in `folder`. */
export function openLog(folder: string): Log {
  const file = path.join(folder, "longhand.log");
  return {
    write(event, facts = {}) {
      const words = Object.entries(facts).map(
        ([name, value]) => `${name}=${typeof value !== "string" || WORD.test(value) ? value : "(left out)"}`,
      );
      try {
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(file, `${file}.1`);
        appendFileSync(file, `${[new Date().toISOString(), event, ...words].join(" ")}\n`, { mode: 0o600 });
      } catch {
        // The log must never be what stops the program.
      }
    },
    read() {
      try {
        return readFileSync(file, "utf8").slice(-SHOWN_BYTES);
      } catch {
        return "";
      }
    },
  };
}

/** What is known of the machine and of the program. */
export type Facts = LogFacts;

/** The text of a diagnostics file. */
export function diagnosticsText(facts: Facts, log: string): string {
  const lines = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  return [
    "Longhand diagnostics. It holds versions, counts and codes: no mail, no addresses, no names of files.",
    "",
    ...lines,
    "",
    "Log:",
    log,
  ].join("\n");
}
