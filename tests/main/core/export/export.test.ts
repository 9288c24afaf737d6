/** An export of everything, and the same archive again from it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openForReading } from "../../../../main/core/archive/open.ts";
import { rawPlace } from "../../../../main/core/archive/queries/documents.ts";
import { mailOf, readDocumentRaw } from "../../../../main/core/import/read-raw.ts";
import { readFileChunks } from "../../../../main/core/import/sources/chunks.ts";
import { splitMbox } from "../../../../main/core/import/sources/mbox.ts";
import type { ExportReport } from "../../../../shared/schemas.ts";
import { askAll, draftReply, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { mailText, mboxText } from "../../../helpers/archive.ts";
import { factsOf, found } from "../../../helpers/archive-facts.ts";
import { longhand } from "../../../helpers/cli.ts";
import { ROOT } from "../../../helpers/paths.ts";
import { mailWithPdf, smallPdf } from "../../../helpers/small-pdf.ts";
import { findingsOf } from "../../../helpers/soundness.ts";
import { zipBytes } from "../../../helpers/zip.ts";

let test: TestApi;
let mail: string;
const db = (api: TestApi) => api.core.context("host").db;

async function exportTo(api: TestApi, folder: string): Promise<ExportReport> {
  for await (const event of await api.api.exports.makeAt({ folder })) if (event.event === "done") return event;
  throw new Error("the export did not end");
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Mail of every kind of source, twice here and there, with what makes mailboxes hard. */
function writeMail(root: string): void {
  const write = (file: string, content: string | Buffer): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  const letter = (id: string, body: string, more: Readonly<Record<string, string>> = {}): string =>
    mailText({ "Message-ID": `<${id}@x.example>`, Subject: `Letter ${id}`, To: "me@example.org", body, ...more });
  const twice = letter("twice", "It lies in two folders.");
  write(
    "Mail/Inbox.mbox",
    mboxText([
      letter(
        "from",
        "A line:\nFrom here on it is quoted.\n>From there too.\n>>From deeper.\n\nFrom x@example.org Thu Mar  4 10:00:00 2021\nnot a mail",
      ),
      twice,
      letter("gmail", "Labelled.", { "X-Gmail-Labels": "Inbox,Wichtig,=?UTF-8?Q?K=C3=A4se?=" }),
      letter("reply", "Yes.\n\n> It lies in two folders.", { "In-Reply-To": "<twice@x.example>" }),
      letter("length", "Its header names a length.", { "Content-Length": "9999" }),
      letter("erased", "zanzibarquokka must not come back, in no way at all."),
      mailWithPdf("plan.pdf", smallPdf([["The depot plan"], ["Page two"]]), "See the plan.").replace(/^From .*\n/, ""),
    ]),
  );
  write("Mail/Work/Sent.mbox", mboxText([letter("sent", "Dear all, regards", { From: "me@example.org" })]));
  write("Maildir/cur/1.x:2,FS", twice.replace(/\n/g, "\r\n"));
  write("Maildir/cur/2.x:2,D", letter("unfinished", "I was going to"));
  write(
    "Maildir/new/3.x",
    letter("bytes", "caf\u00e9", { "Content-Type": "text/plain; charset=utf-8" }).replace(/\n/g, "\r\n"),
  );
  mkdirSync(path.join(root, "Maildir", "tmp"));
  write("notes/gate.txt", "The gate is painted in May.\n");
  write("notes/CON/gate.txt", "Another gate.\n");
  write("notes/plan.pdf", smallPdf([["The depot plan"], ["Page two"]]));
  write("notes/own.pdf", smallPdf([["A PDF of its own"]]));
  write("notes/broken.pdf", "%PDF-1.4\nthis is none");
  write(
    "takeout.zip",
    zipBytes([
      {
        name: "Takeout/Mail/All mail.mbox",
        content: mboxText([letter("zip-1", "One."), letter("zip-2", "Two."), letter("zip-3", "Three.")]),
      },
      { name: "Takeout/Drive/note.txt", content: "A note in a zip.\n" },
      { name: "Takeout/Mail/Old.mbox", content: mboxText([letter("zip-4", "Four."), twice]) },
    ]),
  );
}

beforeAll(async () => {
  test = await openTestApi();
  mail = path.join(test.scratch, "everything");
  writeMail(mail);
  const early = path.join(test.scratch, "early.mbox");
  writeFileSync(early, mboxText([mailText({ "Message-ID": "<gone@x.example>", Subject: "Gone", body: "Undone." })]));
  // Numbers that are not used any more: of an import that was undone, and of a mail that was erased.
  await importPaths(test.api, [early, mail], ["me@example.org"]);
  await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
  const { sources } = {
    sources: db(test).prepare("SELECT id, path FROM sources").all() as { id: number; path: string }[],
  };
  await test.api.sources.remove({ sourceId: sources.find((one) => one.path === early)?.id ?? 0 });
  const erased = db(test).prepare("SELECT id FROM documents WHERE message_id = 'erased@x.example'").pluck().get();
  await test.api.withdrawal.erase({ ids: [`m${erased}`] });
  const withdrawn = db(test).prepare("SELECT id FROM documents WHERE message_id = 'length@x.example'").pluck().get();
  await test.api.withdrawal.withdraw({ ids: [`m${withdrawn}`], rebuild: true });
  await test.api.scopes.save({ name: "Autumn", scope: { since: "2026-09-01" } });
  const scope = { since: "2026-09-01" };
  await askAll(test.api, ["What is the gate code of the north depot?"], { scope });
  const reply = db(test).prepare("SELECT id FROM documents WHERE message_id = 'twice@x.example'").pluck().get();
  await draftReply(test.api, `m${reply}`, { scope });
}, 180_000);
afterAll(() => test.close());

