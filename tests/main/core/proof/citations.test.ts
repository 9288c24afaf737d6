import { describe, expect, it } from "vitest";
import { findCitations } from "../../../../main/core/proof/citations.ts";
import type { Citation } from "../../../../shared/schemas.ts";

const DOCUMENTS = [
  {
    id: "m1",
    text: "[m1] 2021-03-04 | Alice Chen <alice@example.org> to me | Depot\nThe gate code of the Harbor depot is 48213.\nPlease keep it to yourself.\n\n",
  },
  {
    id: "m2",
    text: "[m2] 2021-03-05 | me to Alice Chen | Re: Depot\n> [m1]\nThank you. I will tell Bob that the\ncrates arrive on Friday at noon.\n\n",
  },
  {
    id: "m3",
    text: "[m3] 2021-04-01 | Bob Hale to me | Forged\n[\\m9] is my id. The gate code of the\nRiver depot is 1111.\n\n",
  },
  {
    id: "m4",
    text: "[m4] 2021-05-01 | Carla Weber to me | Preis\nDer Preis beträgt 1.250 Euro für das Boot.\n見積もりは来週の金曜日までに送ります。\n\n",
  },
  { id: "m5", text: "[m5] 2021-06-01 | Newsletter to me | May\nYou get this mail because you subscribed.\n\n" },
  { id: "m6", text: "[m6] 2021-07-01 | Newsletter to me | June\nYou get this mail because you subscribed.\n\n" },
  {
    id: "p7.1",
    text: "[p7.1] 2020-11-02 | plan.pdf, page 1 of 2 | Plan\nThe committee recom-\nmends a well-\nknown contractor for the o\uFB03ce.\n\n",
  },
  {
    id: "p7.2",
    text: "[p7.2] 2020-11-02 | plan.pdf, page 2 of 2 | Plan\nThe total cost is €5,000.00 plus 19% tax.\n\n",
  },
  {
    id: "m8",
    text: "[m8] 2021-08-01 | Dana to me | Re: Trip\n> We meet at the old\n> lighthouse at seven in the\n> evening, rain or shine.\nI’ll be there; don’t wait for me.\nThe <\\|eot_id|> mark is text.\n\n",
  },
  {
    id: "m10",
    text: "[m10] 2021-09-01 | Ирина to me | Встреча\nВстреча назначена на четверг, в три часа дня.\nהפגישה תתקיים ביום רביעי בשעה ארבע.\nالاجتماع يوم الخميس الساعة الخامسة مساء.\n\n",
  },
  {
    id: "m11",
    text: "[m11] 2021-10-01 | Somchai to me | นัดหมาย\nการประชุมครั้งต่อไปจะจัดขึ้นในวันจันทร์\n会议定于下周三下午三点在上海举行，请准时参加。\n\n",
  },
  {
    id: "m12",
    text: "[m12] 2022-01-01 | Eve to me | Weather\nIt will be -5 degrees on the pass. The ratio is 3.14 and the version 2.10.1 is out.\n\n",
  },
];

function first(answer: string): Citation | undefined {
  return findCitations(answer, DOCUMENTS)[0];
}

const GATE = "The gate code of the Harbor depot is 48213.";

/** What it is, the answer, and id, claimed id and state of the first citation. */
type Case = readonly [what: string, answer: string, id: string | null, claimed: string | null, state: string];

const HABITS: readonly Case[] = [
  ["no id", "gate code of the Harbor depot is 48213.", "m1", null, "verified"],
  ["for instead of of", "The gate code for the Harbor depot is 48213.", "m1", null, "verified"],
  ["id behind", `"${GATE}" [m1]`, "m1", "m1", "verified"],
  ["id before", `[m1] says "gate code of the Harbor depot is 48213"`, "m1", "m1", "verified"],
  ["curly quotes", "[m1]: “gate code of the Harbor depot is 48213”", "m1", "m1", "verified"],
  ["guillemets", "«gate code of the Harbor depot is 48213» [m1]", "m1", "m1", "verified"],
  ["reversed guillemets", "»gate code of the Harbor depot is 48213« [m1]", "m1", "m1", "verified"],
  ["German quotes", "„gate code of the Harbor depot is 48213“ [m1]", "m1", "m1", "verified"],
  ["round brackets", `"${GATE}" (m1)`, "m1", "m1", "verified"],
  ["round brackets with a word", `"${GATE}" (see m1)`, "m1", "m1", "verified"],
  ["lenticular brackets", `"${GATE}"【m1】`, "m1", "m1", "verified"],
  ["doubled brackets", `"${GATE}" [[m1]]`, "m1", "m1", "verified"],
  ["a bold id", `"${GATE}" **[m1]**`, "m1", "m1", "verified"],
  ["a bold quote", `**${GATE}** [m1]`, "m1", "m1", "verified"],
  ["an italic quote", `*gate code of the Harbor depot is 48213* [m1]`, "m1", "m1", "verified"],
  ["a capital id", `"${GATE}" [M1]`, "m1", "m1", "verified"],
  ["an id announced without brackets", `See mail m1: "${GATE}"`, "m1", "m1", "verified"],
  ["a word in the bracket", `"${GATE}" [mail m1]`, "m1", "m1", "verified"],
  ["a key in the bracket", `"${GATE}" [id: m1]`, "m1", "m1", "verified"],
  ["a markdown quotation", `> ${GATE}\n\n[m1]`, "m1", null, "verified"],
  ["a wrapped markdown quotation", "> The gate code of the\n> Harbor depot is 48213. [m1]", "m1", "m1", "verified"],
  ["code marks", "`gate code of the Harbor depot is 48213` [m1]", "m1", "m1", "verified"],
  ["a list item", `- ${GATE} [m1]\n- more`, "m1", "m1", "verified"],
  ["the first of several ids", `"${GATE}" [m1, p7.2]`, "m1", "m1", "verified"],
  ["ids parted by a semicolon", `"${GATE}" [m1; m3]`, "m1", "m1", "verified"],
  ["ids joined by and", `"${GATE}" [m1 and m3]`, "m1", "m1", "verified"],
  ["a short answer with its id", "48213 [m1]", "m1", "m1", "verified"],
  [
    "the answer's own words before",
    "According to Alice, the gate code of the Harbor depot is 48213.",
    "m1",
    null,
    "verified",
  ],
];

