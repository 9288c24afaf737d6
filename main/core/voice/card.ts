/**
 * The voice card: what the owner's mails have in common, counted, with evidence for every line of it.
 *
 * Plain counting, no model. Pure.
 */
import type { Person } from "../../../shared/schemas.ts";
import type { Bucket, Evidence, Habit, HabitGroup, VoiceCard, YearValue } from "../../../shared/voice.ts";
import { formalityRows } from "./formality.ts";
import { addressee, type VoiceSample } from "./material.ts";
import { bodyOf, closingOf, greetingOf } from "./opening.ts";
import { favouritePhrases } from "./phrases.ts";
import { mean } from "./stylometry/bootstrap.ts";
import { proseOf, styleWords } from "./stylometry/words.ts";

const MAX_HABITS = 8;
const MAX_EVIDENCE = 3;
const MAX_PEOPLE = 8;
const NO_GREETING = "(none)";

/** Counts forms, most frequent first; the newest mails are the evidence. */
export function countHabits(
  items: readonly { readonly form: string; readonly evidence: Evidence }[],
  max = MAX_HABITS,
): Habit[] {
  const byForm = new Map<string, Evidence[]>();
  for (const { form, evidence } of items) {
    const list = byForm.get(form);
    if (list === undefined) byForm.set(form, [evidence]);
    else list.push(evidence);
  }
  return [...byForm]
    .map(([form, evidence]) => ({
      form,
      count: evidence.length,
      evidence: evidence.toReversed().slice(0, MAX_EVIDENCE),
    }))
    .sort((a, b) => b.count - a.count || (a.form < b.form ? -1 : 1))
    .slice(0, max);
}

function firstWords(text: string): string {
  return (text.split("\n").find((line) => line.trim() !== "") ?? "").trim().split(/\s+/).slice(0, 6).join(" ");
}

function greetings(samples: readonly VoiceSample[]): Habit[] {
  return countHabits(
    samples.map(({ id, text, recipients }) => {
      const found = greetingOf(text, recipients);
      return { form: found?.form ?? NO_GREETING, evidence: { id, quote: found?.words ?? firstWords(text) } };
    }),
  );
}

function closings(samples: readonly VoiceSample[]): Habit[] {
  return countHabits(
    samples.map(({ id, text }) => {
      const found = closingOf(text);
      return { form: found?.form ?? NO_GREETING, evidence: { id, quote: found?.words ?? firstWords(text) } };
    }),
  );
}

function groupsOf(samples: readonly VoiceSample[], nameOf: (sample: VoiceSample) => string | undefined): HabitGroup[] {
  const groups = Map.groupBy(samples, (sample) => nameOf(sample) ?? "");
  groups.delete("");
  return [...groups].map(([name, own]) => ({
    name,
    mails: own.length,
    greetings: greetings(own).slice(0, 3),
    closings: closings(own).slice(0, 3),
  }));
}

/** A histogram over the given lower bounds; the last column is open. */
export function histogram(values: readonly number[], bounds: readonly number[]): Bucket[] {
  return bounds.map((from, at) => {
    const to = bounds[at + 1] ?? null;
    return { from, to, count: values.filter((value) => value >= from && (to === null || value < to)).length };
  });
}

/** The middle value; 0 of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const yearOf = ({ localDate }: VoiceSample): string | undefined => localDate?.slice(0, 4);

function lengthByYear(samples: readonly VoiceSample[]): YearValue[] {
  const byYear = Map.groupBy(samples, (sample) => yearOf(sample) ?? "");
  byYear.delete("");
  return [...byYear]
    .map(([year, own]) => ({ year, mails: own.length, value: median(own.map(({ words }) => words)) }))
    .sort((a, b) => (a.year < b.year ? -1 : 1));
}

/** Words a sentence; greeting, closing and name are none. */
function sentenceLengths(samples: readonly VoiceSample[]): number[] {
  return samples
    .flatMap(({ text, recipients }) => proseOf(bodyOf(text, recipients)).split(/(?<=[.!?…])\s+|\n\s*\n/))
    .map((sentence) => styleWords(sentence).length)
    .filter((length) => length > 0);
}

