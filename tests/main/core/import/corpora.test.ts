/**
 * Single mails, Apple Mail, Maildir, PST and PDF of the corpora against independent readings of them.
 *
 * Where the two differ the difference is listed, with the reason why ours is right, in
 * tests/fixtures/corpora-disagreements.json: values as hashes, for the mail is real people's.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDocument } from "../../../../main/core/archive/queries/corpus.ts";
import type { ImportSummary } from "../../../../shared/schemas.ts";
import { createTestArchive, type TestArchive } from "../../../helpers/archive.ts";
import { importWith } from "../../../helpers/import-with.ts";
import { CORPORA, hasCorpora, ROOT } from "../../../helpers/paths.ts";
import {
  type Disagreement,
  hashOf,
  ourValues,
  readTruth,
  TRUTH_FIELDS,
  type TruthRow,
  truthValues,
  wordRate,
} from "../../../helpers/truth.ts";

type PdfTruth = {
  readonly file: string;
  readonly pages?: number | null;
  readonly text?: string;
  readonly password?: string;
};
type PdfDisagreement = { readonly reason: string; readonly files: readonly string[] };
type Fixture = { readonly mail: readonly Disagreement[]; readonly pdf: readonly PdfDisagreement[] };

const FIXTURE = path.join(ROOT, "tests", "fixtures", "corpora-disagreements.json");
const fixture = JSON.parse(readFileSync(FIXTURE, "utf8")) as Fixture;

describe.skipIf(!hasCorpora())("the corpora's ground truth", () => {
  let archive: TestArchive;
  const summaries = new Map<string, ImportSummary>();

  beforeAll(async () => {
    archive = await createTestArchive();
    const passwords = readTruth<PdfTruth>("pdf.jsonl").flatMap(({ password }) => (password ? [password] : []));
    for (const folder of ["mail/eml", "mail/emlx", "mail/maildir/notmuch-default", "mail/pst", "mail/takeout", "pdf"]) {
      summaries.set(folder, await importWith(archive.writer, [path.join(CORPORA, folder)], { passwords }));
    }
  }, 120_000);
  afterAll(() => archive.close());

  /** The document of a file of the corpora, by its path below them. */
  function documentOf(file: string): number | undefined {
    const [, folder = "", below = ""] =
      /^(mail\/eml|mail\/emlx|mail\/maildir\/notmuch-default|pdf)\/(.*)$/.exec(file) ?? [];
    const found = archive.db
      .prepare(
        `SELECT i.document_id FROM items i JOIN sources s ON s.id = i.source_id
         WHERE s.path = ? AND i.file IN (?, ?) AND i.document_id IS NOT NULL`,
      )
      .pluck()
      .get(path.join(CORPORA, folder), below, below.replaceAll(":", "!"));
    return found === undefined ? undefined : Number(found);
  }

  it("agrees on every single mail, Apple mail and Maildir: ids, dates, senders, subjects, attachments", () => {
    const rows = ["eml.jsonl", "emlx.jsonl", "maildir.jsonl"].flatMap((name) => readTruth<TruthRow>(name));
    expect(rows.length).toBeGreaterThan(240);
    const found: string[] = [];
    for (const row of rows) {
      const file = row.file.replace("notmuch-default.tar!notmuch-default/", "notmuch-default/");
      const number = documentOf(file);
      expect([file, typeof number]).toEqual([file, "number"]);
      const theirs = truthValues(row);
      const ours = ourValues(archive.db, number ?? 0);
      for (const field of TRUTH_FIELDS) {
        if (ours[field] !== theirs[field]) found.push(`${row.file} ${field} ${hashOf(ours[field])}`);
      }
    }
    // Both ways: nothing differs that is not listed, and nothing is listed that does not differ any more.
    const listed = fixture.mail.flatMap(({ field, ours }) =>
      Object.entries(ours).map(([file, value]) => `${file} ${field} ${value}`),
    );
    expect(found.sort()).toEqual(listed.sort());
  });

  it("counts every item of every source in exactly one state", () => {
    for (const [folder, summary] of summaries) {
      const { imported, duplicates, failed, skipped } = summary;
      const items = archive.db
        .prepare("SELECT count(*) FROM items i JOIN sources s ON s.id = i.source_id WHERE s.path = ?")
        .pluck()
        .get(path.join(CORPORA, folder));
      expect([folder, imported + duplicates + failed + skipped]).toEqual([folder, items]);
    }
    expect(summaries.get("mail/maildir/notmuch-default")).toMatchObject({ failed: 0, skipped: 0 });
    expect(summaries.get("mail/takeout")).toMatchObject({ imported: 250, failed: 0 });
  });

  it("reads the labels and threads of a Takeout zip in place", () => {
    const labels = archive.db.prepare("SELECT count(DISTINCT label) FROM labels").pluck().get();
    expect(Number(labels)).toBeGreaterThan(2);
  });

  it("reads from a PST what readpst reads: 4 mails, contacts and appointments left out", () => {
    type Pst = Record<string, { readpst: { folder: string; messages?: { message_id: string; subject: string }[] }[] }>;
    const truth = JSON.parse(readFileSync(path.join(CORPORA, "ground-truth", "pst.json"), "utf8")) as Pst;
    const theirs = Object.values(truth).flatMap(({ readpst }) => readpst.flatMap(({ messages }) => messages ?? []));
    const ours = archive.db
      .prepare(
        `SELECT d.message_id AS id, d.subject FROM documents d JOIN places p ON p.document_id = d.id AND p.part = 0
         JOIN sources s ON s.id = p.source_id WHERE s.path LIKE '%/pst' ORDER BY d.message_id`,
      )
      .all() as { id: string; subject: string }[];
    expect(ours.map(({ id, subject }) => [id, subject])).toEqual(
      theirs.map(({ message_id, subject }) => [message_id.replace(/[<>]/g, ""), subject]).sort(),
    );
    expect(summaries.get("mail/pst")).toMatchObject({ imported: 4, duplicates: 0, failed: 0, skipped: 4 });
  });

  it("agrees on the pages of every PDF, and on 95 % of the words of every one that has text", () => {
    const listed = new Set(fixture.pdf.flatMap(({ files }) => files));
    const found: string[] = [];
    for (const row of readTruth<PdfTruth>("pdf.jsonl")) {
      const number = documentOf(row.file);
      if (number === undefined) {
        if (typeof row.pages === "number") found.push(row.file);
        continue;
      }
      const { text } = readDocument(archive.db, number);
      // The truth keeps the first 4000 characters; the last word may be cut.
      const theirs = (row.text ?? "").replace(/\S*$/, "");
      const isSame = text.split("\f").length === row.pages && wordRate(theirs, text) >= 0.95;
      if (!isSame) found.push(row.file);
    }
    expect(found.sort()).toEqual([...listed].sort());
  });

  it("lists no disagreement without a reason", () => {
    expect([...fixture.mail, ...fixture.pdf].filter(({ reason }) => reason.length < 40)).toEqual([]);
  });
});
