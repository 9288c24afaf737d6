/**
 * Mail under OpenPGP or S/MIME: says in words that its text cannot be read, and finds armour inside a text.
 *
 * Longhand has no keys. A mail that is encrypted as a whole has no text of its own; the words put in its place are
 * nobody's own. Pure.
 */

/** The words that stand for the text of a mail that is encrypted as a whole; `undefined` where it is not. */
export function encryptedNotice(contentType: string): string | undefined {
  const type = contentType.toLowerCase();
  if (type.startsWith("multipart/encrypted")) return "[This mail is encrypted (OpenPGP): it cannot be read here.]";
  if (!/^application\/(?:x-)?pkcs7-mime/.test(type)) return undefined;
  return type.includes("signed-data")
    ? "[This mail is wrapped in its signature (S/MIME): it cannot be read here.]"
    : "[This mail is encrypted (S/MIME): it cannot be read here.]";
}

const BEGIN = /^-{5}BEGIN PGP (SIGNED MESSAGE|SIGNATURE|MESSAGE|PUBLIC KEY BLOCK|PRIVATE KEY BLOCK)-{5}\s*$/;
const ARMOUR_HEADER = /^(?:Hash|Version|Comment|Charset|MessageID):\s/i;

/**
 * How many lines of armour begin at `index`: the head of a signed text, or a whole signature, key or encrypted message;
 * 0 for none.
 */
export function armourLength(lines: readonly string[], index: number): number {
  const kind = BEGIN.exec(lines[index] ?? "")?.[1];
  if (kind === undefined) return 0;
  if (kind === "SIGNED MESSAGE") {
    let end = index + 1;
    while (ARMOUR_HEADER.test(lines[end] ?? "")) end += 1;
    return end - index;
  }
  for (let at = index + 1; at < lines.length && !BEGIN.test(lines[at] ?? ""); at += 1) {
    if (/^-{5}END PGP /.test(lines[at] ?? "")) return at + 1 - index;
  }
  return 0;
}
