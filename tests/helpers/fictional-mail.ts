/**
 * Mail of fictional people, as much as is asked for: a long life in letters, for pictures and for measuring.
 *
 * Owns how such an archive is spread: a few people write much and many little (Zipf), twenty years, four folders, two
 * mails in three are answers that quote what they answer. Seeded: the same number gives the same bytes. The words mean
 * nothing; whoever needs real mail takes ./generate-mail.ts.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { seededRandom } from "./random.ts";

/** The owner of every such archive. */
export const FICTIONAL_OWNER = "robin@hollowell.example";

const FIRST = (
  "Ada Alma Anton Asher Bea Bruno Cato Celia Cora Cyrus Dana Dora Edda Eli Elsa Emil Enzo Esme Fern Flora Gil Greta " +
  "Hal Hanna Hugo Ida Ilse Ivo Jonas Juna Kai Kira Lars Leda Lena Levi Lotte Luca Mabel Mara Milo Mina Moss Nell Nico " +
  "Nils Odo Olga Otis Otto Pia Quinn Rae Rolf Romy Rosa Ruth Sami Selma Silas Sten Sven Tilda Tove Ugo Uma Vera Vito Wim Yara"
).split(" ");
const LAST = (
  "Abbott Ahlgren Barlow Bexley Brandt Calloway Corvin Dahl Denby Ekholm Elstree Farrow Fenwick Galloway Grieve Hartmann " +
  "Haskell Ilves Jessop Kestrel Kirkby Lindqvist Lomax Marlowe Merrow Norrgard Oakes Pell Penrose Quill Rademaker Rusk " +
  "Sandoval Sexton Tarrant Thorne Umber Vance Voss Wexford Wren Yarrow Zeller"
).split(" ");
const NOUNS = (
  "roof kitchen ledger ferry contract garden lamp harvest translation survey boat engine invoice rehearsal window chapter " +
  "harbour meeting visit estimate parcel drawing timetable key orchard report bridge lecture ticket recipe stove"
).split(" ");
const VERBS =
  "arrived broke changed moved waits ended began grew failed returned improved vanished doubled stands helps".split(
    " ",
  );
const ADJECTIVES = "old new quiet late second blue narrow heavy early public small last wet spare long".split(" ");
const PLACES =
  "at the mill|in the yard|by the river|in the north room|at Hollowell|near the station|on the hill|in town".split("|");
const FOLDERS = ["Family", "Work", "Choir", "House"] as const;
const START_MS = Date.UTC(2004, 0, 5, 8);
const END_MS = Date.UTC(2026, 9, 20, 8);
const PEOPLE = 640;

type Person = { readonly name: string; readonly address: string; readonly folder: string; readonly signature: string };
type Random = () => number;

const pick = <T>(random: Random, list: readonly T[]): T => {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
};

function people(random: Random): Person[] {
  const seen = new Set<string>();
  const all: Person[] = [];
  while (all.length < PEOPLE) {
    const [first, last] = [pick(random, FIRST), pick(random, LAST)];
    if (seen.has(`${first} ${last}`)) continue;
    seen.add(`${first} ${last}`);
    const folder = FOLDERS[Math.min(FOLDERS.length - 1, Math.floor(random() ** 1.6 * FOLDERS.length))] ?? "House";
    const address = `${first}.${last}@${folder}.example`.toLowerCase();
    all.push({
      name: `${first} ${last}`,
      address,
      folder,
      signature: `-- \n${first} ${last}\n${pick(random, PLACES)}`,
    });
  }
  return all;
}

function sentence(random: Random): string {
  const start = `The ${pick(random, ADJECTIVES)} ${pick(random, NOUNS)} ${pick(random, VERBS)} ${pick(random, PLACES)}`;
  const amount = 10 + Math.floor(random() * 4900);
  switch (Math.floor(random() * 4)) {
    case 0:
      return `${start}.`;
    case 1:
      return `${start}, and the ${pick(random, NOUNS)} costs ${amount} now.`;
    case 2:
      return `I wrote to ${pick(random, FIRST)} about the ${pick(random, NOUNS)}, but nothing ${pick(random, VERBS)} yet.`;
    default:
      return `${start}; page ${amount} says why the ${pick(random, NOUNS)} ${pick(random, VERBS)}.`;
  }
}

