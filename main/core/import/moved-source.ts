/**
 * A source that lies elsewhere now: whether a path really holds what the source held, before it takes its place.
 *
 * Looks at a few items by the hash of their bytes. A mailbox that only grew at its end still holds them all.
 */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { sampleItems, sourcePaths } from "../archive/queries/ledger.ts";
import { inspect } from "./inspect.ts";

const SAMPLES = 8;

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** How many of a source's items were looked for at a path, and how many lie there. */
export type MoveCheck = { readonly checked: number; readonly found: number };

/** Looks for a few items of a source at another path. */
export async function checkMove(db: ReadableDatabase, sourceId: number, file: string): Promise<MoveCheck> {
  const items = sampleItems(db, sourceId, SAMPLES);
  let found = 0;
  // Loaded when it is needed: the MIME parser behind it is large.
  const { readItemAt } = await import("./read-raw.ts");
  for (const item of items) {
    const candidates = await readItemAt(file, item).catch(() => []);
    if (candidates.some((bytes) => sha256(bytes).equals(Buffer.from(item.rawSha256)))) found += 1;
  }
  return { checked: items.length, found };
}

/** Throws where a path cannot take the place of a source; gives the path in its full form. */
export async function requireMove(db: ReadableDatabase, sourceId: number, file: string): Promise<string> {
  const absolute = path.resolve(file);
  try {
    await inspect(absolute);
  } catch (error) {
    if (!(error instanceof LonghandError)) throw error;
    // A page sees this: the name is enough.
    const message = error.message.replaceAll(absolute, path.basename(absolute));
    throw new LonghandError(error.code, message, error.remedy, { cause: error });
  }
  const { checked, found } = await checkMove(db, sourceId, absolute);
  if (checked > 0 && found === 0) {
    throw new LonghandError(
      "INVALID_INPUT",
      `${path.basename(absolute)} does not hold the mail of this source: none of ${checked} items that were looked for lies there.`,
      "Choose the file that was moved, or import this one as a source of its own: nothing comes in twice.",
    );
  }
  return absolute;
}

/** The sources that are not where they were; names no path. */
export async function missingSources(db: ReadableDatabase): Promise<number[]> {
  const missing: number[] = [];
  for (const { id, path: file } of sourcePaths(db)) {
    await stat(file).catch(() => missing.push(id));
  }
  return missing;
}
