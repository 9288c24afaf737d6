/**
 * Files that were dropped on the page: streamed into the archive's private folder `dropped`, never held in memory.
 *
 * A file's folder is named after its content, so the same file dropped twice is one file and one source.
 */
import { createHash, randomUUID } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LonghandError } from "../../shared/errors.ts";

const PART = /^\.part-[0-9a-f-]{36}$/;
/** What must stay free on the disk beside the file. */
const RESERVE_BYTES = 64 * 1024 * 1024;

/** A name that stays in its folder on every system; throws `INVALID_INPUT` for others. */
export function checkFileName(name: string): string {
  const isPlain = !/[/\\:\u0000-\u001f\u007f]/.test(name) && name !== "" && name !== "." && name !== "..";
  if (isPlain && Buffer.byteLength(name) <= 200) return name;
  throw new LonghandError("INVALID_INPUT", "The file's name cannot be used.", "Rename the file and drop it again.");
}

/** Stores uploads of one archive. */
export type Uploads = {
  /** Stores a body under `name`; returns the file's path. `expectedBytes` is what the sender announced. */
  store(name: string, body: Readable, expectedBytes: number | undefined): Promise<string>;
};

/** The uploads of the archive in `directory`. */
export function createUploads(directory: string): Uploads {
  const folder = path.join(directory, "dropped");
  let prepared: Promise<void> | undefined;

  async function prepare(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // What an earlier process left half written is of no use to anybody.
    for (const name of await readdir(folder)) if (PART.test(name)) await rm(path.join(folder, name));
  }

  return {
    async store(name, body, expectedBytes) {
      checkFileName(name);
      prepared ??= prepare();
      await prepared;
      const part = path.join(folder, `.part-${randomUUID()}`);
      try {
        if (expectedBytes !== undefined) await requireSpace(folder, expectedBytes);
        const hash = createHash("sha256");
        const hashing = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            hash.update(chunk);
            done(null, chunk);
          },
        });
        await pipeline(body, hashing, createWriteStream(part, { mode: 0o600, flags: "wx" }));
        const home = path.join(folder, hash.digest("hex").slice(0, 32));
        await mkdir(home, { recursive: true, mode: 0o700 });
        const file = path.join(home, name);
        // The same name in a folder of the same content is the same file, and an import may be reading it.
        if (existsSync(file)) await rm(part);
        else await rename(part, file);
        return file;
      } catch (error) {
        await rm(part, { force: true });
        throw asUploadError(error);
      }
    },
  };
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes + RESERVE_BYTES) throw diskFull();
}

function diskFull(cause?: unknown): LonghandError {
  const remedy = "Free some space, or pick the file where it lies instead of dropping it.";
  return new LonghandError("DISK_FULL", "There is not enough space on the disk for this file.", remedy, { cause });
}

function asUploadError(error: unknown): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(error);
  if (code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET") {
    return new LonghandError("CANCELLED", "The file was not sent to its end.", "Drop it again.", { cause: error });
  }
  return error;
}
