import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { looksLikeMbox, type MboxEntry, readMbox } from "../../../../../main/core/import/sources/mbox.ts";
import { CORPORA, hasCorpora, temporaryDirectory } from "../../../../helpers/paths.ts";
import { seededRandom } from "../../../../helpers/random.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
beforeAll(() => {
  scratch = temporaryDirectory();
});
afterAll(() => scratch.dispose());

const NO_LIMIT = 1 << 26;
const SEPARATOR = "From x@example.org Thu Mar  4 10:00:00 2021";

async function split(content: string | Buffer, maxMessageBytes = NO_LIMIT): Promise<MboxEntry[]> {
  const file = path.join(scratch.path, "box.mbox");
  writeFileSync(file, content);
  return Array.fromAsync(readMbox(file, maxMessageBytes));
}

async function bodies(content: string, maxMessageBytes = NO_LIMIT): Promise<(string | undefined)[]> {
  return (await split(content, maxMessageBytes)).map((entry) => entry.raw?.toString("latin1"));
}

/** Entries must cover the file without a gap or an overlap; `start` is where the first one begins. */
function expectTiles(entries: readonly MboxEntry[], sizeBytes: number, start = 0): void {
  let next = start;
  for (const { offset, length } of entries) {
    expect(offset).toBe(next);
    expect(length).toBeGreaterThan(0);
    next += length;
  }
  expect(next).toBe(sizeBytes);
}

describe("readMbox: what separates messages", () => {
  it("splits at envelope lines and gives the messages without them", async () => {
    expect(await bodies(`${SEPARATOR}\nSubject: a\n\none\n\n${SEPARATOR}\nSubject: b\n\ntwo\n`)).toEqual([
      "Subject: a\n\none\n\n",
      "Subject: b\n\ntwo\n",
    ]);
  });

  // A split inside a mail makes two broken mails of it.
  it.each([
    "From here on it is easy.",
    "From: the desk of Bob",
    "From Russia with love\nYear: 1963",
    ">From x@example.org Thu Mar  4 10:00:00 2021\nSubject: quoted",
    "From Monday 10:00 we are open",
    "From x@example.org Thu Mar  4 10:00:00 2021 is how a line may begin.",
    "Fromage",
  ])("does not split at %j in a body", async (line) => {
    const mail = `Subject: a\n\nA paragraph.\n\n${line}\nmore\n`;
    expect(await bodies(`${SEPARATOR}\n${mail}`)).toEqual([mail]);
  });

  it.each([
    "From -",
    "From - ",
    "From x@example.org",
    "From MAILER-DAEMON",
    "From x@example.org  Thu Mar  4 10:00 CET 2021",
  ])("knows the separator %j", async (separator) => {
    expect(await bodies(`${separator}\nSubject: a\n\none\n\n${separator}\nSubject: b\n\ntwo\n`)).toHaveLength(2);
  });

  // List archives and old Netscape leave the blank line out; messages then vanished inside their predecessors.
  it("splits without a blank line at a full envelope date or a bare dash, where a header follows", async () => {
    expect(await bodies(`${SEPARATOR}\nSubject: a\n\none\n${SEPARATOR}\nSubject: b\n\ntwo\n`)).toHaveLength(2);
    expect(await bodies("From -\nSubject: a\n\none\nFrom - \nSubject: b\n\ntwo\n")).toHaveLength(2);
    expect(await bodies(`${SEPARATOR}\nSubject: a\n\none\nFrom x@example.org\nSubject: b\n`)).toHaveLength(1);
    expect(await bodies(`${SEPARATOR}\nSubject: a\n\none\n${SEPARATOR}\nno header\n`)).toHaveLength(1);
  });

  it("reads messages without any header between full envelope lines", async () => {
    expect(await bodies(`${SEPARATOR}\n\none\n\n${SEPARATOR}\n\ntwo`)).toEqual(["\none\n\n", "\ntwo"]);
  });

  it("reads CRLF files", async () => {
    const text = `${SEPARATOR}\nSubject: a\n\none\n\n${SEPARATOR}\nSubject: b\n\ntwo\n`.replaceAll("\n", "\r\n");
    expect(await bodies(text)).toEqual(["Subject: a\r\n\r\none\r\n\r\n", "Subject: b\r\n\r\ntwo\r\n"]);
  });

  it("skips a byte order mark and blank lines at the start, and needs no newline at the end", async () => {
    const entries = await split(
      Buffer.from(`\ufeff\n${SEPARATOR}\nSubject: a\n\none\n\n${SEPARATOR}\nSubject: b\n\ntwo`),
    );
    expect(entries.map((entry) => entry.raw?.toString())).toEqual(["Subject: a\n\none\n\n", "Subject: b\n\ntwo"]);
    expect(entries[0]?.offset).toBe(4);
  });

  it("gives a last separator without a message as an empty one", async () => {
    expect(await bodies(`${SEPARATOR}\nSubject: a\n\none\n\n${SEPARATOR}`)).toEqual([
      `Subject: a\n\none\n\n${SEPARATOR}`,
    ]);
  });
});

