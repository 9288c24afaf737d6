/**
 * Folding loses nothing: over every mailbox of the corpora, by induction over the documents in their order.
 *
 * Each line of a mail stands in the mail's own place in the prompt, or in the text of an earlier mail to which that
 * place refers (whose lines stand in the prompt by the same rule). Three exceptions, and no other:
 *
 * 1. a line of the disclaimer that ends somebody's own words, where it stood before in a mail from the same domain;
 * 2. a line of a signature or a list's footer that stood before, in a signature of the same sender or in any footer;
 * 3. a line over a quote that was folded ("On 5 March Alice wrote:") which says nothing but what the header of a mail
 *    says to which the place refers: each of its words is of a fixed frame, or of that header's people (single letters,
 *    initials, and the places in Lotus Notes addresses are not looked at), subject, Message-ID and date. A time counts where its minute is at most
 *    15 from the header's: time zones shift hours, and servers stamp mails when they come.
 *
 * White space, wrapping and quote marks do not count; for own words only white space at a line's end does not.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CorpusDocument, readCorpus } from "../../../../main/core/archive/queries/corpus.ts";
import { assembleCorpus } from "../../../../main/core/prompt/corpus.ts";
import type { Corpus } from "../../../../main/core/prompt/counting.ts";
import { unescapeContent } from "../../../../main/core/prompt/escape.ts";
import { createTestArchive, importAll, type TestArchive } from "../../../helpers/archive.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";

const MBOX = path.join(CORPORA, "mail/mbox");
const inFolder = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .map((name) => path.join(folder, name))
        .filter((file) => /\.(?:mbox|mmdf)$/.test(file) && statSync(file).isFile())
    : [];

const SETS: readonly { readonly name: string; readonly paths: readonly string[] }[] = [
  { name: "mailing lists", paths: inFolder(path.join(MBOX, "pipermail")) },
  {
    name: "collected mail, variants, maildir",
    paths: [
      ...inFolder(MBOX),
      ...["mimekit", "tika", "variants"].flatMap((folder) => inFolder(path.join(MBOX, folder))),
      path.join(CORPORA, "mail/maildir/notmuch-default"),
    ],
  },
  { name: "voice, list", paths: inFolder(path.join(CORPORA, "voice/list-ben-bolker")) },
  { name: "voice, business", paths: inFolder(path.join(CORPORA, "voice/enron-steven-kean")) },
];

/** Told as it is: what goes by more than the rule allows. All of them are attributions, none says anything else. */
const KNOWN: readonly RegExp[] = [
  // A joke about the sender's name, and he is in the header; a mail program's broken date.
  /quoted \(424\): Kate P Looney wrote:$/,
  /On 0020 \+0100 %\{!Sat, Aug 10, 2002 at 12:11:50PM \+0100\}, FRLinux wrote:$/,
  // His clock was wrong: the header is half an hour apart.
  /On Fri, Jul 19, 2002 at 11:47:39PM \+0100, Niall O Broin wrote:$/,
];

const bare = (text: string): string => text.replace(/[\s>]+/g, "");
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words that every attribution and every block of copied headers has, in the languages of the corpora. */
const FRAME = new Set(
  wordsOf(`on at in of the by to from cc bcc sent date subject reply re fw fwd aw wg message messages original forwarded
    importance importante oggetto inviato enviado el asunto para de da data a am pm le la il du alle ore um schrieb ha scritto escribió
    crit écrit wrote writes write said says a and und et mailto list via behalf email e mail utc gmt est edt cst cdt mst mdt pst pdt bst cet cest
    sgt jst mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday
    jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october
    nov november dec december messaggio originale organization x sender st nd rd th escribi vie lun mar mié jue sáb dom may mayo
    las r package devel sig mac bounces list help ext giorno`),
);

/** All that the header of a mail says, as words. */
function headerFacts(document: CorpusDocument): Set<string> {
  const facts = new Set<string>();
  const add = (text: string): void => {
    for (const word of wordsOf(text)) facts.add(word);
  };
  for (const { name, address } of [...(document.from === null ? [] : [document.from]), ...document.recipients]) {
    add(`${name} ${address}`);
    add(
      wordsOf(name)
        .map((word) => word[0])
        .join(""),
    );
  }
  add(document.subject);
  add(document.messageId ?? "");
  if (document.dateMs === null) return facts;
  const padded = (value: number): void => add(`${value} ${String(value).padStart(2, "0")}`);
  for (let day = -1; day <= 1; day += 1) {
    const date = new Date(document.dateMs + day * 86_400_000);
    padded(date.getUTCDate());
    padded(date.getUTCMonth() + 1);
    add(`${date.getUTCFullYear()} ${String(date.getUTCFullYear()).slice(2)}`);
    for (const ending of ["st", "nd", "rd", "th"]) add(`${date.getUTCDate()}${ending}`);
  }
  for (let hour = 0; hour <= 14; hour += 1)
    for (const minutes of ["00", "30"]) add(`${String(hour).padStart(2, "0")}${minutes}`);
  return facts;
}

