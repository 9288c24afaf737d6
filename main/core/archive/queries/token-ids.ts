/** Token ids of rendered texts, stored per tokenizer under the text's SHA-256. */
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** Token ids of one text. */
export type StoredTokenIds = { readonly textSha256: Uint8Array; readonly ids: Uint32Array };

/** Prepares the look-up of one tokenizer's ids; `undefined` where the text was never tokenised. */
export function tokenIdReader(
  db: ReadableDatabase,
  tokenizer: string,
): (textSha256: Uint8Array) => Uint32Array | undefined {
  const select = db.prepare("SELECT ids FROM token_ids WHERE tokenizer = ? AND text_sha256 = ?").pluck();
  return (textSha256) => {
    const blob = select.get(tokenizer, textSha256) as Buffer | undefined;
    if (blob === undefined) return undefined;
    // A copy: a Buffer's bytes need not start at a multiple of four.
    return new Uint32Array(Uint8Array.from(blob).buffer);
  };
}

/** Stores ids; the same text twice is kept once. */
export function putTokenIds(db: WritableDatabase, tokenizer: string, items: readonly StoredTokenIds[]): void {
  const insert = db.prepare(
    "INSERT OR REPLACE INTO token_ids (tokenizer, text_sha256, tokens, ids) VALUES (?, ?, ?, ?)",
  );
  for (const { textSha256, ids } of items) {
    insert.run(tokenizer, textSha256, ids.length, Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength));
  }
}
