/**
 * Reads a source of any kind: yields its items in an order that is the same at every read.
 *
 * Owns the way over folders, files and containers, and where an interrupted read goes on. The formats have files of
 * their own; parsing is ../parse-thread.ts.
 */
import { lstatSync } from "node:fs";
import type { Checkpoint } from "../../archive/parsed-mail.ts";
import { isExport, readExport } from "./read-export.ts";
import { readFileItems } from "./read-file.ts";
import type { ReadOptions, SourceEvent, SourceFile } from "./source-item.ts";
import { type WalkEntry, walkFolder } from "./walk.ts";

/** The bytes of everything below a path, for progress. */
export function measureSource(root: string): number {
  let bytes = 0;
  for (const entry of walkSource(root)) if (entry.type === "file") bytes += entry.sizeBytes;
  return bytes;
}

function* walkSource(root: string): Generator<WalkEntry> {
  const info = lstatSync(root);
  if (info.isDirectory()) {
    yield* walkFolder(root);
    return;
  }
  yield { type: "file", file: "", path: root, sizeBytes: info.size, modifiedMs: info.mtimeMs };
}

/** An attachment that Apple Mail keeps beside a partial mail: it comes with that mail. */
const BESIDE_MAIL = /(?:^|\/)Attachments\/\d+\/[\d.]+\/[^/]+$/;

/** The items of a source after `from`; all of them where `from` is not there any more. */
export async function* readSource(
  root: string,
  from: Checkpoint | null,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  if (isExport(root)) {
    yield* readExport(root, from, options);
    return;
  }
  let isBehind = from !== null;
  for (const entry of walkSource(root)) {
    let resume: Checkpoint | null = null;
    if (isBehind) {
      if (entry.file !== from?.file) continue;
      isBehind = false;
      resume = from;
    }
    yield* readEntry(entry, resume, options);
  }
  // The file where it stopped is gone: nothing must be missed, and what is known is recognised.
  if (isBehind) yield* readSource(root, null, options);
}

async function* readEntry(
  entry: WalkEntry,
  resume: Checkpoint | null,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const place = { key: entry.file || ".", file: entry.file, entry: null, offset: 0, length: 0, folder: "" };
  if (entry.type === "skipped") {
    if (resume !== null) return;
    const { category, message } = entry;
    yield { type: "settled", item: { ...place, ok: false, state: "skipped", category, message } };
    return;
  }
  if (entry.type === "failed") {
    if (resume !== null) return;
    const { category, message } = entry;
    yield { type: "settled", item: { ...place, ok: false, state: "failed", category, message } };
    return;
  }
  if (BESIDE_MAIL.test(entry.file)) {
    if (resume !== null) return;
    const message = "It is an attachment of the mail beside it.";
    const item = {
      ...place,
      length: entry.sizeBytes,
      ok: false,
      state: "skipped",
      category: "index",
      message,
    } as const;
    yield { type: "settled", item };
    return;
  }
  yield* readFile(entry, resume, options);
}

async function* readFile(
  file: SourceFile,
  resume: Checkpoint | null,
  options: ReadOptions,
): AsyncGenerator<SourceEvent> {
  try {
    yield* readFileItems(file, resume, options);
  } catch (error) {
    // The source itself must be readable; a file in a folder costs one item.
    if (file.file === "") throw error;
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    if (code === "") throw error;
    const place = { key: file.file, file: file.file, entry: null, offset: 0, length: file.sizeBytes, folder: "" };
    const message = `The file cannot be read (${code}).`;
    yield { type: "settled", item: { ...place, ok: false, state: "failed", category: "unreadable", message } };
  }
}
