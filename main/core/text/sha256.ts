/** SHA-256 as plain bytes, which cross threads and go into SQLite as they are. */
import { hash } from "node:crypto";

/** The SHA-256 of bytes or of a text's UTF-8. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return new Uint8Array(hash("sha256", data, "buffer"));
}
