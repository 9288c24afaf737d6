/**
 * Mailboxes of real list mail with one planted fact each, of the form that the bundled model's README names.
 *
 * Seeded: the same seed gives the same mailboxes. Needs the shared corpora.
 */
import path from "node:path";
import { readMbox } from "../../main/core/import/sources/mbox.ts";
import { parseMail } from "../../main/core/text/parse-mail.ts";
import { CORPORA } from "./paths.ts";
import { seededRandom } from "./random.ts";

const ATTRIBUTES =
  "gate code,invoice number,room number,budget,deadline,phone extension,door code,account number,meeting time,order number,contact person,delivery date,parking spot,project name,wifi password,flight number,ticket number,badge number,discount,supplier,price,hotel,locker number,case number,license key,target,start date,reference number,contract value,case manager".split(
    ",",
  );
const ADJECTIVES =
  "north south east west blue red green old new main second third upper lower central Lisbon Houston Paris London Madrid Denver Austin Berlin Oslo Tokyo Falcon Atlas Orion Phoenix Delta Summit Harbor River Lake Maple Cedar".split(
    " ",
  );
const NOUNS =
  "office warehouse project team account building garage contract order meeting trip lab plant depot store branch desk site kitchen archive server report pipeline deal unit club school studio clinic".split(
    " ",
  );
const FIRST = "Alice Ben Carla David Emma Felix Grace Henry Irene Jack Karen Leo Maria Nina Oscar Paula".split(" ");
const LAST = "Chen Smith Lopez Novak Patel Kim Brown Garcia Rossi Weber Silva Khan Olsen Moore Dubois Costa".split(" ");
const MONTHS = "January February March April May June July August September October November December".split(" ");
const SENTENCES = [
  "The {a} of the {e} is {v}.",
  "The {a} for the {e} is {v}.",
  "Please note that the {a} of the {e} is {v}.",
  "By the way, the {a} for the {e} is {v}.",
  "For the record, the {a} of the {e} is now {v}.",
  "I confirmed that the {a} for the {e} is {v}.",
];

/** One mailbox: mbox text, the fact in it, a question for it and one for a fact that is not in it. */
export type PlantedMailbox = {
  readonly mbox: string;
  readonly value: string;
  readonly messageId: string;
  readonly question: string;
  readonly absentQuestion: string;
};

/** The short plain mails of a public list, as raw messages. */
export async function listMails(): Promise<string[]> {
  const mails: string[] = [];
  for await (const entry of readMbox(path.join(CORPORA, "mail/mbox/pipermail/r-devel-2011-August.mbox"), 1 << 20)) {
    if (entry.raw === null) continue;
    const parsed = await parseMail(entry.raw, true);
    if (parsed.text.length > 60 && parsed.text.length < 900) mails.push(entry.raw.toString("utf8").trimEnd());
  }
  return mails;
}

/** Characters a token of the bundled model on this list's mails (code, addresses), measured. */
export const CHARACTERS_PER_TOKEN = 1.75;

/** Real mails to plant facts among, and how many characters of them make a token of the bundled model. */
export type Haystack = { readonly mails: readonly string[]; readonly charactersPerToken: number };

/** Who writes in {@link ownWordsHaystack}: people who write again and again, as in anybody's mail. */
const CORRESPONDENTS = 5;

/**
 * What people of another list wrote themselves, quoted lines and signatures taken out, as if a few correspondents had
 * written it to the owner: so the bundled model's README made its mail (training/eval_server.py), but for addresses,
 * which format 1 shows where a person first appears.
 */
