/**
 * A parse thread: batches of raw items in, serialised documents out.
 *
 * An item that throws becomes a recorded failure; what kills the thread is the pool's business (./parse-pool.ts).
 */
import { serialize } from "node:v8";
import { parentPort } from "node:worker_threads";
import { isDraftFolder, isSpamFolder } from "../archive/folder-names.ts";
import type { FailureCategory, ParsedContent, ParsedItem } from "../archive/parsed-mail.ts";
import { parsePdf, parseTextFile } from "../text/parse-file.ts";
import { parseLargeMail, parseMail } from "../text/parse-mail.ts";
import { PdfError } from "../text/pdf-text.ts";
import { type Failure, failedItem, type ParseBatch, placeOf, STILL_ALIVE } from "./parse-batch.ts";
import { collectChunks } from "./sources/chunks.ts";
import { joinAttachments, splitEmlx } from "./sources/emlx.ts";
import { openRaw } from "./sources/open-raw.ts";
import type { ParseTask } from "./sources/source-item.ts";

/** A mail larger than this is read as a stream. */
const MAX_MAIL_BYTES = 64 << 20;
/** A text or a PDF larger than this is not read. */
const MAX_FILE_BYTES = 128 << 20;
const MAX_TEXT_BYTES = 32 << 20;

type Content = ParsedContent & { readonly message?: string };

class Refusal extends Error {
  readonly failure: Failure;
  constructor(category: FailureCategory, message: string) {
    super(message);
    this.failure = { category, message };
  }
}

function onPage(): void {
  parentPort?.postMessage(STILL_ALIVE);
}

async function parseLarge(task: ParseTask, passwords: readonly string[]): Promise<Content> {
  if (task.source === null) throw new Error("a large mail needs its source");
  let isFirst = task.form === "mbox";
  async function* message(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of openRaw(task.source ?? { path: "", entry: null, offset: 0, length: 0 })) {
      bytes += chunk.length;
      if (bytes > 8 << 20) {
        bytes = 0;
        onPage();
      }
      // The separator line of an mbox is no part of the mail.
      const start = isFirst ? chunk.indexOf(0x0a) + 1 : 0;
      isFirst = false;
      yield chunk.subarray(start);
    }
  }
  const mail = await parseLargeMail(message(), task.form === "mbox", { passwords, onPage });
  return { mail, message: "The mail is larger than 64 MB: its text is here, large attachments are listed." };
}

async function parseTask(task: ParseTask, given: Buffer, passwords: readonly string[]): Promise<Content> {
  const isLarge = task.source !== null && task.length > MAX_MAIL_BYTES;
  if (isLarge && (task.form === "mail" || task.form === "mbox")) return parseLarge(task, passwords);
  if (task.length > (task.form === "text" ? MAX_TEXT_BYTES : MAX_FILE_BYTES)) {
    throw new Refusal("too-large", "The file is too large to be read.");
  }
  const bytes = task.source === null ? given : await collectChunks(openRaw(task.source), MAX_FILE_BYTES);
  const facts = { name: task.name, modifiedMs: task.modifiedMs };
  if (task.form === "pdf") return { parsedFile: await parsePdf(bytes, facts, passwords, onPage) };
  if (task.form === "text") return { parsedFile: parseTextFile(bytes, facts) };
  if (task.form !== "emlx") return { mail: await parseMail(bytes, task.form === "mbox", { passwords, onPage }) };
  const emlx = splitEmlx(bytes);
  if (emlx === undefined) throw new Refusal("malformed", "It is no message of Apple Mail.");
  const whole = task.path === null ? emlx.mail : await joinAttachments(emlx.mail, task.path);
  const mail = await parseMail(whole, false, { passwords, onPage });
  return {
    mail: {
      ...mail,
      isDraft: mail.isDraft || emlx.isDraft,
      labels: emlx.isDeleted ? [...mail.labels, "Trash"] : mail.labels,
    },
  };
}

/** What the place of a mail says of it: Maildir flags, the names of folders for drafts and spam, labels of the source. */
function withFlags(content: Content, { isDraft, labels, folder }: ParseTask): Content {
  if (!("mail" in content)) return content;
  const { mail } = content;
  return {
    ...content,
    mail: {
      ...mail,
      isDraft: mail.isDraft || isDraft || isDraftFolder(folder),
      isSpam: mail.isSpam || isSpamFolder(folder),
      labels: [...mail.labels, ...labels],
    },
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return error.failure;
  if (error instanceof PdfError) return { category: error.category, message: error.message };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // A limit of the mail parser: a header above a megabyte, a thousand parts.
  if (code === "EMAXLEN")
    return { category: "too-large", message: "Its header or the number of its parts has no end." };
  if (/^E[A-Z]+$/.test(code)) return { category: "unreadable", message: `The file cannot be read (${code}).` };
  const reason = error instanceof Error ? error.message : String(error);
  return { category: "malformed", message: `The item cannot be parsed: ${reason}` };
}

/** The item that is read alone, while it is. */
let alone: { readonly task: ParseTask; readonly raw: Buffer } | undefined;
let isBusy = false;

function reply(items: readonly ParsedItem[]): void {
  const payload = new Uint8Array(serialize(items));
  parentPort?.postMessage(payload, [payload.buffer]);
}

/**
 * What a library throws where nobody can catch it. Alone, the item is at fault and is recorded; among others the thread
 * ends, and the pool tries each of them alone.
 */
function onStray(error: unknown): void {
  // An echo of an item that was answered for.
  if (!isBusy) return;
  if (alone === undefined) process.exit(1);
  const { task, raw } = alone;
  alone = undefined;
  isBusy = false;
  reply([failedItem(task, failureOf(error), raw)]);
}

async function readBatch(batch: ParseBatch): Promise<void> {
  const items: ParsedItem[] = [];
  let start = 0;
  isBusy = true;
  for (const [index, end] of batch.ends.entries()) {
    const raw = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset + start, end - start);
    start = end;
    const task = batch.tasks[index];
    if (task === undefined) continue;
    const mine = batch.tasks.length === 1 ? { task, raw } : undefined;
    alone = mine;
    try {
      items.push({ ...placeOf(task), ok: true, ...withFlags(await parseTask(task, raw, batch.passwords), task) });
    } catch (error) {
      items.push(failedItem(task, failureOf(error), raw));
    }
    // It was answered for already.
    if (mine !== undefined && alone !== mine) return;
  }
  alone = undefined;
  isBusy = false;
  reply(items);
}

if (parentPort !== null) {
  process.on("uncaughtException", onStray);
  process.on("unhandledRejection", onStray);
  parentPort.on("message", (batch: ParseBatch) => void readBatch(batch));
}
