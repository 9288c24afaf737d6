/**
 * A PDF's or a text file's bytes to a {@link ParsedFile}. Runs on a parse thread.
 *
 * Owns how text files are decoded and what counts as binary; a PDF's pages are ./pdf-text.ts.
 */

import { isUtf8 } from "node:buffer";
import type { ParsedFile } from "../archive/parsed-mail.ts";
import { cleanText, oneLine } from "./clean.ts";
import { htmlToText } from "./html-text.ts";
import { readPdf } from "./pdf-text.ts";
import { sha256 } from "./sha256.ts";

/** What stands between the pages of a PDF in its text. */
export const PAGE_BREAK = "\f";

/** Whether bytes are no text: a NUL, or many control characters. UTF-16 with its mark is text. */
export function isBinary(head: Uint8Array): boolean {
  const sample = head.subarray(0, 8192);
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return false;
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b) controls += 1;
  }
  return controls > sample.length * 0.02;
}

/** Text of bytes: by its mark, as `charset` says, as UTF-8, else as Windows-1252. */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder(charset ?? "windows-1252").decode(bytes);
  } catch {
    // A name that nobody knows.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Whether text is an HTML document. */
export function looksLikeHtml(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype html|html)\b/i.test(text.slice(0, 4000));
}

type FileFacts = { readonly name: string; readonly modifiedMs: number | null };

function dayOf(ms: number | null): string | null {
  return ms === null || !Number.isFinite(ms) ? null : new Date(ms).toISOString().slice(0, 10);
}

/** Parses a text file; HTML becomes readable text, a calendar's folded lines are joined. */
export function parseTextFile(bytes: Uint8Array, facts: FileFacts, charset?: string): ParsedFile {
  const decoded = decodeText(bytes, charset);
  const isHtml = looksLikeHtml(decoded);
  const plain = decoded.startsWith("BEGIN:VCALENDAR") ? decoded.replace(/\r?\n[ \t]/g, "") : decoded;
  const text = cleanText(isHtml ? htmlToText(decoded) : plain).trimEnd();
  return {
    kind: "file",
    rawSha256: sha256(bytes),
    textSha256: sha256(text.replace(/\s+/g, " ")),
    name: oneLine(facts.name),
    title: "",
    dateMs: facts.modifiedMs === null ? null : Math.round(facts.modifiedMs),
    localDate: dayOf(facts.modifiedMs),
    text,
    pages: null,
    sizeBytes: bytes.length,
  };
}

const PDF_DATE = /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?)?/;

/** A date of a PDF's metadata; null where it is none or no day of the calendar. */
export function parsePdfDate(text: string): { readonly dateMs: number; readonly localDate: string } | null {
  const match = PDF_DATE.exec(text);
  if (match === null) return null;
  const part = (index: number, otherwise: number): number => Number(match[index] ?? otherwise);
  const localMs = Date.UTC(part(1, 0), part(2, 1) - 1, part(3, 1), part(4, 0), part(5, 0), part(6, 0));
  const local = new Date(localMs);
  if (local.getUTCMonth() !== part(2, 1) - 1 || local.getUTCDate() !== part(3, 1) || part(1, 0) < 1980) return null;
  const sign = match[8] === "-" ? -1 : 1;
  const zoneMinutes = match[8] === undefined ? 0 : sign * (part(9, 0) * 60 + part(10, 0));
  return { dateMs: localMs - zoneMinutes * 60_000, localDate: local.toISOString().slice(0, 10) };
}

/** Parses a PDF; throws a PdfError. `onPage` is called after every page. */
export async function parsePdf(
  bytes: Uint8Array,
  facts: FileFacts,
  passwords: readonly string[],
  onPage?: () => void,
): Promise<ParsedFile> {
  const pdf = await readPdf(bytes, passwords, onPage);
  const pages = pdf.pages.map((page) => cleanText(page).trimEnd());
  const text = pages.join(PAGE_BREAK);
  const date = parsePdfDate(pdf.date);
  return {
    kind: "pdf",
    rawSha256: sha256(bytes),
    textSha256: sha256(text.replace(/\s+/g, " ")),
    name: oneLine(facts.name),
    title: oneLine(pdf.title),
    dateMs: date?.dateMs ?? (facts.modifiedMs === null ? null : Math.round(facts.modifiedMs)),
    localDate: date?.localDate ?? dayOf(facts.modifiedMs),
    text,
    pages: pages.length,
    sizeBytes: bytes.length,
  };
}
