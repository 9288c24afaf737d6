/** Mail that somebody made to break an importer: each costs itself at most, is in the ledger, and the rest goes on. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readDocument } from "../../../../main/core/archive/queries/corpus.ts";
import { listDocuments } from "../../../../main/core/archive/queries/documents.ts";
import { listLedger } from "../../../../main/core/archive/queries/ledger.ts";
import { createTestArchive, importAll, mailText, mboxText, type TestArchive } from "../../../helpers/archive.ts";

let archive: TestArchive;
beforeEach(async () => {
  archive = await createTestArchive();
});
afterEach(() => archive.close());

const SEPARATOR = "From x@example.org Thu Mar  4 10:00:00 2021\n";

/** Imports a mail between two good ones; gives its line of the ledger. Fails where a good one is missing. */
async function between(raw: string) {
  const file = path.join(archive.scratch, "box.mbox");
  const good = (name: string): string => mboxText([mailText({ Subject: name, body: name })]);
  writeFileSync(file, `${good("before")}${SEPARATOR}${raw}\n\n${good("after")}`, "latin1");
  const summary = await importAll(archive.writer, [file]);
  expect(summary.imported + summary.duplicates + summary.failed + summary.skipped).toBe(3);
  const subjects = listDocuments(archive.db, {}, { limit: 9 }).map(({ subject }) => subject);
  expect([subjects[0], subjects.at(-1)]).toEqual(["before", "after"]);
  const [, item] = listLedger(archive.db, { sourceId: 1, after: 0, limit: 9 });
  if (item === undefined) throw new Error("the mail is not in the ledger");
  return item;
}

it("a mail with ten million recipients fails as an item, with the reason", async () => {
  const to = "a@b.c,".repeat(10_000_000);
  expect(await between(`From: x@example.org\nTo: ${to}\n\nwords`)).toMatchObject({
    state: "failed",
    category: "too-large",
    message: "Its header or the number of its parts has no end.",
  });
}, 120_000);

it("a mail with as many recipients as a header may hold is read with all of them", async () => {
  const to = Array.from({ length: 60_000 }, (_, index) => `a${index}@b.c`).join(",");
  expect(await between(`From: x@example.org\nTo: ${to}\n\nwords`)).toMatchObject({ state: "imported" });
  expect(archive.db.prepare("SELECT count(*) FROM participants WHERE role = 'to'").pluck().get()).toBe(60_000);
}, 120_000);

it.each([
  ["two million headers", "X: y\n".repeat(2_000_000)],
  ["a header of 40 MB in one line", `X: ${"y".repeat(40 << 20)}\n`],
  ["a header folded a million times", `X: y\n${" y\n".repeat(1_000_000)}`],
])(
  "%s fail as an item",
  async (_, header) => {
    expect(await between(`From: x@example.org\n${header}\nwords`)).toMatchObject({
      state: "failed",
      category: "too-large",
    });
  },
  120_000,
);

it("parts inside parts without end are one item", async () => {
  let nested = "";
  for (let depth = 0; depth < 20_000; depth += 1)
    nested += `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`;
  const item = await between(`From: x@example.org\n${nested}Content-Type: text/plain\n\nwords`);
  expect(item).toMatchObject({ state: "failed", category: "too-large" });
}, 120_000);

it("NULs are dropped from what is shown, wherever they stand", async () => {
  const item = await between(
    "From: A\0lice <alice@example.org>\nMessage-ID: <a\0b@x>\nSubject: Bud\0get\n\nOne\0 two\0\0\nthree",
  );
  expect(item.state).toBe("imported");
  expect(readDocument(archive.db, 2)).toMatchObject({ subject: "Budget", text: "One two\nthree" });
});

it.each([
  ["in two hundred years", "Sun, 4 Mar 2221 10:00:00 +0000", "2221-03-04T10:00:00.000Z"],
  ["before there was mail", "Thu, 1 Jan 1903 00:00:00 +0000", "1903-01-01T00:00:00.000Z"],
  ["on no day there is", "Thu, 45 Foo 20021 99:99:99 +9999", null],
  ["of no number", `Thu, ${"9".repeat(5000)} Mar 2021 10:00:00 +0000`, null],
  ["nowhere", "", null],
])("a mail dated %s is imported, with the date it gives or none", async (_, date, expected) => {
  const item = await between(`From: x@example.org\n${date === "" ? "" : `Date: ${date}\n`}Subject: dated\n\nwords`);
  expect(item.state).toBe("imported");
  const dated = listDocuments(archive.db, {}, { limit: 9 }).find(({ subject }) => subject === "dated");
  expect(dated?.date).toBe(expected);
});
