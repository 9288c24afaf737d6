/**
 * A message with what an S/MIME signature wraps taken out of it, and what is known of its protection.
 *
 * Every reader of a mail's parts goes through here, so that text, attachments and formatted page are of one message.
 * Runs on a parse thread.
 */
import type { MailProtection } from "../../../shared/schemas.ts";
import type { RawAttachment } from "./attachments.ts";
import { type MimeMessage, type MimeOptions, readMime } from "./mime.ts";
import { signedContent } from "./pkcs7.ts";
import { isPkcs7, protectionOf } from "./protection.ts";

/** A message as {@link readMime} gives it; `contentType` is that of what is inside the signatures. */
export type OpenedMessage = MimeMessage & {
  readonly contentType: string;
  readonly protection: MailProtection | null;
};

/** Signatures around signatures: two occur (a list's own around the sender's), more are a trick. */
const MAX_SIGNATURES = 4;

/** What the one part of a signed message wraps. */
function wrappedContent(contentType: string, attachments: readonly RawAttachment[]): Buffer | undefined {
  const content = isPkcs7(contentType) ? attachments[0]?.content : undefined;
  return content === undefined || content === null ? undefined : signedContent(content);
}

/** Reads one message and opens the signatures that wrap it; the headers stay those of the mail itself. */
export async function readMessage(
  raw: Buffer | AsyncIterable<Uint8Array>,
  options: MimeOptions = {},
): Promise<OpenedMessage> {
  const outer = await readMime(raw, options);
  let message = outer;
  let contentType = outer.fields("content-type")[0] ?? "";
  let isOpened = false;
  for (let depth = 0; depth < MAX_SIGNATURES; depth += 1) {
    const content = wrappedContent(contentType, message.attachments);
    if (content === undefined) break;
    message = await readMime(content, options);
    contentType = message.fields("content-type")[0] ?? "";
    isOpened = true;
  }
  return {
    ...outer,
    text: message.text,
    attachments: message.attachments,
    html: () => message.html(),
    contentType,
    protection: protectionOf(contentType, message.text) ?? (isOpened ? "smime-signed" : null),
  };
}
