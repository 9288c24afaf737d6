/** The order of the voice scope: whom it is for and in which language comes before how new it is. */
import { expect, it } from "vitest";
import type { VoiceSample } from "../../../../main/core/voice/material.ts";
import { orderVoice, withAnswered } from "../../../../main/core/voice/voice-scope.ts";

const ME = new Set(["nora@example.org"]);

function sample(
  number: number,
  to: string,
  language: string,
  dateMs: number | null,
  answers: number | null = null,
): VoiceSample {
  const recipients = [
    { name: "", address: "nora@example.org" },
    { name: "", address: to },
  ];
  return {
    number,
    id: `m${number}`,
    dateMs,
    localDate: null,
    subject: "",
    threadId: number,
    recipients,
    text: "x",
    words: 1,
    answers,
    language,
  };
}

const SAMPLES = [
  sample(1, "tom@example.org", "English", 10),
  sample(2, "ida@example.org", "German", 50, 1),
  sample(3, "ida@example.org", "English", 20, 4),
  sample(5, "tom@example.org", "German", 40),
  sample(6, "ida@example.org", "German", null),
];

it("takes mail to the same person first, then in the same language, each newest first, undated last", () => {
  const order = (preference: Parameters<typeof orderVoice>[2]): number[] =>
    orderVoice(SAMPLES, ME, preference).map(({ number }) => number);
  expect(order({ person: "ida@example.org", language: "German" })).toEqual([2, 6, 3, 5, 1]);
  expect(order({ language: "English" })).toEqual([3, 1, 2, 5, 6]);
  expect(order({})).toEqual([2, 5, 3, 1, 6]);
});

it("takes each mail with the one it answers, once, in first-seen order", () => {
  expect(withAnswered(SAMPLES.slice(0, 3))).toEqual([1, 2, 3, 4]);
});
