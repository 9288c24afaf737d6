/**
 * Checks a draft, whoever wrote its words: where its claims come from, and what it carries from mail with somebody else.
 */
import { setImmediate } from "node:timers/promises";
import type { DraftChecks, DraftWarning } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { type CorpusDocument, readCorpus } from "../archive/queries/corpus.ts";
import { readNames } from "../archive/queries/voice.ts";
import { nameKey } from "../proof/claims.ts";
import { createGrounding, type Source } from "../proof/grounding.ts";
import { createLeakSearch, type LeakSource } from "../proof/leaks.ts";
import { languageOf } from "./language.ts";

/** What a draft is checked against. */
export type CheckContext = {
  /** The message answered, or the head of a new mail; `id` is null for one from outside. */
  readonly message: CorpusDocument;
  readonly messageId: string | null;
  readonly points: readonly string[];
  /** What was read. */
  readonly documents: readonly CorpusDocument[];
  /** The addresses the draft goes to. */
  readonly recipients: ReadonlySet<string>;
};

/** A document's words with the names in its header: who wrote is as much known as what was written. */
function sourceText({ from, recipients, subject, name, localDate, text }: CorpusDocument): string {
  const people = [from, ...recipients].flatMap((person) => (person === null ? [] : [person.name, person.address]));
  return [localDate ?? "", subject, name, ...people, text].join("\n");
}

function toSource(document: CorpusDocument): Source {
  return { id: `${document.kind[0]}${document.number}`, text: sourceText(document) };
}

/** After so many documents the API thread's other work gets its turn. */
const TURN = 200;

/** Checks a text against what it was given and what was read. */
export async function checkDraft(
  db: ReadableDatabase,
  me: ReadonlySet<string>,
  draft: string,
  context: CheckContext,
): Promise<DraftChecks> {
  const { message, messageId, points, documents, recipients } = context;
  const thread =
    messageId === null
      ? []
      : readCorpus(db, { thread: `t${message.threadId}` }).filter(({ number }) => number !== message.number);
  const inThread = new Set([message.number, ...thread.map(({ number }) => number)]);
  const others = documents.filter(({ number }) => !inThread.has(number));
  const people = [message, ...thread, ...documents].flatMap(({ from, recipients }) =>
    from === null ? recipients : [from, ...recipients],
  );
  const known = new Set(
    people
      .flatMap(({ name }) => name.split(/[\s,]+/))
      .filter((word) => /^\p{Lu}\p{L}+$/u.test(word))
      .map(nameKey),
  );
  const grounding = createGrounding(
    draft,
    {
      message: { id: messageId, text: sourceText(message) },
      thread: thread.map(toSource),
      points,
      ownNames: [...readNames(db, [...me]).values(), ...me],
    },
    { known, hasCapitalNouns: languageOf(draft) === "German" },
  );
  const given = [sourceText(message), ...thread.map(sourceText), ...points];
  const leaks = createLeakSearch(draft, { recipients, given });
  // Newest first: that is where a fact is still true.
  for (const [index, document] of others.toReversed().entries()) {
    if (index % TURN === TURN - 1) await setImmediate();
    if (grounding.hasOpen()) grounding.read(toSource(document));
    for (const source of mailSources([document], me)) leaks.read(source);
  }
  return { grounding: grounding.results(), leaks: leaks.leaks() };
}

/** The mails among documents, as leaks are looked for in them. */
export function* mailSources(documents: readonly CorpusDocument[], me: ReadonlySet<string>): Generator<LeakSource> {
  for (const { kind, number, from, recipients, text } of documents) {
    if (kind !== "mail") continue;
    const isMine = from !== null && me.has(from.address);
    const others = recipients.map(({ address }) => address).filter((address) => !me.has(address));
    yield {
      id: `m${number}`,
      text,
      people: [...(from === null ? [] : [from.address]), ...recipients.map(({ address }) => address)],
      writtenTo: isMine ? others : [],
    };
  }
}

const KINDS = { name: "name", date: "date", amount: "figure", promise: "promise" } as const;

/** What of the checks the owner should look at, in sentences. */
export function checkWarnings({ grounding, leaks }: DraftChecks): DraftWarning[] {
  return [
    ...leaks.map(
      ({ text, id }): DraftWarning => ({
        code: "LEAK",
        text,
        message: `These words stand in ${id}, a mail with somebody else: "${text}"`,
      }),
    ),
    ...grounding
      .filter(({ state }) => state === "nowhere")
      .map(
        ({ kind, text }): DraftWarning => ({
          code: "NOT_IN_SOURCES",
          text,
          message: `The ${KINDS[kind]} "${text}" stands neither in the message nor in what was read.`,
        }),
      ),
  ];
}