const TIME = /(?<!\d)\d{1,2}[:.](\d{2})(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?)?/gi;
/** `Name/HOU/ECT@ECT`: the name, then places. */
const NOTES_PLACES = /(?:\/\w+)*@[\w@]+(?![\w.])|\/[A-Z]{2,}\b|\/Corp\b/g;

/** Whether a line says nothing but what the header of `target` says. */
function isSaidBy(line: string, target: CorpusDocument, facts: ReadonlySet<string>): boolean {
  const minute = target.dateMs === null ? undefined : new Date(target.dateMs).getUTCMinutes();
  // A server that knew no "ü" wrote "?".
  const rest = line
    .replace(NOTES_PLACES, " ")
    .replace(/\p{L}*\?\p{L}*/gu, " ")
    .replace(TIME, (time: string, minutes: string) => {
      if (minute === undefined) return time;
      // Time zones differ by whole or half hours.
      const apart = Math.abs(Number(minutes) - minute) % 30;
      return Math.min(apart, 30 - apart) <= 15 ? " " : time;
    });
  return wordsOf(rest).every((word) => word.length === 1 || FRAME.has(word) || facts.has(word));
}

type Line = { readonly text: string; readonly kind: string };

function linesOf(document: CorpusDocument): Line[] {
  const lines = document.text.split("\n");
  return document.blocks
    .flatMap(([kind, first, count]) => lines.slice(first, first + count).map((text) => ({ kind, text })))
    .filter(({ text }) => bare(text) !== "");
}

const domainOf = (document: CorpusDocument): string => document.from?.address.split("@").at(-1) ?? "";

describe.skipIf(!hasCorpora()).each(SETS)("folding loses nothing: $name", ({ paths }) => {
  let archive: TestArchive;
  let documents: CorpusDocument[];
  let corpus: Corpus;
  beforeAll(async () => {
    archive = await createTestArchive();
    await importAll(archive.writer, [...paths]);
    documents = readCorpus(archive.db, {});
    corpus = assembleCorpus(documents, new Set());
  });
  afterAll(() => archive.close());

  it("holds every line, or refers to it, or it is one of the three exceptions", () => {
    const byNumber = new Map(documents.map((document) => [document.number, document]));
    const squeezed = new Map<number, string>();
    const facts = new Map<number, Set<string>>();
    const disclaimers = new Set<string>();
    const signatures = new Set<string>();
    const lost: string[] = [];
    const counts = { lines: 0, referred: 0, repeated: 0, introductions: 0 };
    for (const [index, document] of documents.entries()) {
      const rendered = corpus.documents[index];
      const text = unescapeContent(rendered?.text ?? "");
      const whole = bare(text);
      const kept = new Set(text.split("\n"));
      const targets = (rendered?.targets ?? []).flatMap((number) => byNumber.get(number) ?? []);
      for (const target of targets) {
        expect(target.number).toBeLessThan(document.number);
        if (!squeezed.has(target.number)) squeezed.set(target.number, bare(target.text));
        if (!facts.has(target.number)) facts.set(target.number, headerFacts(target));
      }
      const lines = document.kind === "mail" ? linesOf(document) : [];
      for (const { kind, text: line } of lines) {
        counts.lines += 1;
        const key = bare(line);
        if (kind === "own") {
          if (kept.has(line.trimEnd())) continue;
          if (disclaimers.has(`${domainOf(document)} ${key}`)) counts.repeated += 1;
          else lost.push(`m${document.number} own: ${line}`);
        } else if (kind === "signature") {
          if (whole.includes(key)) continue;
          if (signatures.has(`${document.from?.address} ${key}`) || signatures.has(`list ${key}`)) counts.repeated += 1;
          else lost.push(`m${document.number} signature: ${line}`);
        } else {
          if (whole.includes(key)) continue;
          if (targets.some(({ number }) => squeezed.get(number)?.includes(key))) counts.referred += 1;
          else if (targets.some((target) => isSaidBy(line, target, facts.get(target.number) ?? new Set()))) {
            counts.introductions += 1;
          } else lost.push(`m${document.number} ${kind} (${targets.map(({ number }) => number)}): ${line}`);
        }
      }
      const isFooter = lines.some(({ kind, text: line }) => kind === "signature" && /^\s*[_=-]{20,}\s*$/.test(line));
      for (const { kind, text: line } of lines) {
        if (kind === "own") disclaimers.add(`${domainOf(document)} ${bare(line)}`);
        if (kind === "signature") signatures.add(`${isFooter ? "list" : document.from?.address} ${bare(line)}`);
      }
    }
    expect(lost.filter((line) => !KNOWN.some((known) => known.test(line)))).toEqual([]);
    expect(counts.lines).toBeGreaterThan(1000);
    expect(counts.referred).toBeGreaterThan(0);
  });
});
