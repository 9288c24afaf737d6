import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { tokenIdReader } from "../../../../../main/core/archive/queries/token-ids.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../../helpers/archive.ts";

let archive: TestArchive;
beforeEach(async () => {
  archive = await createTestArchive();
});
afterEach(() => archive.close());

const sha256 = (text: string) => new Uint8Array(createHash("sha256").update(text).digest());

it("gives back the ids of a text for its tokenizer alone", async () => {
  const ids = Uint32Array.from([0, 1, 128_000, 2 ** 32 - 1]);
  await archive.writer.call("putTokenIds", {
    tokenizer: "llama-3",
    items: [{ textSha256: sha256("a"), documentNumber: 0, ids }],
  });
  expect(tokenIdReader(archive.db, "llama-3")(sha256("a"))).toEqual(ids);
  // The ids of another vocabulary would be another text.
  expect(tokenIdReader(archive.db, "qwen-2")(sha256("a"))).toBeUndefined();
  expect(tokenIdReader(archive.db, "llama-3")(sha256("b"))).toBeUndefined();
});

it("keeps an empty text, a part of a larger array, and the same text once", async () => {
  const items = [
    { textSha256: sha256("a"), documentNumber: 0, ids: Uint32Array.from([9, 8, 7, 6]).subarray(1, 3) },
    { textSha256: sha256(""), documentNumber: 0, ids: new Uint32Array() },
  ];
  await archive.writer.call("putTokenIds", { tokenizer: "t", items });
  await archive.writer.call("putTokenIds", { tokenizer: "t", items });
  const read = tokenIdReader(archive.db, "t");
  expect([read(sha256("a")), read(sha256(""))]).toEqual([Uint32Array.from([8, 7]), new Uint32Array()]);
  expect(archive.db.prepare("SELECT count(*), sum(tokens) FROM token_ids").raw().get()).toEqual([2, 2]);
});

// What is derived from words that were erased must not be stored behind their back.
it("keeps nothing of a document that is not there, and forgets what a document that goes has left", async () => {
  const put = (documentNumber: number) =>
    archive.writer.call("putTokenIds", {
      tokenizer: "t",
      items: [{ textSha256: sha256(`of ${documentNumber}`), documentNumber, ids: Uint32Array.from([1]) }],
    });
  await importMails(archive, [{ Subject: "1" }]);
  await put(1);
  await put(2);
  const read = tokenIdReader(archive.db, "t");
  expect([read(sha256("of 1")), read(sha256("of 2"))]).toEqual([Uint32Array.from([1]), undefined]);
  await archive.writer.call("removeSource", { sourceId: 1 });
  expect(read(sha256("of 1"))).toBeUndefined();
});
