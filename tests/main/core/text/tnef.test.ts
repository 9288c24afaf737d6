/** A real Outlook mail with winmail.dat: what is hidden in it becomes attachments and documents of the mail. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../../../main/core/archive/queries/corpus.ts";
import { getSummary, rawPlace } from "../../../../main/core/archive/queries/documents.ts";
import { readDocumentRaw } from "../../../../main/core/import/read-raw.ts";
import { htmlToText } from "../../../../main/core/text/html-text.ts";
import { readMime } from "../../../../main/core/text/mime.ts";
import { parseMail } from "../../../../main/core/text/parse-mail.ts";
import { readTnef } from "../../../../main/core/text/tnef.ts";
import { createTestArchive, importAll } from "../../../helpers/archive.ts";
import { CORPORA, hasCorpora, temporaryDirectory } from "../../../helpers/paths.ts";

const FILE = path.join(CORPORA, "mail", "eml", "mimekit-tnef", "ukr.eml");

async function wrapping(): Promise<Buffer> {
  const { attachments } = await readMime(readFileSync(FILE));
  const found = attachments.find(({ contentType, filename }) => /tnef/.test(contentType) || filename === "winmail.dat");
  return found?.content ?? Buffer.alloc(0);
}

/** An attribute of an attachment: level 2, id, length, data, checksum. */
function attribute(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head[0] = 2;
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(data.reduce((total, byte) => (total + byte) & 0xffff, 0));
  return Buffer.concat([head, data, sum]);
}

/** A block of one property of variable length. */
function property(id: number, type: number, value: Buffer): Buffer {
  const numbers = [1, id * 0x10000 + type, 1, value.length].map((number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(number);
    return bytes;
  });
  return Buffer.concat([...numbers, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** The long file name, in UTF-16. */
const longName = (name: string): Buffer => property(0x3707, 0x001f, Buffer.from(`${name}\0`, "utf16le"));

/** What Outlook writes for an attached file. */
function attached(name: string, content: Buffer): Buffer {
  return Buffer.concat([
    attribute(0x00069002, Buffer.alloc(14)),
    attribute(0x00018010, Buffer.from(`${name.slice(0, 8)}\0`, "latin1")),
    attribute(0x0006800f, content),
    attribute(0x00069005, longName(name)),
  ]);
}

/** The real mail with another winmail.dat in it, and without its own text where `isBare`. */
async function mailWith(tnef: Buffer, isBare = false): Promise<Buffer> {
  const raw = readFileSync(FILE, "latin1").replaceAll("\r\n", "\n");
  const own = (await wrapping()).toString("base64").replace(/.{76}/g, "$&\n").trim();
  const body = raw.replace(own, tnef.toString("base64").replace(/.{76}/g, "$&\n"));
  if (tnef.length > 0 && body === raw && !tnef.equals(await wrapping())) throw new Error("winmail.dat was not found");
  if (!isBare) return Buffer.from(body, "latin1");
  return Buffer.from(body.replace(/(Content-Type: text\/plain[\s\S]*?\n\n)[\s\S]*?(\n--)/i, "$1$2"), "latin1");
}

describe.skipIf(!hasCorpora())("TNEF in a real mail", () => {
  it("has the body that the mail says beside it, in the character set that it names", async () => {
    const { text } = await readMime(readFileSync(FILE));
    const tnef = readTnef(await wrapping());
    expect(tnef?.attachments).toEqual([]);
    const squeeze = (words: string): string => words.replace(/\s+/g, " ").trim();
    expect(squeeze(htmlToText(tnef?.html ?? ""))).toBe(squeeze(text));
    // And where it is the only one, it is the text of the mail.
    const bare = await parseMail(await mailWith(await wrapping(), true), false);
    expect(squeeze(bare.text)).toBe(squeeze(text));
  });

  it("gives the mail its text where that is in compressed RTF alone", async () => {
    const rtf = Buffer.from("{\\rtf1\\ansi\\ansicpg1252 Der Kran wird gepr\\'fcft.\\par}", "latin1");
    const head = Buffer.alloc(16);
    head.writeUInt32LE(rtf.length + 12, 0);
    head.writeUInt32LE(rtf.length, 4);
    head.write("MELA", 8, "latin1");
    const body = attribute(0x00069003, property(0x1009, 0x0102, Buffer.concat([head, rtf])));
    body[0] = 1;
    const tnef = Buffer.concat([(await wrapping()).subarray(0, 6), body]);
    expect((await parseMail(await mailWith(tnef, true), false)).text).toBe("Der Kran wird geprüft.");
  });

  it("gives its attachments in the place of winmail.dat, as documents where they can be read", async () => {
    const note = Buffer.from("Der Kran wird am 12. Mai geprüft.\n");
    const picture = Buffer.from("89504e470d0a1a0a00000000", "hex");
    const tnef = Buffer.concat([
      await wrapping(),
      attached("Protokoll über den Kran.txt", note),
      attached("crane.png", picture),
    ]);
    const scratch = temporaryDirectory();
    const file = path.join(scratch.path, "mail.eml");
    writeFileSync(file, await mailWith(tnef));
    const archive = await createTestArchive();
    try {
      await importAll(archive.writer, [file]);
      const { attachments } = readDocument(archive.db, 1);
      expect(attachments).toEqual([
        expect.objectContaining({ name: "Protokoll über den Kran.txt", sizeBytes: note.length, documentId: "f2" }),
        expect.objectContaining({ name: "crane.png", sizeBytes: picture.length, documentId: null }),
      ]);
      expect(readDocument(archive.db, 2).text).toContain("am 12. Mai geprüft");
      expect(getSummary(archive.db, 2).threadId).toBe(getSummary(archive.db, 1).threadId);
      const place = rawPlace(archive.db, 2);
      expect(place && (await readDocumentRaw(place)).equals(note)).toBe(true);
    } finally {
      await archive.close();
      scratch.dispose();
    }
  });

  it("keeps what was read of one that is cut off or changed anywhere, and never throws", async () => {
    const bytes = Buffer.concat([await wrapping(), attached("note.txt", Buffer.from("a note"))]);
    for (let length = 0; length < bytes.length; length += 7) readTnef(bytes.subarray(0, length));
    for (let at = 0; at < bytes.length; at += 5) {
      const changed = Buffer.from(bytes);
      changed[at] = 0xff;
      readTnef(changed);
    }
    expect(readTnef(Buffer.from("no TNEF at all"))).toBeUndefined();
  });
});
