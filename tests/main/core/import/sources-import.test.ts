import { appendFileSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readDocument } from "../../../../main/core/archive/queries/corpus.ts";
import { listDocuments, rawPlace } from "../../../../main/core/archive/queries/documents.ts";
import { listLedger } from "../../../../main/core/archive/queries/ledger.ts";
import { listSources } from "../../../../main/core/archive/queries/sources.ts";
import { readDocumentRaw } from "../../../../main/core/import/read-raw.ts";
import { createTestArchive, importAll, mailText, mboxText, type TestArchive } from "../../../helpers/archive.ts";
import { importWith } from "../../../helpers/import-with.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";
import { zipBytes } from "../../../helpers/zip.ts";

let archive: TestArchive;
let root: string;
beforeEach(async () => {
  archive = await createTestArchive();
  root = path.join(archive.scratch, "source");
  mkdirSync(root);
});
afterEach(() => archive.close());

function put(name: string, content: string | Buffer): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), content);
}

const list = () => listDocuments(archive.db, {}, { limit: 1000 });
const ledger = (sourceId = 1) =>
  listLedger(archive.db, { sourceId, after: 0, limit: 1000 }).map(({ key, state, category }) => [key, state, category]);

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 52>>stream
BT /F1 18 Tf 10 50 Td (The gate code is 48213.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
`;

function withParts(parts: readonly string[]): string {
  const body = parts.map((part) => `--b\n${part}`).join("\n");
  return mailText({
    Subject: "with parts",
    "Content-Type": 'multipart/mixed; boundary="b"',
    body: `--b\nContent-Type: text/plain\n\nSee the plan.\n${body}\n--b--`,
  });
}

const pdfPart = `Content-Type: application/pdf; name="plan.pdf"
Content-Disposition: attachment; filename="plan.pdf"
Content-Transfer-Encoding: base64

${Buffer.from(PDF).toString("base64").replace(/.{76}/g, "$&\n")}
`;

describe("a folder of everything", () => {
  it("is read in the order of its names, by what the files hold and not by what they are called", async () => {
    put("Archive.sbd/Sent", mboxText([mailText({ Subject: "in a mailbox" })]));
    put("b/.gitignore", "*.log\nbuild/\n");
    put("b/build/out.txt", "left out");
    put("b/debug.log", "left out");
    put("b/main.ts", "const answer = 42;\n");
    put("b/photo.txt", Buffer.from([0xff, 0xd8, 0xff, 0, 1, 2]));
    put("letter.weird", mailText({ Subject: "a mail by its content" }));
    put("Mail/.Sent.2020/cur/1.host:2,FS", mailText({ Subject: "in a Maildir" }));
    put("Mail/.Sent.2020/new/.keep", "");
    put("Mail/cur/2.host:2,DS", mailText({ Subject: "a draft" }));
    mkdirSync(path.join(root, "Mail/new"));
    put("plan", PDF);
    put("empty.txt", "");
    symlinkSync("/etc/passwd", path.join(root, "z-link"));
    const summary = await importAll(archive.writer, [root]);
    expect(list().map(({ id, subject, folder }) => [id, subject, folder])).toEqual([
      ["m1", "in a mailbox", "Archive/Sent"],
      ["m2", "in a Maildir", "Mail/Sent/2020"],
      ["m3", "a draft", "Mail"],
      ["f4", "b/.gitignore", "b"],
      ["f5", "b/main.ts", "b"],
      ["m6", "a mail by its content", "source"],
      ["p7", "plan", "source"],
    ]);
    expect(readDocument(archive.db, 7).text).toBe("The gate code is 48213.");
    expect(archive.db.prepare("SELECT label FROM labels WHERE document_id = 2").pluck().all()).toEqual(["Flagged"]);
    expect(archive.db.prepare("SELECT is_draft FROM documents WHERE id IN (2, 3)").pluck().all()).toEqual([0, 1]);
    expect(ledger()).toEqual([
      ["Archive.sbd/Sent/0", "imported", null],
      ["Mail/.Sent.2020/1.host", "imported", null],
      ["Mail/.Sent.2020/.keep", "skipped", "empty"],
      ["Mail/2.host", "imported", null],
      ["b/.gitignore", "imported", null],
      ["b/build", "skipped", "ignored"],
      ["b/debug.log", "skipped", "ignored"],
      ["b/main.ts", "imported", null],
      ["b/photo.txt", "skipped", "binary"],
      ["empty.txt", "skipped", "empty"],
      ["letter.weird", "imported", null],
      ["plan", "imported", null],
      ["z-link", "skipped", "link"],
    ]);
    expect(summary).toMatchObject({ imported: 7, duplicates: 0, failed: 0, skipped: 6 });
  });

  it("imports a second time only what is new, whatever was renamed by flags, and keeps the numbers", async () => {
    put("mail/cur/1.x:2,", mailText({ Subject: "one" }));
    mkdirSync(path.join(root, "mail/new"));
    put("box.mbox", mboxText([mailText({ Subject: "a" }), mailText({ Subject: "b" })]));
    await importAll(archive.writer, [root]);
    renameSync(path.join(root, "mail/cur/1.x:2,"), path.join(root, "mail/cur/1.x:2,RS"));
    put("mail/new/2.x", mailText({ Subject: "two" }));
    appendFileSync(path.join(root, "box.mbox"), mboxText([mailText({ Subject: "c" })]));
    expect(await importAll(archive.writer, [root])).toMatchObject({ imported: 2, duplicates: 3, failed: 0 });
    expect(list().map(({ subject }) => subject)).toEqual(["a", "b", "one", "c", "two"]);
    expect(await importAll(archive.writer, [root])).toMatchObject({ imported: 0, duplicates: 5, failed: 0 });
    expect(listSources(archive.db)[0]?.ledger).toEqual({ imported: 5, duplicate: 0, skipped: 0, failed: 0 });
  });

  it("loses nothing of a mailbox that was compacted", async () => {
    const mails = ["a", "b", "c"].map((Subject) => mailText({ Subject }));
    put("box.mbox", mboxText(mails));
    await importAll(archive.writer, [root]);
    put("box.mbox", mboxText(mails.slice(1)));
    utimesSync(path.join(root, "box.mbox"), 1, 1);
    await importAll(archive.writer, [root]);
    expect(list().map(({ subject }) => subject)).toEqual(["a", "b", "c"]);
    const raw = await readDocumentRaw(rawPlace(archive.db, 3) ?? expect.fail("no place"));
    expect(raw.toString()).toContain("Subject: c");
  });
});

describe("attachments", () => {
  it("become documents right after their mail, inner mails with theirs; pictures and duplicates do not", async () => {
    const inner = withParts([pdfPart]).replace("with parts", "inner").replaceAll('"b"', '"c"').replaceAll("--b", "--c");
    const parts = [
      'Content-Type: text/csv; name="list.csv"\nContent-Disposition: attachment; filename="list.csv"\n\na,b\n1,2',
      `Content-Type: message/rfc822\n\n${inner}`,
      'Content-Type: image/png; name="x.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=',
      pdfPart,
    ];
    put("box.mbox", mboxText([withParts(parts), mailText({ Subject: "next" })]));
    expect(await importAll(archive.writer, [root])).toMatchObject({ imported: 2 });
    expect(list().map(({ id, subject }) => [id, subject])).toEqual([
      ["m1", "with parts"],
      ["f2", "list.csv"],
      ["m3", "inner"],
      ["p4", "plan.pdf"],
      ["m5", "next"],
    ]);
    expect(readDocument(archive.db, 1).attachments.map(({ name, documentId }) => [name, documentId])).toEqual([
      ["list.csv", "f2"],
      ["unnamed", "m3"],
      ["x.png", null],
      ["plan.pdf", "p4"],
    ]);
    // The bytes of each are found again, through two mails where it must be.
    for (const [number, words] of [
      [2, "1,2"],
      [3, "Subject: inner"],
      [4, "%PDF-1.4"],
    ] as const) {
      const raw = await readDocumentRaw(rawPlace(archive.db, number) ?? expect.fail("no place"));
      expect(raw.toString("latin1")).toContain(words);
    }
  });

  it("end where mails are nested without end", async () => {
    let mail = mailText({ Subject: "innermost" });
    for (let depth = 0; depth < 60; depth += 1) {
      mail = mailText({ Subject: `level ${depth}`, "Content-Type": "message/rfc822", body: mail });
    }
    put("deep.eml", mail);
    expect(await importAll(archive.writer, [root])).toMatchObject({ imported: 1, failed: 0 });
    expect(list().length).toBe(6);
    expect(archive.db.prepare("SELECT note FROM attachments WHERE note IS NOT NULL").pluck().all()).toEqual([
      "nested too deeply",
    ]);
  });
});

describe("a zip", () => {
  it("is read in place: mailboxes, mails and texts; names that climb out are only names", async () => {
    const zip = zipBytes([
      { name: "Takeout/archive_browser.html", content: "<html></html>" },
      { name: "Takeout/Mail/Sent.mbox", content: mboxText([mailText({ "X-Gmail-Labels": "Sent,Work" })]) },
      { name: "../../etc/passwd", content: "root:x:0:0\n" },
      { name: "inner.zip", content: zipBytes([{ name: "a", content: "b" }]) },
    ]);
    put("takeout.zip", zip);
    const file = path.join(root, "takeout.zip");
    expect(await importAll(archive.writer, [file])).toMatchObject({ imported: 2, failed: 0, skipped: 2 });
    expect(list().map(({ folder, labels, subject }) => [folder, labels, subject])).toEqual([
      ["Sent", ["Sent", "Work"], ""],
      ["etc", [], "../../etc/passwd"],
    ]);
    expect((await readDocumentRaw(rawPlace(archive.db, 1) ?? expect.fail("no place"))).toString()).toContain("Hello.");
    expect(await importAll(archive.writer, [file])).toMatchObject({ imported: 0, duplicates: 2, skipped: 2 });
  });

  it("that is a bomb, cut off or lies about its sizes costs its items and no more", async () => {
    const bomb = { name: "bomb.txt", content: Buffer.alloc(40 << 20, 0x61) };
    put("a.zip", zipBytes([bomb, { name: "ok.txt", content: "fine" }]));
    const whole = zipBytes([{ name: "x.txt", content: "words ".repeat(5000) }]);
    put("b.zip", whole.subarray(0, whole.length - 30));
    put("c.zip", zipBytes([{ name: "liar.txt", content: "words ".repeat(5000), declaredBytes: 10 }]));
    put("d.docx", zipBytes([{ name: "[Content_Types].xml", content: "<x/>" }]));
    expect(await importAll(archive.writer, [root])).toMatchObject({ imported: 1, failed: 3, skipped: 1 });
    expect(ledger().map(([, state, category]) => [state, category])).toEqual([
      ["failed", "bomb"],
      ["imported", null],
      ["failed", "malformed"],
      ["failed", "malformed"],
      ["skipped", "binary"],
    ]);
  });
});

describe("undoing and moving", () => {
  it("removes a source or one import; what another source holds as well stays, attachments too", async () => {
    put("one/box.mbox", mboxText([withParts([pdfPart]), mailText({ Subject: "only in one" })]));
    put("two/box.mbox", mboxText([withParts([pdfPart]).replace("with parts", "other"), mailText({ Subject: "two" })]));
    await importAll(archive.writer, [path.join(root, "one")]);
    await importAll(archive.writer, [path.join(root, "two")]);
    expect(list().map(({ id }) => id)).toEqual(["m1", "p2", "m3", "m4", "m5"]);
    const before = list().filter(({ id }) => ["p2", "m4", "m5"].includes(id));
    expect(await archive.writer.call("removeSource", { sourceId: 1 })).toEqual({ documents: 2 });
    expect(list().map(({ id }) => id)).toEqual(["p2", "m4", "m5"]);
    expect(list().map(({ id, subject }) => [id, subject])).toEqual(before.map(({ id, subject }) => [id, subject]));
    const parent = archive.db.prepare("SELECT parent_id FROM documents WHERE id = 2").pluck().get();
    expect(parent).toBe(4);
    expect(await archive.writer.call("removeImport", { jobId: 2 })).toEqual({ documents: 3 });
    expect([list(), listSources(archive.db)]).toEqual([[], []]);
    expect(archive.db.prepare("SELECT count(*) FROM search").pluck().get()).toBe(0);
    // Numbers are never used again.
    await importAll(archive.writer, [path.join(root, "two")]);
    expect(list()[0]?.id).toBe("m6");
  });

  it("goes on with a source that lies elsewhere now", async () => {
    put("box.mbox", mboxText([mailText({ Subject: "a" })]));
    await importAll(archive.writer, [root]);
    const moved = path.join(archive.scratch, "moved");
    cpSync(root, moved, { recursive: true });
    rmSync(root, { recursive: true });
    await archive.writer.call("repointSource", { sourceId: 1, path: moved });
    expect((await readDocumentRaw(rawPlace(archive.db, 1) ?? expect.fail("no place"))).toString()).toContain("Hello.");
    appendFileSync(path.join(moved, "box.mbox"), mboxText([mailText({ Subject: "b" })]));
    expect(await importAll(archive.writer, [moved])).toMatchObject({ imported: 1, duplicates: 1 });
    expect(listSources(archive.db)).toHaveLength(1);
  });
});

describe("limits", () => {
  it("reads a mail above 64 MB as a stream: text and small parts in, large ones listed", async () => {
    const line = `${"QUJD".repeat(19)}\n`;
    const big = `Content-Type: application/octet-stream; name="film.bin"\nContent-Transfer-Encoding: base64\n\n${line.repeat(900_000)}`;
    put(
      "big.mbox",
      mboxText([mailText({ Subject: "before" }), withParts([big, pdfPart]), mailText({ Subject: "after" })]),
    );
    expect(await importAll(archive.writer, [root])).toMatchObject({ imported: 3, failed: 0 });
    expect(list().map(({ id, subject }) => [id, subject])).toEqual([
      ["m1", "before"],
      ["m2", "with parts"],
      ["p3", "plan.pdf"],
      ["m4", "after"],
    ]);
    const document = readDocument(archive.db, 2);
    expect(document.text).toBe("See the plan.");
    expect(document.attachments[0]).toMatchObject({ name: "film.bin", sizeBytes: 900_000 * 57 });
    expect(listLedger(archive.db, { sourceId: 1, after: 0, limit: 9 })[1]?.message).toMatch(/larger than 64 MB/);
  });

  it.skipIf(!hasCorpora())("records a PDF that needs a password, and reads it with one", async () => {
    const file = path.join(CORPORA, "pdf", "pdfjs", "issue6010_1.pdf");
    expect(await importWith(archive.writer, [file])).toMatchObject({ imported: 0, failed: 1 });
    expect(ledger()).toEqual([["0", "failed", "password"]]);
    expect(await importWith(archive.writer, [file], { passwords: ["wrong", "abc"] })).toMatchObject({ imported: 1 });
    expect(ledger()).toEqual([["0", "imported", null]]);
  });
});
