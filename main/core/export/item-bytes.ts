/**
 * What an item is exported as: its own bytes where they are still what was imported, else what the archive holds of it.
 *
 * Owns the proof that bytes are the right ones: their hash, which the archive kept.
 */

import type { StoredContent } from "../archive/export-format.ts";
import type { ItemToExport } from "../archive/queries/export.ts";
import type { ForwardReader } from "../import/read-forward.ts";
import { mailOf, pathOf } from "../import/read-raw.ts";
import { headerText, type MailPart, writeMail } from "../import/sources/mime-writer.ts";
import { canonicalRaw } from "../text/canonical-raw.ts";
import { sha256 } from "../text/sha256.ts";

/** A larger item is exported as the archive holds it. */
const MAX_BYTES = 256 << 20;

function namesMessage(mail: Buffer, messageId: string): boolean {
  const end = mail.indexOf("\n\n");
  const header = mail.toString("latin1", 0, end < 0 ? mail.length : end);
  return header.replace(/\s+/g, "").includes(messageId.replace(/\s+/g, ""));
}

/** The bytes of an item as they were imported; undefined where they are not there any more, or are others now. */
export async function originalBytes(item: ItemToExport, reader: ForwardReader): Promise<Buffer | undefined> {
  const { kind, entry, offset, length, rawSha256, messageId } = item;
  // Where it lay, something else may lie now.
  if (item.isGone === 1) return undefined;
  try {
    const raw = await reader.read({ path: pathOf(item), entry, offset, length }, MAX_BYTES);
    const bytes = kind === "mail" ? await mailOf(raw, pathOf(item)) : raw;
    if (rawSha256.equals(sha256(bytes))) return bytes;
    // Whether an mbox quotes `From ` lines shows in the whole file only (mboxcl2 and some MMDF do not): by the hash here.
    if (kind !== "mail") return undefined;
    const mail = raw.subarray(raw.subarray(0, 5).toString("latin1") === "From " ? raw.indexOf(0x0a) + 1 : 0);
    const readings = [false, true].map((isQuoted) => canonicalRaw(mail, isQuoted));
    for (const reading of readings) if (rawSha256.equals(sha256(reading))) return reading;
    // A duplicate by its words has other bytes than the document, and its Message-ID. Which reading of them was imported
    // must be beyond doubt: another one could be another document.
    const isPlain = readings[0]?.equals(readings[1] ?? raw) === true;
    const isDuplicate = item.isFirst === 0 && messageId !== null && isPlain;
    return isDuplicate && namesMessage(bytes, messageId) ? bytes : undefined;
  } catch {
    // Gone, unreadable, too large: what the archive holds is there all the same.
    return undefined;
  }
}

type StoredMail = Extract<StoredContent, { mail: unknown }>["mail"];
type StoredPerson = StoredMail["from"][number];

const personText = ({ name, address }: StoredPerson): string =>
  name === ""
    ? `<${address}>`
    : `${/^[\w .'-]+$/.test(name) ? name : headerText(`"${name.replace(/["\\]/g, "")}"`)} <${address}>`;

function partOf(name: string, type: string, child: StoredContent): MailPart {
  if ("mail" in child)
    return { name: name || "message.eml", type: "message/rfc822", contentId: "", content: rebuiltMail(child.mail) };
  const isText = child.parsedFile.kind === "file" && type.startsWith("text/");
  // Only its text is there: under its own name it would claim to be what it is not.
  return {
    name: isText ? name : `${name}.txt`,
    type: isText ? type : "text/plain",
    contentId: "",
    content: Buffer.from(child.parsedFile.text),
  };
}

/** A mail written anew from what the archive holds: its people, its text, the texts of what was attached. */
export function rebuiltMail(mail: StoredMail): Buffer {
  const people = (name: string, all: readonly StoredPerson[]): string[] =>
    all.length === 0
      ? []
      : [
          `${name}: ${all
            .map(personText)
            .join(", ")
            .replace(/[\r\n]+/g, " ")}`,
        ];
  const line = (text: string): string => text.replace(/[\r\n]+/g, " ");
  return writeMail({
    headers: [
      "X-Longhand-Rebuilt: its own bytes were not there any more; this is what the archive held of it",
      ...people("From", mail.from),
      ...people("To", mail.to),
      ...people("Cc", mail.cc),
      ...people("Bcc", mail.bcc),
      `Subject: ${headerText(mail.subject)}`,
      ...(mail.dateHeader === null ? [] : [`Date: ${line(mail.dateHeader)}`]),
      ...(mail.messageId === null ? [] : [`Message-ID: <${line(mail.messageId)}>`]),
      ...(mail.inReplyTo === null ? [] : [`In-Reply-To: <${line(mail.inReplyTo)}>`]),
      ...(mail.references.length === 0
        ? []
        : [`References: ${mail.references.map((id) => `<${line(id)}>`).join("\n ")}`]),
    ],
    text: mail.text,
    html: "",
    attachments: mail.attachments.flatMap(({ name, type, child }) =>
      child === undefined ? [] : [partOf(name, type, child)],
    ),
  });
}
