/**
 * Splits an MMDF mailbox into messages while it streams: every message stands between two lines of four ^A.
 *
 * Owns where one message ends and the next begins. Nothing is quoted in MMDF.
 */
import type { MboxEntry } from "./mbox.ts";

const DELIMITER = Buffer.from("\x01\x01\x01\x01\n");
const LF = 0x0a;

/** Whether a file begins like MMDF. */
export function looksLikeMmdf(head: Buffer): boolean {
  return /^\x01{4}\r?\n/.test(head.toString("latin1", 0, 6));
}

/** The messages of an MMDF mailbox in order; `startOffset` is where the bytes begin. See {@link MboxEntry}. */
export async function* splitMmdf(
  chunks: AsyncIterable<Uint8Array>,
  maxMessageBytes: number,
  startOffset = 0,
): AsyncGenerator<MboxEntry> {
  let pending: Buffer = Buffer.alloc(0);
  /** Where `pending` begins in the file. */
  let base = startOffset;
  let searched = 0;
  let isOversize = false;
  let entryOffset = startOffset;

  function toEntry(end: number): MboxEntry | undefined {
    const length = base + end - entryOffset;
    if (isOversize) return { offset: entryOffset, length, raw: null, isQuoted: false };
    let raw = Buffer.from(pending.subarray(0, end));
    if (raw.toString("latin1").trim() === "") return undefined;
    // Some writers keep the envelope line of an mbox.
    if (raw.subarray(0, 5).toString("latin1") === "From ") raw = raw.subarray(raw.indexOf(LF) + 1);
    return { offset: entryOffset, length, raw, isQuoted: false };
  }

  for await (const chunk of chunks) {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const at = pending.indexOf(DELIMITER, searched);
      if (at < 0) break;
      if (at > 0 && pending[at - 1] !== LF) {
        searched = at + 1;
        continue;
      }
      const entry = toEntry(at);
      if (entry !== undefined) yield entry;
      const next = at + DELIMITER.length;
      pending = pending.subarray(next);
      base += next;
      searched = 0;
      isOversize = false;
      entryOffset = base;
    }
    searched = Math.max(0, pending.length - DELIMITER.length);
    if (pending.length > maxMessageBytes || isOversize) {
      isOversize = true;
      base += searched;
      pending = Buffer.from(pending.subarray(searched));
      searched = 0;
    }
  }
  const last = toEntry(pending.length);
  if (last !== undefined) yield last;
}