describe("readMbox: large files", () => {
  const CHUNK = 1 << 20;

  // The reader works in chunks of 1 MiB: a separator that lies across a border must be found exactly once.
  it("finds a separator wherever it lies around the border of a chunk", async () => {
    for (const shift of [-4100, -4097, -4096, -60, -45, -44, -43, -20, -6, -5, -4, -3, -2, -1, 0, 1, 2, 6, 44]) {
      const head = `${SEPARATOR}\nSubject: a\n\n`;
      const filler = "x".repeat(79).concat("\n");
      let body = filler.repeat(Math.ceil(CHUNK / 80)).slice(0, CHUNK + shift - head.length - 2);
      body = `${body}\n\n`;
      const text = `${head}${body}${SEPARATOR}\nSubject: b\n\ntwo\n`;
      const entries = await split(text);
      expect([shift, entries.length]).toEqual([shift, 2]);
      expect(entries[0]?.raw?.toString()).toBe(`Subject: a\n\n${body}`);
      expectTiles(entries, text.length);
    }
  });

  it("gives back messages larger than several chunks and many small ones, byte for byte", async () => {
    const random = seededRandom(11);
    const mails = Array.from({ length: 400 }, (_, index) => {
      const size = index % 97 === 0 ? 1_500_000 : Math.floor(random() * 3000);
      const line = `line ${index} ${"y".repeat(60)}\n`;
      return `Subject: ${index}\n\n${line.repeat(Math.ceil(size / line.length))}\n`;
    });
    const text = mails.map((mail) => `${SEPARATOR}\n${mail}`).join("");
    const entries = await split(text);
    expect(entries).toHaveLength(mails.length);
    expect(entries.findIndex((entry, index) => entry.raw?.toString("latin1") !== mails[index])).toBe(-1);
    expectTiles(entries, text.length);
  });

  // The limit protects memory: the mail is reported by place, and the next one is whole.
  it("reports a message over the limit without its bytes and goes on with the next", async () => {
    const big = `Subject: big\n\n${"z".repeat(79).concat("\n").repeat(60_000)}\n`;
    const text = `${SEPARATOR}\nSubject: a\n\none\n\n${SEPARATOR}\n${big}${SEPARATOR}\nSubject: c\n\nthree\n`;
    const entries = await split(text, 1 << 20);
    expect(entries.map((entry) => entry.raw?.toString() ?? null)).toEqual([
      "Subject: a\n\none\n\n",
      null,
      "Subject: c\n\nthree\n",
    ]);
    expectTiles(entries, text.length);
    expectTiles(await split(text.slice(0, -40), 1 << 20), text.length - 40);
  });

  it("holds no more than about one message: a message over the limit at the end of the file too", async () => {
    const text = `${SEPARATOR}\nSubject: big\n\n${"z".repeat(79).concat("\n").repeat(80_000)}`;
    const entries = await split(text, 1 << 20);
    expect(entries).toEqual([{ offset: 0, length: text.length, raw: null, isQuoted: true }]);
  });
});

describe("looksLikeMbox", () => {
  it.each([
    [`${SEPARATOR}\nSubject: a\n\nx`, true],
    [`\ufeff${SEPARATOR}\nSubject: a\n\nx`, true],
    ["From -\nSubject: a\n\nx", true],
    [`${SEPARATOR}\n\nno header at all`, true],
    ["From: Bob <bob@example.org>\nSubject: a\n\nx", false],
    ["From now on, dear diary,\nnothing happened.", false],
    ["%PDF-1.7", false],
    ["", false],
  ])("says of %j: %s", (head, expected) => {
    expect(looksLikeMbox(Buffer.from(head))).toBe(expected);
  });
});

describe.skipIf(!hasCorpora())("readMbox on real mailboxes", () => {
  // `built` where we made the file, else Python's count; see the notes of the corpora's README.
  it.each([
    ["mail/mbox/eml-with-attachments.mbox", 43],
    ["mail/mbox/mimekit/content-length.mbox", 29],
    ["mail/mbox/mimekit/simple.mbox", 3],
    ["mail/mbox/mimekit/unmunged.mbox", 2],
    ["mail/mbox/pipermail/r-devel-2005-April.mbox", 466],
    ["mail/mbox/pipermail/r-devel-2011-August.mbox", 242],
    ["mail/mbox/pipermail/r-package-devel-2019q3.mbox", 337],
    ["mail/mbox/pipermail/r-sig-mac-2020-May.mbox", 107],
    ["mail/mbox/spamassassin-easy-ham-2-part.mbox", 450],
    ["mail/mbox/spamassassin-hard-ham-part.mbox", 40],
    ["mail/mbox/tika/complex.mbox", 3],
    ["mail/mbox/tika/multiline.mbox", 1],
    ["mail/mbox/tika/simple.mbox", 2],
    ["mail/mbox/tika/single_mail.mbox", 1],
    ["mail/mbox/tika/testMBOX_lengthy_x-headers.mbox", 1],
    ["mail/mbox/variants/mboxcl.mbox", 90],
    ["mail/mbox/variants/mboxcl2.mbox", 90],
    ["mail/mbox/variants/mboxo.mbox", 90],
    ["mail/mbox/variants/mboxrd-crlf.mbox", 90],
    ["mail/mbox/variants/mboxrd.mbox", 90],
    ["mail/mbox/variants/truncated.mbox", 35],
    ["voice/enron-steven-kean/received.mbox", 72],
    ["voice/enron-steven-kean/sent.mbox", 800],
    ["voice/list-ben-bolker/received.mbox", 500],
    ["voice/list-ben-bolker/sent.mbox", 600],
  ])("finds the messages of %s and tiles the file with them", async (name, count) => {
    const file = path.join(CORPORA, name);
    expect(looksLikeMbox(readFileSync(file).subarray(0, 64 * 1024))).toBe(true);
    const entries = await Array.fromAsync(readMbox(file, NO_LIMIT));
    expect(entries).toHaveLength(count);
    expectTiles(entries, statSync(file).size, entries[0]?.offset === 3 ? 3 : 0);
  });
});
