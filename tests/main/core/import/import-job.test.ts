import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listDocuments, rawPlace } from "../../../../main/core/archive/queries/documents.ts";
import type { Writer } from "../../../../main/core/archive/writer.ts";
import { importFiles } from "../../../../main/core/import/import-job.ts";
import { readMbox } from "../../../../main/core/import/sources/mbox.ts";
import type { ImportProgress } from "../../../../shared/schemas.ts";
import {
  createTestArchive,
  importAll,
  importMails,
  mailText,
  mboxText,
  type TestArchive,
} from "../../../helpers/archive.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";

let archive: TestArchive;
beforeEach(async () => {
  archive = await createTestArchive();
});
afterEach(() => archive.close());

function jobs(): unknown[] {
  return archive.db.prepare("SELECT state, imported, duplicates, failed, bytes FROM import_jobs ORDER BY id").all();
}

function subjects(): string[] {
  return listDocuments(archive.db, {}, { limit: 1000 }).map((document) => document.subject);
}

describe("what cannot be imported", () => {
  const file = (name: string): string => path.join(archive.scratch, name);

  it.each([
    ["a missing file", "SOURCE_NOT_FOUND", () => file("none.mbox")],
    [
      "a file below a file",
      "SOURCE_NOT_FOUND",
      () => {
        writeFileSync(file("a.txt"), "x");
        return path.join(file("a.txt"), "none.mbox");
      },
    ],
    [
      "an empty file",
      "SOURCE_EMPTY",
      () => {
        writeFileSync(file("empty.mbox"), "");
        return file("empty.mbox");
      },
    ],
    [
      "an empty folder",
      "SOURCE_EMPTY",
      () => {
        mkdirSync(file("folder"));
        return file("folder");
      },
    ],
    [
      "another kind of file",
      "SOURCE_UNKNOWN",
      () => {
        writeFileSync(file("photo.jpg"), Buffer.from("ffd8ffe000104a464946000101", "hex"));
        return file("photo.jpg");
      },
    ],
  ])("says what is wrong with %s and leaves the archive as it was", async (_, code, make) => {
    // The good file stands first: nothing of it may be imported when a later one is refused.
    writeFileSync(file("good.mbox"), mboxText([mailText({})]));
    await expect(importAll(archive.writer, [file("good.mbox"), make()])).rejects.toMatchObject({
      code,
      sentence: expect.stringMatching(/^[A-Z/][^\n]+\.$/),
    });
    expect([subjects(), jobs()]).toEqual([[], []]);
  });

  it.skipIf(process.getuid?.() === 0)("says that a file may not be read", async () => {
    writeFileSync(file("secret.mbox"), mboxText([mailText({})]));
    chmodSync(file("secret.mbox"), 0o000);
    await expect(importAll(archive.writer, [file("secret.mbox")])).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
  });
});

