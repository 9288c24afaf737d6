/**
 * Mailboxes of any size out of the corpora's real mail, each message once a round under ids of its own.
 *
 * Owns the choice of mail and what a round changes (Message-ID, References, In-Reply-To: threads stay threads). Does
 * not change a body: what is measured on the copies is what real mail costs.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { CORPORA } from "./paths.ts";

const SEPARATOR = /^From .*\d{4}\r?\n/m;
const ID_HEADERS = /^(Message-ID|References|In-Reply-To):(?:[^\n]*\n)(?:[ \t][^\n]*\n)*/gim;

/** What was written: messages, and bytes of the mailbox. */
export type Generated = { readonly messages: number; readonly bytes: number };

/** The real messages of list archives, of a personal mailbox and of business mail, as the mailboxes hold them. */
export function corpusMessages(): string[] {
  const folder = path.join(CORPORA, "mail", "mbox");
  const files = [
    ...readdirSync(path.join(folder, "pipermail"))
      .filter((name) => name.endsWith(".mbox"))
      .map((name) => path.join(folder, "pipermail", name)),
    path.join(folder, "spamassassin-easy-ham-2-part.mbox"),
    path.join(folder, "spamassassin-hard-ham-part.mbox"),
    path.join(CORPORA, "voice", "enron-steven-kean", "sent.mbox"),
    path.join(CORPORA, "voice", "list-ben-bolker", "sent.mbox"),
  ];
  return files.flatMap((file) =>
    readFileSync(file, "latin1")
      .split(/^(?=From .*\d{4}\r?\n)/m)
      .filter((message) => SEPARATOR.test(message))
      .map((message) => (message.endsWith("\n\n") ? message : `${message.replace(/\n*$/, "")}\n\n`)),
  );
}

/** A message as round `round` has it: the same but for its ids. */
function inRound(message: string, round: number): string {
  const end = message.search(/\r?\n\r?\n/);
  const head = message.slice(0, end + 1).replace(ID_HEADERS, (field) => field.replaceAll(">", `.r${round}>`));
  return head + message.slice(end + 1);
}

function* rounds(): Generator<string> {
  const messages = corpusMessages();
  for (let round = 1; ; round += 1) for (const message of messages) yield inRound(message, round);
}

/** Writes an mbox of at least so many messages or bytes, whichever limit is given and comes first. */
export function writeMbox(file: string, limit: { readonly messages?: number; readonly bytes?: number }): Generated {
  const out = openSync(file, "w");
  let messages = 0;
  let bytes = 0;
  let waiting: string[] = [];
  const flush = (): void => {
    writeSync(out, waiting.join(""), null, "latin1");
    waiting = [];
  };
  for (const message of rounds()) {
    if (messages >= (limit.messages ?? Number.POSITIVE_INFINITY)) break;
    if (bytes >= (limit.bytes ?? Number.POSITIVE_INFINITY)) break;
    waiting.push(message);
    messages += 1;
    bytes += message.length;
    if (waiting.length >= 512) flush();
  }
  flush();
  closeSync(out);
  return { messages, bytes };
}

/** Writes the same messages as a Maildir, a file each, all seen. */
export function writeMaildir(folder: string, messages: number): Generated {
  for (const name of ["cur", "new", "tmp"]) mkdirSync(path.join(folder, name), { recursive: true });
  let written = 0;
  let bytes = 0;
  for (const message of rounds()) {
    if (written >= messages) break;
    const raw = message.slice(message.indexOf("\n") + 1);
    writeFileSync(path.join(folder, "cur", `1100000000.M${String(written).padStart(8, "0")}.host:2,S`), raw, "latin1");
    written += 1;
    bytes += raw.length;
  }
  return { messages: written, bytes };
}