it("comes back as the same archive: documents, numbers, texts, people, folders, labels, threads, history", async () => {
  const out = path.join(test.scratch, "export");
  const before = factsOf(db(test));
  const report = await exportTo(test, out);
  expect(report.rebuilt).toBe(0);
  expect(report.documents).toBe(before["documents"]?.length);
  // Everything is for this user only.
  for (const file of filesIn(out)) expect([file, statSync(path.join(out, file)).mode & 0o77]).toEqual([file, 0]);
  expect(readFileSync(path.join(out, "README.md"), "utf8")).toContain(`${report.documents} documents`);
  const all = filesIn(out).map((file) => readFileSync(path.join(out, file)));
  expect(all.some((bytes) => bytes.includes("zanzibarquokka"))).toBe(false);
  // The sources are gone: the export is all there is.
  const again = await openTestApi();
  try {
    await importPaths(again.api, [out]);
    const after = factsOf(db(again));
    for (const [name, rows] of Object.entries(before)) expect(after[name], name).toEqual(rows);
    expect(found(db(again), "gate")).toEqual(found(db(test), "gate"));
    expect(findingsOf(db(again))).toEqual([]);
    // Its bytes are reachable: those of mails, of files, and of what is attached.
    const numbers = db(test).prepare("SELECT id FROM documents ORDER BY id").pluck().all() as number[];
    const bytesOf = async (one: TestApi, number: number): Promise<string> => {
      const place = rawPlace(db(one), number);
      if (place === undefined) throw new Error(`no place of ${number}`);
      return (await mailOf(await readDocumentRaw(place), "")).toString("latin1");
    };
    for (const number of numbers) expect(await bytesOf(again, number), `${number}`).toBe(await bytesOf(test, number));
    // Once more is nothing new, and what was erased stays away.
    await importPaths(again.api, [out, mail]);
    expect(factsOf(db(again))["documents"]).toEqual(before["documents"]);
    // And what it exports is the same again.
    await exportTo(again, path.join(test.scratch, "second"));
    for (const file of filesIn(out).filter((name) => name.startsWith("mail/") || name.startsWith("files/")))
      expect(filesIn(path.join(test.scratch, "second"))).toContain(file);
  } finally {
    await again.close();
  }
}, 300_000);

it("is open: its mailboxes are read by any reader of mbox, without the rest of it", async () => {
  const out = path.join(test.scratch, "open");
  const report = await exportTo(test, out);
  let entries = 0;
  for (const file of filesIn(path.join(out, "mail")))
    for await (const _ of splitMbox(readFileChunks(path.join(out, "mail", file)), 1 << 26)) entries += 1;
  const mails = db(test)
    .prepare("SELECT count(*) FROM items i JOIN documents d ON d.id = i.document_id WHERE d.kind = 'mail'")
    .pluck()
    .get();
  expect(entries).toBe(mails);
  expect(report.items).toBeGreaterThan(entries);
  const plain = await openTestApi();
  try {
    await importPaths(plain.api, [path.join(out, "mail")], ["me@example.org"]);
    const hashes = (api: TestApi): unknown =>
      db(api).prepare("SELECT hex(raw_sha256) FROM documents WHERE kind = 'mail' ORDER BY 1").pluck().all();
    expect(hashes(plain)).toEqual(hashes(test));
  } finally {
    await plain.close();
  }
}, 120_000);

it("holds what the archive knows of mail whose own file is gone, and says so", async () => {
  const own = await openTestApi();
  const again = await openTestApi();
  try {
    const root = path.join(own.scratch, "mail");
    writeMail(root);
    await importPaths(own.api, [root], ["me@example.org"]);
    const before = factsOf(db(own));
    rmSync(path.join(root, "Mail"), { recursive: true });
    rmSync(path.join(root, "notes", "own.pdf"));
    writeFileSync(path.join(root, "notes", "gate.txt"), "It was changed since.\n");
    const out = path.join(own.scratch, "export");
    const report = await exportTo(own, out);
    expect(report.rebuilt).toBe(10);
    expect(readFileSync(path.join(out, "README.md"), "utf8")).toContain("10 of them were written anew");
    expect(readFileSync(path.join(out, "mail", "Mail", "Inbox.mbox"), "utf8")).toContain("X-Longhand-Rebuilt");
    await importPaths(again.api, [out]);
    const after = factsOf(db(again));
    for (const [name, rows] of Object.entries(before)) expect(after[name], name).toEqual(rows);
  } finally {
    await own.close();
    await again.close();
  }
}, 120_000);

