import { describe, expect, it } from "vitest";
import { ownText } from "../../../../main/core/text/blocks.ts";
import { parseMail } from "../../../../main/core/text/parse-mail.ts";
import { type MailText, mailText } from "../../../helpers/archive.ts";

const parse = (mail: MailText, encoding: BufferEncoding = "utf8") =>
  parseMail(Buffer.from(mailText(mail), encoding), false);

function multipart(type: string, ...parts: readonly string[]): MailText {
  const body = `${parts.map((part) => `--b1\n${part}\n`).join("")}--b1--`;
  return { "MIME-Version": "1.0", "Content-Type": `multipart/${type}; boundary=b1`, body };
}

const PLAIN = "Content-Type: text/plain; charset=utf-8\n\nPlain words.";
const HTML = "Content-Type: text/html; charset=utf-8\n\n<p>HTML words.</p>";

describe("the text of a mail", () => {
  // Each of these shapes once gave an empty text, which is a mail that the model never sees.
  it("reads a mail that is HTML alone", async () => {
    expect((await parse({ "Content-Type": "text/html", body: "<p>HTML words.</p>" })).text).toBe("HTML words.");
  });

  it("takes the plain alternative where it says something, the HTML where it is empty or missing", async () => {
    expect((await parse(multipart("alternative", PLAIN, HTML))).text).toBe("Plain words.");
    expect((await parse(multipart("alternative", "Content-Type: text/plain\n\n \n", HTML))).text).toBe("HTML words.");
    expect((await parse(multipart("alternative", HTML))).text).toBe("HTML words.");
  });

  it("keeps an HTML mail under which a list put its plain footer", async () => {
    const { text } = await parse(multipart("mixed", HTML, "Content-Type: text/plain\n\nThe footer."));
    expect(text.split("\n").filter((line) => line !== "")).toEqual(["HTML words.", "The footer."]);
  });

  it("decodes transfer encodings and character sets", async () => {
    const quoted = {
      "Content-Type": "text/plain; charset=iso-8859-1",
      "Content-Transfer-Encoding": "quoted-printable",
    };
    expect((await parse({ ...quoted, body: "Fr=F6sche =\nam Teich" })).text).toBe("Frösche am Teich");
    const base64 = { "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "base64" };
    expect((await parse({ ...base64, body: Buffer.from("Grüße 😀").toString("base64") })).text).toBe("Grüße 😀");
  });

  // Wrapped lines that were flowed are one paragraph; as they stand, a quote across the wrap would not be found.
  it("joins the lines of flowed text, and keeps quotes and the signature apart", async () => {
    const body = "A flowed \nparagraph.\n\n> quoted \n> words\n>> deeper\n stuffed\n-- \nNora";
    const mail = await parse({ "Content-Type": "text/plain; format=flowed", body });
    expect(mail.text).toBe("A flowed paragraph.\n\n> quoted words\n>> deeper\nstuffed\n-- \nNora");
    expect((await parse({ "Content-Type": "text/plain; format=flowed; delsp=yes", body: "Fr \nosch" })).text).toBe(
      "Frosch",
    );
  });

  it("takes the sender's name and addresses at the end for a signature", async () => {
    const body = "Fine.\n\nAlice Chen\nHarbor Ltd\nalice@example.org";
    const mail = await parse({ From: "Alice Chen <alice@example.org>", body });
    expect(ownText(mail.text, mail.blocks)).toBe("Fine.");
  });

  it("knows by the subject that an unmarked mail in it was passed on", async () => {
    const body = "fyi\n\nFrom: Bob Hale\nSent: Monday\nTo: Alice\nSubject: Budget\n\nOld words.";
    expect((await parse({ Subject: "FW: Budget", body })).blocks.map(([kind]) => kind)).toEqual(["own", "forwarded"]);
    expect((await parse({ Subject: "Re: Budget", body })).blocks.map(([kind]) => kind)).toEqual(["own", "quoted"]);
  });

  it("says that a mail is encrypted, in words that are nobody's own", async () => {
    const part = "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----";
    const mail = await parse(multipart("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1", part));
    expect(mail.text).toBe("[This mail is encrypted (OpenPGP): it cannot be read here.]");
    expect(ownText(mail.text, mail.blocks)).toBe("");
    const smime = { "Content-Type": "application/pkcs7-mime; smime-type=enveloped-data", body: "MIAG" };
    expect((await parse(smime)).text).toBe("[This mail is encrypted (S/MIME): it cannot be read here.]");
  });

  it("separates the own words", async () => {
    const mail = await parse({ body: "Agreed.\n\nOn Monday Bob wrote:\n> Shall we?\n\n-- \nNora" });
    expect(ownText(mail.text, mail.blocks)).toBe("Agreed.");
  });
});

describe("headers", () => {
  it("reads raw bytes above ASCII in a header, which old mail is full of", async () => {
    expect((await parse({ Subject: "Die Fr\xf6sche" }, "latin1")).subject).toBe("Die Frösche");
    expect((await parse({ Subject: "Die Frösche" }, "utf8")).subject).toBe("Die Frösche");
    expect((await parse({ Subject: "=?iso-8859-1?Q?Die_Fr\xf6sche?=" }, "latin1")).subject).toBe("Die Frösche");
  });

  it("decodes names and keeps the commas in them", async () => {
    const mail = await parse({
      From: "=?utf-8?q?M=C3=BCller=2C_J=C3=BCrgen?= <JM@Example.org>",
      To: '"Chen, Alice" <alice@example.org>, bob@example.org',
      Cc: "team: a@example.org, b@example.org;",
    });
    expect(mail.from).toEqual([{ name: "Müller, Jürgen", address: "jm@example.org" }]);
    expect(mail.to).toEqual([
      { name: "Chen, Alice", address: "alice@example.org" },
      { name: "", address: "bob@example.org" },
    ]);
    expect(mail.cc.map((person) => person.address)).toEqual(["a@example.org", "b@example.org"]);
  });

  it("reads the disguised addresses of list archives, with the name in the comment", async () => {
    expect((await parse({ From: "jane.doe at stat.example.edu (Jane Doe)" })).from).toEqual([
      { name: "Jane Doe", address: "jane.doe@stat.example.edu" },
    ]);
    expect((await parse({ From: "jane at example.edu (=?UTF-8?Q?J=C3=A1ne?=)" })).from).toEqual([
      { name: "Jáne", address: "jane@example.edu" },
    ]);
  });

  // Letters are replaced there for good: an address made of what is left would be somebody else's.
  it("keeps a veiled address as it is written", async () => {
    expect((await parse({ From: "j@ne@doe @end|ng |rom gm@||@com (Jane Doe)" })).from).toEqual([
      { name: "Jane Doe", address: "j@ne@doe @end|ng |rom gm@||@com" },
    ]);
  });

  it("keeps a sender without an address by name", async () => {
    expect((await parse({ From: "Whoever" })).from).toEqual([{ name: "Whoever", address: "" }]);
  });

  it("reads Message-ID, parents and references, also folded and without brackets", async () => {
    const mail = await parse({
      "Message-ID": "<a1@example.org>",
      "In-Reply-To": 'Your message of "Monday" <p1@example.org>',
      References: "<r1@example.org>\n <r2@example.org>\n\t<p1@example.org>",
    });
    expect([mail.messageId, mail.inReplyTo]).toEqual(["a1@example.org", "p1@example.org"]);
    expect(mail.references).toEqual(["r1@example.org", "r2@example.org", "p1@example.org"]);
    expect((await parse({ "Message-ID": "bare@example.org" })).messageId).toBe("bare@example.org");
    expect((await parse({})).messageId).toBeNull();
  });

  it("has no date where the header is missing or cannot be read, and keeps the header", async () => {
    expect(await parse({ Date: "" })).toMatchObject({ dateMs: null, localDate: null, dateHeader: null });
    expect(await parse({ Date: "soon" })).toMatchObject({ dateMs: null, localDate: null, dateHeader: "soon" });
  });

  // Delivery headers are the evidence for who "me" is; all of them count, not the first.
  it("collects every delivery address once", async () => {
    const raw = `Delivered-To: Nora@example.org\nDelivered-To: list@example.org\nX-Original-To: nora@example.org\nEnvelope-To: <n@example.net>\n${mailText({})}`;
    const mail = await parseMail(Buffer.from(raw), false);
    expect(mail.deliveredTo.map((person) => person.address)).toEqual([
      "nora@example.org",
      "list@example.org",
      "n@example.net",
    ]);
  });
});

describe("labels and flags", () => {
  it("reads Gmail's labels, encoded and quoted ones too, and drafts and spam from them", async () => {
    expect((await parse({ "X-Gmail-Labels": 'Sent,"Opened", Work/Budget,Sent' })).labels).toEqual([
      "Sent",
      "Opened",
      "Work/Budget",
    ]);
    expect((await parse({ "X-Gmail-Labels": "=?UTF-8?Q?Gel=C3=B6scht,Wichtig?=" })).labels).toEqual([
      "Gelöscht",
      "Wichtig",
    ]);
    expect(await parse({ "X-Gmail-Labels": "Drafts" })).toMatchObject({ isDraft: true, isSpam: false });
    expect(await parse({ "X-Gmail-Labels": "Spam" })).toMatchObject({ isDraft: false, isSpam: true });
  });

  // An automatic reply learnt as the owner's voice would answer every mail with "I am out of the office".
  it.each([
    [{ "Auto-Submitted": "auto-replied" }, "reply"],
    [{ "Auto-Submitted": "auto-generated (vacation)" }, "other"],
    [{ "Auto-Submitted": "no" }, null],
    [{ "X-Autoreply": "yes" }, "reply"],
    [{ Precedence: "auto_reply" }, "reply"],
    [{ Precedence: "bulk" }, null],
    [{ "Content-Type": "multipart/report; report-type=delivery-status; boundary=b1", body: "--b1--" }, "bounce"],
    [{}, null],
  ])("knows automatic mail: %j", async (headers: MailText, expected) => {
    expect((await parse(headers)).automaticKind).toBe(expected);
  });
});

describe("attachments", () => {
  const file = (headers: string, content: string) =>
    `${headers}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content).toString("base64")}`;

  it("lists name, type and decoded size, unnamed ones too", async () => {
    const mail = await parse(
      multipart(
        "mixed",
        PLAIN,
        file(
          'Content-Type: application/pdf; name="plan.pdf"\nContent-Disposition: attachment; filename="plan.pdf"',
          "x".repeat(1000),
        ),
        file("Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''%C3%BCber.pdf", "abc"),
        "Content-Type: message/rfc822\n\nFrom: z@example.org\nSubject: inner\n\ninner words",
      ),
    );
    expect(mail.attachments.map((item) => [item.name, item.type, item.sizeBytes, item.isInline])).toEqual([
      ["plan.pdf", "application/pdf", 1000, false],
      ["über.pdf", "application/pdf", 3, false],
      ["unnamed", "message/rfc822", expect.any(Number), false],
    ]);
    expect(mail.text).toBe("Plain words.");
  });

  it("knows the pictures of an HTML mail from attachments", async () => {
    const picture = file("Content-Type: image/png; name=logo.png\nContent-ID: <logo>", "png");
    const inline = await parse(
      multipart("related", "Content-Type: text/html\n\n<p>Hi <img src='cid:logo'></p>", picture),
    );
    expect(inline.attachments).toMatchObject([{ name: "logo.png", isInline: true }]);
    const attached = await parse(multipart("mixed", PLAIN, picture));
    expect(attached.attachments).toMatchObject([{ name: "logo.png", isInline: false }]);
  });
});

describe("hashes", () => {
  it("are the same for a mail from a maildir and from an mbox, CRLF or not", async () => {
    const mail = mailText({ body: "One\nFrom here on\n>From there\nTwo" });
    const quoted = mail.replace(/^(>*From )/gm, ">$1");
    const plain = await parseMail(Buffer.from(mail), false);
    const mbox = await parseMail(Buffer.from(`${quoted.replaceAll("\n", "\r\n")}\r\n`), true);
    expect(mbox.rawSha256).toEqual(plain.rawSha256);
    expect(mbox.text).toBe(plain.text);
    expect(mbox.text).toContain("\nFrom here on\n>From there\n");
  });

  it("of the own text ignore how lines are wrapped and what is quoted", async () => {
    const one = await parse({ body: "Agreed, see\nyou there.\n\n> old" });
    const two = await parse({ body: "Agreed,\nsee you there." });
    expect(one.textSha256).toEqual(two.textSha256);
    expect(one.rawSha256).not.toEqual(two.rawSha256);
  });
});

describe("hostile mail", () => {
  it.each([
    ["empty", ""],
    ["headers alone", "From: a@example.org"],
    ["no header", "just words\n\nmore words"],
    ["a boundary that never comes", "Content-Type: multipart/mixed; boundary=zz\n\nwords"],
    ["an unknown character set", "Content-Type: text/plain; charset=x-none\n\nwords"],
    ["broken base64", "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%%%not base64"],
  ])("is read or left empty, never thrown: %s", async (_, source) => {
    const mail = await parseMail(Buffer.from(source), false);
    expect(mail.text.isWellFormed()).toBe(true);
    expect(mail.rawSha256).toHaveLength(32);
  });

  it("is read however deep its parts are nested", async () => {
    let body = PLAIN;
    for (let depth = 0; depth < 40; depth += 1)
      body = `Content-Type: multipart/mixed; boundary=n${depth}\n\n--n${depth}\n${body}\n--n${depth}--`;
    const mail = await parseMail(Buffer.from(`From: a@example.org\n${body}\n`), false);
    expect(mail.text).toBe("Plain words.");
  });
});
