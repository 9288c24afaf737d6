/**
 * What a zip holds as items: mailboxes, mails, PDFs and texts, read where they lie.
 *
 * Owns the order and the keys of a zip's items; reading a zip is ./zip.ts. A zip inside a zip is not opened.
 */
import type { Readable } from "node:stream";
import type { Checkpoint, ItemPlace, ParsedItem } from "../../archive/parsed-mail.ts";
import { collectChunks } from "./chunks.ts";
import { folderName, maildirName } from "./folders.ts";
import { isMboxcl2, splitMbox } from "./mbox.ts";
import { splitMmdf } from "./mmdf.ts";
import { HEAD_BYTES, recognise, type SourceFormat } from "./recognise.ts";
import type { ParseTask, ReadOptions, SourceEvent, SourceFile } from "./source-item.ts";
import { readZip, sliceChunks, type ZipEntry } from "./zip.ts";

type Judgement =
  | readonly [state: "skipped", category: "binary" | "empty" | "index" | "nested", message: string]
  | readonly [state: "failed", category: "bomb" | "password" | "malformed" | "too-large", message: string];

function settled(place: ItemPlace, [state, category, message]: Judgement): SourceEvent {
  return { type: "settled", item: { ...place, ok: false, state, category, message } as ParsedItem };
}

/** An entry's first bytes, and all of it from the beginning. */
async function peek(stream: Readable): Promise<{ readonly head: Buffer; readonly all: AsyncIterable<Uint8Array> }> {
  const input = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const { value, done } = await input.next();
    if (done === true) break;
    parts.push(value);
    size += value.length;
  }
  const head = Buffer.concat(parts);
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield head;
      for (;;) {
        const { value, done } = await input.next();
        if (done === true) return;
        yield value;
      }
    } finally {
      stream.destroy();
    }
  }
  return { head, all: all() };
}

function placeOf(file: SourceFile, entry: ZipEntry, options: ReadOptions, format: SourceFormat): ItemPlace {
  const key = maildirName(entry.name)?.key ?? entry.name;
  return {
    key: file.file === "" ? key : `${file.file}/${key}`,
    file: file.file,
    entry: entry.name,
    offset: 0,
    length: entry.sizeBytes,
    folder: folderName(entry.name, format, options.rootName),
  };
}

/** The items of a zip after `resume`. */
export async function* readZipItems(
  file: SourceFile,
  resume: Checkpoint | null,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  let isBehind = resume?.entry !== undefined && resume.entry !== null;
  const whole: ItemPlace = { key: file.file || "0", file: file.file, entry: null, offset: 0, length: 0, folder: "" };
  try {
    for await (const entry of readZip(file.path)) {
      if (entry === "package") {
        const message = "It is a document of an office program or a software package.";
        yield settled({ ...whole, length: file.sizeBytes }, ["skipped", "binary", message]);
        return;
      }
      let start = 0;
      if (isBehind) {
        if (entry.name !== resume?.entry) continue;
        isBehind = false;
        if (resume.offset >= entry.sizeBytes) continue;
        start = resume.offset;
      }
      yield* readEntry(file, entry, start, options);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    yield settled({ ...whole, key: `${whole.key}/broken` }, [
      "failed",
      "malformed",
      `The zip cannot be read to its end: ${reason}`,
    ]);
  }
}

async function* readEntry(
  file: SourceFile,
  entry: ZipEntry,
  start: number,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const place = placeOf(file, entry, options, "text");
  if (entry.refusal !== undefined) yield settled(place, ["failed", "bomb", entry.refusal]);
  else if (entry.isEncrypted) yield settled(place, ["failed", "password", "The entry is protected by a password."]);
  else if (entry.sizeBytes === 0) yield settled(place, ["skipped", "empty", "The file is empty."]);
  else if (/(?:^|\/)archive_browser\.html$|(?:^|\/)__MACOSX\//.test(entry.name))
    yield settled(place, ["skipped", "index", "It only describes the zip."]);
  else {
    try {
      const { head, all } = await peek(await entry.open());
      yield* readFormat(file, entry, start, options, head, all);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      yield settled({ ...place, key: `${place.key}/broken` }, [
        "failed",
        "malformed",
        `The entry is damaged: ${reason}`,
      ]);
    }
  }
}

async function* readFormat(
  file: SourceFile,
  entry: ZipEntry,
  start: number,
  options: ReadOptions,
  head: Buffer,
  all: AsyncIterable<Uint8Array>,
): AsyncGenerator<SourceEvent> {
  const maildir = maildirName(entry.name);
  const format = recognise(head, entry.name, maildir !== undefined);
  const place = placeOf(file, entry, options, format);
  const facts = {
    path: null,
    name: entry.name,
    modifiedMs: entry.modifiedMs,
    isDraft: maildir?.isDraft ?? false,
    labels: maildir?.labels ?? [],
  };
  if (format === "mbox" || format === "mmdf") {
    const rest = start === 0 ? all : sliceChunks(all, start, Number.POSITIVE_INFINITY);
    const entries =
      format === "mmdf"
        ? splitMmdf(rest, options.maxMessageBytes, start)
        : splitMbox(rest, options.maxMessageBytes, start, isMboxcl2(head));
    for await (const { offset, length, raw, isQuoted } of entries) {
      const source = raw === null ? { path: file.path, entry: entry.name, offset, length } : null;
      const task: ParseTask = {
        ...place,
        ...facts,
        key: `${place.key}/${offset}`,
        offset,
        length,
        form: isQuoted ? "mbox" : "mail",
        source,
        modifiedMs: null,
      };
      yield { type: "task", task, bytes: raw };
    }
  } else if (format === "zip" || format === "pst") {
    yield settled(place, ["skipped", "nested", "A mailbox packed twice is not opened; unpack the zip first."]);
  } else if (format === "binary" || format === "empty" || format === "index") {
    yield settled(place, ["skipped", format, "It holds no text that can be read."]);
  } else if (entry.sizeBytes > options.maxMessageBytes) {
    const source = { path: file.path, entry: entry.name, offset: 0, length: entry.sizeBytes };
    yield { type: "task", task: { ...place, ...facts, form: format, source }, bytes: null };
  } else {
    const bytes = await collectChunks(all, options.maxMessageBytes);
    const name = format === "pdf" ? (entry.name.split("/").at(-1) ?? entry.name) : entry.name;
    yield { type: "task", task: { ...place, ...facts, name, form: format, source: null }, bytes };
  }
}