export async function ownWordsHaystack(): Promise<Haystack> {
  const mails: string[] = [];
  for await (const entry of readMbox(path.join(CORPORA, "voice/list-ben-bolker/received.mbox"), 1 << 20)) {
    if (entry.raw === null) continue;
    const { text, subject } = await parseMail(entry.raw, true);
    const lines = (text.split(/^-- ?$/m)[0] ?? "").split("\n").filter((line) => !line.startsWith(">"));
    const own = lines
      .map((line) => line.trimEnd())
      .join("\n")
      .replace(/\n{2,}/g, "\n")
      .trim();
    // Headers of mails built here are ASCII, and so is the text, which needs no encoding then.
    if (own.length <= 60 || own.length >= 900 || !/^[\x20-\x7e\n\t]*$/.test(own + subject)) continue;
    const at = mails.length;
    const [first, last] = [FIRST[at % CORRESPONDENTS] ?? "", LAST[at % CORRESPONDENTS] ?? ""];
    const head = [
      `From: ${first} ${last} <${first.toLowerCase()}@test.example>`,
      "To: Owner <owner@test.example>",
      `Subject: ${subject.replace(/\s+/g, " ").slice(0, 60)}`,
      `Date: Mon, ${1 + (at % 28)} Apr 2013 10:00:00 +0000`,
      `Message-ID: <own-words-${at}@test.example>`,
    ].join("\n");
    mails.push(`${head}\n\n${own.replace(/^From /gm, ">From ")}`);
  }
  return { mails, charactersPerToken: 1.9 };
}

/**
 * `count` mailboxes of about `tokens` prompt tokens each; the facts stand at these depths in turn, or at random ones.
 * Depth 0 is the first mail, 1 the last but one: the README's author put no fact behind all others.
 */
export async function plantFacts(
  count: number,
  tokens: number,
  seed: number,
  options: { readonly depths?: readonly number[]; readonly haystack?: Haystack } = {},
): Promise<PlantedMailbox[]> {
  const { depths = [] } = options;
  const { mails, charactersPerToken } = options.haystack ?? {
    mails: await listMails(),
    charactersPerToken: CHARACTERS_PER_TOKEN,
  };
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const value = (): string => {
    const kind = random();
    if (kind < 0.5) return String(between(10, 99_999));
    if (kind < 0.7) return `${pick(MONTHS)} ${between(1, 28)}`;
    if (kind < 0.85) return `${pick(FIRST)} ${pick(LAST)}`;
    return `${pick("ABCDEFGHKLMNPRSTXZ".split(""))}${between(10, 9999)}`;
  };
  return Array.from({ length: count }, (_, index): PlantedMailbox => {
    const entity = (): string => `${pick(ADJECTIVES)} ${pick(NOUNS)}`;
    const [attribute, place, fact] = [pick(ATTRIBUTES), entity(), value()];
    const sentence = pick(SENTENCES).replace("{a}", attribute).replace("{e}", place).replace("{v}", fact);
    const messageId = `planted-${seed}-${index}@test.example`;
    const planted = [
      `From: ${pick(FIRST)} ${pick(LAST)} <someone@test.example>`,
      "To: Owner <owner@test.example>",
      "Subject: Note",
      "Date: Mon, 4 Mar 2013 10:00:00 +0000",
      `Message-ID: <${messageId}>`,
      "",
      `Hello. ${sentence} See you there.`,
    ].join("\n");
    const chosen: string[] = [];
    let characters = 550;
    while (characters < tokens * charactersPerToken) {
      const mail = pick(mails);
      if (chosen.includes(mail)) continue;
      chosen.push(mail);
      characters += mail.slice(mail.indexOf("\n\n")).length + 90;
    }
    const depth = depths[index % Math.max(1, depths.length)];
    const position =
      depth === undefined ? Math.floor(random() * (chosen.length + 1)) : Math.round(depth * (chosen.length - 1));
    chosen.splice(position, 0, planted);
    return {
      mbox: chosen.map((mail) => `From someone@test.example Mon Mar  4 10:00:00 2013\n${mail}\n\n`).join(""),
      value: fact,
      messageId,
      question: `What is the ${attribute} of the ${place}?`,
      absentQuestion: `What is the ${pick(ATTRIBUTES)} of the ${entity()}?`,
    };
  });
}
