/**
 * The owner's archive as hay: its documents in prompt format 1, and its prose in sentences. Pure.
 *
 * Owns how documents become pieces and notes (mails that carry a needle). What is hidden in them is ./mail-tasks.ts.
 */
import type { CorpusDocument } from "../archive/queries/corpus.ts";
import { createRenderer } from "../prompt/render.ts";

/** A document as a piece of hay, not yet counted. */
export type MailText = { readonly text: string; readonly document: CorpusDocument };

/** Renders documents as one prefix would, from `start` on and round to it. */
export function renderHay(documents: readonly CorpusDocument[], me: ReadonlySet<string>, start: number): MailText[] {
  const renderer = createRenderer(me);
  const turned = [...documents.slice(start), ...documents.slice(0, start)];
  return turned.map((document) => ({ text: renderer.render(document).text, document }));
}

/** How far the ids of a repeated document are moved, so that none stands twice in a prompt. */
const REPEAT_STEP = 1_000_000;

/** A document's text for a later round: the same with other ids. */
export function renumber(text: string, round: number): string {
  return text.replace(/^\[([mpf])(\d+)(?=[\].])/gm, (_, kind: string, number: string) => {
    return `[${kind}${Number(number) + round * REPEAT_STEP}`;
  });
}

const EXAM_ME = "me@exam.example";

/** A short mail that carries a needle, in the form of every other mail of the prefix. */
export function renderNote(note: {
  readonly number: number;
  readonly date: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}): string {
  const lines = note.text.split("\n").length;
  return createRenderer(new Set([EXAM_ME])).render({
    number: note.number,
    kind: "mail",
    localDate: note.date,
    dateMs: Date.parse(note.date),
    subject: note.subject,
    name: "",
    from: { name: note.from, address: `${note.from.toLowerCase().replace(/ /g, ".")}@note.example` },
    recipients: [{ name: "", address: EXAM_ME }],
    messageId: null,
    threadId: note.number,
    references: [],
    text: note.text,
    blocks: [["own", 0, lines]],
    attachments: [],
  }).text;
}

/** Own text of mails as sentences for haystacks of prose; the same sentence once. */
export function proseOf(documents: readonly CorpusDocument[], shipped: readonly string[]): string[] {
  const sentences = new Set<string>();
  const add = (text: string): void => {
    for (const sentence of text.replace(/\s+/g, " ").match(/[^.!?]+[.!?]+/g) ?? []) {
      const tidy = sentence.trim();
      if (tidy.length >= 20 && tidy.length <= 400 && /^\p{Lu}/u.test(tidy)) sentences.add(tidy);
    }
  };
  for (const document of documents) {
    if (document.kind !== "mail") continue;
    const lines = document.text.split("\n");
    for (const [kind, first, count] of document.blocks) {
      if (kind === "own") add(lines.slice(first, first + count).join(" "));
    }
  }
  // A small archive would repeat too soon.
  if (sentences.size < 300) for (const text of shipped) add(text);
  return [...sentences];
}
