/**
 * Attachments to documents: which of them are read, and what comes of it.
 *
 * Owns the list of readable types and the opening of TNEF. Goes by content where it can; a part that claims to be a
 * PDF and is none stays listed. Runs on a parse thread.
 */
import type { ParsedAttachment, ParsedContent } from "../archive/parsed-mail.ts";
import { oneLine } from "./clean.ts";
import { isBinary, parsePdf, parseTextFile } from "./parse-file.ts";
import { PdfError } from "./pdf-text.ts";
import { readTnef } from "./tnef.ts";

/** An attachment as it stands in a message; `content` is null where it is of no use or too large to keep. */
export type RawAttachment = {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly charset?: string | undefined;
  readonly size: number;
  readonly isRelated: boolean;
  readonly content: Buffer | null;
};

/** What reading an attachment needs to know. */
export type AttachmentContext = {
  readonly dateMs: number | null;
  readonly passwords: readonly string[];
  onPage(): void;
  /** Parses a message inside the message; undefined where it is nested too deeply. */
  parseInner(bytes: Buffer): Promise<ParsedContent> | undefined;
};

const NO_TEXT = /^text\/(?:x-amp-html|rfc822-headers|rtf|enriched|richtext)$/;
const TEXT_LIKE = /^application\/(?:json|xml|ics|x-ndjson|x-yaml|yaml|sql|x-sh|javascript|x-httpd-php|x-tex)$/;
const TEXT_NAME = /\.(?:txt|text|md|markdown|csv|tsv|log|ics|html?|json|xml|ya?ml|patch|diff)$/i;

/** Whether the content of such a part is worth keeping while the message is read. */
export function isWorthReading(contentType: string): boolean {
  return !/^(?:image|audio|video|font)\//.test(contentType);
}

/** Whether a part is an Outlook wrapping of other attachments. */
function isTnef(attachment: RawAttachment): boolean {
  return (
    /^application\/(?:vnd\.)?ms-tnef$/.test(attachment.contentType) || /^winmail\.dat$/i.test(attachment.filename ?? "")
  );
}

/** The attachments of a message with those inside TNEF in the place of their wrapping. */
export function unwrapTnef(attachments: readonly RawAttachment[]): {
  readonly attachments: readonly RawAttachment[];
  readonly text: string;
  readonly html: string;
} {
  let text = "";
  let html = "";
  const opened = attachments.flatMap((attachment) => {
    const tnef = isTnef(attachment) && attachment.content !== null ? readTnef(attachment.content) : undefined;
    if (tnef === undefined) return [attachment];
    text ||= tnef.text;
    html ||= tnef.html;
    if (tnef.attachments.length === 0) return [attachment];
    return tnef.attachments.map(
      ({ name, type, content }): RawAttachment => ({
        filename: name,
        contentType: type.toLowerCase(),
        size: content.length,
        isRelated: false,
        content,
      }),
    );
  });
  return { attachments: opened, text, html };
}

async function readContent(
  { filename = "", contentType, charset, content }: RawAttachment,
  context: AttachmentContext,
): Promise<{ readonly child?: ParsedContent; readonly note?: string }> {
  if (content === null || content.length === 0) return {};
  const facts = { name: oneLine(filename) || "unnamed", modifiedMs: context.dateMs };
  if (content.subarray(0, 1024).includes("%PDF-")) {
    return { child: { parsedFile: await parsePdf(content, facts, context.passwords, context.onPage) } };
  }
  if (/^message\/(?:rfc822|global)$/.test(contentType) || /\.eml$/i.test(filename)) {
    const inner = context.parseInner(content);
    return inner === undefined ? { note: "nested too deeply" } : { child: await inner };
  }
  const isText =
    (contentType.startsWith("text/") && !NO_TEXT.test(contentType)) ||
    TEXT_LIKE.test(contentType) ||
    (contentType === "application/octet-stream" && TEXT_NAME.test(filename));
  if (!isText || isBinary(content)) return {};
  const parsedFile = parseTextFile(content, facts, charset);
  return parsedFile.text.trim() === "" ? {} : { child: { parsedFile } };
}

/** Reads the attachments of a message; one that cannot be read stays listed, with a note that says why. */
export async function readAttachments(
  attachments: readonly RawAttachment[],
  context: AttachmentContext,
): Promise<ParsedAttachment[]> {
  const parsed: ParsedAttachment[] = [];
  for (const attachment of attachments) {
    const isInline = attachment.isRelated && attachment.contentType.startsWith("image/");
    const listed = {
      name: oneLine(attachment.filename ?? "") || "unnamed",
      type: attachment.contentType,
      sizeBytes: attachment.size,
      isInline,
    };
    try {
      parsed.push({ ...listed, ...(isInline ? {} : await readContent(attachment, context)) });
    } catch (error) {
      const note = error instanceof PdfError ? error.category : "malformed";
      parsed.push({ ...listed, note });
    }
  }
  return parsed;
}
