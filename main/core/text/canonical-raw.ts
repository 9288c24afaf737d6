/**
 * The canonical bytes of a mail: what its hash is taken over, equal whichever mbox variant or folder it came from.
 *
 * LF line ends, one final newline, `From ` quoting undone.
 */

const CR_BYTE = 0x0d;
const LF_BYTE = 0x0a;
const GT_BYTE = 0x3e;
const FROM_BYTES = Buffer.from("From ");

/** Undoes `>From ` quoting (one mark, as mboxo and mboxrd add it), CRLF and trailing blank lines. */
export function canonicalRaw(raw: Buffer, isMboxQuoted: boolean): Buffer {
  const lf = raw.includes(CR_BYTE) ? Buffer.from(raw.toString("latin1").replace(/\r\n/g, "\n"), "latin1") : raw;
  let end = lf.length;
  while (end > 0 && lf[end - 1] === LF_BYTE) end -= 1;
  const trimmed = Buffer.concat([lf.subarray(0, end), Buffer.from("\n")]);
  return isMboxQuoted ? unquoteFrom(trimmed) : trimmed;
}

function unquoteFrom(raw: Buffer): Buffer {
  if (!raw.includes(">From ")) return raw;
  const out = Buffer.alloc(raw.length);
  let written = 0;
  let line = 0;
  while (line < raw.length) {
    const next = raw.indexOf(LF_BYTE, line);
    const end = next < 0 ? raw.length : next + 1;
    let mark = line;
    while (raw[mark] === GT_BYTE) mark += 1;
    const isQuoted = mark > line && raw.subarray(mark, mark + FROM_BYTES.length).equals(FROM_BYTES);
    written += raw.copy(out, written, isQuoted ? line + 1 : line, end);
    line = end;
  }
  return out.subarray(0, written);
}

/** What {@link canonicalRaw} gives, for a stream: the same bytes in chunks. */
export async function* canonicalChunks(
  chunks: AsyncIterable<Uint8Array>,
  isMboxQuoted: boolean,
): AsyncGenerator<Buffer> {
  /** A line that is not finished, and the newlines that may turn out to be the last ones. */
  let rest: Buffer = Buffer.alloc(0);
  let newlines = 0;
  const canonical = (part: Buffer): Buffer[] => {
    const lf = part.includes(CR_BYTE) ? Buffer.from(part.toString("latin1").replace(/\r\n/g, "\n"), "latin1") : part;
    let end = lf.length;
    while (end > 0 && lf[end - 1] === LF_BYTE) end -= 1;
    if (end === 0) {
      newlines += lf.length;
      return [];
    }
    const before = Buffer.alloc(newlines, LF_BYTE);
    newlines = lf.length - end;
    const text = lf.subarray(0, end);
    return [before, isMboxQuoted ? unquoteFrom(text) : text];
  };
  for await (const chunk of chunks) {
    const joined = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    // Whole lines only, so that a line's beginning and its end are seen in one piece; a line may be very long.
    const cut = joined.lastIndexOf(LF_BYTE) + 1;
    rest = joined.subarray(cut);
    yield* canonical(joined.subarray(0, cut));
  }
  yield* canonical(rest);
  yield Buffer.from("\n");
}
