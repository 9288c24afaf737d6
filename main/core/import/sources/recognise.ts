/** What a file is, by how it begins. A name only tips the scale where the content leaves it open. Pure. */
import { isBinary } from "../../text/parse-file.ts";
import { looksLikeMbox } from "./mbox.ts";
import { looksLikeMmdf } from "./mmdf.ts";

/** The formats that are read, and what is left out. */
export type SourceFormat =
  | "empty"
  | "pdf"
  | "zip"
  | "pst"
  | "emlx"
  | "mmdf"
  | "mbox"
  | "mail"
  | "text"
  | "index"
  | "binary";

/** How much of a file is looked at. */
export const HEAD_BYTES = 64 * 1024;

const MAIL_HEADERS =
  /^(?:from|to|subject|date|message-id|received|return-path|mime-version|content-type|content-transfer-encoding|delivered-to|cc|bcc|reply-to|sender|references|in-reply-to|x-mozilla-status|x-mailer|status|x-uidl|envelope-to)$/i;
/** One of these a mail has; notes that begin with "Title:" and "Date:" have none. */
const MAIL_PROOF = /^(?:from|received|message-id|return-path|x-mozilla-status|mime-version|delivered-to|sender)$/i;

/** Whether bytes begin like a mail. `isExpected`: the name or the folder says so, and one header is enough. */
export function looksLikeMail(head: Buffer, isExpected: boolean): boolean {
  const text = head.toString("latin1").replace(/^\xef\xbb\xbf/, "");
  const names = new Set<string>();
  let least = 2;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.replace(/\r$/, "");
    if (line === "") break;
    if (/^[ \t]/.test(line) && index > 0) continue;
    const name = /^([!-9;-~]+)[ \t]*:/.exec(line)?.[1];
    if (name !== undefined) names.add(name.toLowerCase());
    else if (!/^>?From /.test(line)) {
      // A header that runs into its body: more of it must be seen to believe it.
      if (!isExpected) least = 3;
      break;
    }
    if (index > 2000) break;
  }
  const known = [...names].filter((name) => MAIL_HEADERS.test(name));
  if (isExpected) return known.length > 0;
  return known.length >= least && known.some((name) => MAIL_PROOF.test(name));
}

/** Whether bytes begin like an Apple Mail message: its length in a line of its own, then the mail. */
export function looksLikeEmlx(head: Buffer): boolean {
  const first = /^(\d{1,12})[ \t]*\r?\n/.exec(head.toString("latin1", 0, 64));
  return first !== null && looksLikeMail(head.subarray(first[0].length), false);
}

/** What a file is; `name` is its path, `isMailFolder` says that it lies where a Maildir keeps its mails. */
export function recognise(head: Buffer, name: string, isMailFolder: boolean): SourceFormat {
  if (head.length === 0) return "empty";
  const start = head.toString("latin1", 0, 1024);
  if (/^(?:[^\n]{0,200}\n){0,3}[^\n]{0,200}%PDF-\d/.test(start)) return "pdf";
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) return "zip";
  if (start.startsWith("!BDN")) return "pst";
  if (looksLikeMmdf(head)) return "mmdf";
  if (start.startsWith("// <!-- <mdb:mork:z")) return "index";
  if (looksLikeEmlx(head)) return "emlx";
  if (looksLikeMbox(head)) return "mbox";
  const isExpected = isMailFolder || /\.(?:eml|msg|mht|mhtml|mail)$/i.test(name);
  if (looksLikeMail(head, isExpected)) return "mail";
  return isBinary(head) ? "binary" : "text";
}
