/** The SHA-256 of a file of any size, in pieces small enough that nothing else has to wait. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

const PIECE_BYTES = 1 << 20;

/** In lower case hex; an abort rejects. */
export async function sha256OfFile(
  file: string,
  signal: AbortSignal,
  onBytes: (done: number) => void,
): Promise<string> {
  const hash = createHash("sha256");
  let done = 0;
  for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES, signal }) as AsyncIterable<Buffer>) {
    hash.update(piece);
    done += piece.length;
    onBytes(done);
  }
  return hash.digest("hex");
}
