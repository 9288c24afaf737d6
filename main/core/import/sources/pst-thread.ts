/**
 * The thread that reads a PST: pst-extractor is synchronous and may take long.
 *
 * Owns the walk over folders and what of a message becomes RFC 822. Sends a message at a time and waits for the answer
 * before the next, so that memory stays flat.
 */
import { parentPort, workerData } from "node:worker_threads";
import pst from "pst-extractor";
import { rtfToText } from "../../text/rtf.ts";
import { headerText, type MailPart, writeMail } from "./mime-writer.ts";

/** What the thread is started with: `only` asks for one message by its number. */
export type PstStart = { readonly path: string; readonly after: string | null; readonly only: string | null };

/** What the thread sends. */
export type PstMessage =
  | {
      readonly type: "mail";
      readonly entry: string;
      readonly folder: string;
      readonly isDraft: boolean;
      readonly raw: Uint8Array;
    }
  | { readonly type: "skipped"; readonly entry: string; readonly folder: string; readonly messageClass: string }
  | { readonly type: "failed"; readonly entry: string; readonly folder: string; readonly reason: string }
  | { readonly type: "end" }
  | { readonly type: "broken"; readonly reason: string };

type PstMail = InstanceType<typeof pst.PSTMessage>;
type PstFolder = InstanceType<typeof pst.PSTFolder>;

const MAX_ATTACHMENT_BYTES = 48 << 20;
const MAX_DEPTH = 5;
const CONTENT_HEADER = /^(?:content-[\w-]+|mime-version):/i;

function readStream(attachment: InstanceType<typeof pst.PSTAttachment>): Buffer {
  const stream = attachment.fileInputStream;
  const size = attachment.filesize;
  if (stream === null || size <= 0 || size > MAX_ATTACHMENT_BYTES) return Buffer.alloc(0);
  const content = Buffer.alloc(size);
  stream.readCompletely(content);
  return content;
}

function partsOf(mail: PstMail, depth: number): MailPart[] {
  const parts: MailPart[] = [];
  for (let index = 0; index < mail.numberOfAttachments; index += 1) {
    const attachment = mail.getAttachment(index);
    const inner = attachment.embeddedPSTMessage;
    if (inner !== null && depth < MAX_DEPTH) {
      const name = `${inner.subject || "message"}.eml`;
      parts.push({ name, type: "message/rfc822", contentId: "", content: rawOf(inner, depth + 1) });
      continue;
    }
    const name = attachment.longFilename || attachment.filename || "unnamed";
    const type = attachment.mimeTag || "application/octet-stream";
    parts.push({ name, type, contentId: attachment.contentId, content: readStream(attachment) });
  }
  return parts;
}

/** Headers as they travelled, without what says how the body was packed; from the properties where there are none. */
function headersOf(mail: PstMail): string[] {
  const travelled = mail.transportMessageHeaders.replace(/\r\n/g, "\n").replace(/^\n+/, "").split(/\n\n/)[0] ?? "";
  if (/^(?:from|date|received|subject|to|message-id):/im.test(travelled)) {
    return travelled
      .replace(/\n[ \t]+/g, (fold) => `\0${fold.slice(1)}`)
      .split("\n")
      .filter((line) => line !== "" && /^[!-9;-~]+:/.test(line) && !CONTENT_HEADER.test(line))
      .map((line) => line.replaceAll("\0", "\n"));
  }
  const address = mail.senderEmailAddress.includes("@") ? mail.senderEmailAddress : "";
  const from = `${headerText(mail.senderName)} <${address || "unknown"}>`;
  const date = mail.clientSubmitTime ?? mail.messageDeliveryTime ?? mail.creationTime;
  const lines = [
    `From: ${from}`,
    ...(mail.displayTo === "" ? [] : [`To: ${headerText(mail.displayTo.replaceAll(";", ","))}`]),
    ...(mail.displayCC === "" ? [] : [`Cc: ${headerText(mail.displayCC.replaceAll(";", ","))}`]),
    `Subject: ${headerText(mail.subject)}`,
    ...(date === null ? [] : [`Date: ${date.toUTCString().replace("GMT", "+0000")}`]),
    ...(mail.internetMessageId === "" ? [] : [`Message-ID: ${headerText(mail.internetMessageId)}`]),
    ...(mail.inReplyToId === "" ? [] : [`In-Reply-To: ${headerText(mail.inReplyToId)}`]),
  ];
  return lines;
}

function rawOf(mail: PstMail, depth: number): Buffer {
  const html = mail.bodyHTML;
  const text = mail.body || (html === "" ? rtfToText(mail.bodyRTF) : "");
  return writeMail({ headers: headersOf(mail), text, html, attachments: partsOf(mail, depth) }, depth);
}

const start = workerData as PstStart;
const port = parentPort;
if (port === null) throw new Error("pst-thread.ts runs as a worker thread only");

/** Sends and waits until the reader has taken it. */
async function send(message: PstMessage): Promise<void> {
  const taken = new Promise((resolve) => port?.once("message", resolve));
  port?.postMessage(message);
  await taken;
}

let isWaiting = start.after !== null;

async function visit(mail: PstMail, folder: string): Promise<void> {
  const entry = mail.descriptorNodeId.toString();
  if (isWaiting) {
    isWaiting = entry !== start.after;
    return;
  }
  if (start.only !== null && entry !== start.only) return;
  if (!/^IPM\.Note/i.test(mail.messageClass)) {
    return send({ type: "skipped", entry, folder, messageClass: mail.messageClass });
  }
  let raw: Buffer;
  try {
    raw = rawOf(mail, 0);
  } catch (error) {
    return send({ type: "failed", entry, folder, reason: error instanceof Error ? error.message : String(error) });
  }
  await send({ type: "mail", entry, folder, isDraft: mail.isUnsent, raw: new Uint8Array(raw) });
}

async function walk(folder: PstFolder, names: readonly string[]): Promise<void> {
  const path = folder.displayName === "" ? names : [...names, folder.displayName];
  if (folder.contentCount > 0) {
    for (let child = folder.getNextChild(); child !== null; child = folder.getNextChild()) {
      await visit(child as PstMail, path.slice(1).join("/") || path.join("/"));
    }
  }
  if (folder.hasSubfolders) for (const inner of folder.getSubFolders()) await walk(inner, path);
}

// It logs what it does not know of; a log must not hold what stands in mail.
console.log = () => undefined;
console.error = () => undefined;
try {
  await walk(new pst.PSTFile(start.path).getRootFolder(), []);
  await send({ type: "end" });
} catch (error) {
  await send({ type: "broken", reason: error instanceof Error ? error.message : String(error) });
}
port.close();
