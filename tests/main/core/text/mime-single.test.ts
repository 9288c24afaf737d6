/** The short way through a message gives what the long one gives: over every mail of the corpora, and where it is odd. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { looksLikeMbox, readMbox } from "../../../../main/core/import/sources/mbox.ts";
import { canonicalRaw } from "../../../../main/core/text/canonical-raw.ts";
import { type MimeMessage, readParts } from "../../../../main/core/text/mime.ts";
import { readSingle } from "../../../../main/core/text/mime-single.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";
import { seededRandom } from "../../../helpers/random.ts";

/** What a message says, without the functions that say it. */
function told(message: MimeMessage): unknown {
  const addresses = (["from", "to", "cc", "bcc"] as const).map((key) =>
    // The long way gives an empty list where a header is missing or empty; which of the two is nobody's business.
    message.addresses(key).flatMap(({ value }) => value),
  );
  const { headerLines, subject, text, attachments } = message;
  return {
    addresses,
    headerLines,
    subject,
    text: text.toWellFormed(),
    attachments,
    html: message.html()?.toWellFormed(),
  };
}

/** Whether a message went the short way; fails where the two ways differ. */
async function compare(raw: Buffer, name: string): Promise<boolean> {
  const single = readSingle(raw);
  if (single === undefined) return false;
  expect([name, told(single)]).toEqual([name, told(await readParts(raw))]);
  return true;
}

async function messagesOf(file: string): Promise<Buffer[]> {
  const bytes = readFileSync(file);
  if (!looksLikeMbox(bytes)) return [canonicalRaw(bytes, false)];
  const raws: Buffer[] = [];
  for await (const { raw, isQuoted } of readMbox(file, 1 << 26))
    if (raw !== null) raws.push(canonicalRaw(raw, isQuoted));
  return raws;
}

function corpusFiles(): string[] {
  return ["mail", "voice", "quotes"]
    .flatMap((folder) =>
      readdirSync(path.join(CORPORA, folder), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      ),
    )
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => /\.(?:mbox|eml|msg)$|\/(?:cur|new)\/|mbox/i.test(file))
    .sort();
}

describe.skipIf(!hasCorpora())("the short way through a message", () => {
  it("gives what mailparser gives, for every mail of the corpora, and takes most of them", async () => {
    let short = 0;
    let all = 0;
    for (const file of corpusFiles()) {
      for (const [index, raw] of (await messagesOf(file)).entries()) {
        all += 1;
        if (await compare(raw, `${path.basename(file)} ${index}`)) short += 1;
      }
    }
    console.log(`${short} of ${all} mails go the short way`);
    expect(all).toBeGreaterThan(4000);
    expect(short / all).toBeGreaterThan(0.7);
  }, 300_000);

  it("gives what mailparser gives for mails that are damaged at random", async () => {
    const random = seededRandom(12);
    const pick = (max: number): number => Math.floor(random() * max);
    const parts = [
      "\n",
      "\n\n",
      " ",
      ":",
      ";",
      '"',
      "(",
      "=?utf-8?Q?=E9?=",
      "=",
      "=\n",
      "=E9",
      "<",
      "\u00e9",
      "Content-Type: ",
      "--",
      "From ",
    ];
    const file = path.join(CORPORA, "mail", "mbox", "spamassassin-easy-ham-2-part.mbox");
    const raws = await messagesOf(file);
    let short = 0;
    for (let round = 0; round < 3000; round += 1) {
      const raw = raws[pick(raws.length)]?.toString("latin1") ?? "";
      const end = random() < 0.7 ? raw.indexOf("\n\n") + 2 : raw.length;
      const at = pick(end);
      const mutated = raw.slice(0, at) + parts[pick(parts.length)] + raw.slice(at + pick(3));
      if (await compare(canonicalRaw(Buffer.from(mutated, "latin1"), false), `round ${round}`)) short += 1;
    }
    expect(short).toBeGreaterThan(1000);
  }, 300_000);
});

describe("a message that is one text", () => {
  const body = "Caf\u00e9, \u201cdepot\u201d. \nMore words.\n> a quote\n-- \nNora\n";
  const cases: readonly (readonly [string, string, Buffer])[] = [
    ["no type", "Subject: a", Buffer.from(body)],
    [
      "quoted-printable",
      "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted-Printable",
      Buffer.from("Caf=C3=A9 =\nline \t\n=3D =ZZ end="),
    ],
    [
      "base64",
      "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
      Buffer.from(`${Buffer.from(body.replaceAll("\n", "\r\n")).toString("base64").replace(/.{20}/g, "$&\n")}\n`),
    ],
    ["broken base64", "Content-Transfer-Encoding: base64", Buffer.from("Q2Fm*6k=\n")],
    [
      "windows-1252",
      "Content-Type: text/plain; charset=iso-8859-1",
      Buffer.from("Caf\u00e9 \x93depot\x94\n", "latin1"),
    ],
    ["koi8-r", "Content-Type: text/plain; charset=koi8-r", Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4, 0x0a])],
    ["shift_jis", "Content-Type: text/plain; charset=shift_jis", Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x0a])],
    ["iso-2022-jp", "Content-Type: text/plain; charset=iso-2022-jp", Buffer.from("\x1b$BF|K\\\x1b(B\n", "latin1")],
    [
      "gb18030",
      "Content-Type: text/plain; charset=gb18030",
      Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0x20, 0x94, 0x39, 0xda, 0x33, 0x0a]),
    ],
    ["utf-16", "Content-Type: text/plain; charset=utf-16", Buffer.from("\ufeffdepot\n", "utf16le")],
    ["utf-7, which is refused", "Content-Type: text/plain; charset=utf-7", Buffer.from("+ADw-b+AD4-\n")],
    ["an unknown charset", "Content-Type: text/plain; charset=x-unknown", Buffer.from(body)],
    ["flowed", "Content-Type: text/plain; format=flowed", Buffer.from(body)],
    ["flowed, spaces deleted", "Content-Type: text/plain; format=Flowed; delsp=yes; charset=utf-8", Buffer.from(body)],
    ["HTML", "Content-Type: text/html; charset=utf-8", Buffer.from("<p>Caf\u00e9 <b>depot</b></p>")],
    ["inline", "Content-Disposition: inline\nContent-Type: text/plain", Buffer.from(body)],
    ["a file", "Content-Disposition: attachment; filename=a.txt\nContent-Type: text/plain", Buffer.from(body)],
    ["a boundary where none belongs", "Content-Type: text/plain; boundary=x", Buffer.from("a\n--x\nb\n")],
    ["comments", "Content-Type: text/plain (plain) ; charset=(c) utf-8 (c)", Buffer.from(body)],
    [
      "two types",
      "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=x",
      Buffer.from("--x\n\na\n--x--\n"),
    ],
    [
      "folded headers",
      "Subject: a\n\tb\nTo: Bob <b@example.org>,\n =?utf-8?Q?C=C3=A9?= <c@example.org>\nTo: d@example.org",
      Buffer.from(body),
    ],
    ["nothing below the header", "Subject: a", Buffer.from("")],
  ];
  it.each(cases)("with %s is the same both ways", async (name, header, content) => {
    await compare(Buffer.concat([Buffer.from(`From: a@example.org\n${header}\n\n`), content]), name);
  });

  it("is what most of these are", () => {
    const short = cases.filter(([, header, content]) =>
      readSingle(Buffer.concat([Buffer.from(`From: a@example.org\n${header}\n\n`), content])),
    );
    expect(short.length).toBeGreaterThan(15);
  });
});
