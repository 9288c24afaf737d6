/**
 * The voice material: every mail the owner wrote, own words only, paired with what it answers.
 *
 * In the prefix these mails stand as what they are ("me to ..."); this is the same set for measuring and for scopes.
 * Pure but for the reading.
 */
import { formatDocumentId } from "../../../shared/document-id.ts";
import type { Person } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { readSentMail, type SentMail } from "../archive/queries/voice.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";
import { ownText } from "../text/blocks.ts";
import { languageOf } from "./language.ts";
import { styleWords } from "./stylometry/words.ts";

/** One mail in the owner's hand; `text` is own words only, `answers` the number of the mail it answers. */
export type VoiceSample = {
  readonly number: number;
  readonly id: string;
  readonly dateMs: number | null;
  readonly localDate: string | null;
  readonly subject: string;
  readonly threadId: number;
  readonly recipients: readonly Person[];
  readonly text: string;
  readonly words: number;
  readonly answers: number | null;
  readonly language: string | undefined;
};

/** The sample a sent mail is; `undefined` for one without words of its own (a bare forward, an attachment alone). */
export function toSample(mail: SentMail): VoiceSample | undefined {
  const text = ownText(mail.text, mail.blocks);
  const words = styleWords(text).length;
  if (words === 0) return undefined;
  const { number, dateMs, localDate, subject, threadId, recipients, answers } = mail;
  const id = formatDocumentId("mail", number);
  return {
    number,
    id,
    dateMs,
    localDate,
    subject,
    threadId,
    recipients,
    text,
    words,
    answers,
    language: languageOf(text),
  };
}

/** All samples of an archive, in first-seen order. */
export function readVoice(db: ReadableDatabase): VoiceSample[] {
  return readSentMail(db).flatMap((mail) => toSample(mail) ?? []);
}

/** The samples that may stand in a prefix: none that the owner withdrew, none beside a mail that is withdrawn. */
export function readVoiceToLearn(db: ReadableDatabase): VoiceSample[] {
  const hidden = new Set(withdrawnNumbers(db));
  return readVoice(db)
    .filter(({ number }) => !hidden.has(number))
    .map((sample) => (sample.answers !== null && hidden.has(sample.answers) ? { ...sample, answers: null } : sample));
}

/** The person a mail is first of all written to: the first of To who is not the owner. */
export function addressee(sample: Pick<VoiceSample, "recipients">, me: ReadonlySet<string>): Person | undefined {
  return sample.recipients.find((person) => person.address !== "" && !me.has(person.address));
}