function paragraphs(random: Random): string {
  // Most are short, some are long: as mail is.
  const count = 1 + Math.floor(random() ** 3 * 7);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () => sentence(random)).join(" "),
  ).join("\n\n");
}

type Sent = { readonly id: string; readonly from: Person; readonly body: string; readonly date: Date };
type Thread = { readonly with: Person; readonly subject: string; readonly mails: Sent[] };

/** One mail, and the mailbox that it lies in. */
export type FictionalMail = { readonly folder: string; readonly source: string };

const quote = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");

/** So many mails, in the order in which they were written. */
export function* fictionalMails(count: number, seed = 1): Generator<FictionalMail> {
  const random = seededRandom(seed);
  const all = people(random);
  const owner: Person = {
    name: "Robin Hollowell",
    address: FICTIONAL_OWNER,
    folder: "Sent",
    signature: "Robin",
  };
  const open: Thread[] = [];
  const step = (END_MS - START_MS) / count;
  for (let number = 0; number < count; number += 1) {
    // The years fill up: four times as much is written at the end as at the beginning.
    const along = Math.sqrt((number + random()) / count);
    const date = new Date(START_MS + along * (END_MS - START_MS - step));
    const goesOn = open.length > 0 && random() < 0.66;
    const who = all[Math.floor(all.length ** random()) - 1] ?? owner;
    const subject = `The ${pick(random, ADJECTIVES)} ${pick(random, NOUNS)} ${pick(random, PLACES)}`;
    const thread = goesOn ? pick(random, open) : { with: who, subject, mails: [] };
    if (!goesOn) open.push(thread);
    if (open.length > 60 || thread.mails.length > 7) open.splice(thread.mails.length > 7 ? open.indexOf(thread) : 0, 1);
    const before = thread.mails.at(-1);
    const from =
      before === undefined ? (random() < 0.3 ? owner : thread.with) : before.from === owner ? thread.with : owner;
    const to = from === owner ? thread.with : owner;
    const own = `Dear ${to.name.split(" ")[0]},\n\n${paragraphs(random)}\n\n${from.signature}`;
    const answered =
      before === undefined
        ? ""
        : `\n\nOn ${before.date.toDateString()}, ${before.from.name} <${before.from.address}> wrote:\n${quote(before.body)}`;
    const sent: Sent = { id: `<${number}.${seed}@mail.example>`, from, body: `${own}${answered}`, date };
    const source = [
      `From: ${from.name} <${from.address}>`,
      `To: ${to.name} <${to.address}>`,
      `Date: ${date.toUTCString().replace("GMT", "+0000")}`,
      `Message-ID: ${sent.id}`,
      ...(before === undefined ? [] : [`In-Reply-To: ${before.id}`, `References: ${before.id}`]),
      `Subject: ${before === undefined ? "" : "Re: "}${thread.subject}`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      sent.body,
      "",
    ].join("\n");
    thread.mails.push(sent);
    yield { folder: from === owner ? "Sent" : from.folder, source };
  }
}

/** Writes them as one mbox a folder; answers with the files. */
export function writeFictionalMail(directory: string, count: number, seed = 1): string[] {
  const files = new Map<string, { readonly file: string; readonly handle: number }>();
  for (const { folder, source } of fictionalMails(count, seed)) {
    let out = files.get(folder);
    if (out === undefined) {
      const file = path.join(directory, `${folder}.mbox`);
      out = { file, handle: openSync(file, "w") };
      files.set(folder, out);
    }
    writeSync(out.handle, `From x@mail.example Thu Mar  4 10:00:00 2021\n${source.replace(/^(>*From )/gm, ">$1")}\n`);
  }
  for (const { handle } of files.values()) closeSync(handle);
  return [...files.values()].map(({ file }) => file);
}
