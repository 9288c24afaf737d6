/**
 * One mail's bytes to a {@link ParsedMail}.
 *
 * Runs on a parse thread. Owns which headers mean what (labels, drafts, spam, automatic mail); the structure of a
 * message is ./mime.ts.
 */

import { createHash } from "node:crypto";
import type { AddressObject } from "mailparser";
import type { Person } from "../../../shared/schemas.ts";
import type { ParsedMail } from "../archive/parsed-mail.ts";
import { readAttachments, unwrapTnef } from "./attachments.ts";
import { ownText, splitBlocks } from "./blocks.ts";
import { canonicalChunks, canonicalRaw } from "./canonical-raw.ts";
import { cleanText, oneLine } from "./clean.ts";
import { htmlToText } from "./html-text.ts";
import { parseMailDate } from "./mail-date.ts";
import { isForwardSubject, mailFlags } from "./mail-flags.ts";
import { type OpenedMessage, readMessage } from "./message.ts";
import type { MimeMessage } from "./mime.ts";
import { encryptedNotice } from "./protection.ts";
import { sha256 } from "./sha256.ts";

/** What Mailman puts for "at" where it also replaces letters of the address. */
const VEILED_AT = "@end|ng |rom";

/**
 * The address behind `user at host`, as public list archives write it.
 *
 * Behind the veil (`r@turner @end|ng |rom gm@||@com`) letters are replaced for good: the address stays as it is written.
 */
function undisguise(text: string): string | undefined {
  const veiled = text.indexOf(VEILED_AT);
  if (veiled > 0) return oneLine(text).toLowerCase();
  const match = /^\s*([\w.+=&'/-]+)\s+at\s+([\w-]+(?:\.[\w-]+)+)\s*$/i.exec(text);
  return match === null ? undefined : `${match[1]}@${match[2]}`.toLowerCase();
}

function flatten(objects: readonly AddressObject[]): Person[] {
  const people: Person[] = [];
  const visit = (entries: AddressObject["value"]): void => {
    for (const entry of entries) {
      if (entry.group !== undefined) {
        visit(entry.group);
        continue;
      }
      const name = oneLine(entry.name ?? "");
      const address = oneLine(entry.address ?? "").toLowerCase();
      const hidden = undisguise(address === "" ? name : address);
      if (address !== "" || hidden !== undefined)
        people.push({
          name: hidden === undefined || address !== "" ? name : "",
          address: hidden ?? address,
        });
      else if (name !== "") people.push({ name, address: "" });
    }
  };
  for (const object of objects) visit(object.value);
  return people;
}

/** `From: user at host (Full Name)`: the name is in the comment, which address parsers drop or take for the name. */
function fromDisguised(mail: MimeMessage): Person[] | undefined {
  const line = mail.decodeWords(headerLine(mail, "from") ?? "");
  const match = /^(\S+(?: at | @end\|ng \|rom )\S+)\s*(?:\((.*)\))?$/i.exec(line);
  const address = undisguise(match?.[1] ?? "");
  return match === null || address === undefined ? undefined : [{ name: oneLine(match[2] ?? ""), address }];
}

function headerLine(mail: MimeMessage, key: string): string | undefined {
  return mail.fields(key)[0];
}

/** Message ids in a header value, angle brackets dropped. */
function messageIds(text: string): string[] {
  const bracketed = [...text.matchAll(/<([^<>]+)>/g)].map((match) => (match[1] ?? "").replace(/\s+/g, ""));
  return bracketed.filter((id) => id !== "");
}

function messageIdOf(mail: MimeMessage): string | null {
  const line = headerLine(mail, "message-id");
  if (line === undefined || line === "") return null;
  return messageIds(line)[0] ?? line.replace(/[<>]/g, "").trim();
}

function labelsOf(mail: MimeMessage): string[] {
  // A long list is several encoded words; the space between them is not part of it.
  const text = mail.decodeWords(headerLine(mail, "x-gmail-labels") ?? "");
  return [...new Set(text.split(",").map((label) => oneLine(label).replace(/^"|"$/g, "")))].filter(
    (label) => label !== "",
  );
}

function deliveredTo(mail: MimeMessage): Person[] {
  const addresses = new Set<string>();
  for (const key of ["delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to"]) {
    for (const match of mail
      .fields(key)
      .join(" ")
      .matchAll(/[^\s<>,"]+@[^\s<>,"]+/g))
      addresses.add(match[0].toLowerCase());
  }
  return [...addresses].map((address) => ({ name: "", address }));
}

function flagsOf(mail: MimeMessage, labels: readonly string[], from: Person | undefined) {
  return mailFlags({
    subject: oneLine(mail.subject),
    fromAddress: from?.address ?? "",
    labels,
    header: (name) => headerLine(mail, name),
  });
}

/** What parsing needs to know beside the bytes; all of it may be left out. */
export type ParseOptions = {
  readonly passwords?: readonly string[];
  /** Called now and then while attachments are read. */
  readonly onPage?: () => void;
  /** How many messages stand around this one. */
  readonly depth?: number;
};

/** Messages inside messages deeper than this stay listed only. */
const MAX_DEPTH = 5;

/** Parses one mail. `isMboxQuoted` says that the bytes come from an mbox, where lines `>From ` are quoted. */
export async function parseMail(bytes: Buffer, isMboxQuoted: boolean, options: ParseOptions = {}): Promise<ParsedMail> {
  const raw = canonicalRaw(bytes, isMboxQuoted);
  return toParsedMail(await readMessage(raw), sha256(raw), bytes.length, options);
}

/** Parses a mail that is too large to hold: its text and small attachments are read, the others are listed. */
export async function parseLargeMail(
  chunks: AsyncIterable<Uint8Array>,
  isMboxQuoted: boolean,
  options: ParseOptions = {},
): Promise<ParsedMail> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      sizeBytes += chunk.length;
      yield chunk;
    }
  }
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of canonicalChunks(counted(), isMboxQuoted)) {
      hash.update(chunk);
      yield chunk;
    }
  }
  const mail = await readMessage(hashed());
  return toParsedMail(mail, new Uint8Array(hash.digest()), sizeBytes, options);
}

