/** The log of connections as rows: looks for servers on this machine that belong together are one row. Pure. */
import type { ConnectionEntry } from "../../../shared/egress.ts";

/** One row: an entry, or a run of entries of one look around this machine. */
export type ConnectionRow = { readonly first: ConnectionEntry; readonly entries: readonly ConnectionEntry[] };

/** Looks further apart than this were not the same look; milliseconds. */
const ONE_LOOK_MS = 10_000;

/** The entries, the newest first, in rows. */
export function connectionRows(entries: readonly ConnectionEntry[]): ConnectionRow[] {
  const rows: { first: ConnectionEntry; entries: ConnectionEntry[] }[] = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    const isSameLook =
      entry.purpose === "look" &&
      last?.first.purpose === "look" &&
      Date.parse(last.first.at) - Date.parse(entry.at) < ONE_LOOK_MS;
    if (isSameLook) last?.entries.push(entry);
    else rows.push({ first: entry, entries: [entry] });
  }
  return rows;
}
