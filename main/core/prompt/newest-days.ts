/** How far back a scope may reach for a number of tokens: whole days, the newest first. */
import type { ReadableDatabase } from "../archive/connection.ts";
import { partRows } from "../archive/queries/corpus.ts";

/** The day (UTC, `2024-05-31`) from which on `documents` take `tokens`, headers included. */
export type NewestDays = { readonly since: string; readonly documents: number; readonly tokens: number };

/** A narrower prefix folds less, since the originals of some quotes are no longer in it. */
const SHARE = 0.85;

/** The first day from which on all documents together take at most `most` tokens; null where not even one day does. */
export function newestDays(
  db: ReadableDatabase,
  counted: readonly { readonly number: number; readonly tokens: number }[],
  most: number,
): NewestDays | null {
  const dates = new Map(
    partRows(
      db,
      counted.map(({ number }) => number),
    ).map(({ number, dateMs }) => [number, dateMs]),
  );
  const days = new Map<string, { documents: number; tokens: number }>();
  for (const { number, tokens } of counted) {
    const dateMs = dates.get(number) ?? null;
    if (dateMs === null) continue;
    const day = new Date(dateMs).toISOString().slice(0, 10);
    const sum = days.get(day) ?? { documents: 0, tokens: 0 };
    days.set(day, { documents: sum.documents + 1, tokens: sum.tokens + tokens });
  }
  let found: NewestDays | null = null;
  for (const [since, { documents, tokens }] of [...days].sort(([a], [b]) => (a < b ? 1 : -1))) {
    const sum: Omit<NewestDays, "since"> = {
      documents: (found?.documents ?? 0) + documents,
      tokens: (found?.tokens ?? 0) + tokens,
    };
    if (sum.tokens > most * SHARE) break;
    found = { since, ...sum };
  }
  return found;
}
