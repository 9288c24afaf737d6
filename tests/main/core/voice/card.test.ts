/** The voice card: what is counted of greetings, closings, phrases and marks, and what is not mistaken for them. */
import { describe, expect, it } from "vitest";
import { makeCard } from "../../../../main/core/voice/card.ts";
import { formalityOf } from "../../../../main/core/voice/formality.ts";
import { readVoice, toSample, type VoiceSample } from "../../../../main/core/voice/material.ts";
import { bodyOf, closingOf, greetingOf } from "../../../../main/core/voice/opening.ts";
import { hasCorpora } from "../../../helpers/paths.ts";
import { openVoice } from "../../../helpers/voice-corpora.ts";

const TOM = { name: "Tom Ferrand", address: "tom@example.org" };
const IDA = { name: "Ida Brandt", address: "ida@example.org" };

function sample(number: number, text: string, to = TOM, date = "2024-05-01"): VoiceSample {
  const lines = text.split("\n").length;
  const found = toSample({
    number,
    dateMs: Date.parse(date),
    localDate: date,
    subject: "x",
    threadId: number,
    recipients: [to],
    text,
    blocks: [["own", 0, lines]],
    answers: null,
  });
  if (found === undefined) throw new Error("no words");
  return found;
}

describe("greetings and closings", () => {
  it.each([
    ["Hi Tom,\n\nyes.", "Hi {name},"],
    ["Hi Tommy, yes please do.", "Hi {name},"],
    ["Dear Mr. Ferrand:\n\nThe lease.", "Dear Mr. {name}:"],
    ["Hello all,\n\nfine.", "Hello all,"],
    ["Tom,\n\nyes.", "{name},"],
    ["Sehr geehrte Frau Weber,\n\ndanke.", "Sehr geehrte Frau {name},"],
  ])("reads %j as %s", (text, form) => expect(greetingOf(text, [TOM])?.form).toBe(form));

  it.each(["Yes, that works.", "All of it is here.", "The crates are at the depot,\nall 14.", "Tom has the key."])(
    "takes %j for no greeting",
    (text) => expect(greetingOf(text, [TOM])).toBeUndefined(),
  );

  it.each([
    ["Yes.\n\nCheers,\nNora", "Cheers,"],
    ["Yes.\n\nBest regards, Nora", "Best regards,"],
    ["Ja.\n\nViele Grüße\nNora", "Viele Grüße"],
    ["Thanks!\nN.", "Thanks!"],
  ])("reads the closing of %j as %s", (text, form) => expect(closingOf(text)?.form).toBe(form));

  it.each([
    "Thanks for the crates, they are all here now and dry.",
    "Best to wait.\nThen we see what comes of it all.",
  ])("takes %j for no closing", (text) => expect(closingOf(text)).toBeUndefined());
});

describe("the card", () => {
  const casual = (number: number, date: string) =>
    sample(
      number,
      `Hey Tom!\n\nit's done, we'll talk on Friday :)\nLet me know how it goes.\n\nCheers,\nNora`,
      TOM,
      date,
    );
  const formal = (number: number) =>
    sample(
      number,
      "Dear Ms Brandt,\n\nThe lease is enclosed. Let me know how it goes.\n\nKind regards,\nNora Hale",
      IDA,
    );
  const samples = [casual(1, "2023-02-01"), casual(2, "2024-02-01"), formal(3), formal(4)];
  const card = makeCard(samples, new Set(["nora@example.org"]), ["We will talk on Friday.", "The lease is enclosed."]);

  it("counts by person and by year, with the mails that show it", () => {
    expect(card.mails).toBe(4);
    expect(card.greetings.map(({ form, count }) => [form, count])).toEqual([
      ["Dear Ms {name},", 2],
      ["Hey {name}!", 2],
    ]);
    expect(card.greetings[1]?.evidence[0]).toEqual({ id: "m2", quote: "Hey Tom!" });
    expect(card.people.map(({ name, mails }) => [name, mails])).toEqual([
      ["Ida Brandt", 2],
      ["Tom Ferrand", 2],
    ]);
    expect(card.people[0]?.closings[0]?.form).toBe("Kind regards,");
    expect(card.years.map(({ name, mails }) => [name, mails])).toEqual([
      ["2023", 1],
      ["2024", 3],
    ]);
    expect(card.emoji).toMatchObject([{ form: ":)", count: 2 }]);
    expect(card.languages).toEqual([{ name: "English", mails: 4 }]);
  });

  it("finds the phrase the owner comes back to, where it stands", () => {
    const phrase = card.phrases.find(({ form }) => form.includes("let me know"));
    expect(phrase?.count).toBe(4);
    for (const { id, quote } of phrase?.evidence ?? []) {
      expect(samples.find((item) => item.id === id)?.text).toContain(quote);
    }
  });

  it("takes greeting, closing and name for no sentence", () => {
    const ida = [{ name: "Ida Brandt", address: "ida@example.org" }];
    expect(bodyOf("Hi Ida,\n\nThe crates came. All is well.\n\nSee you,\nNora", ida)).toBe(
      "The crates came. All is well.",
    );
    expect(bodyOf("Hi Ida, the crates came.\n\nNora", ida)).toBe("the crates came.\n\nNora");
    expect(bodyOf("Thanks", ida)).toBe("Thanks");
    expect(bodyOf("The crates came.", [])).toBe("The crates came.");
  });

  it("is more formal with the one than with the other", () => {
    expect(card.formality.map(({ person }) => person.name)).toEqual(["Ida Brandt", "Tom Ferrand"]);
    expect(formalityOf(formal(5))).toBeGreaterThan(0.8);
    expect(formalityOf(casual(6, "2024-01-01"))).toBeLessThan(0.4);
  });

  it("counts every mail once in each picture", () => {
    const sum = (counts: readonly { count: number }[]): number => counts.reduce((total, { count }) => total + count, 0);
    expect(sum(card.length.buckets)).toBe(4);
    expect(sum(card.greetings)).toBe(4);
    expect(sum(card.closings)).toBe(4);
  });

  it("is empty where nothing was written", () => {
    expect(makeCard([], new Set(), [])).toMatchObject({ mails: 0, words: 0, greetings: [], length: { median: 0 } });
  });
});

it.runIf(hasCorpora())("shows real evidence for every line of a real author's card", async () => {
  const archive = await openVoice("list");
  const samples = readVoice(archive.db);
  await archive.close();
  const card = makeCard(samples, new Set(["bbolker@gmail.com.invalid"]), []);
  const texts = new Map(samples.map(({ id, text }) => [id, text.replace(/\s+/g, " ")]));
  const habits = [...card.greetings, ...card.closings, ...card.phrases, ...card.emoji];
  expect(habits.length).toBeGreaterThan(20);
  for (const { evidence } of habits) {
    expect(evidence.length).toBeGreaterThan(0);
    for (const { id, quote } of evidence) expect(texts.get(id)).toContain(quote.replace(/\s+/g, " "));
  }
  console.log(
    card.closings
      .slice(0, 4)
      .map(({ form, count }) => `${form} ${count}`)
      .join(" | "),
    "|",
    card.phrases
      .slice(0, 5)
      .map(({ form }) => form)
      .join(" | "),
  );
});
