/**
 * Unpacks compressed RTF, the form in which Outlook keeps a body in TNEF ([MS-OXRTFCP]). Pure.
 *
 * Owns the dictionary coder alone; the words of the RTF are ./rtf.ts. Bytes that do not fit end the unpacking.
 */

/** What the dictionary holds before the first byte, fixed by the format. */
const PRELOADED =
  "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const DICTIONARY_BYTES = 4096;
const HEADER_BYTES = 16;
const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;
/** No body is larger than this; a larger claim is a trick. */
const MAX_BYTES = 64 << 20;

/** The RTF in a compressed stream, a character a byte; empty where the bytes are none. */
export function unpackRtf(bytes: Buffer): string {
  if (bytes.length < HEADER_BYTES) return "";
  const size = Math.min(bytes.readUInt32LE(4), MAX_BYTES);
  const kind = bytes.readUInt32LE(8);
  if (kind === PLAIN) return bytes.toString("latin1", HEADER_BYTES, HEADER_BYTES + size);
  if (kind !== COMPRESSED) return "";
  const dictionary = Buffer.alloc(DICTIONARY_BYTES);
  let write = dictionary.write(PRELOADED, "latin1");
  const out: number[] = [];
  const put = (byte: number): void => {
    out.push(byte);
    dictionary[write] = byte;
    write = (write + 1) % DICTIONARY_BYTES;
  };
  let at = HEADER_BYTES;
  while (at < bytes.length && out.length < size) {
    const control = bytes[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && out.length < size && at < bytes.length; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at] ?? 0);
        at += 1;
        continue;
      }
      if (at + 2 > bytes.length) return Buffer.from(out).toString("latin1");
      const reference = bytes.readUInt16BE(at);
      at += 2;
      const offset = reference >> 4;
      // A reference to where it would be written itself marks the end.
      if (offset === write) return Buffer.from(out).toString("latin1");
      for (let step = 0; step < (reference & 15) + 2; step += 1)
        put(dictionary[(offset + step) % DICTIONARY_BYTES] ?? 0);
    }
  }
  return Buffer.from(out).toString("latin1");
}
