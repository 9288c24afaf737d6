/**
 * A parse thread: batches of raw mails in, serialised items out.
 *
 * A mail that throws becomes a recorded failure; what kills the thread is the pool's business (./parse-pool.ts).
 */
import { serialize } from "node:v8";
import { parentPort } from "node:worker_threads";
import type { ParsedItem } from "../archive/parsed-mail.ts";
import { parseMail } from "../text/parse-mail.ts";

/** Raw mails in one piece of memory; `ends[i]` is where mail `i` ends in `bytes`. */
export type ParseBatch = {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
  /** Where each mail lies in its source, in bytes. */
  readonly places: readonly { readonly offset: number; readonly length: number }[];
  readonly isMboxQuoted: boolean;
};

async function parseItem(raw: Buffer, place: ParseBatch["places"][number], isMboxQuoted: boolean): Promise<ParsedItem> {
  try {
    return { ...place, ok: true, mail: await parseMail(raw, isMboxQuoted) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...place, ok: false, category: "malformed", message: `The mail cannot be parsed: ${reason}` };
  }
}

parentPort?.on("message", async (batch: ParseBatch) => {
  const items: ParsedItem[] = [];
  let start = 0;
  for (const [index, end] of batch.ends.entries()) {
    const raw = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset + start, end - start);
    const place = batch.places[index];
    if (place !== undefined) items.push(await parseItem(raw, place, batch.isMboxQuoted));
    start = end;
  }
  const payload = new Uint8Array(serialize(items));
  parentPort?.postMessage(payload, [payload.buffer]);
});
