/**
 * Prints how many lines of real mail are own, quoted, forwarded and signature: no truth to compare with, but a rule that
 * goes wrong shows as a shift.
 *
 * `node tests/bench/quote-lines.ts`. Prints counts only: the mail is real people's.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { textBlocks } from "../../main/core/text/blocks.ts";
import { parseMail } from "../../main/core/text/parse-mail.ts";
import { CORPORA } from "../helpers/paths.ts";

const FILES = [
  "voice/enron-steven-kean/sent.mbox",
  "voice/enron-steven-kean/received.mbox",
  "voice/list-ben-bolker/sent.mbox",
  "voice/list-ben-bolker/received.mbox",
  "mail/mbox/pipermail/r-devel-2005-April.mbox",
  "mail/mbox/pipermail/r-devel-2011-August.mbox",
  "mail/mbox/pipermail/r-package-devel-2019q3.mbox",
  "mail/mbox/pipermail/r-sig-mac-2020-May.mbox",
  "mail/mbox/spamassassin-easy-ham-2-part.mbox",
];
const KINDS = ["own", "quoted", "forwarded", "signature"] as const;

console.log(`| mailbox | mails | ${KINDS.join(" | ")} |`);
console.log(`|---|---|${KINDS.map(() => "---|").join("")}`);
for (const file of FILES) {
  const raw = readFileSync(path.join(CORPORA, file), "latin1");
  const mails = raw.split(/^(?=From .*\d{4}$)/m).filter((mail) => mail !== "");
  const counts = { own: 0, quoted: 0, forwarded: 0, signature: 0 };
  for (const mail of mails) {
    const parsed = await parseMail(Buffer.from(mail.slice(mail.indexOf("\n") + 1), "latin1"), true);
    for (const { kind, text } of textBlocks(parsed.text, parsed.blocks)) {
      counts[kind] += text.split("\n").filter((line) => line.trim() !== "").length;
    }
  }
  console.log(`| ${file} | ${mails.length} | ${KINDS.map((kind) => counts[kind]).join(" | ")} |`);
}
