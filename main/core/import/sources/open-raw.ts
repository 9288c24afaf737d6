/** The raw bytes of an item wherever they lie: a stretch of a file, of a zip's entry, a message of a PST. */
import { open } from "node:fs/promises";
import { readFileChunks } from "./chunks.ts";
import { readPst } from "./pst.ts";
import type { RawSource } from "./source-item.ts";
import { readZipEntry, sliceChunks } from "./zip.ts";

/** Whether a container is an Outlook PST, by its first bytes. */
export async function isPst(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(4);
    await file.read(head, 0, 4, 0);
    return head.toString("latin1") === "!BDN";
  } finally {
    await file.close();
  }
}

/** The bytes of an item; throws the file system's errors, `ENOENT` for an entry that is not there any more. */
export async function* openRaw(source: RawSource): AsyncGenerator<Uint8Array> {
  const { path, entry, offset, length } = source;
  if (entry === null) {
    yield* readFileChunks(path, offset, length);
    return;
  }
  if (!(await isPst(path))) {
    yield* sliceChunks(readZipEntry(path, entry), offset, length);
    return;
  }
  for await (const message of readPst(path, { only: entry })) {
    if (message.type === "mail") {
      yield message.raw;
      return;
    }
  }
  throw Object.assign(new Error("the PST holds no such message"), { code: "ENOENT" });
}
