/**
 * One file of a source to items: a mail, a PDF, a text, or all that a container holds.
 *
 * Owns what is known of a file from an earlier import: one that is as it was is not read again, a mailbox that only
 * grew is read from its last message on.
 */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import type { Checkpoint, FileMark, ItemPlace, SkipCategory } from "../../archive/parsed-mail.ts";
import { collectChunks, readFileChunks } from "./chunks.ts";
import { folderName, maildirName } from "./folders.ts";
import { isMboxcl2, MBOX_HEAD_BYTES, splitMbox } from "./mbox.ts";
import { splitMmdf } from "./mmdf.ts";
import { readPst } from "./pst.ts";
import { HEAD_BYTES, recognise, type SourceFormat } from "./recognise.ts";
import type { ItemForm, ParseTask, ReadOptions, SourceEvent, SourceFile } from "./source-item.ts";
import { readZipItems } from "./zip-items.ts";

const SAMPLE_BYTES = 4096;

/** Joins the parts of a key; a file is no folder, so what stands below a file's path is unique. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return parts.filter((part) => part !== "").join("/");
}

const scratch = Buffer.alloc(HEAD_BYTES);

/** A file's beginning. Not by promises: of a Maildir's file it is all, and they would cost more than the reading. */
function readHead(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    let length = 0;
    while (length < scratch.length) {
      const read = readSync(file, scratch, length, scratch.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return Buffer.from(scratch.subarray(0, length));
  } finally {
    closeSync(file);
  }
}

function sampleHash(sizeBytes: number, beginning: Uint8Array, end: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`${sizeBytes}\n`).update(beginning).update(end).digest());
}

