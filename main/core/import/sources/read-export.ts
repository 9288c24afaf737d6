/**
 * Reads the folder of an export (archive/export-format.ts): its items in the order in which they were first seen.
 *
 * Owns the checks of what such a folder says: nothing outside it is read, and every line must have the right shape. What
 * the owner made (history, scopes) is ../take-over.ts.
 */
import { createReadStream, existsSync, lstatSync, readFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { LonghandError } from "../../../../shared/errors.ts";
import {
  EXPORT_VERSION,
  type ExportedItem,
  exportedItemSchema,
  ITEMS,
  MANIFEST,
  type Manifest,
  manifestSchema,
  type StoredContent,
} from "../../archive/export-format.ts";
import type { Checkpoint, ItemPlace, ParsedContent, ParsedMail } from "../../archive/parsed-mail.ts";
import { collectChunks, readFileChunks } from "./chunks.ts";
import type { ParseTask, ReadOptions, SourceEvent } from "./source-item.ts";

/** A manifest holds a hash for each erased document, and little else. */
const MAX_MANIFEST_BYTES = 256 << 20;

function damaged(cause?: unknown): LonghandError {
  return new LonghandError(
    "SOURCE_UNREADABLE",
    "This export is damaged or was changed.",
    "Export the archive again, or import the folders mail and files in it like any others.",
    { cause },
  );
}

/** Whether a folder is an export of Longhand. */
export function isExport(root: string): boolean {
  return existsSync(path.join(root, MANIFEST)) && existsSync(path.join(root, ITEMS));
}

/** The manifest of an export; throws `SOURCE_UNREADABLE`, `ARCHIVE_NEWER` for one that a later Longhand made. */
export function readManifest(root: string): Manifest {
  const file = path.join(root, MANIFEST);
  let manifest: Manifest;
  try {
    if (lstatSync(file).size > MAX_MANIFEST_BYTES) throw damaged();
    manifest = manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw damaged(error);
  }
  if (manifest.version > EXPORT_VERSION)
    throw new LonghandError("ARCHIVE_NEWER", "A newer Longhand made this export.", "Update Longhand to import it.");
  return manifest;
}

/** The lines of a file of an export, parsed as JSON. */
export async function* readJsonLines(file: string): AsyncGenerator<unknown> {
  const input = createReadStream(file);
  // What cannot be opened is thrown by the reading of lines only where it is listened to.
  const failure = new Promise<never>((_, reject) => input.once("error", reject));
  failure.catch(() => undefined);
  try {
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
    for (;;) {
      const { value: line, done } = await Promise.race([lines.next(), failure]);
      if (done === true) return;
      if (line === "") continue;
      try {
        yield JSON.parse(line);
      } catch (error) {
        throw damaged(error);
      }
    }
  } finally {
    input.destroy();
  }
}

function hexToBytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

function parsedMail({ attachments, ...mail }: Extract<StoredContent, { mail: unknown }>["mail"]): ParsedMail {
  return {
    ...mail,
    rawSha256: hexToBytes(mail.rawSha256),
    textSha256: hexToBytes(mail.textSha256),
    attachments: attachments.map(({ note, child, ...rest }) => ({
      ...rest,
      ...(note === undefined ? {} : { note }),
      ...(child === undefined ? {} : { child: parsedContent(child) }),
    })),
  };
}

function parsedContent(content: StoredContent): ParsedContent {
  if ("mail" in content) return { mail: parsedMail(content.mail) };
  const { parsedFile } = content;
  return {
    parsedFile: {
      ...parsedFile,
      rawSha256: hexToBytes(parsedFile.rawSha256),
      textSha256: hexToBytes(parsedFile.textSha256),
    },
  };
}

/** The path of a file of the export; throws where it leads out of the folder, by its name or by a link. */
async function pathInside(root: string, file: string): Promise<string> {
  const absolute = path.join(root, file);
  const isPlain =
    !path.isAbsolute(file) && path.normalize(file) === path.join(file) && !file.split(/[\\/]/).includes("..");
  if (!isPlain) throw damaged();
  if ((await realpath(absolute)) !== path.join(await realpath(root), file)) throw damaged();
  return absolute;
}

const MODES = { mail: "mbox", pdf: "pdf", file: "text" } as const;

async function toEvent(root: string, item: ExportedItem, options: ReadOptions): Promise<SourceEvent> {
  const { n, file, offset, length, folder, numbers, kind, stored } = item;
  const place: ItemPlace = { key: String(n), file, entry: null, offset, length, folder, numbers };
  if (stored !== undefined) return { type: "settled", item: { ...place, ok: true, ...parsedContent(stored) } };
  let absolute: string;
  try {
    absolute = await pathInside(root, file);
  } catch (error) {
    if (error instanceof LonghandError) throw error;
    const message = "The file is not in the export any more.";
    return { type: "settled", item: { ...place, ok: false, state: "failed", category: "unreadable", message } };
  }
  const source = { path: absolute, entry: null, offset, length };
  const task: ParseTask = {
    ...place,
    form: MODES[kind],
    source,
    path: null,
    name: kind === "mail" ? file : item.name,
    modifiedMs: item.modifiedMs,
    isDraft: item.isDraft,
    labels: item.labels,
  };
  // A mail as large as that is read as a stream, separator line and all.
  if (kind !== "mail" || length > options.maxMessageBytes) return { type: "task", task, bytes: null };
  const entry = await collectChunks(readFileChunks(absolute, offset, length), options.maxMessageBytes);
  return { type: "task", task: { ...task, source: null }, bytes: entry.subarray(entry.indexOf(0x0a) + 1) };
}

/** The items of an export after `from`; all of them where `from` is not there any more. */
export async function* readExport(
  root: string,
  from: Checkpoint | null,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  let isBehind = from !== null;
  for await (const line of readJsonLines(path.join(root, ITEMS))) {
    const { data, error } = exportedItemSchema.safeParse(line);
    if (data === undefined) throw damaged(error);
    if (isBehind) {
      isBehind = data.file !== from?.file || data.offset + data.length !== from.offset;
      continue;
    }
    yield await toEvent(root, data, options);
  }
  if (isBehind) yield* readExport(root, null, options);
}
