/** Messages from outside the archive (a file, pasted text) and new mails, shaped like documents of it. */
import { LonghandError } from "../../../shared/errors.ts";
import type { OutsideMessage, Person } from "../../../shared/schemas.ts";
import type { CorpusDocument } from "../archive/queries/corpus.ts";
import { splitBlocks } from "../text/blocks.ts";

const NO_DOCUMENT = { number: 0, kind: "mail", name: "", threadId: 0, attachments: [] } as const;
/** A larger message is not answered but imported. */
const MAX_TEXT = 1_000_000;

/** Reads the bytes of an .eml file; throws `SOURCE_UNKNOWN` where they are no mail. `name` is what the file is called. */
export async function readOutsideMail(bytes: Buffer, name: string): Promise<OutsideMessage> {
  // Loaded when it is needed: a core that starts must not wait for the MIME parser.
  const { parseMail } = await import("../text/parse-mail.ts");
  const mail = await parseMail(bytes, false);
  if (mail.from.length === 0 && mail.dateHeader === null && mail.subject === "") {
    throw new LonghandError(
      "SOURCE_UNKNOWN",
      `The file ${name} is not a mail.`,
      "Save the message as .eml and name that file.",
    );
  }
  return {
    from: mail.from[0] ?? null,
    to: [...mail.to, ...mail.cc].slice(0, 500),
    localDate: mail.localDate,
    dateMs: mail.dateMs,
    subject: mail.subject.slice(0, 2000),
    text: mail.text.slice(0, MAX_TEXT),
    messageId: mail.messageId,
    references: [...mail.references, ...(mail.inReplyTo === null ? [] : [mail.inReplyTo])].slice(-1000),
  };
}

/** Header lines at the top of pasted text make it a mail; without them it is words that somebody wrote. */
const HEADER = /^(?:[A-Za-z-]+:\s.*\r?\n(?:[ \t].*\r?\n)*){2,}\s*\r?\n/;

/** Reads pasted text: a mail's source, or the words of a message alone. */
export async function readPasted(text: string): Promise<OutsideMessage> {
  const trimmed = text.replace(/^\s+/, "");
  if (HEADER.test(trimmed) && /^(?:from|subject|date):/im.test(trimmed)) {
    return readOutsideMail(Buffer.from(trimmed, "utf8"), "you pasted");
  }
  return {
    from: null,
    to: [],
    localDate: null,
    dateMs: null,
    subject: "",
    text: trimmed,
    messageId: null,
    references: [],
  };
}

/** The document that stands for a message from outside. */
export function outsideDocument(message: OutsideMessage): CorpusDocument {
  const { from, to, localDate, dateMs, subject, text, messageId, references } = message;
  const hints = from === null ? {} : { sender: from };
  const blocks = splitBlocks(text, hints);
  return { ...NO_DOCUMENT, localDate, dateMs, subject, from, recipients: to, messageId, references, text, blocks };
}

/** The head of a mail that is to be written: from the owner, on a day, without words yet. */
export function newMailDocument(me: string, to: readonly Person[], subject: string, today: string): CorpusDocument {
  return {
    ...NO_DOCUMENT,
    localDate: today,
    dateMs: null,
    subject,
    from: { name: "", address: me },
    recipients: to,
    messageId: null,
    references: [],
    text: "",
    blocks: [],
  };
}
