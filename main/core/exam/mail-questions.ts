/**
 * Questions about the owner's own mail whose answers the archive's structure knows: who wrote, when, which amount.
 *
 * Pure, without a model. A question names its mail so that only one mail of the sheet fits; mails with near neighbours
 * (the same writer, the same subject) are asked first.
 */
import type { CorpusDocument } from "../archive/queries/corpus.ts";
import { askTail } from "../prompt/tails.ts";
import { MAIL_ANSWER_TOKENS } from "./mail-tasks.ts";
import type { Random } from "./random.ts";
import type { Place } from "./ruler.ts";
import type { Expectation } from "./score.ts";
import { hasWords } from "./score.ts";
import type { SheetQuestion } from "./sheet.ts";

/** A mail in a sheet: where it stands (unit) and at which depth of the whole sheet in tokens. */
export type SheetMail = { readonly unit: number; readonly offset: number; readonly document: CorpusDocument };

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** The ways to write a day that count as right. */
export function dayForms(day: string): string[] {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const name = MONTHS[month - 1] ?? "";
  const pad = (value: number): string => String(value).padStart(2, "0");
  return [
    day,
    `${date} ${name} ${year}`,
    `${name} ${date}, ${year}`,
    `${name} ${date} ${year}`,
    `${date}. ${name} ${year}`,
    `${date}.${month}.${year}`,
    `${pad(date)}.${pad(month)}.${year}`,
    `${pad(date)}/${pad(month)}/${year}`,
    `${pad(month)}/${pad(date)}/${year}`,
  ];
}

const AMOUNT = /(?:[$€£]\s?\d[\d,.]*\d|\b\d[\d,.]*\d\s?(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?)\b)/giu;

/** The one amount of money in a mail's own text; undefined where there is none or more than one. */
export function onlyAmount(document: CorpusDocument): string | undefined {
  const lines = document.text.split("\n");
  const own = document.blocks.flatMap(([kind, first, count]) =>
    kind === "own" ? lines.slice(first, first + count) : [],
  );
  const found = new Set([...own.join("\n").matchAll(AMOUNT)].map((match) => match[0].trim()));
  return found.size === 1 ? [...found][0] : undefined;
}

type Named = SheetMail & { readonly day: string; readonly sender: string; readonly subject: string };

function named(mail: SheetMail, me: ReadonlySet<string>): Named | undefined {
  const { document } = mail;
  const sender = document.from?.name.trim() ?? "";
  const subject = document.subject.replace(/\s+/g, " ").replaceAll("|", "/").trim();
  const isMine = document.from !== null && me.has(document.from.address.toLowerCase());
  if (document.kind !== "mail" || document.localDate === null || isMine) return undefined;
  if (sender.length < 3 || sender.length > 50 || subject.length < 3 || subject.length > 80) return undefined;
  return { ...mail, day: document.localDate.slice(0, 10), sender, subject };
}

type Asked = { readonly text: string; readonly expectation: Expectation };

/** What can be asked of a mail among all of its sheet, in random order. */
function askable(mail: Named, all: readonly Named[], random: Random): Asked[] {
  const others = all.filter((other) => other.document.number !== mail.document.number);
  const same = (...fields: ("day" | "sender" | "subject")[]): boolean =>
    others.some((other) => fields.every((field) => other[field] === mail[field]));
  const asked: Asked[] = [];
  if (!same("day", "subject") && !hasWords(mail.subject, mail.sender)) {
    asked.push({
      text: `Who wrote the mail of ${mail.day} with the subject "${mail.subject}"?`,
      expectation: { rule: "any-words", references: [mail.sender] },
    });
  }
  if (!same("sender", "subject")) {
    asked.push({
      text: `On which date did ${mail.sender} write the mail with the subject "${mail.subject}"?`,
      expectation: { rule: "any-words", references: dayForms(mail.day) },
    });
  }
  const amount = onlyAmount(mail.document);
  if (amount !== undefined && !same("day", "sender", "subject")) {
    const figure = amount.replace(/^[^\d]+|[^\d]+$/g, "");
    asked.push({
      text: `Which amount of money does ${mail.sender} name in the mail of ${mail.day} with the subject "${mail.subject}"?`,
      expectation: { rule: "any-words", references: [...new Set([amount, figure, figure.replaceAll(",", "")])] },
    });
  }
  return random.shuffle(asked);
}

/** How many mails around a depth are looked at for one with near neighbours. */
const LOOK_AROUND = 8;

/** One question a place, about a mail near its depth; fewer where the mails do not give them. */
export function drawMailQuestions(
  mails: readonly SheetMail[],
  me: ReadonlySet<string>,
  places: readonly Place[],
  bodyTokens: (length: number) => number,
  random: Random,
  today: string,
): Omit<SheetQuestion, "key">[] {
  const all = mails.flatMap((mail) => named(mail, me) ?? []);
  const neighbours = new Map<string, number>();
  for (const { sender, subject } of all) {
    for (const word of [sender, subject]) neighbours.set(word, (neighbours.get(word) ?? 0) + 1);
  }
  const used = new Set<number>();
  const questions: Omit<SheetQuestion, "key">[] = [];
  for (const place of places) {
    const body = bodyTokens(place.length);
    const near = all
      .filter((mail) => !used.has(mail.unit) && mail.offset < body)
      .sort((a, b) => Math.abs(a.offset - place.depth * body) - Math.abs(b.offset - place.depth * body))
      .slice(0, LOOK_AROUND)
      .sort((a, b) => (neighbours.get(b.sender) ?? 0) - (neighbours.get(a.sender) ?? 0));
    for (const mail of near) {
      const [asked] = askable(mail, all, random);
      if (asked === undefined) continue;
      used.add(mail.unit);
      questions.push({
        task: "mail_questions",
        length: place.length,
        evidence: [mail.unit],
        text: askTail({ today }, asked.text),
        answerPrefix: "",
        expectation: asked.expectation,
        answerTokens: MAIL_ANSWER_TOKENS,
      });
      break;
    }
  }
  return questions;
}
