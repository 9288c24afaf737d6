import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseMail } from "../../../../main/core/text/parse-mail.ts";
import { signedContent } from "../../../../main/core/text/pkcs7.ts";
import { createTestArchive } from "../../../helpers/archive.ts";
import { importWith } from "../../../helpers/import-with.ts";
import { ROOT } from "../../../helpers/paths.ts";

const FOLDER = path.join(ROOT, "tests", "fixtures", "smime");
const mail = (name: string): Buffer => readFileSync(path.join(FOLDER, name));
const derOf = (name: string): Buffer =>
  Buffer.from(
    mail(name)
      .toString("latin1")
      .split(/\n\r?\n/)[1] ?? "",
    "base64",
  );

describe("mail that is wrapped in its S/MIME signature", () => {
  it.each(["signed-der.eml", "signed-ber.eml"])("is read: %s", async (name) => {
    const parsed = await parseMail(mail(name), false);
    expect(parsed.text).toBe("The crane inspection is on 12 May. Grüße, Alice");
    expect(parsed.protection).toBe("smime-signed");
    expect(parsed.subject).toBe("Crane inspection");
    expect(parsed.attachments).toMatchObject([
      { name: "crane.txt", child: { parsedFile: { text: expect.stringContaining("oiled in April") } } },
    ]);
  });

  it("says of an encrypted one that it cannot be read", async () => {
    const parsed = await parseMail(mail("encrypted.eml"), false);
    expect(parsed.protection).toBe("smime-encrypted");
    expect(parsed.text).toBe("[This mail is encrypted (S/MIME): it cannot be read here.]");
  });

  it("says of a damaged one that it cannot be opened, and of any cut or changed byte too: never a throw", async () => {
    const cut = mail("signed-ber.eml").toString("latin1").slice(0, 700);
    const parsed = await parseMail(Buffer.from(cut, "latin1"), false);
    expect(parsed.text).toContain("which cannot be opened here");
    for (const name of ["signed-der.eml", "signed-ber.eml"]) {
      const der = derOf(name);
      for (let at = 0; at < der.length; at += 1) {
        signedContent(der.subarray(0, at));
        for (const value of [0x00, 0x24, 0x80, 0xff]) {
          const changed = Buffer.from(der);
          changed[at] = value;
          signedContent(changed);
        }
      }
    }
  });

  it("ends on elements inside elements without end", () => {
    expect(signedContent(Buffer.alloc(200_000, Buffer.from([0x30, 0x80])))).toBeUndefined();
    expect(signedContent(Buffer.alloc(200_000, Buffer.from([0x24, 0x80])))).toBeUndefined();
  });

  it("keeps the mark and the inner attachment in the archive", async () => {
    const archive = await createTestArchive();
    try {
      const summary = await importWith(archive.writer, [FOLDER]);
      expect(summary).toMatchObject({ imported: 4, failed: 0 });
      const rows = archive.db
        .prepare("SELECT protection, count(*) FROM documents WHERE kind = 'mail' GROUP BY protection ORDER BY 1")
        .raw()
        .all();
      expect(rows).toEqual([
        ["smime-encrypted", 1],
        ["smime-signed", 2],
      ]);
    } finally {
      await archive.close();
    }
  });
});
