/**
 * Splits an mbox file into messages while it streams; never holds more than one message.
 *
 * Owns where one message ends and the next begins. Does not undo `From ` quoting and does not parse.
 * A separator is a line `From ...` at the start or after a blank line that either ends in a date or is one of the
 * dateless forms (`From -`, `From address`), and that a header line follows. Some archives and mailers leave the blank
 * line out: then only a full envelope date or a bare `From -` counts. Other `From ` lines are text.
 */
import { open } from "node:fs/promises";

/** A message's bytes; offset and length are those of the whole entry in the file, separator line included. */
export type MboxEntry = {
  readonly offset: number;
  readonly length: number;
  /** The message without its separator line; null where it is larger than `maxMessageBytes`. */
  readonly raw: Buffer | null;
};

const LF = 0x0a;
const CR = 0x0d;
const FROM = Buffer.from("From ");
const LINE_FROM = Buffer.from("\nFrom ");
const CHUNK_BYTES = 1 << 20;
/** A separator line longer than this is not one; also how much must be buffered to judge it and the next line. */
const LOOKAHEAD_BYTES = 4096;

/** How a file begins: says whether it can be an mbox at all. */
export function looksLikeMbox(head: Buffer): boolean {
  const start = skipByteOrderMark(head);
  return head.subarray(start, start + FROM.length).equals(FROM) && isSeparator(head, start, true);
}

function skipByteOrderMark(head: Buffer): number {
  let start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (head[start] === LF || head[start] === CR) start += 1;
  return start;
}

/** The date of an envelope line as ctime writes it, a zone allowed: `Fri Apr  1 06:26:15 2005`. */
const ENVELOPE_DATE =
  /^From .*\b[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{1,2}:\d{2}(?::\d{2})?(?: [A-Z+-][\w+-]*){0,2} \d{4}\b/;
const ANY_DATE = /\d{1,2}:\d{2}(?::\d{2})?\b.*\d{4}\b|\d{4}.*\d{1,2}:\d{2}/;
const HEADER_LINE = /^(?:[!-9;-~]+[ \t]*:|>From )/;

function isSeparator(buffer: Buffer, at: number, isFirst: boolean): boolean {
  const lineEnd = buffer.indexOf(LF, at);
  if (lineEnd < 0) return isFirst;
  if (lineEnd - at > LOOKAHEAD_BYTES / 2) return false;
  const line = buffer.toString("latin1", at, lineEnd).trimEnd();
  const next = buffer.toString("latin1", lineEnd + 1, Math.min(buffer.length, lineEnd + 1 + LOOKAHEAD_BYTES / 2));
  const hasHeader = HEADER_LINE.test(next);
  const isPlain = ENVELOPE_DATE.test(line);
  if (!followsBlankLine(buffer, at) && !isFirst) return hasHeader && (isPlain || line === "From -");
  // A message without any header: only a full envelope line can tell it from a sentence.
  if (!hasHeader) return (isPlain && /^\r?\n/.test(next)) || (isFirst && next.trim() === "");
  return isPlain || ANY_DATE.test(line) || /^From (?:-|\S+)?\s*(?:\S+)?$/.test(line);
}

function followsBlankLine(buffer: Buffer, at: number): boolean {
  if (at === 0) return true;
  if (buffer[at - 1] !== LF) return false;
  const before = buffer[at - 2] === CR ? at - 3 : at - 2;
  return before < 0 || buffer[before] === LF;
}

/**
 * The messages of an mbox file in order.
 *
 * A message over `maxMessageBytes` comes without its bytes. `startOffset` is the offset of an entry to go on from.
 * Throws the file system's errors.
 */
export async function* readMbox(path: string, maxMessageBytes: number, startOffset = 0): AsyncGenerator<MboxEntry> {
  const file = await open(path, "r");
  try {
    let buffer = Buffer.alloc(CHUNK_BYTES * 2);
    // buffer[0, filled) is the file's [base, base + filled).
    let filled = 0;
    let base = startOffset;
    let entryStart = -1;
    let entryOffset = 0;
    let scanned = 0;
    let isOversize = false;
    let isEnd = false;
    while (!isEnd) {
      if (buffer.length - filled < CHUNK_BYTES) {
        const grown = Buffer.alloc(buffer.length * 2);
        buffer.copy(grown, 0, 0, filled);
        buffer = grown;
      }
      const { bytesRead } = await file.read(buffer, filled, CHUNK_BYTES, base + filled);
      filled += bytesRead;
      isEnd = bytesRead === 0;
      const view = buffer.subarray(0, filled);
      if (entryStart < 0) {
        entryStart = skipByteOrderMark(view);
        entryOffset = base + entryStart;
        scanned = entryStart;
      }
      // Everything but the last bytes can be judged; at the end of the file, all of it.
      const limit = isEnd ? filled : filled - LOOKAHEAD_BYTES;
      for (;;) {
        const found = view.indexOf(LINE_FROM, scanned);
        if (found < 0 || found + 1 > limit) {
          scanned = Math.max(scanned, Math.min(limit, filled - LINE_FROM.length));
          break;
        }
        const at = found + 1;
        scanned = at;
        if (!isSeparator(view, at, false)) continue;
        yield toEntry(view, entryStart, at, entryOffset, base, isOversize);
        entryStart = at;
        entryOffset = base + at;
        isOversize = false;
      }
      if (isEnd) {
        if (entryStart < filled || isOversize) yield toEntry(view, entryStart, filled, entryOffset, base, isOversize);
        return;
      }
      if (scanned - entryStart > maxMessageBytes) isOversize = true;
      // Forget what is done: the finished entries, or the body of an oversize one (a tail stays for the blank line).
      const keepFrom = isOversize ? Math.max(0, scanned - 8) : entryStart;
      if (keepFrom > 0) {
        buffer.copy(buffer, 0, keepFrom, filled);
        filled -= keepFrom;
        base += keepFrom;
        scanned -= keepFrom;
        entryStart = isOversize ? 0 : entryStart - keepFrom;
      }
    }
  } finally {
    await file.close();
  }
}

function toEntry(
  view: Buffer,
  start: number,
  end: number,
  offset: number,
  base: number,
  isOversize: boolean,
): MboxEntry {
  const length = base + end - offset;
  if (isOversize) return { offset, length, raw: null };
  const lineEnd = view.indexOf(LF, start);
  const bodyStart = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
  return { offset, length, raw: Buffer.from(view.subarray(bodyStart, end)) };
}
