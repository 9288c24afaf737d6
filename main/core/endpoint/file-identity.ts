/** Names a model file by its content: its size and the hash of samples spread over all of it. */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

const SAMPLES = 64;
const SAMPLE_BYTES = 64 * 1024;

/**
 * 16 hexadecimal digits that differ for files that differ.
 *
 * Models have tens of gigabytes, so samples at fixed places are hashed: two models of one size differ in all their
 * weights, not in a few bytes.
 */
export async function fileIdentity(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const hash = createHash("sha256").update(String(size));
    const buffer = Buffer.alloc(SAMPLE_BYTES);
    const last = Math.max(0, size - SAMPLE_BYTES);
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const { bytesRead } = await file.read(buffer, 0, SAMPLE_BYTES, Math.floor((last * sample) / (SAMPLES - 1)));
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest("hex").slice(0, 16);
  } finally {
    await file.close();
  }
}
