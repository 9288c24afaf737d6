import { randomBytes } from "node:crypto";
import { serialize } from "node:v8";
import { expect, it } from "vitest";
import { openForReading, openForWriting } from "../../../../main/core/archive/open.ts";
import type { ParsedItem } from "../../../../main/core/archive/parsed-mail.ts";
import { listDocuments } from "../../../../main/core/archive/queries/documents.ts";
import { addSource } from "../../../../main/core/archive/queries/jobs.ts";
import { createItemStore } from "../../../../main/core/archive/queries/store-item.ts";
import { asArchiveError } from "../../../../main/core/archive/sqlite-errors.ts";
import { parseMail } from "../../../../main/core/text/parse-mail.ts";
import { mailText } from "../../../helpers/archive.ts";
import { temporaryDirectory } from "../../../helpers/paths.ts";

async function item(index: number): Promise<ParsedItem> {
  const raw = Buffer.from(mailText({ Subject: `mail ${index}`, body: randomBytes(20_000).toString("hex") }));
  const place = { key: String(index), file: "", entry: null, offset: index, length: raw.length, folder: "x" };
  return { ...place, ok: true, mail: await parseMail(raw, false) };
}

// A disk that fills up in the middle of an import must cost the batch at hand, nothing that was stored before.
it("says DISK_FULL and keeps every earlier document whole", async () => {
  const scratch = temporaryDirectory();
  const { db, lock } = openForWriting(scratch.path, { create: true, program: "a test" });
  const sourceId = addSource(db, "mbox", "/x.mbox");
  const store = createItemStore(db);
  const place = { sourceId, jobId: null };
  // Items travel between threads in this form; parsing it back is part of the way.
  const items = await Promise.all(Array.from({ length: 40 }, (_, index) => item(index)));
  expect(serialize(items).length).toBeGreaterThan(1_000_000);
  db.pragma(`max_page_count = ${Number(db.pragma("page_count", { simple: true })) + 150}`);

  let stored = 0;
  let error: unknown;
  try {
    for (let at = 0; at < items.length; at += 4) {
      db.transaction(() => {
        for (const each of items.slice(at, at + 4)) store(each, place);
      }).immediate();
      stored = at + 4;
    }
  } catch (thrown) {
    error = asArchiveError(thrown);
  }
  expect(error).toMatchObject({ code: "DISK_FULL", sentence: expect.stringMatching(/full; .* Free some space/) });
  expect(stored).toBeGreaterThan(0);
  expect(stored).toBeLessThan(items.length);
  db.close();
  lock.release();

  const reader = openForReading(scratch.path);
  expect(reader.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(listDocuments(reader, {}, { limit: 99 }).map((document) => document.subject)).toEqual(
    Array.from({ length: stored }, (_, index) => `mail ${index}`),
  );
  expect(reader.prepare("SELECT count(*) FROM bodies").pluck().get()).toBe(stored);
  reader.close();
  scratch.dispose();
});
