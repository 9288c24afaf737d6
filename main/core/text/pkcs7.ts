/**
 * The content inside an S/MIME signature (PKCS #7 / CMS SignedData, RFC 5652), which wraps the mail it signs.
 *
 * Owns just enough of BER to walk to it, lengths definite or not, the content whole or in pieces. Takes it out and
 * checks nothing: who signed, and whether the signature holds, is not known here. Pure.
 */

/** An element: its tag byte, and where its content begins and ends; `next` is behind its end marker. */
type Element = { readonly tag: number; readonly start: number; readonly end: number; readonly next: number };

const SEQUENCE = 0x30;
const OBJECT_ID = 0x06;
const OCTETS = 0x04;
const OCTETS_IN_PIECES = 0x24;
const EXPLICIT_0 = 0xa0;
/** 1.2.840.113549.1.7.2, signedData. */
const SIGNED_DATA = Buffer.from("2a864886f70d010702", "hex");
/** Elements inside elements: SignedData needs eight; a file that has more of them is made to be endless. */
const MAX_DEPTH = 24;

/** The element at `at`; undefined where the bytes are none or are cut off. */
function elementAt(bytes: Buffer, at: number, limit: number, depth: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  // Tags of more than one byte do not occur on the way.
  if (tag === undefined || first === undefined || (tag & 31) === 31 || at + 2 > limit || depth > MAX_DEPTH) {
    return undefined;
  }
  if (first === 0x80) {
    if ((tag & 0x20) === 0) return undefined;
    const start = at + 2;
    for (let inner = start; ; ) {
      if (bytes[inner] === 0 && bytes[inner + 1] === 0 && inner + 2 <= limit) {
        return { tag, start, end: inner, next: inner + 2 };
      }
      const child = elementAt(bytes, inner, limit, depth + 1);
      if (child === undefined) return undefined;
      inner = child.next;
    }
  }
  const sizeBytes = first < 0x80 ? 0 : first & 0x7f;
  if (sizeBytes > 4 || at + 2 + sizeBytes > limit) return undefined;
  const length = sizeBytes === 0 ? first : bytes.readUIntBE(at + 2, sizeBytes);
  const start = at + 2 + sizeBytes;
  return start + length > limit ? undefined : { tag, start, end: start + length, next: start + length };
}

function childrenOf(bytes: Buffer, parent: Element | undefined, depth: number): Element[] {
  const children: Element[] = [];
  for (let at = parent?.start ?? 0; at < (parent?.end ?? 0); ) {
    const child = elementAt(bytes, at, parent?.end ?? 0, depth);
    if (child === undefined) break;
    children.push(child);
    at = child.next;
  }
  return children;
}

function octets(bytes: Buffer, element: Element | undefined, depth: number): Buffer | undefined {
  if (element?.tag === OCTETS) return bytes.subarray(element.start, element.end);
  if (element?.tag !== OCTETS_IN_PIECES) return undefined;
  const pieces = childrenOf(bytes, element, depth).map((child) => octets(bytes, child, depth + 1));
  return pieces.includes(undefined) ? undefined : Buffer.concat(pieces as Buffer[]);
}

/** What a signature wraps, a MIME entity as a rule; undefined where the bytes are no SignedData or hold no content. */
export function signedContent(bytes: Buffer): Buffer | undefined {
  const outer = elementAt(bytes, 0, bytes.length, 0);
  if (outer?.tag !== SEQUENCE) return undefined;
  const [type, wrapped] = childrenOf(bytes, outer, 1);
  const isSigned = type?.tag === OBJECT_ID && bytes.subarray(type.start, type.end).equals(SIGNED_DATA);
  if (!isSigned || wrapped?.tag !== EXPLICIT_0) return undefined;
  const [signedData] = childrenOf(bytes, wrapped, 2);
  // SignedData: version, digestAlgorithms, encapContentInfo, ...
  const encapsulated = childrenOf(bytes, signedData, 3)[2];
  if (encapsulated?.tag !== SEQUENCE) return undefined;
  const [, content] = childrenOf(bytes, encapsulated, 4);
  return content?.tag === EXPLICIT_0 ? octets(bytes, childrenOf(bytes, content, 5)[0], 6) : undefined;
}