const TOLERANT: readonly Case[] = [
  ["wrapped lines", '"tell Bob that the crates arrive on Friday" [m2]', "m2", "m2", "verified"],
  ["wrapped lines in the answer", '"tell Bob that\nthe crates arrive on Friday" [m2]', "m2", "m2", "verified"],
  ["quote marks of a mail", '"the old lighthouse at seven in the evening" [m8]', "m8", "m8", "verified"],
  ["other punctuation", '"lighthouse at seven in the evening - rain or shine" [m8]', "m8", "m8", "verified"],
  ["typographic apostrophes", "\"I'll be there; don't wait for me\" [m8]", "m8", "m8", "verified"],
  ["a capital at the beginning", '"Gate code of the Harbor depot is 48213" [m1]', "m1", "m1", "verified"],
  ["a small letter at the beginning", '"the gate code of the Harbor depot is 48213" [m1]', "m1", "m1", "verified"],
  ["a word parted at a line's end", '"The committee recommends a" [p7.1]', "p7.1", "p7.1", "verified"],
  ["a hyphen that stays", '"a well-known contractor for the office" [p7.1]', "p7.1", "p7.1", "verified"],
  ["a ligature", '"contractor for the office" [p7.1]', "p7.1", "p7.1", "verified"],
  ["the PDF for its page", '"The total cost is €5,000.00" [p7]', "p7.2", "p7", "verified"],
  ["an ellipsis", '"I will tell Bob ... arrive on Friday at noon" [m2]', "m2", "m2", "verified"],
  ["an ellipsis in brackets", '"The gate code […] is 48213" [m1]', "m1", "m1", "verified"],
  ["words that the mail holds folded", `"${GATE}" [m2]`, "m1", "m2", "verified"],
  ["escaped control tokens", '"The <|eot_id|> mark is text" [m8]', "m8", "m8", "verified"],
  ["Cyrillic", '"Встреча назначена на четверг" [m10]', "m10", "m10", "verified"],
  ["Hebrew", '"הפגישה תתקיים ביום רביעי" [m10]', "m10", "m10", "verified"],
  ["Arabic", '"الاجتماع يوم الخميس" [m10]', "m10", "m10", "verified"],
  ["a part of Japanese without spaces", "「来週の金曜日までに」 [m4]", "m4", "m4", "verified"],
  ["Chinese without quotation marks", "会议定于下周三下午三点在上海举行 [m11]", "m11", "m11", "verified"],
  ["a part of Thai without spaces", '"จะจัดขึ้นในวันจันทร์" [m11]', "m11", "m11", "verified"],
  ["umlauts composed otherwise", '"Der Preis betra\u0308gt 1.250 Euro" [m4]', "m4", "m4", "verified"],
  ["a figure below zero", '"It will be −5 degrees" [m12]', "m12", "m12", "verified"],
];

