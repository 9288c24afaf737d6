/**
 * Splits an mbox file into messages while it streams; never holds more than one message.
 *
 * Owns where one message ends and the next begins. Does not undo `From ` quoting and does not parse.
 * A separator is a line `From ...` at the start or after a blank line that either ends in a date or is one of the
 * dateless forms (`From -`, `From address`), and that a header line follows. Some archives and mailers leave the blank
 * line out: then only a full envelope date or a bare `From -` counts. Other `From ` lines are text.
 * A Content-Length (mboxcl, mboxcl2) goes before all of that, where a separator or the end stands at the end it names.
 */
import { collectChunks, readFileChunks } from "./chunks.ts";

/** A message's bytes; offset and length are those of the whole entry in the file, separator line included. */
export type MboxEntry = {
  readonly offset: number;
  readonly length: number;
  /** The message without its separator line; null where it is larger than `maxMessageBytes`. */
  readonly raw: Buffer | null;
  /** Whether lines `>From ` are quoted in it: everywhere but in mboxcl2, which goes by Content-Length alone. */
  readonly isQuoted: boolean;
};

const LF = 0x0a;
const CR = 0x0d;
const FROM = Buffer.from("From ");
const LINE_FROM = Buffer.from("\nFrom ");
const CHUNK_BYTES = 1 << 20;
/** A header longer than this is not searched for a Content-Length. */
const MAX_HEADER_BYTES = 256 * 1024;
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

/** The last newline of the header at `start`, which an empty line follows; -1 where none is near. Line by line: a body may be long. */
function headerEnd(view: Buffer, start: number): number {
  let at = view.indexOf(LF, start);
  while (at >= 0 && at - start <= MAX_HEADER_BYTES) {
    if (view[at + 1] === LF || (view[at + 1] === CR && view[at + 2] === LF)) return at;
    at = view.indexOf(LF, at + 1);
  }
  return -1;
}

/** What a Content-Length says of the entry at `start`: where it ends, `more` bytes are needed to tell, or nothing. */
function lengthEnd(view: Buffer, start: number, isEnd: boolean, maxBytes: number): number | "more" | undefined {
  const blank = headerEnd(view, start);
  if (blank < 0) return isEnd || view.length - start > MAX_HEADER_BYTES ? undefined : "more";
  const found = /\ncontent-length:[ \t]*(\d{1,12})[ \t\r]*\n/i.exec(view.toString("latin1", start, blank + 1));
  if (found === null) return undefined;
  let end = blank + (view[blank + 1] === LF ? 2 : 3) + Number(found[1]);
  if (end - start > maxBytes) return undefined;
  if (end + LOOKAHEAD_BYTES > view.length && !isEnd) return "more";
  for (let blanks = 0; blanks < 4 && (view[end] === LF || view[end] === CR); blanks += 1) end += 1;
  if (end >= view.length) return end === view.length ? end : undefined;
  return view[end - 1] === LF && view.subarray(end, end + FROM.length).equals(FROM) && isSeparator(view, end, false)
    ? end
    : undefined;
}

/** How much of a file {@link isMboxcl2} looks at. */
export const MBOX_HEAD_BYTES = 4 << 20;

/**
 * Whether a file is mboxcl2: a message that Content-Length bounds holds a bare `From ` line, so nothing is quoted.
 *
 * Told from the head alone, so that every read of the file, from wherever it goes on, comes to the same answer.
 */
export function isMboxcl2(head: Buffer): boolean {
  let start = skipByteOrderMark(head);
  for (;;) {
    const end = lengthEnd(head, start, false, head.length);
    if (typeof end !== "number" || end <= start) return false;
    const body = head.indexOf(LF, start) + 1;
    if (head.subarray(body, end).includes(LINE_FROM)) return true;
    start = end;
  }
}

/** The messages of an mbox file in order; see {@link splitMbox}. Throws the file system's errors. */
export async function* readMbox(path: string, maxMessageBytes: number, startOffset = 0): AsyncGenerator<MboxEntry> {
  const head = await collectChunks(readFileChunks(path, 0, MBOX_HEAD_BYTES), MBOX_HEAD_BYTES);
  yield* splitMbox(readFileChunks(path, startOffset), maxMessageBytes, startOffset, isMboxcl2(head));
}

/**
 * The messages of an mbox in order, from its bytes.
 *
 * A message over `maxMessageBytes` comes without its bytes. `startOffset` is where the bytes begin: the offset of an
 * entry to go on from. `isUnquoted` is what {@link isMboxcl2} said.
 */
export async function* splitMbox(
  chunks: AsyncIterable<Uint8Array>,
  maxMessageBytes: number,
  startOffset = 0,
  isUnquoted = false,
): AsyncGenerator<MboxEntry> {
  const input = chunks[Symbol.asyncIterator]();
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
    /** False until the Content-Length of the entry at hand was looked at. */
    let isLengthKnown = false;
    while (!isEnd) {
      const { value: chunk, done } = await input.next();
      isEnd = done === true;
      if (chunk !== undefined && !isEnd) {
        if (buffer.length - filled < chunk.length) {
          const grown = Buffer.alloc(Math.max(buffer.length * 2, filled + chunk.length));
          buffer.copy(grown, 0, 0, filled);
          buffer = grown;
        }
        buffer.set(chunk, filled);
        filled += chunk.length;
      }
      const view = buffer.subarray(0, filled);
      if (entryStart < 0) {
        entryStart = skipByteOrderMark(view);
        entryOffset = base + entryStart;
        scanned = entryStart;
      }
      // Everything but the last bytes can be judged; at the end of the file, all of it.
      const limit = isEnd ? filled : filled - LOOKAHEAD_BYTES;
      for (;;) {
        if (!isLengthKnown && !isOversize && entryStart < filled) {
          const end = lengthEnd(view, entryStart, isEnd, maxMessageBytes);
          if (end === "more") break;
          isLengthKnown = true;
          if (end !== undefined) {
            yield toEntry(view, entryStart, end, entryOffset, base, false, !isUnquoted);
            entryStart = end;
            scanned = end;
            entryOffset = base + end;
            isLengthKnown = false;
            if (end >= filled) break;
            continue;
          }
        }
        const found = view.indexOf(LINE_FROM, scanned);
        if (found < 0 || found + 1 > limit) {
          scanned = Math.max(scanned, Math.min(limit, filled - LINE_FROM.length));
          break;
        }
        const at = found + 1;
        scanned = at;
        if (!isSeparator(view, at, false)) continue;
        yield toEntry(view, entryStart, at, entryOffset, base, isOversize, !isUnquoted);
        entryStart = at;
        entryOffset = base + at;
        isOversize = false;
        isLengthKnown = false;
      }
      if (isEnd) {
        if (entryStart < filled || isOversize)
          yield toEntry(view, entryStart, filled, entryOffset, base, isOversize, !isUnquoted);
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
      // One huge message must not cost its memory for the rest of the file.
      if (buffer.length > CHUNK_BYTES * 8 && filled < CHUNK_BYTES)
        buffer = Buffer.from(buffer.subarray(0, CHUNK_BYTES * 2));
    }
  } finally {
    await input.return?.();
  }
}

function toEntry(
  view: Buffer,
  start: number,
  end: number,
  offset: number,
  base: number,
  isOversize: boolean,
  isQuoted: boolean,
): MboxEntry {
  const length = base + end - offset;
  if (isOversize) return { offset, length, raw: null, isQuoted };
  const lineEnd = view.indexOf(LF, start);
  const bodyStart = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
  return { offset, length, raw: Buffer.from(view.subarray(bodyStart, end)), isQuoted };
}