describe("importing", () => {
  it("numbers documents in the order of the file, over several files and later imports", async () => {
    const mails = Array.from({ length: 300 }, (_, index) => ({
      Subject: `mail ${index}`,
      // Of very different sizes: parse threads do not finish in order.
      body: "a line of words\n".repeat(index % 50 === 0 ? 20_000 : 1).concat(`${index}`),
    }));
    await importMails(archive, mails.slice(0, 250), "one.mbox");
    await importMails(archive, mails.slice(250), "two.mbox");
    expect(subjects()).toEqual(mails.map((mail) => mail.Subject));
    expect(listDocuments(archive.db, {}, { limit: 1000 }).map((document) => document.id)).toEqual(
      mails.map((_, index) => `m${index + 1}`),
    );
  });

  it("remembers where each mail lies, so that its bytes can be shown", async () => {
    await importMails(archive, [{ Subject: "one" }, { Subject: "two", body: "From here" }, { Subject: "three" }]);
    const source = path.join(archive.scratch, "inbox.mbox");
    const entries = await Array.fromAsync(readMbox(source, 1 << 20));
    expect([1, 2, 3].map((number) => rawPlace(archive.db, number))).toEqual(
      entries.map(({ offset, length }) => ({ path: source, file: "", entry: null, offset, length, part: 0 })),
    );
  });

  it("reports progress that only grows and a summary that adds up to the file", async () => {
    const mails = Array.from({ length: 400 }, (_, index) => ({
      Subject: `mail ${index}`,
      body: "words ".repeat(5000),
    }));
    const source = path.join(archive.scratch, "big.mbox");
    const text = mboxText(mails.map(mailText));
    writeFileSync(source, text);
    const seen: ImportProgress[] = [];
    for await (const event of importFiles(archive.writer, [{ file: source }], new AbortController().signal)) {
      if (event.event === "progress") seen.push(event.progress);
      else expect(event.summary).toMatchObject({ imported: 400, duplicates: 0, failed: 0, bytes: text.length });
    }
    for (const [index, progress] of seen.entries()) {
      expect(progress.totalBytes).toBe(text.length);
      expect(progress.bytes).toBeGreaterThanOrEqual(seen[index - 1]?.bytes ?? 0);
      expect(progress.bytes).toBeLessThanOrEqual(text.length);
    }
  });

  // The window must stay responsive: what the API thread does must not grow with the mail.
  it("leaves the API thread with one call a source, and word of the counts a few times a second", async () => {
    const files = ["one", "two"].map((name) => {
      const file = path.join(archive.scratch, `${name}.mbox`);
      const mails = Array.from({ length: 1500 }, (_, index) => mailText({ Subject: `${name} ${index}` }));
      writeFileSync(file, mboxText(mails));
      return { file };
    });
    const calls: string[] = [];
    const watched: Writer = {
      ...archive.writer,
      call(method, ...rest) {
        calls.push(method);
        return archive.writer.call(method, ...rest);
      },
    };
    let events = 0;
    let seconds = 0;
    for await (const event of importFiles(watched, files, new AbortController().signal)) {
      events += 1;
      if (event.event === "done") seconds = event.summary.seconds;
    }
    expect(calls).toEqual(["queueSource", "queueSource"]);
    expect(events).toBeLessThanOrEqual(files.length + 1 + Math.ceil(seconds * 4));
    expect(subjects().length).toBe(1000);
  });

  it("keeps what was imported when it is cancelled, says so, and goes on at the next run", async () => {
    const mails = Array.from({ length: 3000 }, (_, index) => ({
      Subject: `mail ${index}`,
      body: "words ".repeat(500),
    }));
    const source = path.join(archive.scratch, "long.mbox");
    writeFileSync(source, mboxText(mails.map(mailText)));
    const controller = new AbortController();
    let seen: number | undefined;
    let error: unknown;
    try {
      for await (const event of importFiles(archive.writer, [{ file: source }], controller.signal)) {
        if (event.event !== "progress" || event.progress.imported === 0) continue;
        seen ??= event.progress.imported;
        controller.abort();
      }
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "CANCELLED", message: expect.stringMatching(/after \d+ mails/) });
    const count = Number(archive.db.prepare("SELECT count(*) FROM documents").pluck().get());
    // What was on its way to the writer when the word came is stored, and counted; nothing after it.
    expect(count).toBeGreaterThanOrEqual(seen ?? Number.POSITIVE_INFINITY);
    expect(count).toBeLessThan(mails.length);
    expect(error).toHaveProperty("message", `The import was cancelled after ${count} mails.`);
    expect(jobs()).toMatchObject([{ state: "cancelled", imported: count }]);

    const again = await importAll(archive.writer, [source]);
    expect([again.imported, again.duplicates]).toEqual([mails.length - count, count]);
    const orders = archive.db.prepare("SELECT subject FROM documents ORDER BY id").pluck().all();
    expect(orders).toEqual(mails.map((mail) => mail.Subject));
  });

  it("takes the folder from the file's name", async () => {
    await importMails(archive, [{}], "Sent.mbox");
    await importMails(archive, [{ body: "two" }], "Archive 2020.MBX");
    expect(listDocuments(archive.db, {}, { limit: 9 }).map((document) => document.folder)).toEqual([
      "Sent",
      "Archive 2020",
    ]);
  });
});

describe.skipIf(!hasCorpora())("importing a real mailbox", () => {
  it("gives 450 documents, and 450 duplicates the second time and from a copy", async () => {
    const source = path.join(CORPORA, "mail", "mbox", "spamassassin-easy-ham-2-part.mbox");
    expect(await importAll(archive.writer, [source])).toMatchObject({ imported: 450, duplicates: 0, failed: 0 });
    const before = listDocuments(archive.db, {}, { limit: 1000 });
    expect(await importAll(archive.writer, [source])).toMatchObject({ imported: 0, duplicates: 450, failed: 0 });
    const copy = path.join(archive.scratch, "copy.mbox");
    copyFileSync(source, copy);
    expect(await importAll(archive.writer, [copy])).toMatchObject({ imported: 0, duplicates: 450, failed: 0 });
    expect(listDocuments(archive.db, {}, { limit: 1000 })).toEqual(before);
    expect(archive.db.prepare("SELECT count(*) FROM places WHERE part = 0").pluck().get()).toBe(900);
  });
});

it("takes the folder's name for a draft or spam, in any of the known languages", async () => {
  const files = ["Entwürfe", "Junk", "Inbox"].map((name) => {
    const file = path.join(archive.scratch, `${name}.mbox`);
    writeFileSync(file, mboxText([mailText({ "Message-ID": `<${name}@example.org>`, body: `In ${name}.` })]));
    return file;
  });
  await importAll(archive.writer, files);
  const rows = archive.db.prepare("SELECT is_draft AS draft, is_spam AS spam FROM documents ORDER BY id").all();
  expect(rows).toEqual([
    { draft: 1, spam: 0 },
    { draft: 0, spam: 1 },
    { draft: 0, spam: 0 },
  ]);
});
