/**
 * Mail under OpenPGP or S/MIME: which protection it is, in words where its text cannot be read, and armour in a text.
 *
 * Longhand has no keys: no signature is checked. A mail that is encrypted as a whole has no text of its own; the words
 * put in its place are nobody's own. What a signature wraps is taken out in ./pkcs7.ts. Pure.
 */
import type { MailProtection } from "../../../shared/schemas.ts";

/** Whether a content type is that of an S/MIME message in one piece, encrypted or wrapped in its signature. */
export function isPkcs7(contentType: string): boolean {
  return /^application\/(?:x-)?pkcs7-mime/i.test(contentType);
}

/** How a message of this content type and text is protected; undefined where it is not. */
export function protectionOf(contentType: string, text: string): MailProtection | undefined {
  const type = contentType.toLowerCase();
  if (type.startsWith("multipart/encrypted")) return "pgp-encrypted";
  if (isPkcs7(type)) return type.includes("signed-data") ? "smime-signed" : "smime-encrypted";
  if (type.startsWith("multipart/signed")) return type.includes("pgp-signature") ? "pgp-signed" : "smime-signed";
  // Armour inside a reply is quoted, behind marks: only a line that begins with it is the mail's own.
  const armour = /^-{5}BEGIN PGP (SIGNED MESSAGE|MESSAGE)-{5}\s*$/m.exec(text)?.[1];
  if (armour === undefined) return undefined;
  return armour === "MESSAGE" ? "pgp-encrypted" : "pgp-signed";
}

/** The words that stand for the text of a mail that is encrypted as a whole; `undefined` where it is not. */
export function encryptedNotice(contentType: string): string | undefined {
  const type = contentType.toLowerCase();
  if (type.startsWith("multipart/encrypted")) return "[This mail is encrypted (OpenPGP): it cannot be read here.]";
  if (!isPkcs7(type)) return undefined;
  return type.includes("signed-data")
    ? "[This mail is wrapped in its signature (S/MIME), which cannot be opened here.]"
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
