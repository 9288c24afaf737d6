/**
 * Reads a message's structure; the only file that knows mailparser.
 *
 * Owns which parts make the text of a mail: the plain one of alternatives, HTML where there is no plain one or where
 * it stands beside plain parts (a list's footer under an HTML mail). Runs on a parse thread.
 */
import { isUtf8 } from "node:buffer";
import { type AddressObject, type HeaderLines, type Headers, MailParser } from "mailparser";
import { htmlToText } from "./html-text.ts";

/** An attachment by its headers and decoded size; its content is not kept. */
export type MimeAttachment = {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly size: number;
  readonly isRelated: boolean;
};

/** A message: headers as written and as parsed, its text, its attachments. */
export type MimeMessage = {
  readonly headers: Headers;
  readonly headerLines: HeaderLines;
  readonly text: string;
  readonly attachments: readonly MimeAttachment[];
  /** Decodes RFC 2047 words of a header that mailparser leaves as it is. */
  decodeWords(text: string): string;
  /** The HTML parts as they came, joined; null where there are none. */
  html(): string | null;
};

/** What mailparser keeps of a part; its types leave these fields out (mailparser is pinned to an exact version). */
type PartNode = {
  readonly contentType?: string | false;
  readonly textContent?: string;
  readonly showMeta?: boolean;
  readonly headers: Headers;
  readonly children?: readonly PartNode[];
};
type ParserInside = { readonly tree: PartNode; readonly libmime: { decodeWords(text: string): string } };

/** The address fields of a header, as one list. */
export function addressesOf(headers: Headers, key: string): AddressObject[] {
  const value = headers.get(key);
  const objects = (Array.isArray(value) ? value : [value]) as readonly unknown[];
  return objects.filter(
    (item): item is AddressObject => typeof item === "object" && item !== null && "value" in item && "text" in item,
  );
}

function hasHtml(node: PartNode): boolean {
  return node.contentType === "text/html" || (node.children ?? []).some(hasHtml);
}

/** The header lines of a message inside a message, as a forward shows them. */
function innerHeader(node: PartNode): string {
  const lines = ["From", "Date", "To", "Cc", "Subject"].flatMap((name) => {
    const value = node.headers.get(name.toLowerCase());
    const people = addressesOf(node.headers, name.toLowerCase()).map((item) => item.text);
    const text = value instanceof Date ? value.toUTCString() : typeof value === "string" ? value : people.join(", ");
    return text === "" ? [] : [`${name}: ${text}`];
  });
  return `\n${lines.join("\n")}\n`;
}

function textOf(node: PartNode): string {
  const parts = node.showMeta === true ? [innerHeader(node)] : [];
  const content = node.textContent ?? "";
  if (content !== "") parts.push(node.contentType === "text/html" ? htmlToText(content) : content);
  const children = node.children ?? [];
  if (node.contentType === "multipart/alternative") {
    const texts = children.map((child) => ({ text: textOf(child), isPlain: !hasHtml(child) }));
    const filled = texts.filter(({ text }) => text.trim() !== "");
    const chosen = filled.find(({ isPlain }) => isPlain) ?? filled.at(-1);
    if (chosen !== undefined) parts.push(chosen.text);
  } else {
    parts.push(...children.map(textOf).filter((text) => text.trim() !== ""));
  }
  return parts.join("\n");
}

function htmlOf(node: PartNode): string[] {
  const own = node.contentType === "text/html" && node.textContent !== undefined ? [node.textContent] : [];
  return [...own, ...(node.children ?? []).flatMap(htmlOf)];
}

/**
 * Bytes above ASCII in a header, which no standard of their time allowed: UTF-8 stays, anything else is read as
 * Windows-1252; inside an encoded word they become `=XX`, in the word's own character set.
 */
function repairHeader(raw: Buffer): Buffer {
  const blank = /\n\r?\n/.exec(raw.toString("latin1", 0, Math.min(raw.length, 1 << 20)));
  const end = blank === null ? 0 : blank.index + 1;
  const header = raw.subarray(0, end);
  if (!header.some((byte) => byte >= 0x80)) return raw;
  const words = header
    .toString("latin1")
    .replace(/=\?[\w.-]+\?q\?[^?\n]*\?=/gi, (word) =>
      word.replace(/[\x80-\xff]/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase()}`),
    );
  const bytes = Buffer.from(words, "latin1");
  const text = isUtf8(bytes) ? bytes : Buffer.from(new TextDecoder("windows-1252").decode(bytes));
  return Buffer.concat([text, raw.subarray(end)]);
}

/** Reads one message. */
export function readMime(raw: Buffer): Promise<MimeMessage> {
  const parser = new MailParser({
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<MimeMessage>();
  const attachments: MimeAttachment[] = [];
  let headers: Headers = new Map();
  let headerLines: HeaderLines = [];
  parser.on("error", reject);
  parser.on("headers", (parsed) => {
    headers = parsed;
  });
  parser.on("headerLines", (lines) => {
    headerLines = lines;
  });
  parser.on("data", (data) => {
    if (data.type !== "attachment") return;
    const stream = data.content as unknown as NodeJS.ReadableStream;
    stream.on("end", () => {
      attachments.push({
        filename: data.filename || undefined,
        contentType: data.contentType,
        size: data.size ?? 0,
        isRelated: data.related === true,
      });
      data.release?.();
    });
    stream.resume();
  });
  parser.on("end", () => {
    const inside = parser as unknown as ParserInside;
    resolve({
      headers,
      headerLines,
      text: textOf(inside.tree),
      attachments,
      decodeWords: (text) => inside.libmime.decodeWords(text),
      html: () => htmlOf(inside.tree).join("\n") || null,
    });
  });
  parser.end(repairHeader(raw));
  return promise;
}
