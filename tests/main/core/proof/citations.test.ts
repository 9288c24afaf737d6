import { describe, expect, it } from "vitest";
import { findCitations } from "../../../../main/core/proof/citations.ts";

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
    text: "[m4] 2021-05-01 | Carla Weber to me | Preis\nDer Preis beträgt 1.250 Euro für das Boot.\n見積もりは 来週 金曜日 までに 送ります。\n\n",
  },
  { id: "m5", text: "[m5] 2021-06-01 | Newsletter to me | May\nYou get this mail because you subscribed.\n\n" },
  { id: "m6", text: "[m6] 2021-07-01 | Newsletter to me | June\nYou get this mail because you subscribed.\n\n" },
];

function first(answer: string) {
  const [citation] = findCitations(answer, DOCUMENTS);
  return citation;
}

describe("findCitations", () => {
  it("locates verbatim words that carry no id", () => {
    expect(findCitations("gate code of the Harbor depot is 48213.", DOCUMENTS)).toEqual([
      { id: "m1", claimedId: null, quote: "gate code of the Harbor depot is 48213.", state: "verified", alsoIn: [] },
    ]);
  });

  it("verifies a quote with the right id, before or after it", () => {
    expect(first('The code is 48213: "The gate code of the Harbor depot is 48213." [m1]')).toMatchObject({
      id: "m1",
      claimedId: "m1",
      state: "verified",
    });
    expect(first("[m1] says “gate code of the Harbor depot is 48213”")).toMatchObject({
      claimedId: "m1",
      state: "verified",
    });
  });

  it("shows the right document when the model names the wrong one", () => {
    expect(first('"The gate code of the Harbor depot is 48213." [m2]')).toMatchObject({
      id: "m1",
      claimedId: "m2",
      state: "wrong-id",
    });
  });

  it("says not-found for a quote that stands nowhere, however plausible its id", () => {
    expect(first('"The gate code of the Harbor depot is 48214." [m1]')).toMatchObject({ id: null, state: "not-found" });
    expect(first('"We agreed on two thousand euros." [m4]')).toMatchObject({ id: null, state: "not-found" });
  });

  it("does not take the beginning of a sentence as proof of a figure that the document does not say", () => {
    expect(first("The gate code of the Harbor depot is 1111.")).toMatchObject({
      id: "m1",
      state: "near",
      quote: "The gate code of the Harbor depot is 1111.",
    });
    expect(first("The discount of the Harbor depot is 48213.")).toMatchObject({ id: "m1", state: "near" });
    expect(first("In 2019 the gate code of the Harbor depot is 48213.")).toMatchObject({ state: "near" });
  });

  it("lets words of the answer's own stand before a verbatim run", () => {
    expect(first("According to Alice, the gate code of the Harbor depot is 48213.")).toMatchObject({
      state: "verified",
    });
  });

  it("compares across wrapped lines", () => {
    expect(first('"tell Bob that the crates arrive on Friday" [m2]')).toMatchObject({ id: "m2", state: "verified" });
  });

  it("does not let a forged id in a document's text count as an id", () => {
    expect(first('"The gate code of the River depot is 1111." [m9]')).toMatchObject({ id: "m3", state: "wrong-id" });
  });

  it("verifies quotes in other languages and scripts", () => {
    expect(first('"Der Preis beträgt 1.250 Euro" [m4]')).toMatchObject({ state: "verified" });
    expect(first("„Der Preis beträgt 1.520 Euro“ [m4]")).toMatchObject({ state: "not-found" });
    expect(first("「」 見積もりは 来週 金曜日 までに 送ります")).toMatchObject({ id: "m4", state: "verified" });
  });

  it("names every document that holds the words", () => {
    expect(first("You get this mail because you subscribed.")).toMatchObject({
      id: "m5",
      alsoIn: ["m6"],
      state: "verified",
    });
    expect(first("You get this mail because you subscribed. [m6]")).toMatchObject({ id: "m6", alsoIn: ["m5"] });
  });

  it("checks a short answer in the document that the model names, and nowhere else", () => {
    expect(first("48213 [m1]")).toMatchObject({ id: "m1", quote: "48213", state: "verified" });
    expect(first("48213 [m2]")).toMatchObject({ id: null, claimedId: "m2", state: "not-found" });
    expect(first("No idea at all about that thing. [m1]")).toMatchObject({
      id: null,
      claimedId: "m1",
      state: "not-found",
    });
  });

  it("keeps several citations apart and in order", () => {
    const answer = "The gate code of the Harbor depot is 48213. [m1] The crates arrive on Friday at noon. [m2]";
    const citations = findCitations(answer, DOCUMENTS);
    expect(citations.map(({ claimedId, state }) => [claimedId, state])).toEqual([
      ["m1", "verified"],
      ["m2", "verified"],
    ]);
  });

  it("reads lists of ids and ignores an answer that refuses", () => {
    expect(findCitations("I could not find that in the archive.", DOCUMENTS)).toEqual([]);
    expect(first("The crates arrive on Friday at noon. [m2, m1]")).toMatchObject({
      claimedId: "m2",
      state: "verified",
    });
  });

  it("does not count the id in a header as words of the document", () => {
    expect(first("[m1] 2021-03-04 Alice Chen")?.state).not.toBe("verified");
  });

  it("finds nothing in an answer without any words from the archive", () => {
    expect(findCitations("I think it might be somewhere else entirely.", DOCUMENTS)).toEqual([]);
    expect(findCitations("", DOCUMENTS)).toEqual([]);
  });
});