const MARKS = [
  ["!", "exclamation marks", /!/g],
  ["?", "question marks", /\?/g],
  [",", "commas", /,/g],
  [";", "semicolons", /;/g],
  [":", "colons", /:(?!\/\/)/g],
  ["–", "dashes", /\s[-–—]{1,2}\s|—/g],
  ["…", "dots of omission", /…|\.{3,}/g],
  ["( )", "brackets", /\([^)\n]*\)/g],
  ["“ ”", "quotation marks", /["“”„«»]/g],
] as const;

const EMOJI =
  /\p{Extended_Pictographic}(?:\u{fe0f}|\u{200d}\p{Extended_Pictographic}|\p{Emoji_Modifier})*|(?<=^|\s)[:;]-?[()DPp|](?=\s|$|[.,!?])/gu;

function emojiHabits(samples: readonly VoiceSample[]): Habit[] {
  return countHabits(
    samples.flatMap(({ id, text }) =>
      [...text.matchAll(EMOJI)].map((match) => {
        const from = text.lastIndexOf("\n", match.index) + 1;
        const quote = text.slice(Math.max(from, match.index - 30), match.index + match[0].length).trim();
        return { form: match[0], evidence: { id, quote } };
      }),
    ),
  );
}

/** Makes the card of samples; `others` are own texts of other people, for telling phrases that everybody uses. */
export function makeCard(
  samples: readonly VoiceSample[],
  me: ReadonlySet<string>,
  others: readonly string[],
): VoiceCard {
  const words = samples.reduce((sum, sample) => sum + sample.words, 0);
  const text = samples.map((sample) => proseOf(sample.text)).join("\n");
  const personName = (sample: VoiceSample): string | undefined => {
    const person = addressee(sample, me);
    return person === undefined ? undefined : person.address;
  };
  const names = new Map<string, Person>();
  for (const sample of samples) {
    const person = addressee(sample, me);
    if (person !== undefined && (names.get(person.address)?.name ?? "") === "") names.set(person.address, person);
  }
  const sentences = sentenceLengths(samples);
  const years = samples.flatMap((sample) => yearOf(sample) ?? []).sort();
  const languages = Map.groupBy(samples, ({ language }) => language ?? "too short to tell");
  return {
    mails: samples.length,
    words,
    answered: samples.filter(({ answers }) => answers !== null).length,
    firstYear: years[0] ?? null,
    lastYear: years.at(-1) ?? null,
    greetings: greetings(samples),
    closings: closings(samples),
    people: groupsOf(samples, personName)
      .sort((a, b) => b.mails - a.mails || (a.name < b.name ? -1 : 1))
      .slice(0, MAX_PEOPLE)
      .map((group) => ({ ...group, name: names.get(group.name)?.name || group.name })),
    years: groupsOf(samples, yearOf).sort((a, b) => (a.name < b.name ? -1 : 1)),
    length: {
      median: median(samples.map((sample) => sample.words)),
      buckets: histogram(
        samples.map((sample) => sample.words),
        [1, 10, 25, 50, 100, 200, 400],
      ),
      byYear: lengthByYear(samples),
    },
    sentences: {
      mean: sentences.length === 0 ? 0 : mean(sentences),
      buckets: histogram(sentences, [1, 5, 10, 15, 20, 30, 40]),
    },
    phrases: favouritePhrases(samples, others),
    punctuation: MARKS.map(([mark, name, pattern]) => ({
      mark,
      name,
      rate: words === 0 ? 0 : ((text.match(pattern) ?? []).length / words) * 1000,
    })),
    emoji: emojiHabits(samples),
    languages: [...languages].map(([name, own]) => ({ name, mails: own.length })).sort((a, b) => b.mails - a.mails),
    formality: formalityRows(samples, me, names),
  };
}