/** A hash over the beginning and the end of the first `sizeBytes` of a file. */
async function sampleOf(path: string, sizeBytes: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const length = Math.min(SAMPLE_BYTES, sizeBytes);
    const both = Buffer.alloc(length * 2);
    await file.read(both, 0, length, 0);
    await file.read(both, length, length, sizeBytes - length);
    return sampleHash(sizeBytes, both.subarray(0, length), both.subarray(length));
  } finally {
    await file.close();
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

const SKIPPED: Partial<Record<SourceFormat, readonly [category: SkipCategory, message: string]>> = {
  empty: ["empty", "The file is empty."],
  index: ["index", "It is an index of a mail program; the mail lies beside it."],
  binary: ["binary", "It holds no text that can be read."],
};

/** The items of one file. */
export async function* readFileItems(
  file: SourceFile,
  resume: Checkpoint | null,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const known = resume === null ? await options.known(file.file) : undefined;
  let start = 0;
  if (known !== undefined && known.failed === 0) {
    const { mark } = known;
    const isUntouched = mark.sizeBytes === file.sizeBytes && mark.modifiedMs === Math.round(file.modifiedMs);
    const hasSameBytes =
      !isUntouched &&
      mark.sizeBytes <= file.sizeBytes &&
      isSame(mark.sample, await sampleOf(file.path, mark.sizeBytes));
    if (isUntouched || (hasSameBytes && mark.sizeBytes === file.sizeBytes)) {
      yield { type: "known", imported: known.imported, skipped: known.skipped, bytes: file.sizeBytes };
      return;
    }
    if (hasSameBytes && known.lastOffset > 0) start = known.lastOffset;
  }
  const head = readHead(file.path);
  const maildir = maildirName(file.file);
  const format = recognise(head, file.file || file.path, maildir !== undefined);
  const isMailbox = format === "mbox" || format === "mmdf";
  if (start > 0 && isMailbox && known !== undefined) {
    // What stands before the last message it ended with is as it was; that one may have been cut off.
    yield { type: "known", imported: Math.max(0, known.imported - 1), skipped: known.skipped, bytes: start };
  } else start = 0;
  yield* readFormat(format, head, file, resume, start, options);
  const isWhole = head.length === file.sizeBytes;
  const sample = isWhole
    ? sampleHash(head.length, head.subarray(0, SAMPLE_BYTES), head.subarray(-SAMPLE_BYTES))
    : await sampleOf(file.path, file.sizeBytes);
  const mark: FileMark = { file: file.file, sizeBytes: file.sizeBytes, modifiedMs: file.modifiedMs, sample };
  yield { type: "file-end", mark };
}

async function* readFormat(
  format: SourceFormat,
  head: Buffer,
  file: SourceFile,
  resume: Checkpoint | null,
  start: number,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const skipped = SKIPPED[format];
  if (skipped !== undefined) {
    if (resume !== null) return;
    const [category, message] = skipped;
    const place = { ...wholeFile(file, format, options), folder: "" };
    yield { type: "settled", item: { ...place, ok: false, state: "skipped", category, message } };
  } else if (format === "mbox" || format === "mmdf") {
    yield* readMailbox(format, file, resume?.offset ?? start, options);
  } else if (format === "pst") yield* readPstItems(file, resume?.entry ?? null, options);
  else if (format === "zip") yield* readZipItems(file, resume, options);
  else if (resume === null) {
    const task = leafTask(format as LeafFormat, file, options);
    yield file.sizeBytes <= head.length
      ? { type: "task", task: { ...task, source: null }, bytes: head }
      : { type: "task", task, bytes: null };
  }
}

type LeafFormat = "mail" | "emlx" | "pdf" | "text";

function wholeFile(file: SourceFile, format: SourceFormat, { rootName }: ReadOptions): ItemPlace {
  const maildir = maildirName(file.file);
  return {
    key: maildir?.key ?? (file.file || "0"),
    file: file.file,
    entry: null,
    offset: 0,
    length: file.sizeBytes,
    folder: folderName(file.file, format, rootName),
  };
}

function leafTask(format: LeafFormat, file: SourceFile, options: ReadOptions): ParseTask {
  const maildir = maildirName(file.file);
  const name = file.file || options.rootName;
  return {
    ...wholeFile(file, format, options),
    form: format satisfies ItemForm,
    source: { path: file.path, entry: null, offset: 0, length: file.sizeBytes },
    path: file.path,
    name: format === "pdf" ? (name.split("/").at(-1) ?? name) : name,
    modifiedMs: file.modifiedMs,
    isDraft: maildir?.isDraft ?? false,
    labels: maildir?.labels ?? [],
  };
}

async function* readMailbox(
  format: "mbox" | "mmdf",
  file: SourceFile,
  start: number,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const isUnquoted =
    format === "mbox" && isMboxcl2(await collectChunks(readFileChunks(file.path, 0, MBOX_HEAD_BYTES), MBOX_HEAD_BYTES));
  const chunks = readFileChunks(file.path, start);
  const entries =
    format === "mmdf"
      ? splitMmdf(chunks, options.maxMessageBytes, start)
      : splitMbox(chunks, options.maxMessageBytes, start, isUnquoted);
  const folder = folderName(file.file, format, options.rootName);
  for await (const { offset, length, raw, isQuoted } of entries) {
    const task: ParseTask = {
      key: keyOf(file.file, offset),
      file: file.file,
      entry: null,
      offset,
      length,
      folder,
      form: isQuoted ? "mbox" : "mail",
      source: raw === null ? { path: file.path, entry: null, offset, length } : null,
      path: null,
      name: file.file,
      modifiedMs: null,
      isDraft: false,
      labels: [],
    };
    yield { type: "task", task, bytes: raw };
  }
}

async function* readPstItems(
  file: SourceFile,
  after: string | null,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const own = folderName(file.file, "pst", options.rootName);
  for await (const message of readPst(file.path, { after })) {
    if (message.type === "broken") {
      const place = { ...wholeFile(file, "pst", options), key: keyOf(file.file, "broken"), length: 0 };
      const reason = `The PST cannot be read to its end: ${message.reason}.`;
      yield { type: "settled", item: { ...place, ok: false, state: "failed", category: "malformed", message: reason } };
      return;
    }
    const place: ItemPlace = {
      key: keyOf(file.file, message.entry),
      file: file.file,
      entry: message.entry,
      offset: 0,
      length: message.type === "mail" ? message.raw.length : 0,
      folder: message.folder || own,
    };
    if (message.type === "mail") {
      const facts = { form: "mail", source: null, path: null, name: file.file, modifiedMs: null } as const;
      const task: ParseTask = { ...place, ...facts, isDraft: message.isDraft, labels: [] };
      yield { type: "task", task, bytes: message.raw };
    } else if (message.type === "skipped") {
      const reason = `It is no mail but ${message.messageClass || "an item without a class"}.`;
      yield { type: "settled", item: { ...place, ok: false, state: "skipped", category: "no-mail", message: reason } };
    } else {
      const reason = `The message cannot be read: ${message.reason}`;
      yield { type: "settled", item: { ...place, ok: false, state: "failed", category: "malformed", message: reason } };
    }
  }
}
