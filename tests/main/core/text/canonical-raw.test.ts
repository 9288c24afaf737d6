import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readMbox } from "../../../../main/core/import/sources/mbox.ts";
import { canonicalRaw } from "../../../../main/core/text/canonical-raw.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";

const canonical = (text: string, isMboxQuoted = true) => canonicalRaw(Buffer.from(text), isMboxQuoted).toString();

describe("canonicalRaw", () => {
  it("undoes one quote mark before From, and only in an mbox", () => {
    expect(canonical("a\n>From x\n>>From y\n> From z\n>Fromage\n")).toBe("a\nFrom x\n>From y\n> From z\n>Fromage\n");
    expect(canonical("a\n>From x\n", false)).toBe("a\n>From x\n");
    expect(canonical(">From x\na\n")).toBe("From x\na\n");
  });

  it("gives LF line ends and one final newline, and leaves a lone CR and other bytes alone", () => {
    expect(canonical("a\r\nb\rc\r\n\r\n\r\n")).toBe("a\nb\rc\n");
    expect(canonical("a")).toBe("a\n");
    const bytes = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x80]);
    expect([...canonicalRaw(bytes, true)]).toEqual([0xff, 0x00, 0x0a, 0x80, 0x0a]);
  });
});

type Built = { readonly index: number; readonly sha256: string };

function builtOf(file: string): Built[] {
  const lines = readFileSync(path.join(CORPORA, "ground-truth", `${file.replaceAll("/", "__")}.built.jsonl`), "utf8");
  return lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Built);
}

/** The indexes of the messages whose bytes are not those that the file was built from, and the raw of all. */
async function compare(file: string): Promise<{ readonly differing: number[]; readonly raws: Buffer[] }> {
  const built = builtOf(file);
  const raws: Buffer[] = [];
  const differing: number[] = [];
  for await (const { raw } of readMbox(path.join(CORPORA, file), 1 << 26)) {
    if (raw === null) throw new Error("too large");
    const index = raws.push(raw) - 1;
    const bytes = canonicalRaw(raw, true);
    // The ground truth keeps the blank lines at the end of a message, ours does not: put them back one by one.
    const hash = createHash("sha256").update(bytes);
    let isEqual = false;
    for (let blank = 0; blank <= raw.length - bytes.length + 1 && !isEqual; blank += 1) {
      isEqual = hash.copy().digest("hex") === built[index]?.sha256;
      hash.update("\n");
    }
    if (!isEqual) differing.push(index);
  }
  expect(raws).toHaveLength(built.length);
  return { differing, raws };
}

describe.skipIf(!hasCorpora())("canonicalRaw on real mailboxes", () => {
  it.each([
    "mail/mbox/spamassassin-easy-ham-2-part.mbox",
    "mail/mbox/spamassassin-hard-ham-part.mbox",
    "mail/mbox/eml-with-attachments.mbox",
    "mail/mbox/variants/mboxrd.mbox",
    "mail/mbox/variants/mboxrd-crlf.mbox",
    "voice/enron-steven-kean/sent.mbox",
    "voice/enron-steven-kean/received.mbox",
    "voice/list-ben-bolker/sent.mbox",
    "voice/list-ben-bolker/received.mbox",
  ])("gives back the bytes of every message that %s was built from", async (file) => {
    expect((await compare(file)).differing).toEqual([]);
  });

  // An mboxo writer does not quote a line that is `>From ` already: such a message, and no other, comes out changed.
  it("gives back every message of an mboxo file that held no quoted From line of its own", async () => {
    const { differing } = await compare("mail/mbox/variants/mboxo.mbox");
    const { raws } = await compare("mail/mbox/variants/mboxrd.mbox");
    const ambiguous = raws.flatMap((raw, index) => (/^>>+From /m.test(raw.toString("latin1")) ? [index] : []));
    expect(ambiguous.length).toBeGreaterThan(0);
    expect(differing).toEqual(ambiguous);
  });
});
