/**
 * Apple Mail's files: a length, the mail, a property list; attachments of a partial one lie in a folder beside it.
 *
 * Owns taking the mail out and putting stripped attachments back. Does not parse the mail.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** The mail of an .emlx file and what its property list says. */
export type Emlx = { readonly mail: Buffer; readonly isDraft: boolean; readonly isDeleted: boolean };

const DELETED = 1n << 1n;
const DRAFT = 1n << 6n;
const PLIST = Buffer.from("<plist");

/** Takes an .emlx file apart; undefined where the bytes are none. */
export function splitEmlx(bytes: Buffer): Emlx | undefined {
  const first = /^(\d{1,12})[ \t]*\r?\n/.exec(bytes.toString("latin1", 0, 64));
  if (first === null) return undefined;
  const start = first[0].length;
  // The length of a partial one may count what was stripped: the property list is looked for.
  const mark = bytes.lastIndexOf(PLIST);
  const xml = mark < 0 ? -1 : bytes.lastIndexOf("<?xml", mark);
  const declared = start + Number(first[1]);
  const end = xml >= start ? xml : Math.min(bytes.length, declared);
  const plist = bytes.toString("latin1", end);
  const flags = BigInt(/<key>flags<\/key>\s*<integer>(\d{1,18})<\/integer>/.exec(plist)?.[1] ?? 0);
  return {
    mail: bytes.subarray(start, end),
    isDraft: (flags & DRAFT) !== 0n,
    isDeleted: (flags & DELETED) !== 0n,
  };
}

type Replacement = { readonly start: number; readonly end: number; readonly text: string };

/** Finds the parts that were stripped, numbered as IMAP numbers them: `2.4`. */
function strippedParts(
  text: string,
  start: number,
  end: number,
  prefix: readonly number[],
  found: { readonly number: string; readonly start: number; readonly body: number; readonly end: number }[],
): void {
  const blank = /\r?\n\r?\n/g;
  blank.lastIndex = start;
  const match = blank.exec(text);
  const body = match === null || match.index >= end ? end : match.index + match[0].length;
  const header = text.slice(start, body).replace(/\r?\n[ \t]+/g, " ");
  const boundary = /^content-type:\s*multipart\/.*?boundary=(?:"([^"]+)"|([^\s;]+))/im.exec(header);
  if (boundary === null) {
    if (/^x-apple-content-length:/im.test(header)) found.push({ number: prefix.join("."), start, body, end });
    return;
  }
  const mark = `--${boundary[1] ?? boundary[2]}`;
  let number = 0;
  let partStart = -1;
  for (let at = text.indexOf(mark, body); at >= 0 && at < end; at = text.indexOf(mark, at + mark.length)) {
    if (at > 0 && text[at - 1] !== "\n") continue;
    if (partStart >= 0 && prefix.length < 20) strippedParts(text, partStart, at, [...prefix, ++number], found);
    if (text.startsWith("--", at + mark.length)) return;
    partStart = text.indexOf("\n", at) + 1;
    if (partStart === 0) return;
  }
}

/** The file of a stripped part, by its number; undefined where it was never downloaded. */
async function attachmentFile(file: string, number: string): Promise<Buffer | undefined> {
  const id = path.basename(file).split(".")[0] ?? "";
  const folder = path.join(path.dirname(file), "..", "Attachments", id, number);
  try {
    const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
    const name = names.map((entry) => entry.name).sort()[0];
    return name === undefined ? undefined : await readFile(path.join(folder, name));
  } catch {
    // The folder is not there: the attachment was never downloaded, the mail keeps its empty part.
    return undefined;
  }
}

/** The mail of a partial .emlx with the attachments beside `file` put back. */
export async function joinAttachments(mail: Buffer, file: string): Promise<Buffer> {
  if (!/x-apple-content-length:/i.test(mail.toString("latin1"))) return mail;
  const text = mail.toString("latin1");
  const found: { number: string; start: number; body: number; end: number }[] = [];
  strippedParts(text, 0, text.length, [], found);
  const replacements: Replacement[] = [];
  for (const part of found) {
    const content = await attachmentFile(file, part.number);
    if (content === undefined) continue;
    const header = text
      .slice(part.start, part.body)
      .replace(/^(?:content-transfer-encoding|x-apple-content-length):.*(?:\r?\n[ \t].*)*\r?\n/gim, "");
    const base64 = content.toString("base64").replace(/.{76}/g, "$&\n");
    replacements.push({
      start: part.start,
      end: part.end,
      text: `Content-Transfer-Encoding: base64\n${header}${base64}\n`,
    });
  }
  let joined = "";
  let at = 0;
  for (const { start, end, text: part } of replacements) {
    joined += text.slice(at, start) + part;
    at = end;
  }
  return Buffer.from(joined + text.slice(at), "latin1");
}