/**
 * What two mails of one Message-ID must share to be one: the own text, and the names of what is attached (a draft keeps
 * the id and the words of the mail that went out with a file: docs/decisions/0013). Where there are no words (a bare
 * forward) the subject and all that is known of what is attached.
 */
function identityText(own: string, subject: string, attachments: ParsedMail["attachments"]): string {
  const words = own.replace(/\s+/g, " ");
  const names = attachments.filter(({ isInline }) => !isInline).map(({ name }) => name);
  if (words.trim() !== "") return names.length === 0 ? words : JSON.stringify([words, ...names.sort()]);
  return JSON.stringify([subject, ...attachments.map(({ name, type, sizeBytes }) => [name, type, sizeBytes])]);
}

async function toParsedMail(
  mail: OpenedMessage,
  rawSha256: Uint8Array,
  sizeBytes: number,
  { passwords = [], onPage = () => undefined, depth = 0 }: ParseOptions,
): Promise<ParsedMail> {
  const opened = unwrapTnef(mail.attachments);
  const source = mail.text.trim() === "" ? opened.text || htmlToText(opened.html) : mail.text;
  const notice = source.trim() === "" ? encryptedNotice(mail.contentType) : undefined;
  const text = notice ?? cleanText(source).trimEnd();
  const from = fromDisguised(mail) ?? flatten(mail.addresses("from"));
  const subject = oneLine(mail.subject);
  const hints = { ...(from[0] && { sender: from[0] }), isForward: isForwardSubject(subject) };
  // Words that stand for an encrypted text are nobody's own.
  const blocks: ParsedMail["blocks"] = notice === undefined ? splitBlocks(text, hints) : [["signature", 0, 1]];
  const dateHeader = headerLine(mail, "date") ?? null;
  const date = dateHeader === null ? undefined : parseMailDate(dateHeader);
  const labels = labelsOf(mail);
  const attachments = await readAttachments(opened.attachments, {
    dateMs: date?.dateMs ?? null,
    passwords,
    onPage,
    parseInner: (inner) =>
      depth >= MAX_DEPTH
        ? undefined
        : parseMail(inner, false, { passwords, onPage, depth: depth + 1 }).then((parsed) => ({ mail: parsed })),
  });
  return {
    rawSha256,
    textSha256: sha256(identityText(ownText(text, blocks), subject, attachments)),
    messageId: messageIdOf(mail),
    inReplyTo: messageIds(headerLine(mail, "in-reply-to") ?? "")[0] ?? null,
    references: messageIds(headerLine(mail, "references") ?? ""),
    dateMs: date?.dateMs ?? null,
    localDate: date?.localDate ?? null,
    dateHeader,
    subject,
    from,
    to: flatten(mail.addresses("to")),
    cc: flatten(mail.addresses("cc")),
    bcc: flatten(mail.addresses("bcc")),
    deliveredTo: deliveredTo(mail),
    labels,
    text,
    blocks,
    attachments,
    ...flagsOf(mail, labels, from[0]),
    protection: mail.protection,
    sizeBytes,
  };
}
