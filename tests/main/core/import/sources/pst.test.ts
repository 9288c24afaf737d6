/** PST files of the corpora against libpst's readpst (Debian package pst-utils), an independent reader, run here and now. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseMailDate } from "../../../../../main/core/text/mail-date.ts";
import { readMime } from "../../../../../main/core/text/mime.ts";
import { createTestArchive, importAll, type TestArchive } from "../../../../helpers/archive.ts";
import { CORPORA, hasCorpora, temporaryDirectory } from "../../../../helpers/paths.ts";

const hasReadpst = spawnSync("readpst", ["-V"]).status === 0;
if (!hasReadpst)
  console.warn("skipped: the PST tests need readpst as their judge. On Debian: apt-get install pst-utils.");

type Mail = {
  readonly subject: string;
  readonly from: string;
  readonly date: string;
  readonly messageId: string;
  readonly attachments: readonly string[];
};

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

const first = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? "";

/** The mails that readpst writes; the RTF body that it puts beside them as a file of its own is no attachment. */
async function judged(pst: string, out: string): Promise<Mail[]> {
  mkdirSync(out);
  // One process: several number their files each by itself and now and then write one over another's.
  execFileSync("readpst", ["-e", "-q", "-j", "0", "-o", out, pst], { stdio: "ignore" });
  const mails: Mail[] = [];
  for (const file of filesBelow(out).filter((name) => name.endsWith(".eml"))) {
    const { headerLines, attachments } = await readMime(readFileSync(file));
    const header = (key: string): string => {
      const line = headerLines.find((item) => item.key === key)?.line ?? "";
      return line
        .slice(line.indexOf(":") + 1)
        .replace(/\s+/g, " ")
        .trim();
    };
    const date = parseMailDate(header("date"));
    mails.push({
      subject: header("subject"),
      from: first(header("from"), /<([^<>]*)>/).toLowerCase(),
      date: date === undefined ? "" : new Date(date.dateMs).toISOString(),
      messageId: first(header("message-id"), /<([^<>]*)>/),
      attachments: attachments
        .filter(({ filename }) => filename !== "rtf-body.rtf")
        .map(({ filename, size }) => `${filename} ${size}`)
        .sort(),
    });
  }
  return mails.sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
}

describe.skipIf(!hasCorpora() || !hasReadpst)("a PST, read as readpst reads it", () => {
  const scratch = temporaryDirectory();
  let archive: TestArchive;
  beforeAll(async () => {
    archive = await createTestArchive();
  });
  afterAll(async () => {
    await archive.close();
    scratch.dispose();
  });

  it.each(["testPST_variousBodyTypes.pst", "dist-list.pst"])(
    "%s: counts, subjects, senders, dates, Message-IDs, attachments",
    async (name) => {
      const pst = path.join(CORPORA, "mail", "pst", name);
      const summary = await importAll(archive.writer, [pst]);
      const theirs = await judged(pst, path.join(scratch.path, name));
      const ours = archive.db
        .prepare(
          `SELECT d.subject, a.address AS "from", d.date_ms AS dateMs, d.message_id AS messageId,
             (SELECT json_group_array(t.name || ' ' || t.size_bytes ORDER BY t.name) FROM attachments t
                WHERE t.document_id = d.id) AS attachments
           FROM documents d JOIN places p ON p.document_id = d.id AND p.part = 0 JOIN sources s ON s.id = p.source_id
             JOIN participants f ON f.document_id = d.id AND f.role = 'from' JOIN addresses a ON a.id = f.address_id
           WHERE s.path = ? ORDER BY d.message_id`,
        )
        .all(pst) as { dateMs: number; attachments: string; subject: string; from: string; messageId: string }[];
      expect(
        ours.map(({ dateMs, attachments, ...mail }) => ({
          ...mail,
          date: new Date(dateMs).toISOString(),
          attachments: JSON.parse(attachments) as string[],
        })),
      ).toEqual(theirs);
      expect(summary.imported).toBe(theirs.length);
      expect(summary.failed).toBe(0);
    },
  );

  it("leaves contacts and appointments out and says so", () => {
    const skipped = archive.db
      .prepare("SELECT category, count(*) FROM items WHERE state = 'skipped' GROUP BY category")
      .raw()
      .all();
    expect(skipped).toEqual([["no-mail", 4]]);
  });
});
