/**
 * How formal the owner is with whom, from what can be counted: greeting, closing, contractions, marks, sentence length.
 *
 * A number between 0 and 1 for comparing one's own mails with each other, not a judgement of anybody's style. Pure.
 */
import type { Person } from "../../../shared/schemas.ts";
import type { FormalityRow } from "../../../shared/voice.ts";
import { addressee, type VoiceSample } from "./material.ts";
import { closingOf, greetingOf } from "./opening.ts";
import { mean } from "./stylometry/bootstrap.ts";
import { styleWords } from "./stylometry/words.ts";

const MIN_MAILS = 2;
const MAX_PEOPLE = 12;
const MAX_EVIDENCE = 3;

const FORMAL_GREETING = /^(?:dear|sehr geehrte|estimad|prezad|gentile|geachte|monsieur|madame)/i;
const MIDDLE_GREETING = /^(?:hello|good |liebe|guten|bonjour|buen|beste|hallo|dzień)/i;
const FORMAL_CLOSING = /regards|sincerely|faithfully|freundlichen|cordialement|atentamente|cordiali|vriendelijke/i;
const MIDDLE_CLOSING = /best|wishes|thank|grü|danke|merci|saludos|saluti|groet/i;
const CONTRACTION = /(?:n't|'(?:ll|re|ve|d|m|s))$/;

function greetingScore(form: string | undefined): number {
  if (form === undefined) return 0.15;
  if (FORMAL_GREETING.test(form)) return 1;
  return MIDDLE_GREETING.test(form) ? 0.6 : 0.3;
}

function closingScore(form: string | undefined): number {
  if (form === undefined) return 0.2;
  if (FORMAL_CLOSING.test(form)) return 1;
  return MIDDLE_CLOSING.test(form) ? 0.6 : 0.25;
}

/** How formal one mail is, 0 to 1. */
export function formalityOf(sample: Pick<VoiceSample, "text" | "recipients">): number {
  const { text, recipients } = sample;
  const words = styleWords(text);
  const contractions = words.filter((word) => CONTRACTION.test(word)).length / Math.max(1, words.length);
  const loud =
    (text.match(/!|\p{Extended_Pictographic}|(?<=\s)[:;]-?[()D]/gu) ?? []).length / Math.max(1, words.length);
  return (
    0.4 * greetingScore(greetingOf(text, recipients)?.form) +
    0.25 * closingScore(closingOf(text)?.form) +
    0.2 * (1 - Math.min(1, contractions * 20)) +
    0.15 * (1 - Math.min(1, loud * 20))
  );
}

/** The people with two mails or more, most formal first. */
export function formalityRows(
  samples: readonly VoiceSample[],
  me: ReadonlySet<string>,
  names: ReadonlyMap<string, Person>,
): FormalityRow[] {
  const groups = Map.groupBy(samples, (sample) => addressee(sample, me)?.address ?? "");
  groups.delete("");
  return [...groups]
    .filter(([, own]) => own.length >= MIN_MAILS)
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, MAX_PEOPLE)
    .map(([address, own]) => ({
      person: names.get(address) ?? { name: "", address },
      mails: own.length,
      value: mean(own.map(formalityOf)),
      evidence: own
        .toReversed()
        .slice(0, MAX_EVIDENCE)
        .map(({ id, text }) => ({ id, quote: text.trim().split(/\s+/).slice(0, 6).join(" ") })),
    }))
    .sort((a, b) => b.value - a.value);
}
