/**
 * Real mailboxes against an independent reading of them (Python's email package).
 *
 * Where the two differ the difference is listed, with the reason why ours is right, in
 * tests/fixtures/ground-truth-disagreements.json. Values stand there as hashes: the mail is real people's.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getSummary } from "../../../../main/core/archive/queries/documents.ts";
import { createTestArchive, importAll, type TestArchive } from "../../../helpers/archive.ts";
import { CORPORA, hasCorpora, ROOT } from "../../../helpers/paths.ts";

const FIELDS = ["messageId", "date", "from", "subject", "attachments"] as const;
type Field = (typeof FIELDS)[number];
type Mail = Readonly<Record<Field, string>>;

type Truth = {
  readonly file: string;
  readonly index: number;
  readonly message_id?: string;
  readonly date_utc?: string;
  readonly from?: string;
  readonly subject?: string;
  readonly attachments?: readonly { readonly filename?: string | null; readonly size: number }[];
};

/** Ours at some places of a file where the ground truth says something else: index to hash of our value. */
type Disagreement = {
  readonly file: string;
  readonly field: Field;
  readonly reason: string;
  readonly ours: Readonly<Record<string, string>>;
};

const FILES = [
  "mail/mbox/spamassassin-easy-ham-2-part.mbox",
  "mail/mbox/spamassassin-hard-ham-part.mbox",
  "mail/mbox/eml-with-attachments.mbox",
  "mail/mbox/mimekit/content-length.mbox",
  "mail/mbox/mimekit/simple.mbox",
  "mail/mbox/tika/complex.mbox",
  "mail/mbox/tika/multiline.mbox",
  "mail/mbox/tika/simple.mbox",
  "mail/mbox/tika/single_mail.mbox",
  "mail/mbox/tika/testMBOX_lengthy_x-headers.mbox",
  "mail/mbox/pipermail/r-devel-2005-April.mbox",
  "mail/mbox/pipermail/r-devel-2011-August.mbox",
  "mail/mbox/pipermail/r-package-devel-2019q3.mbox",
  "mail/mbox/pipermail/r-sig-mac-2020-May.mbox",
  "mail/mbox/variants/mboxrd.mbox",
  "mail/takeout/takeout-20240501T120000Z-001.zip!Takeout/Mail/All mail Including Spam and Trash.mbox",
  "voice/enron-steven-kean/received.mbox",
  "voice/enron-steven-kean/sent.mbox",
  "voice/list-ben-bolker/received.mbox",
  "voice/list-ben-bolker/sent.mbox",
];

const oneLine = (text: string | undefined): string => (text ?? "").replace(/\s+/g, " ").trim();
const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** The ground truth's From holds a display name, or the whole disguised address in quotes. */
function addressOf(from: string | undefined): string {
  const line = oneLine(from).toLowerCase();
  const address = /<([^<>]*)>$/.exec(line)?.[1] ?? line.replace(/^"(.*)"$/, "$1");
  return address.replace(/^(\S+) at (\S+)$/, "$1@$2");
}

function truthMail(row: Truth): Mail {
  return {
    messageId: oneLine(row.message_id).replace(/^<|>$/g, ""),
    date: row.date_utc ?? "",
    from: addressOf(row.from),
    subject: oneLine(row.subject),
    // Parts without a name are no attachments to Python where they are not marked so; ours lists inner messages.
    attachments: (row.attachments ?? [])
      .filter(({ filename }) => oneLine(filename ?? "") !== "")
      .map(({ filename, size }) => `${oneLine(filename ?? "")} ${size}`)
      .sort()
      .join("; "),
  };
}

function readTruth(): Map<string, Truth[]> {
  const truth = new Map<string, Truth[]>();
  for (const name of ["mbox.jsonl", "voice.jsonl"]) {
    for (const line of readFileSync(path.join(CORPORA, "ground-truth", name), "utf8")
      .trim()
      .split("\n")) {
      const row = JSON.parse(line) as Truth;
      const rows = truth.get(row.file) ?? [];
      rows.push(row);
      truth.set(row.file, rows);
    }
  }
  return truth;
}

describe.skipIf(!hasCorpora())("the ground truth of real mailboxes", () => {
  let archive: TestArchive;
  let truth: Map<string, Truth[]>;
  let counts: Map<string, number>;
  const fixture = path.join(ROOT, "tests", "fixtures", "ground-truth-disagreements.json");
  const disagreements = existsSync(fixture) ? (JSON.parse(readFileSync(fixture, "utf8")) as Disagreement[]) : [];

  beforeAll(() => {
    truth = readTruth();
    const readme = readFileSync(path.join(CORPORA, "README.md"), "utf8");
    counts = new Map(
      [...readme.matchAll(/^\| (\S+\.mbox) \| \d+ \| (\d*) \| (\d+) \|/gm)].map((row) => [
        row[1] ?? "",
        Number(row[2] || row[3]),
      ]),
    );
  });

  beforeAll(async () => {
    archive = await createTestArchive();
  });
  afterAll(() => archive.close());

  it.each(FILES)("agrees on every mail of %s", async (file) => {
    // Behind the `!` stands the entry of a zip, which holds no other mail.
    const source = path.join(CORPORA, file.split("!")[0] ?? "");
    const summary = await importAll(archive.writer, [source]);
    const rows = truth.get(file) ?? [];
    const isWhole = !file.includes("!");
    expect(summary.imported + summary.duplicates).toBe(isWhole ? counts.get(file) : rows.length);
    // The page that Google puts beside the mail is no mail.
    expect([summary.failed, summary.skipped]).toEqual([0, isWhole ? 0 : 1]);
    if (isWhole) expect(summary.bytes).toBe(statSync(source).size);

    const numbers = archive.db
      .prepare(
        "SELECT p.document_id FROM places p JOIN sources s ON s.id = p.source_id WHERE s.path = ? AND p.part = 0 ORDER BY p.offset_bytes",
      )
      .pluck()
      .all(source) as number[];
    expect(rows).toHaveLength(numbers.length);

    const listed = disagreements.filter((item) => item.file === file);
    const found: string[] = [];
    const attached = archive.db
      .prepare("SELECT name || ' ' || size_bytes FROM attachments WHERE document_id = ? AND name <> 'unnamed'")
      .pluck();
    for (const row of rows) {
      const document = getSummary(archive.db, numbers[row.index] ?? 0);
      const ours: Mail = {
        messageId: document.messageId ?? "",
        date: document.date?.replace(".000Z", "Z") ?? "",
        from: document.from?.address ?? "",
        subject: document.subject,
        attachments: (attached.all(numbers[row.index] ?? 0) as string[]).sort().join("; "),
      };
      const theirs = truthMail(row);
      for (const field of FIELDS) {
        if (ours[field] !== theirs[field]) found.push(`${row.index} ${field} ${hash(ours[field])}`);
      }
    }
    // Both ways: nothing differs that is not listed, and nothing is listed that does not differ any more.
    const expected = listed.flatMap(({ field, ours }) =>
      Object.entries(ours).map(([at, value]) => `${at} ${field} ${value}`),
    );
    expect(found.sort()).toEqual(expected.sort());
  });

  it("lists no disagreement without a reason", () => {
    expect(disagreements.filter(({ reason, file }) => reason.length < 40 || !FILES.includes(file))).toEqual([]);
  });
});
