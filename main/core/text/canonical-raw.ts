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
