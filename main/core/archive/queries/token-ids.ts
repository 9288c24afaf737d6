/**
 * Token ids of rendered texts that are in no sealed prefix, stored per tokenizer under the text's SHA-256.
 *
 * Each row says whose words it holds, so that it goes with the document.
 */
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** Token ids of one text; `documentNumber` is 0 for the rules, which are nobody's. */
export type StoredTokenIds = {
  readonly textSha256: Uint8Array;
  readonly documentNumber: number;
  readonly ids: Uint32Array;
};

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
    `INSERT OR REPLACE INTO token_ids (tokenizer, text_sha256, document_id, tokens, ids)
     SELECT @tokenizer, @textSha256, @number, @tokens, @ids
     WHERE @number = 0 OR EXISTS (SELECT 1 FROM documents WHERE id = @number)`,
  );
  for (const { textSha256, documentNumber, ids } of items) {
    insert.run({
      tokenizer,
      textSha256,
      number: documentNumber,
      tokens: ids.length,
      ids: Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength),
    });
  }
}
