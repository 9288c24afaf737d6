/**
 * A draft on its way out: as an unsent mail in a file, or as an address that the mail program opens.
 *
 * Nothing is sent. The file carries `X-Unsent: 1`, by which mail programs open it for editing, and the headers that put
 * the reply into its thread.
 */
import type { Person } from "../../../shared/schemas.ts";
import type { CorpusDocument } from "../archive/queries/corpus.ts";

/** A mail that is to be written out. */
export type OutgoingMail = {
  readonly from: Person | null;
  readonly to: readonly Person[];
  readonly subject: string;
  readonly text: string;
  /** Message ids without brackets, null or empty for a new mail. */
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
};

const REPLY = /^\s*(?:re|aw|antw|sv|vs|odp|rif|ref)\s*(?:\[\d+\])?\s*[:：]/i;

/** The subject of an answer: "Re: " once. */
export function replySubject(subject: string): string {
  return REPLY.test(subject) ? subject : `Re: ${subject}`.trimEnd();
}

/** The mail that answers a message. */
export function replyMail(
  message: CorpusDocument,
  parts: { readonly from: Person | null; readonly to: readonly Person[]; readonly text: string },
): OutgoingMail {
  const { messageId } = message;
  const references = [
    ...message.references.filter((id) => id !== messageId),
    ...(messageId === null ? [] : [messageId]),
  ];
  return {
    ...parts,
    subject: replySubject(message.subject),
    inReplyTo: messageId,
    references: [...new Set(references)],
  };
}

const bracketed = (id: string): string => `<${id}>`;

/** The bytes of the mail as an .eml file. */
export async function buildEml(mail: OutgoingMail): Promise<Buffer> {
  // Loaded when it is needed: a core that starts must not wait for it.
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const composer = new MailComposer({
    ...(mail.from === null ? {} : { from: { ...mail.from } }),
    to: mail.to.map((person) => ({ ...person })),
    subject: mail.subject,
    text: mail.text,
    headers: { "X-Unsent": "1" },
    ...(mail.inReplyTo === null ? {} : { inReplyTo: bracketed(mail.inReplyTo) }),
    ...(mail.references.length === 0 ? {} : { references: mail.references.map(bracketed).join(" ") }),
    // Nothing of this machine is read for a mail: no files, no addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** Windows hands over no longer address than 2,083 characters, and it is the narrowest. */
const MAX_MAILTO = 2000;

/** The `mailto:` address of the mail (RFC 6068); null where it is too long for some mail programs. */
export function mailtoAddress(mail: OutgoingMail): string | null {
  const fields = [
    ["subject", mail.subject],
    ["body", mail.text.replace(/\r?\n/g, "\r\n")],
    ...(mail.inReplyTo === null ? [] : [["In-Reply-To", bracketed(mail.inReplyTo)]]),
  ] as [string, string][];
  const to = mail.to.map(({ address }) => encodeURIComponent(address).replaceAll("%40", "@")).join(",");
  const query = fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  const address = `mailto:${to}?${query}`;
  return address.length > MAX_MAILTO ? null : address;
}
