/**
 * The short way through a message that is one text and nothing else, as nearly all mail of lists and most letters are.
 *
 * Owns which messages that is; a message with any doubt about it goes the long way (./mime.ts), and both give the same,
 * which a test holds against every mail of the corpora. Header values are decoded by mailparser's own functions. What is
 * saved are its streams: a dozen of them a message, and a turn of the event loop for each.
 */
import { isAscii } from "node:buffer";
import { MailParser, parseAddressHeader } from "mailparser";
import { type HeaderLine, headerFields } from "./header-fields.ts";
import { htmlToText } from "./html-text.ts";
import type { MimeMessage } from "./mime.ts";

/** The functions of mailparser's libmime that are used here (mailparser is pinned to an exact version). */
type Libmime = {
  decodeHeader(line: string): { readonly value: string };
  decodeWords(text: string): string;
  decodeWord(charset: string, encoding: "B", text: string): string;
  decodeFlowed(text: string, deleteSpace: boolean): string;
  parseHeaderValue(
    text: string,
    options: { readonly stripComments: true },
  ): { readonly value: string; readonly params: Readonly<Record<string, string>> };
};

const { libmime } = new MailParser() as unknown as { readonly libmime: Libmime };

/** Longer headers go the long way, which has limits of its own. */
const MAX_HEADER_BYTES = 64 * 1024;
const ENCODINGS: Readonly<Record<string, Single["encoding"]>> = {
  "": "none",
  "7bit": "none",
  "8bit": "none",
  binary: "none",
  "quoted-printable": "quoted-printable",
  base64: "base64",
};
/** In these a byte below 128 is what it is in ASCII. */
const ASCII_LIKE = /^(?:utf-?8|(?:us-?)?ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru])$/i;
const UNDECODED = new Set(["ascii", "usascii", "utf8"]);

/** The lines of a header that is nothing but ASCII-named fields and their continuations; undefined for any other. */
function linesOf(header: string): HeaderLine[] | undefined {
  const lines: { key: string; line: string }[] = [];
  for (const line of header.split("\n")) {
    const last = lines.at(-1);
    if (line.startsWith(" ") || line.startsWith("\t")) {
      if (last === undefined) return undefined;
      last.line += `\r\n${line}`;
      continue;
    }
    const name = /^[!-9;-~]+[ \t]*(?=:)/.exec(line)?.[0];
    if (name === undefined) return undefined;
    lines.push({ key: name.trim().toLowerCase(), line });
  }
  return lines;
}

type Single = {
  readonly type: "text/plain" | "text/html";
  readonly encoding: "none" | "quoted-printable" | "base64";
  readonly charset: string;
  readonly flowed: "no" | "yes" | "delete-space";
};

/** What the header says of the text; undefined where it is more than a text, or packed. */
function singleOf(lines: readonly HeaderLine[]): Single | undefined {
  let type: HeaderLine | undefined;
  let transfer: HeaderLine | undefined;
  for (const line of lines) {
    if (line.key === "content-disposition" && !/:\s*inline\s*$/i.test(line.line)) return undefined;
    if (line.key === "content-type") type ??= line;
    if (line.key === "content-transfer-encoding") transfer ??= line;
  }
  const encoding =
    ENCODINGS[transfer === undefined ? "" : libmime.decodeHeader(transfer.line).value.toLowerCase().trim()];
  if (encoding === undefined) return undefined;
  if (type === undefined) return { type: "text/plain", encoding, charset: "utf-8", flowed: "no" };
  if (/[^\t\r\n -~]/.test(type.line)) return undefined;
  const { value, params } = libmime.parseHeaderValue(libmime.decodeHeader(type.line).value, { stripComments: true });
  const name = value.toLowerCase().trim();
  if ((name !== "text/plain" && name !== "text/html") || params["boundary"] !== undefined) return undefined;
  const charset = params["charset"] || "utf-8";
  // Names with a language tag or worse are for the long way.
  if (!/^[\w.:-]+$/.test(charset)) return undefined;
  const isFlowed = name === "text/plain" && params["format"]?.toLowerCase().trim() === "flowed";
  const deletesSpace = params["delsp"]?.toLowerCase().trim() === "yes";
  return { type: name, encoding, charset, flowed: isFlowed ? (deletesSpace ? "delete-space" : "yes") : "no" };
}

/** The bytes of the text; undefined where they are not packed as the header says. */
function unpacked(body: Buffer, encoding: Single["encoding"]): Buffer | undefined {
  if (encoding === "none") return body;
  const text = body.toString("latin1");
  if (encoding === "base64") {
    const packed = text.replaceAll("\n", "");
    const isWhole = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
    return isWhole ? Buffer.from(packed, "base64") : undefined;
  }
  const bytes = text
    .replace(/(^|[^ \t])[ \t]+(?=\n|$)/g, "$1")
    .replace(/=(?:\n|$)/g, "")
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

function decoded(content: Buffer, { charset, flowed }: Single): string {
  const bytes =
    flowed === "no"
      ? content
      : Buffer.from(libmime.decodeFlowed(content.toString("latin1"), flowed === "delete-space"), "latin1");
  const isPlain = UNDECODED.has(charset.toLowerCase().replace(/[^a-z0-9]+/g, ""));
  if (isPlain) return bytes.toString();
  if (ASCII_LIKE.test(charset) && isAscii(bytes)) return bytes.toString("latin1");
  return libmime.decodeWord(charset, "B", bytes.toString("base64"));
}

/**
 * A message that is one text, read whole; undefined for any other.
 *
 * `raw` has LF line ends, and a header that holds no bytes but ASCII and UTF-8.
 */
export function readSingle(raw: Buffer): MimeMessage | undefined {
  const blank = raw.indexOf("\n\n");
  if (blank < 1 || blank > MAX_HEADER_BYTES || raw.includes("\r")) return undefined;
  const lines = linesOf(raw.toString("latin1", 0, blank));
  if (lines === undefined || /^(?:from|post) /i.test(lines[0]?.line ?? "")) return undefined;
  const single = singleOf(lines);
  if (single === undefined) return undefined;
  const bytes = unpacked(raw.subarray(blank + 2), single.encoding);
  if (bytes === undefined) return undefined;
  const content = decoded(bytes, single).replaceAll("\r\n", "\n");
  const values = (key: string): string[] =>
    lines
      .filter((line) => line.key === key)
      .map(({ line }) => Buffer.from(libmime.decodeHeader(line).value, "latin1").toString());
  return {
    headerLines: lines,
    fields: headerFields(lines),
    subject:
      values("subject")
        .map(decodeSubject)
        .find((subject) => subject !== "") ?? "",
    addresses: (key) =>
      (key === "from" ? values(key).slice(0, 1) : values(key)).map((value) => parseAddressHeader(value)),
    text: single.type === "text/html" ? (content === "" ? "" : htmlToText(content)) : content,
    attachments: [],
    decodeWords: (text) => libmime.decodeWords(text),
    html: () => (single.type === "text/html" && content !== "" ? content : null),
  };
}

function decodeSubject(value: string): string {
  try {
    return libmime.decodeWords(value);
  } catch {
    // What cannot be decoded stays as it is written.
    return value;
  }
}
