import { describe, expect, it } from "vitest";
import { createFolder, squeeze, standsIn } from "../../../../main/core/prompt/fold.ts";
import { corpusDocument } from "../../../helpers/documents.ts";

const FIRST = corpusDocument({
  number: 1,
  threadId: 1,
  text: "Hi Nora,\n\nthe gate code of the Harbor depot is 48213.\nThe invoice is number 15, dated Friday.\n\nAlice",
});
const reply = corpusDocument({ number: 2, threadId: 1, references: ["1@example.org"] });

function fold(lines: readonly string[], earlier = [FIRST], document = reply) {
  const folder = createFolder();
  for (const each of earlier) folder.add(each);
  return folder.fold(document, lines);
}

describe("folding a quoted block", () => {
  it("replaces a whole block, whatever its wrapping, white space and marks", () => {
    const folded = { target: 1, lines: [] };
    expect(fold(FIRST.text.split("\n"))).toEqual(folded);
    expect(fold(["the gate code of", "> the Harbor  depot", "is 48213. The invoice is"])).toEqual(folded);
    expect(fold(["> > the gate code of the Harbor depot is 48213.", ">"])).toEqual(folded);
  });

  it.each([
    ["attribution", ["On 4 Mar 2021 Alice Chen wrote:"]],
    ["wrapped attribution", ["On Thu, Mar 4, 2021 at 10:00 AM Alice Chen", "<alice@example.org> wrote:", ""]],
    ["Spanish attribution", ["El 4 mar 2021, Alice Chen escribió:"]],
    [
      "ruler and header block",
      ["-----Original Message-----", "From: Alice Chen", "Sent: Thursday", "Subject: gate", ""],
    ],
    ["header block", ["Von: Alice Chen", "Gesendet: Donnerstag", "An: Nora", "Betreff: gate"]],
  ])("takes the %s with it", (_, introduction) => {
    expect(fold([...introduction, "the gate code of the Harbor depot is 48213."])).toEqual({ target: 1, lines: [] });
  });

  it("keeps the lines of a partly known block that are not there, in order", () => {
    const lines = [
      "the gate code of the Harbor depot is 48213.",
      "Unknown words.",
      "",
      "The invoice is number 15, dated Friday.",
      "Alice",
    ];
    expect(fold(lines)).toEqual({ target: 1, lines: ["Unknown words."] });
  });

  // "Nothing unique is lost": each of these lines says something that the target does not say.
  it.each([
    ["a number inside another", "The invoice is number 1"],
    ["a word inside another", "gate cod"],
    ["the end of a word", "voice is number 15"],
    ["an edited word", "the gate code of the Harbor depot is 48214."],
    ["a line like a header", "Date: Friday suits me"],
    ["a line that begins with dashes", "--force is the option"],
    ["a line like an attribution", "This is what Bob wrote:"],
  ])("keeps %s", (_, line) => {
    expect(fold(["Hi Nora,", "the gate code of the Harbor depot is 48213.", "Alice", line]).lines).toEqual([line]);
  });

  it("keeps words of one's own that introduce a quote", () => {
    const lines = ["As I wrote:", "the gate code of the Harbor depot is 48213.", "Alice"];
    expect(fold(lines)).toEqual({ target: 1, lines: ["As I wrote:"] });
    const above = ["Bob", "On 4 Mar 2021 Alice wrote:", "the gate code of the Harbor depot is 48213.", "Alice"];
    expect(fold(above).lines).toContain("Bob");
  });

  it("keeps the introduction where most of the block is somebody else's", () => {
    const lines = ["On 1 Jan 2020 Bob Hale wrote:", "Alice", "One thing.", "Another thing."];
    expect(fold(lines).lines).toEqual(["On 1 Jan 2020 Bob Hale wrote:", "One thing.", "Another thing."]);
  });

  it("leaves a block that has nothing in common, or nothing at all", () => {
    expect(fold(["Something else."])).toEqual({ target: undefined, lines: ["Something else."] });
    expect(fold(["", " "])).toEqual({ target: undefined, lines: ["", " "] });
    expect(fold(["On Monday Alice wrote:"])).toEqual({ target: undefined, lines: ["On Monday Alice wrote:"] });
  });

  it("compares scripts without spaces by their signs", () => {
    const chinese = corpusDocument({ number: 1, threadId: 1, text: "港口仓库的门禁密码是四八二一三，请勿外传。" });
    expect(fold(["港口仓库的门禁", "密码是四八二一三"], [chinese])).toEqual({ target: 1, lines: [] });
  });

  it("points to the mail that is answered rather than to another with the same words", () => {
    const second = corpusDocument({ ...FIRST, number: 5, messageId: "5@example.org" });
    const document = corpusDocument({ number: 9, threadId: 1, references: ["5@example.org", "1@example.org"] });
    expect(fold(["the gate code of the Harbor depot is 48213."], [FIRST, second], document).target).toBe(1);
  });

  it("finds nested quotes in the reply that already held them", () => {
    const middle = corpusDocument({
      number: 3,
      threadId: 1,
      text: "Thanks!\n\nOn Monday Alice wrote:\n> the gate code of the Harbor depot is 48213.",
    });
    const lines = ["Thanks!", "", "On Monday Alice wrote:", "> the gate code of the Harbor depot is 48213."];
    const document = corpusDocument({ number: 4, threadId: 1, references: ["3@example.org"] });
    expect(fold(lines, [FIRST, middle], document)).toEqual({ target: 3, lines: [] });
  });

  // The prefix is read once and sealed: a reference forward would point at what the model has not read.
  it("knows only documents of its thread or references that came before", () => {
    expect(fold(["the gate code of the Harbor depot is 48213."], []).target).toBeUndefined();
    const stranger = corpusDocument({ number: 2, threadId: 2 });
    expect(fold(["the gate code of the Harbor depot is 48213."], [FIRST], stranger).target).toBeUndefined();
  });
});

describe("standsIn", () => {
  const stands = (text: string, words: string) => standsIn(text, squeeze(text), squeeze(words));
  it("finds whole words only, and later ones after a miss", () => {
    expect(stands("15 apples, 5 pears", "5 pears")).toBe(true);
    expect(stands("15 apples", "5 apples")).toBe(false);
    expect(stands("know\nno way", "no way")).toBe(true);
    expect(stands("a > b", "ab")).toBe(true);
  });
});