it("takes nothing over into an archive that holds something: its mail comes like any other", async () => {
  const out = path.join(test.scratch, "into-another");
  await exportTo(test, out);
  const other = await openTestApi();
  try {
    const file = path.join(other.scratch, "own.mbox");
    writeFileSync(file, mboxText([mailText({ "Message-ID": "<own@x.example>", Subject: "Own", body: "Mine." })]));
    await importPaths(other.api, [file], ["other@example.org"]);
    await importPaths(other.api, [out]);
    const facts = factsOf(db(other));
    expect(facts["documents"]).toHaveLength((factsOf(db(test))["documents"]?.length ?? 0) + 1);
    expect(facts["me"]).toEqual([{ address: "other@example.org" }]);
    for (const table of ["answers", "drafts", "scopes", "erased", "withdrawn"]) expect(facts[table], table).toEqual([]);
    expect(findingsOf(db(other))).toEqual([]);
  } finally {
    await other.close();
  }
}, 120_000);

it("never overwrites, never lies in the archive's folder, and leaves nothing where it was cancelled", async () => {
  const full = path.join(test.scratch, "full");
  mkdirSync(full);
  writeFileSync(path.join(full, "mine.txt"), "mine");
  expect(await errorCode(exportTo(test, full))).toBe("INVALID_INPUT");
  expect(readdirSync(full)).toEqual(["mine.txt"]);
  expect(await errorCode(exportTo(test, path.join(test.directory, "export")))).toBe("INVALID_INPUT");
  expect(await errorCode(exportTo(test, path.join(full, "mine.txt", "below")))).toBe("INVALID_INPUT");

  const stop = new AbortController();
  const out = path.join(test.scratch, "cancelled");
  const work = (async () => {
    for await (const event of await test.withSignal(stop.signal).exports.makeAt({ folder: out }))
      if (event.event === "progress") stop.abort();
  })();
  expect(await errorCode(work)).toBe("CANCELLED");
  expect(readdirSync(test.scratch).filter((name) => name.startsWith("cancelled"))).toEqual([]);
  // Of what came to nothing nothing is remembered; of what exists the name is.
  const { remains } = await test.api.withdrawal.planErase({ ids: ["m3"] });
  expect(remains.filter((line) => line.startsWith("an export of")).map((line) => line.split(": ")[1])).toEqual([
    "export",
    "open",
    "into-another",
  ]);
});

it("removes what a killed one left under its own name", async () => {
  const out = path.join(test.scratch, "after-kill");
  const part = `${out}.unfinished-longhand-export`;
  mkdirSync(part);
  writeFileSync(path.join(part, "half"), "half");
  await exportTo(test, out);
  expect(filesIn(out)).not.toContain("half");
  expect(existsSync(part)).toBe(false);
});

it("is refused where it was tampered with: paths that lead out of it, lines of another shape", async () => {
  const out = path.join(test.scratch, "tampered");
  await exportTo(test, out);
  const items = path.join(out, "items.jsonl");
  const [first = "", ...rest] = readFileSync(items, "utf8").split("\n");
  const secret = path.join(test.scratch, "secret.txt");
  writeFileSync(secret, "a secret of this machine");
  for (const file of ["../secret.txt", secret, "mail/../../secret.txt"]) {
    const line = JSON.stringify({ ...JSON.parse(first), kind: "file", file, offset: 0, length: 24 });
    writeFileSync(items, [line, ...rest].join("\n"));
    const victim = await openTestApi();
    expect(await errorCode(importPaths(victim.api, [out])), file).toBe("SOURCE_UNREADABLE");
    expect(db(victim).prepare("SELECT count(*) FROM documents").pluck().get()).toBe(0);
    await victim.close();
  }
  writeFileSync(items, "{}\n");
  const victim = await openTestApi();
  expect(await errorCode(importPaths(victim.api, [out]))).toBe("SOURCE_UNREADABLE");
  await victim.close();
});

it("`export --out` says what it wrote; what it made opens in another archive by `import`", async () => {
  const source = path.join(test.scratch, "cli-archive");
  await longhand("import", path.join(mail, "Mail"), "--me", "me@example.org", "--archive", source);
  const out = path.join(test.scratch, "cli-export");
  const made = await longhand("export", "--out", out, "--archive", source, "--json");
  expect(made.code, made.err).toBe(0);
  expect(made.lines.at(-1)).toMatchObject({ event: "done", name: "cli-export", documents: 9, rebuilt: 0 });
  const copy = path.join(test.scratch, "cli-copy");
  const imported = await longhand("import", out, "--archive", copy, "--json");
  expect(imported.lines.at(-1)).toMatchObject({ event: "done", imported: 8, failed: 0 });
  const [a, b] = [openForReading(source), openForReading(copy)];
  expect(factsOf(b)).toEqual(factsOf(a));
  a.close();
  b.close();
  const refused = await longhand("export", "--out", out, "--archive", source, "--json");
  expect(refused.code).toBe(1);
  expect(refused.lines.at(-1)).toMatchObject({ event: "error", code: "INVALID_INPUT" });
}, 120_000);
