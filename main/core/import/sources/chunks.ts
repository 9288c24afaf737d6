/** A file's bytes as a stream of chunks. Owns the reading only; what the bytes mean is the formats' business. */
import { open } from "node:fs/promises";

const CHUNK_BYTES = 1 << 20;

/**
 * The bytes of a file from `start` on, `length` of them or all; throws the file system's errors.
 *
 * A chunk is valid until the next one is asked for: the memory is used again.
 */
export async function* readFileChunks(
  path: string,
  start = 0,
  length = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, Math.max(1, length)));
    let at = start;
    let left = length;
    while (left > 0) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, left), at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
      left -= bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** All bytes of chunks in one buffer; throws a RangeError above `maxBytes`. */
export async function collectChunks(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
    parts.push(Buffer.from(chunk));
  }
  return Buffer.concat(parts, size);
}
