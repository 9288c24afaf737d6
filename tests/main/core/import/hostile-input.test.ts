/**
 * Mail that is made to do harm, or that no program should have written: each item gets its one state, the next one is read.
 *
 * Zips are in ./sources-import.test.ts, PDFs in ./pdf-limits.test.ts, random damage in ./fuzz.test.ts.
 */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readDocument } from "../../../../main/core/archive/queries/corpus.ts";
import { getSummary, listDocuments } from "../../../../main/core/archive/queries/documents.ts";
import { listLedger } from "../../../../main/core/archive/queries/ledger.ts";
import { searchDocuments } from "../../../../main/core/archive/queries/search.ts";
import { createTestArchive, importAll, mailText, mboxText, type TestArchive } from "../../../helpers/archive.ts";
import { zipBytes } from "../../../helpers/zip.ts";

let archive: TestArchive;
beforeEach(async () => {
  archive = await createTestArchive();
});
afterEach(() => archive.close());

async function importBox(mails: readonly string[]) {
  const file = path.join(archive.scratch, "box.mbox");
  writeFileSync(file, Buffer.from(mboxText([...mails, mailText({ Subject: "the last one" })]), "latin1"));
  const summary = await importAll(archive.writer, [file]);
  expect(summary.imported + summary.duplicates + summary.failed + summary.skipped).toBe(mails.length + 1);
  expect(listDocuments(archive.db, {}, { limit: 1000 }).at(-1)?.subject).toBe("the last one");
  return summary;
}

describe("NULs", () => {
  it("in header, address and body are no end of anything: the words around them are kept and found", async () => {
    const nul = mailText({ Subject: "before\0after", From: "A\0lice <alice@quay.example>", body: "one\0two\nthree" });
    expect(await importBox([nul])).toMatchObject({ imported: 2, failed: 0 });
    const document = readDocument(archive.db, 1);
    expect(document.text).not.toContain("\0");
    expect(document.text).toMatch(/one.?two\nthree/);
    expect(getSummary(archive.db, 1).subject).toMatch(/^before.?after$/);
    expect(getSummary(archive.db, 1).from?.address).toBe("alice@quay.example");
    expect(searchDocuments(archive.db, "three", undefined, 10)).toHaveLength(1);
  });

  it("make up a whole mailbox: it is no mail, and says so", async () => {
    const file = path.join(archive.scratch, "nuls.mbox");
    writeFileSync(file, Buffer.alloc(5 << 20));
    await expect(importAll(archive.writer, [file])).rejects.toMatchObject({ code: "SOURCE_UNKNOWN" });
  });
});

describe("dates", () => {
  it("in the future, before all mail, absent or senseless: never a guess, and the list stays in order", async () => {
    const dates = [
      "Fri, 31 Dec 9999 23:59:59 +0000",
      "Thu, 1 Jan 2099 00:00:00 +0000",
      "Mon, 1 Jan 0001 00:00:00 +0000",
      "Thu, 45 Foo 2021 99:99:99 +9999",
      "tomorrow",
      "",
    ];
    const mails = dates.map((date, number) =>
      mailText({ Subject: `dated ${number}`, ...(date === "" ? {} : { Date: date }) }),
    );
    // mailText gives every mail a date: the last of them has none at all.
    mails[5] = (mails[5] ?? "").replace(/^Date:.*\n/m, "");
    expect(await importBox(mails)).toMatchObject({ imported: 7, failed: 0 });
    const read = [1, 2, 3, 4, 5, 6].map((number) => getSummary(archive.db, number).date);
    expect(read.slice(0, 2)).toEqual(["9999-12-31T23:59:59.000Z", "2099-01-01T00:00:00.000Z"]);
    expect(read.slice(3)).toEqual([null, null, null]);
    // Whatever stands there, a list of them can be made and read.
    expect(listDocuments(archive.db, { since: "2050-01-01" }, { limit: 10 }).map(({ id }) => id)).toEqual(["m1", "m2"]);
    expect(listDocuments(archive.db, { until: "1900-01-01" }, { limit: 10 }).length).toBeLessThanOrEqual(1);
  });
});

describe("nesting without end", () => {
  it("of multiparts, thousands deep, costs that mail at most", async () => {
    let body = "Content-Type: text/plain\n\nthe kernel\n";
    for (let depth = 3000; depth > 0; depth -= 1) {
      body = `Content-Type: multipart/mixed; boundary="b${depth}"\n\n--b${depth}\n${body}\n--b${depth}--\n`;
    }
    const summary = await importBox([`From: a@quay.example\nSubject: deep\n${body}`]);
    expect(summary.imported + summary.failed).toBe(2);
  });

  it("of comments and quotation marks in addresses, of fold after fold in a header", async () => {
    const from = `${"(".repeat(50_000)}a@quay.example${")".repeat(50_000)}`;
    const folded = `x${"\n \t".repeat(50_000)}y`;
    const marks = `${'"'.repeat(50_001)} <b@quay.example>`;
    expect(
      await importBox([mailText({ From: from }), mailText({ Subject: folded }), mailText({ From: marks })]),
    ).toMatchObject({
      skipped: 0,
    });
  });

  it("of zips in zips: the inner ones are left out, and named", async () => {
    let zip = zipBytes([{ name: "kernel.txt", content: "words" }]);
    for (let depth = 0; depth < 20; depth += 1) zip = zipBytes([{ name: "inner.zip", content: zip }]);
    const file = path.join(archive.scratch, "nest.zip");
    writeFileSync(file, zip);
    expect(await importAll(archive.writer, [file])).toMatchObject({ imported: 0, skipped: 1, failed: 0 });
    expect(listLedger(archive.db, { sourceId: 1, after: 0, limit: 9 })[0]).toMatchObject({ category: "nested" });
  });

  it("of links that lead back: each is left out, nothing is read twice or from outside", async () => {
    const root = path.join(archive.scratch, "root");
    mkdirSync(path.join(root, "inner"), { recursive: true });
    writeFileSync(path.join(root, "inner", "note.txt"), "a note");
    symlinkSync(root, path.join(root, "inner", "loop"));
    symlinkSync("/etc", path.join(root, "outside"));
    expect(await importAll(archive.writer, [root])).toMatchObject({ imported: 1, skipped: 2, failed: 0 });
    const links = listLedger(archive.db, { sourceId: 1, category: "link", after: 0, limit: 9 });
    expect(links.map(({ key }) => key)).toEqual(["inner/loop", "outside"]);
  });
});

describe("names that climb out", () => {
  it("of attachments are only names: nothing is written anywhere", async () => {
    const target = path.join(archive.scratch, "climbed.txt");
    const names = ["../../climbed.txt", target, "C:\\Windows\\climbed.txt", "climbed.txt\0.png", "."];
    const parts = names.map(
      (name) =>
        `--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="${name.replaceAll("\\", "\\\\")}"\n\nI climbed out as ${name.length}.\n`,
    );
    const mail = mailText({
      Subject: "names",
      "Content-Type": 'multipart/mixed; boundary="b"',
      body: `--b\nContent-Type: text/plain\n\nsee\n${parts.join("")}--b--`,
    });
    const before = listDocuments(archive.db, {}, { limit: 10 }).length;
    expect(await importBox([mail])).toMatchObject({ imported: 2, failed: 0 });
    expect(before).toBe(0);
    expect(existsSync(target)).toBe(false);
    const { attachments } = readDocument(archive.db, 1);
    expect(attachments).toHaveLength(names.length);
    for (const { name } of attachments) expect(name).not.toContain("\0");
  });
});
