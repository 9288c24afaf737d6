/** The log of connections in words, the same in the window and on the command line. Days in UTC. */
import type { ConnectionEntry, ConnectionPlace, ConnectionPurpose, ConnectionReport } from "./egress.ts";

const PURPOSES: Readonly<Record<ConnectionPurpose, string>> = {
  endpoint: "the chosen model",
  describe: "the model’s shape, for the plan",
  look: "looking for model servers on this machine",
  model: "fetching a model’s file",
};

/** What a connection was for. */
export function purposeWords(purpose: ConnectionPurpose): string {
  return PURPOSES[purpose];
}

/** Host and port as an address shows them. */
export function placeWords({ host, port }: Pick<ConnectionPlace, "host" | "port">): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** How a connection ended. */
export function outcomeWords({ outcome, code }: Pick<ConnectionEntry, "outcome" | "code">): string {
  switch (outcome) {
    case "open":
      return "open";
    case "closed":
      return "ended";
    case "failed":
      return code === "ECONNREFUSED" ? "nothing answered" : `not made (${code ?? "stopped"})`;
    case "broken":
      return `broke off (${code ?? "no reason given"})`;
    case "refused":
      return "not allowed, not tried";
    case "unknown":
      return "ended with the program";
  }
}

/** The sentence above the log: whether anything left this machine; `day` writes a UTC day. */
export function beyondWords({ since, total, beyond }: ConnectionReport, day = (iso: string): string => iso): string {
  if (since === null) return "Longhand has opened no connection yet.";
  const span = `since ${day(since.slice(0, 10))}`;
  const all = total === 1 ? "1 connection" : `${total} connections`;
  if (beyond.length === 0) return `${all} ${span}, none beyond this machine.`;
  const places = beyond.length === 1 ? "one place" : `${beyond.length} places`;
  return `${all} ${span}; beyond this machine to ${places} only:`;
}
