/**
 * One mail's bytes to a {@link ParsedMail}; the only file that knows mailparser.
 *
 * Runs on a parse thread. Owns which headers mean what (labels, drafts, spam, automatic mail).
 */
import { createHash } from "node:crypto";
import { type AddressObject, type Headers, type ParsedMail as LibraryMail, simpleParser } from "mailparser";
import type { Person } from "../../../shared/schemas.ts";
import type { ParsedMail } from "../archive/parsed-mail.ts";
import { ownText, splitBlocks } from "./blocks.ts";
import { canonicalRaw } from "./canonical-raw.ts";
import { cleanText, oneLine } from "./clean.ts";
import { htmlToText } from "./html-text.ts";
import { parseMailDate } from "./mail-date.ts";

function sha256(data: Buffer | string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(data).digest());
}

/** `user at host`, as public list archives write addresses. */
function undisguise(text: string): string | undefined {
  const match = /^\s*([\w.+-]+)\s+(?:at|@end\|ng \|rom)\s+([\w-]+(?:\.[\w-]+)+)\s*$/i.exec(text);
  return match === null ? undefined : `${match[1]}@${match[2]}`;
}

function flatten(objects: AddressObject | AddressObject[] | undefined): Person[] {
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
          address: hidden?.toLowerCase() ?? address,
        });
      else if (name !== "") people.push({ name, address: "" });
    }
  };
  for (const object of [objects ?? []].flat()) visit(object.value);
  return people;
}

/** `From: user at host (Full Name)`: the name is in the comment, which address parsers drop or take for the name. */
function fromDisguised(mail: LibraryMail): Person[] | undefined {
  const line = headerLine(mail, "from");
  const match = line === undefined ? null : /^([\w.+-]+(?: at |@end\|ng \|rom)[\w.-]+)\s*(?:\((.*)\))?$/i.exec(line);
  const address = undisguise((match?.[1] ?? "").replace("@end|ng |rom", " @end|ng |rom "));
  if (match === null || address === undefined) return undefined;
  return [{ name: oneLine(match[2] ?? ""), address: address.toLowerCase() }];
}

function headerLine(mail: LibraryMail, key: string): string | undefined {
  const line = mail.headerLines.find((header) => header.key === key)?.line;
  return line === undefined
    ? undefined
    : line
        .slice(line.indexOf(":") + 1)
        .replace(/\s+/g, " ")
        .trim();
}

function headerText(headers: Headers, key: string): string {
  const value = headers.get(key);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string").join(", ");
  if (typeof value === "object" && value !== null && "value" in value && typeof value.value === "string")
    return value.value;
  return "";
}

/** Message ids in a header value, angle brackets dropped. */
function messageIds(text: string): string[] {
  const bracketed = [...text.matchAll(/<([^<>]+)>/g)].map((match) => (match[1] ?? "").replace(/\s+/g, ""));
  return bracketed.filter((id) => id !== "");
}

function messageIdOf(mail: LibraryMail): string | null {
  const line = headerLine(mail, "message-id");
  if (line === undefined || line === "") return null;
  return messageIds(line)[0] ?? line.replace(/[<>]/g, "").trim();
}

function labelsOf(mail: LibraryMail): string[] {
  const text = headerText(mail.headers, "x-gmail-labels");
  return [...new Set(text.split(",").map((label) => oneLine(label).replace(/^"|"$/g, "")))].filter(
    (label) => label !== "",
  );
}

function deliveredTo(headers: Headers): Person[] {
  const addresses = new Set<string>();
  for (const key of ["delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to"]) {
    for (const match of headerText(headers, key).matchAll(/[^\s<>,"]+@[^\s<>,"]+/g))
      addresses.add(match[0].toLowerCase());
  }
  return [...addresses].map((address) => ({ name: "", address }));
}

function flagsOf(mail: LibraryMail, labels: readonly string[]) {
  const lower = labels.map((label) => label.toLowerCase());
  const auto = headerText(mail.headers, "auto-submitted").toLowerCase();
  return {
    isDraft: lower.includes("drafts") || lower.includes("draft"),
    isSpam: lower.includes("spam"),
    isAutomatic:
      (auto !== "" && !auto.startsWith("no")) ||
      mail.headers.has("x-autoreply") ||
      headerText(mail.headers, "precedence").toLowerCase() === "auto_reply" ||
      /^multipart\/report/i.test(headerLine(mail, "content-type") ?? ""),
  };
}

/** Parses one mail. `isMboxQuoted` says that the bytes come from an mbox, where lines `>From ` are quoted. */
export async function parseMail(bytes: Buffer, isMboxQuoted: boolean): Promise<ParsedMail> {
  const raw = canonicalRaw(bytes, isMboxQuoted);
  const mail = await simpleParser(raw, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  });
  const text = cleanText(mail.text ?? (typeof mail.html === "string" ? htmlToText(mail.html) : "")).trimEnd();
  const blocks = splitBlocks(text);
  const dateHeader = headerLine(mail, "date") ?? null;
  const date = dateHeader === null ? undefined : parseMailDate(dateHeader);
  const labels = labelsOf(mail);
  return {
    rawSha256: sha256(raw),
    textSha256: sha256(ownText(text, blocks).replace(/\s+/g, " ")),
    messageId: messageIdOf(mail),
    inReplyTo: messageIds(headerLine(mail, "in-reply-to") ?? "")[0] ?? null,
    references: messageIds(headerLine(mail, "references") ?? ""),
    dateMs: date?.dateMs ?? null,
    localDate: date?.localDate ?? null,
    dateHeader,
    subject: oneLine(mail.subject ?? ""),
    from: fromDisguised(mail) ?? flatten(mail.from),
    to: flatten(mail.to),
    cc: flatten(mail.cc),
    bcc: flatten(mail.bcc),
    deliveredTo: deliveredTo(mail.headers),
    labels,
    text,
    blocks,
    attachments: mail.attachments.map((attachment) => ({
      name: oneLine(attachment.filename ?? "") || "unnamed",
      type: attachment.contentType,
      sizeBytes: attachment.size,
      isInline: attachment.related === true && attachment.contentType.startsWith("image/"),
    })),
    ...flagsOf(mail, labels),
    sizeBytes: bytes.length,
  };
}