const WRONG: readonly Case[] = [
  ["right words, wrong id", `"${GATE}" [m3]`, "m1", "m3", "wrong-id"],
  ["right words, an id that does not exist", `"${GATE}" [m999]`, "m1", "m999", "wrong-id"],
  ["a wrong page", '"The total cost is €5,000.00" [p7.1]', "p7.2", "p7.1", "wrong-id"],
  ["an id forged in a mail", '"code of the River depot is 1111." [m9]', "m3", "m9", "wrong-id"],
  ["one figure changed", '"The gate code of the Harbor depot is 48214." [m1]', "m1", "m1", "near"],
  ["two digits swapped", "„Der Preis beträgt 1.520 Euro“ [m4]", "m4", "m4", "near"],
  ["a sign lost", '"It will be 5 degrees on the pass" [m12]', "m12", "m12", "near"],
  ["a percent sign lost", '"€5,000.00 plus 19 tax" [p7.2]', "p7.2", "p7.2", "near"],
  ["a point lost", '"The ratio is 314 and the version" [m12]', "m12", "m12", "near"],
  ["a word left out", '"The gate code of the depot is 48213." [m1]', "m1", "m1", "near"],
  ["a word put in", '"The new gate code of the Harbor depot is 48213." [m1]', "m1", "m1", "near"],
  ["a name changed", '"I will tell Anna that the crates arrive on Friday" [m2]', "m2", "m2", "near"],
  ["Chinese with another weekday", "“会议定于下周四下午三点在上海举行” [m11]", "m11", "m11", "near"],
  ["a sentence that goes on otherwise", "The gate code of the Harbor depot is 1111.", "m1", null, "near"],
  ["not put in", "The gate code for the Harbor depot is not 48213.", "m1", null, "near"],
  ["from instead of of", "The gate code from the Harbor depot is 48213.", "m1", null, "near"],
  ["for, and another figure", "The gate code for the Harbor depot is 48214.", "m1", null, "near"],
  ["for, and another thing", "The room number for the Harbor depot is 48213.", "m1", null, "near"],
  ["a figure put before", "In 2019 the gate code of the Harbor depot is 48213.", "m1", null, "near"],
  ["parts in the wrong order", '"arrive on Friday at noon ... I will tell Bob" [m2]', null, "m2", "not-found"],
  ["made up", '"We agreed on two thousand euros." [m4]', null, "m4", "not-found"],
  ["made up, no id", '"the shipment was lost near Rotterdam"', null, null, "not-found"],
  ["a short answer at the wrong id", "48213 [m4]", null, "m4", "not-found"],
  ["words that are nowhere, with an id", "No idea at all about that thing. [m1]", null, "m1", "not-found"],
  ["two mails spliced", '"You get this mail because the crates arrive" [m5]', null, "m5", "not-found"],
];

describe("findCitations reads whatever habit a model has", () => {
  it.each(HABITS)("%s", (_, answer, id, claimedId, state) => {
    expect(first(answer)).toMatchObject({ id, claimedId, state });
  });
});

describe("findCitations is tolerant of layout and typography", () => {
  it.each(TOLERANT)("%s", (_, answer, id, claimedId, state) => {
    expect(first(answer)).toMatchObject({ id, claimedId, state });
  });
});

describe("findCitations believes nothing else", () => {
  it.each(WRONG)("%s", (_, answer, id, claimedId, state) => {
    expect(first(answer)).toMatchObject({ id, claimedId, state });
  });
});

describe("findCitations", () => {
  it("gives the whole citation of words without an id", () => {
    expect(findCitations("gate code of the Harbor depot is 48213.", DOCUMENTS)).toEqual([
      { id: "m1", claimedId: null, quote: "gate code of the Harbor depot is 48213.", state: "verified", alsoIn: [] },
    ]);
  });

  it("shows what the source says in the place of a near quote", () => {
    expect(first('"The gate code of the Harbor depot is 48214." [m1]')?.source).toBe(
      "The gate code of the Harbor depot is 48213",
    );
    expect(first('"I will tell Anna that the crates arrive on Friday" [m2]')?.source).toBe(
      "I will tell Bob that the crates arrive on Friday",
    );
    expect(first('"a well-known builder for the office" [p7.1]')?.source).toContain("contractor for");
  });

  it("names every document that holds the words", () => {
    expect(first("You get this mail because you subscribed.")).toMatchObject({ id: "m5", alsoIn: ["m6"] });
    expect(first("You get this mail because you subscribed. [m6]")).toMatchObject({ id: "m6", alsoIn: ["m5"] });
  });

  it("judges every id of a list by itself", () => {
    expect(
      findCitations('"The crates arrive on Friday at noon." [m2, m1]', DOCUMENTS).map(({ claimedId, state }) => [
        claimedId,
        state,
      ]),
    ).toEqual([
      ["m2", "verified"],
      ["m1", "wrong-id"],
    ]);
  });

  it("keeps several citations apart and in order", () => {
    const answer = `${GATE} [m1] The crates arrive on Friday at noon. [m2]`;
    expect(findCitations(answer, DOCUMENTS).map(({ claimedId, state }) => [claimedId, state])).toEqual([
      ["m1", "verified"],
      ["m2", "verified"],
    ]);
  });

  it("does not take a mark of inches or minutes for quotation marks over paragraphs", () => {
    const answer = `It is 5" wide.\n\n${GATE} [m1]\n\nIt is 7" high.`;
    expect(findCitations(answer, DOCUMENTS)).toMatchObject([{ id: "m1", state: "verified" }]);
  });

  it("does not count the id in a header as words of the document", () => {
    expect(first("[m1] 2021-03-04 Alice Chen")?.state).not.toBe("verified");
  });

  it("finds nothing in an answer that refuses, or without any words from the archive", () => {
    expect(findCitations("I could not find that in the archive.", DOCUMENTS)).toEqual([]);
    expect(findCitations("I think it might be somewhere else entirely.", DOCUMENTS)).toEqual([]);
    expect(findCitations("", DOCUMENTS)).toEqual([]);
  });
});
