/**
 * Reads zip files in place: their entries one after the other, never unpacked to disk.
 *
 * Owns the guard against zip bombs. Names are only names: nothing is ever written under them.
 */
import path from "node:path";
import type { Readable } from "node:stream";
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";

/** An entry of a zip; `name` is unique within the file. */
export type ZipEntry = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly isEncrypted: boolean;
  /** Why it is not read. */
  readonly refusal: string | undefined;
  open(): Promise<Readable>;
};

/** What a zip may unfold to. */
export type ZipLimits = {
  /** An entry above `freeBytes` may be at most this many times its packed size. */
  readonly ratio: number;
  readonly freeBytes: number;
  /** All entries together, in bytes. */
  readonly totalBytes: number;
  readonly entries: number;
};

/** Real mail packs to a tenth; deflate can do no better than a thousandth. */
export const ZIP_LIMITS: ZipLimits = { ratio: 200, freeBytes: 16 << 20, totalBytes: 2 ** 40, entries: 5_000_000 };

/** Files whose zip is only their shape: documents of office programs, Java and Android packages. */
const PACKAGES = new Set(["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"]);

function nameOf(entry: Entry): string {
  const names = { flags: entry.generalPurposeBitFlag, raw: entry.fileName as unknown as Buffer };
  return getFileNameLowLevel(names.flags, names.raw, entry.extraFields, false);
}

function openZip(file: string): Promise<ZipFile> {
  // Names come as bytes: the library would refuse the whole file for one name that climbs out of it.
  return openPromise(file, { decodeStrings: false, autoClose: false, lazyEntries: true });
}

/** The entries of a zip in the order of its directory, folders left out; throws for a file that is no zip. */
export async function* readZip(file: string, limits: ZipLimits = ZIP_LIMITS): AsyncGenerator<ZipEntry | "package"> {
  const zip = await openZip(file);
  try {
    const names = new Map<string, number>();
    let totalBytes = 0;
    let count = 0;
    for await (const entry of zip.eachEntry()) {
      const plain = nameOf(entry);
      if (count++ < 8 && PACKAGES.has(plain)) {
        yield "package";
        return;
      }
      if (plain.endsWith("/")) continue;
      const seen = names.get(plain) ?? 0;
      names.set(plain, seen + 1);
      const sizeBytes = entry.uncompressedSize;
      totalBytes += sizeBytes;
      let refusal: string | undefined;
      if (sizeBytes > limits.freeBytes && sizeBytes > entry.compressedSize * limits.ratio) {
        refusal = `It would unfold to ${Math.round(sizeBytes / Math.max(1, entry.compressedSize))} times its size.`;
      } else if (totalBytes > limits.totalBytes) refusal = "The zip would unfold to more than is read.";
      else if (count > limits.entries) refusal = "The zip holds more entries than are read.";
      yield {
        name: seen === 0 ? plain : `${plain}/#${seen}`,
        sizeBytes,
        modifiedMs: entry.getLastModDate({ timezone: "UTC" }).getTime(),
        isEncrypted: entry.isEncrypted(),
        refusal,
        open: () => zip.openReadStreamPromise(entry),
      };
    }
  } finally {
    zip.close();
  }
}

/** The bytes of one entry, found by the name that {@link readZip} gave it. */
export async function* readZipEntry(file: string, name: string): AsyncGenerator<Uint8Array> {
  for await (const entry of readZip(file)) {
    if (entry === "package" || entry.name !== name) continue;
    yield* (await entry.open()) as AsyncIterable<Buffer>;
    return;
  }
  throw Object.assign(new Error(`${path.basename(file)} holds no such entry`), { code: "ENOENT" });
}

/** A stretch of a stream. */
export async function* sliceChunks(
  chunks: AsyncIterable<Uint8Array>,
  start: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of chunks) {
    const from = Math.max(0, start - at);
    const to = Math.min(chunk.length, start + length - at);
    if (from < to) yield chunk.subarray(from, to);
    at += chunk.length;
    if (at >= start + length) return;
  }
}
