/**
 * The quote and signature fixtures of three projects (../shared/corpora/quotes), each read by its own convention.
 *
 * Owns what counts as the right reply in which set, and the comparison; knows no splitter. A mail's `reply` is compared
 * without white space. The conventions:
 * - email_reply_trimmer: signatures are not part of the reply; a mail of which nothing is left is its own reply.
 * - talon, replies: a signature is part of the reply.
 * - crisp: what a check names: the first own block, a pattern, or (`visible_text`) the reply with its signature.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readMime } from "../../main/core/text/mime.ts";
import { CORPORA } from "../helpers/paths.ts";

/** What a splitter says of one mail. */
export type Split = {
  /** The words of the sender alone. */
  readonly reply: string;
  /** The words of the sender with the signature, in order. */
  readonly replyWithSignature: string;
  /** What stands before the first quote or signature. */
  readonly first: string;
  readonly signature: string;
};

/** A mail of a set, and whether a split of it is right. */
export type QuoteCase = {
  readonly name: string;
  readonly text: string;
  readonly html?: string;
  isRight(split: Split): boolean;
};

/** The cases of one set. */
export type QuoteSet = { readonly name: string; readonly cases: readonly QuoteCase[] };

/** A mail with a signature: its sender and the lines of the signature. */
export type SignatureCase = {
  readonly name: string;
  readonly text: string;
  readonly sender: string;
  readonly signature: string;
};

/** A mail that holds another one: the text before it, and that mail from its first header line on. */
export type EmbeddedCase = {
  readonly name: string;
  readonly text: string;
  readonly before: string;
  readonly embedded: string;
};

const QUOTES = path.join(CORPORA, "quotes");

function read(...parts: string[]): string {
  return readFileSync(path.join(QUOTES, ...parts), "utf8").replace(/\r\n/g, "\n");
}

/** Text without white space. */
export function bare(text: string): string {
  return text.replace(/\s+/g, "");
}

function emailReplyTrimmer(): QuoteSet {
  const files = readdirSync(path.join(QUOTES, "email_reply_trimmer", "emails"));
  const cases = files.map((name) => {
    const text = read("email_reply_trimmer", "emails", name);
    const expected = bare(read("email_reply_trimmer", "trimmed", name));
    return { name, text, isRight: ({ reply }: Split) => bare(reply.trim() === "" ? text : reply) === expected };
  });
  return { name: "email_reply_trimmer", cases };
}

type CrispCheck = {
  readonly file: string;
  readonly first_fragment?: string;
  readonly first_fragment_trimmed?: string;
  readonly visible_text?: string;
  readonly reply_matches_regex?: readonly string[];
  readonly fragments?: number;
};

function crispCheck(check: CrispCheck, text: string, split: Split): boolean {
  const first = check.first_fragment ?? check.first_fragment_trimmed;
  if (first !== undefined) return bare(split.first) === bare(first);
  if (check.visible_text !== undefined) return bare(split.replyWithSignature) === bare(check.visible_text);
  const patterns = check.reply_matches_regex ?? [];
  if (patterns.length > 0) return patterns.every((pattern) => new RegExp(pattern).test(split.reply));
  // Only a number of fragments: one is the whole mail, two are the reply and a signature after the last "--".
  const expected = check.fragments === 1 ? text : text.slice(0, text.lastIndexOf("\n--"));
  return bare(split.reply) === bare(expected);
}

function crisp(): QuoteSet {
  const checks = JSON.parse(read("crisp-email-reply-parser", "expected.json")) as CrispCheck[];
  const cases = checks.map((check) => {
    const name = path.basename(check.file);
    const text = read("crisp-email-reply-parser", name);
    return { name, text, isRight: (split: Split) => crispCheck(check, text, split) };
  });
  return { name: "crisp", cases };
}

/**
 * Talon's own tests expect "Hello" where no file says otherwise; expected.json of the corpora says "Hi", which is the
 * text of the quote in those mails.
 */
async function talonReplies(): Promise<QuoteSet> {
  const files = readdirSync(path.join(QUOTES, "talon", "standard_replies")).filter((name) => name.endsWith(".eml"));
  const cases: QuoteCase[] = [];
  for (const name of files) {
    const { text } = await readMime(readFileSync(path.join(QUOTES, "talon", "standard_replies", name)));
    const file = path.join("talon", "standard_replies", name.replace(".eml", "_reply_text"));
    const expected = bare(existsSync(path.join(QUOTES, file)) ? read(file) : "Hello");
    cases.push({ name, text, isRight: (split) => bare(split.replyWithSignature) === expected });
  }
  return { name: "talon, replies", cases };
}

function talonHtml(): QuoteSet {
  const checks = JSON.parse(read("talon", "expected.json")) as { file: string; expected_reply: string }[];
  const cases = checks
    .filter(({ file }) => file.endsWith(".html"))
    .map(({ file, expected_reply }) => ({
      name: path.basename(file),
      text: "",
      html: read("talon", "html_replies", path.basename(file)),
      isRight: (split: Split) => bare(split.replyWithSignature) === bare(expected_reply),
    }));
  return { name: "talon, HTML replies", cases };
}

/** All sets of replies. */
export async function quoteSets(): Promise<QuoteSet[]> {
  return [emailReplyTrimmer(), await talonReplies(), talonHtml(), crisp()];
}

/** Talon's signature fixtures; `#sig#` and `#reply#` marks are taken out of the text. */
export function signatureCases(): SignatureCase[] {
  const unmark = (text: string): string => text.replace(/^#(?:sig|reply)#/gm, "");
  const marked = (text: string): string => {
    const lines = text.split("\n").filter((line) => line.startsWith("#sig#"));
    return unmark(lines.join("\n"));
  };
  const cases = ["P", "stripped"].flatMap((folder) => {
    const files = readdirSync(path.join(QUOTES, "talon", "signature", "emails", folder));
    return files
      .filter((file) => file.endsWith("_body"))
      .map((file) => {
        const stem = file.slice(0, -"_body".length);
        const body = read("talon", "signature", "emails", folder, file);
        const signature = files.includes(`${stem}_signature`)
          ? unmark(read("talon", "signature", "emails", folder, `${stem}_signature`))
          : marked(body);
        const sender = read("talon", "signature", "emails", folder, `${stem}_sender`).trim();
        return { name: `${folder}/${stem}`, text: unmark(body), sender, signature };
      });
  });
  // One file is a whole mail: its header names the sender.
  const whole = read("talon", "signature", "emails", "P", "102682_R_S");
  const sender = /^From: (.*)$/m.exec(whole)?.[1] ?? "";
  const body = whole.slice(whole.indexOf("\n\n") + 2);
  return [...cases, { name: "P/102682_R_S", text: unmark(body), sender, signature: marked(whole) }];
}

/** Mails that hold another one. */
export function embeddedCases(): EmbeddedCase[] {
  return readdirSync(path.join(QUOTES, "email_reply_trimmer", "embedded")).map((name) => ({
    name,
    text: read("email_reply_trimmer", "emails", name),
    before: read("email_reply_trimmer", "before", name),
    embedded: read("email_reply_trimmer", "embedded", name),
  }));
}
