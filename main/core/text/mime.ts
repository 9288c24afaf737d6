/**
 * Reads a message's structure; the only file that knows mailparser, beside the short way of ./mime-single.ts.
 *
 * Owns which parts make the text of a mail: the plain one of alternatives, HTML where there is no plain one or where
 * it stands beside plain parts (a list's footer under an HTML mail). Runs on a parse thread.
 */
import { isUtf8 } from "node:buffer";
import { once } from "node:events";
import { type AddressObject, type Headers, MailParser } from "mailparser";
import { isWorthReading, type RawAttachment } from "./attachments.ts";
import { type HeaderFields, type HeaderLine, headerFields } from "./header-fields.ts";
import { htmlToText } from "./html-text.ts";
import { readSingle } from "./mime-single.ts";

/** A message: its header as written, what is decoded of it, its text, its attachments. */
export type MimeMessage = {
  readonly headerLines: readonly HeaderLine[];
  readonly fields: HeaderFields;
  readonly subject: string;
  /** The address fields of a header, as one list. */
  addresses(key: "from" | "to" | "cc" | "bcc"): readonly AddressObject[];
  readonly text: string;
  readonly attachments: readonly RawAttachment[];
  /** Decodes RFC 2047 words of a header that mailparser leaves as it is. */
  decodeWords(text: string): string;
  /** The HTML parts as they came, joined; null where there are none. */
  html(): string | null;
};

/** What mailparser keeps of a part; its types leave these fields out (mailparser is pinned to an exact version). */
type PartNode = {
  readonly contentType?: string | false;
  readonly textContent?: string;
  readonly headers: Headers;
  readonly children?: readonly PartNode[];
};
type ParserInside = { readonly tree: PartNode; readonly libmime: { decodeWords(text: string): string } };

function addressesOf(headers: Headers, key: string): AddressObject[] {
  const value = headers.get(key);
  const objects = (Array.isArray(value) ? value : [value]) as readonly unknown[];
  return objects.filter(
    (item): item is AddressObject => typeof item === "object" && item !== null && "value" in item && "text" in item,
  );
}

function hasHtml(node: PartNode): boolean {
  return node.contentType === "text/html" || (node.children ?? []).some(hasHtml);
}

function textOf(node: PartNode): string {
  const parts: string[] = [];
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
function repairHeader(raw: Uint8Array): Uint8Array {
  return repairBytes(Buffer.from(raw.buffer, raw.byteOffset, raw.length));
}

function repairBytes(raw: Buffer): Buffer {
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

/** Undoes uuencode, which mailparser leaves as it is. */
function decoded(content: Buffer | null, size: number, encoding: string): { content: Buffer | null; size: number } {
  // mailparser gives an empty part between two others the line break before the next boundary.
  if (size === 1 && content?.[0] === 0x0a) return { content: Buffer.alloc(0), size: 0 };
  if (content === null || !/^x?-?uu(?:encode)?$/i.test(encoding.trim())) return { content, size };
  const lines = content.toString("latin1").split(/\r?\n/);
  const begin = lines.findIndex((line) => /^begin \d{3,4} /.test(line));
  if (begin < 0) return { content, size };
  const bytes: number[] = [];
  for (const line of lines.slice(begin + 1)) {
    if (line === "end") break;
    const six = [...line].map((char) => (char.charCodeAt(0) - 32) & 63);
    const length = six[0] ?? 0;
    const out: number[] = [];
    for (let at = 1; out.length < length && at < six.length; at += 4) {
      const group =
        ((six[at] ?? 0) << 18) | ((six[at + 1] ?? 0) << 12) | ((six[at + 2] ?? 0) << 6) | (six[at + 3] ?? 0);
      out.push(group >> 16, (group >> 8) & 255, group & 255);
    }
    for (const byte of out.slice(0, length)) bytes.push(byte);
  }
  return { content: Buffer.from(bytes), size: bytes.length };
}

/** Attachments above this are listed only. */
const MAX_ATTACHMENT_BYTES = 48 << 20;

/** How a message is read. */
export type MimeOptions = {
  /** Keeps the content of every attachment, for saving it; else of those that may be documents. */
  readonly keepsAll?: boolean;
};

/** Reads one message: its bytes, or a stream of them. An attachment's content is kept where it may be a document. */
export async function readMime(
  raw: Buffer | AsyncIterable<Uint8Array>,
  options: MimeOptions = {},
): Promise<MimeMessage> {
  if (!(raw instanceof Uint8Array)) return readParts(raw, options);
  const repaired = repairBytes(raw);
  return readSingle(repaired) ?? readParts(repaired, options);
}

/** Reads a message by mailparser; bytes come with their header repaired. Exported for the test of the short way. */
export function readParts(
  raw: Buffer | AsyncIterable<Uint8Array>,
  { keepsAll = false }: MimeOptions = {},
): Promise<MimeMessage> {
  const parser = new MailParser({
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
    checksumAlgo: false,
    // A message inside a message is a document of its own, whichever way it is marked.
    ignoreEmbedded: true,
  } as ConstructorParameters<typeof MailParser>[0]);
  const { promise, resolve, reject } = Promise.withResolvers<MimeMessage>();
  const attachments: RawAttachment[] = [];
  let headers: Headers = new Map();
  let headerLines: readonly HeaderLine[] = [];
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
    const { contentType } = data;
    const charset = (data.headers?.get("content-type") as { params?: { charset?: string } } | undefined)?.params
      ?.charset;
    const encoding = String(data.headers?.get("content-transfer-encoding") ?? "");
    let kept: Buffer[] | undefined = keepsAll || isWorthReading(contentType) || /uu/i.test(encoding) ? [] : undefined;
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (!keepsAll && size > MAX_ATTACHMENT_BYTES) kept = undefined;
      kept?.push(chunk);
    });
    stream.on("end", () => {
      attachments.push({
        filename: data.filename || undefined,
        contentType,
        charset,
        isRelated: data.related === true,
        ...decoded(kept === undefined ? null : Buffer.concat(kept), data.size ?? size, encoding),
      });
      data.release?.();
    });
  });
  parser.on("end", () => {
    const inside = parser as unknown as ParserInside;
    const subject = headers.get("subject");
    resolve({
      headerLines,
      fields: headerFields(headerLines),
      subject: typeof subject === "string" ? subject : "",
      addresses: (key) => addressesOf(headers, key),
      text: textOf(inside.tree),
      attachments,
      decodeWords: (text) => inside.libmime.decodeWords(text),
      html: () => htmlOf(inside.tree).join("\n") || null,
    });
  });
  if (raw instanceof Uint8Array) parser.end(raw);
  else feed(parser, raw).catch(reject);
  return promise;
}

/** Writes a stream into the parser, as fast as it takes it; the header must be in the first chunk to be repaired. */
async function feed(parser: MailParser, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let isFirst = true;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(isFirst ? repairHeader(chunk) : chunk);
    isFirst = false;
    if (!parser.write(bytes)) await once(parser, "drain");
  }
  parser.end();
}
