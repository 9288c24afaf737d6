import { describe, expect, it } from "vitest";
import { createFolder, squeeze, standsIn } from "../../../../main/core/prompt/fold.ts";
import { corpusDocument, person } from "../../../helpers/documents.ts";

const FIRST = corpusDocument({
  number: 1,
  threadId: 1,
  text: "Hi Nora,\n\nthe gate code of the Harbor depot is 48213.\nThe invoice is number 15, dated Friday.\n\nAlice",
});
const reply = corpusDocument({ number: 2, threadId: 1, references: ["1@example.org"] });

function fold(lines: readonly string[], earlier = [FIRST], document = reply) {
  const folder = createFolder();
  for (const each of earlier) folder.add(each);
  const pieces = folder.fold(document, lines);
  // Most cases refer to one document and keep some lines.
  const [target] = pieces.flatMap((piece) => ("target" in piece ? [piece.target] : []));
  const kept = pieces.flatMap((piece) => ("line" in piece ? [piece.line] : []));
  return { target, lines: target === undefined ? kept : kept.filter((line) => line !== ""), pieces };
}

describe("folding a quoted block", () => {
  it("replaces a whole block, whatever its wrapping, white space and marks", () => {
    const folded = { target: 1, lines: [], pieces: [{ target: 1 }] };
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
    expect(fold([...introduction, "the gate code of the Harbor depot is 48213."])).toMatchObject({
      target: 1,
      lines: [],
    });
  });

  it("keeps the lines of a partly known block that are not there, in order", () => {
    const lines = [
      "the gate code of the Harbor depot is 48213.",
      "Unknown words.",
      "",
      "The invoice is number 15, dated Friday.",
      "Alice",
    ];
    expect(fold(lines)).toMatchObject({ target: 1, lines: ["Unknown words."] });
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
    expect(fold(lines)).toMatchObject({ target: 1, lines: ["As I wrote:"] });
    const above = ["Bob", "On 4 Mar 2021 Alice wrote:", "the gate code of the Harbor depot is 48213.", "Alice"];
    expect(fold(above).lines).toContain("Bob");
  });

  it("keeps the introduction where most of the block is somebody else's", () => {
    const others = ["One thing that nobody knows.", "Another thing, and much more of it than of the first."];
    const lines = ["On 1 Jan 2020 Bob Hale wrote:", "The invoice is number 15, dated Friday.", ...others];
    expect(fold(lines)).toMatchObject({ target: 1, lines: ["On 1 Jan 2020 Bob Hale wrote:", ...others] });
  });

  // The target's header says who wrote it: an introduction that says somebody else says something new.
  it("keeps who passed a mail on, which no header says", () => {
    const ruler = "---------------------- Forwarded by Carla Silva/HOU/ECT on 02/06/2001 ";
    const headers = ["07:12 PM ---------------------------", "From: Alice Chen", "To: Nora", "Subject: gate", ""];
    const lines = [ruler, ...headers, "the gate code of the Harbor depot is 48213."];
    expect(fold(lines)).toMatchObject({ target: 1, lines: [ruler, "07:12 PM ---------------------------"] });
  });

  it("keeps an introduction that does not name the target's sender", () => {
    const lines = ["On 4 Mar 2021 Carla Silva wrote:", "the gate code of the Harbor depot is 48213."];
    expect(fold(lines)).toMatchObject({ target: 1, lines: ["On 4 Mar 2021 Carla Silva wrote:"] });
  });

  it("leaves a block alone that shares a greeting with an earlier mail, but not much more", () => {
    const lines = ["Hi Nora,", "Something of which nobody ever wrote.", "Alice"];
    expect(fold(lines)).toMatchObject({ target: undefined, lines });
  });

  it("refers to each of several documents at the place where their words stood", () => {
    const second = corpusDocument({
      number: 3,
      threadId: 1,
      text: "We meet at the north gate on Monday at noon, all of us.",
    });
    const lines = ["Never seen before.", second.text, "Nor this.", "The invoice is number 15, dated Friday."];
    expect(fold(lines, [FIRST, second]).pieces).toEqual([
      { line: "Never seen before." },
      { target: 3 },
      { line: "Nor this." },
      { target: 1 },
    ]);
  });

  // List archives scramble addresses in headers, exports drop recipients: then the quote alone still says them.
  it("keeps copied headers that name an address or a recipient whom the quoted mail's header does not", () => {
    const words = FIRST.text.split("\n");
    const attribution = "On Friday, Alice Chen <alice@private.example> wrote:";
    expect(fold([attribution, ...words])).toMatchObject({ target: 1, lines: [attribution] });
    const same = `On Friday, Alice Chen <${FIRST.from?.address ?? ""}> wrote:`;
    expect(fold([same, ...words])).toMatchObject({ target: 1, lines: [] });
    const ruler = "-----Original Message-----";
    const headers = ["From: Alice Chen", "Sent: Thursday", "To: Nora; Zoe Marsh", "Subject: gate"];
    expect(fold([ruler, ...headers, "", ...words])).toMatchObject({ target: 1, lines: [ruler, ...headers] });
  });

  it("tells the mails apart that stand one below the other in a quote", () => {
    const second = corpusDocument({
      number: 3,
      threadId: 1,
      from: person("Bob Hale <bob@example.org>"),
      text: "We meet at the north gate on Monday at noon, all of us.",
    });
    const lines = [
      ...["From: Bob Hale", "Sent: Friday", "To: Nora", "Subject: gate", "", second.text, ""],
      ...["-----Original Message-----", "From: Alice Chen", "Sent: Thursday", "To: Nora", "Subject: gate", ""],
      ...FIRST.text.split("\n"),
    ];
    expect(fold(lines, [FIRST, second]).pieces.filter((piece) => !("line" in piece) || piece.line !== "")).toEqual([
      { target: 3 },
      { target: 1 },
    ]);
  });

  it("leaves a block that has nothing in common, or nothing at all", () => {
    expect(fold(["Something else."])).toMatchObject({ target: undefined, lines: ["Something else."] });
    expect(fold(["", " "])).toMatchObject({ target: undefined, lines: ["", " "] });
    expect(fold(["On Monday Alice wrote:"])).toMatchObject({ target: undefined, lines: ["On Monday Alice wrote:"] });
  });

  it("compares scripts without spaces by their signs", () => {
    const chinese = corpusDocument({ number: 1, threadId: 1, text: "港口仓库的门禁密码是四八二一三，请勿外传。" });
    expect(fold(["港口仓库的门禁", "密码是四八二一三"], [chinese])).toMatchObject({ target: 1, lines: [] });
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
    expect(fold(lines, [FIRST, middle], document)).toMatchObject({ target: 3, lines: [] });
  });

  // The prefix is read once and sealed: a reference forward would point at what the model has not read.
  it("knows no short phrase of strangers, and nothing that did not come before", () => {
    expect(fold(["the gate code of the Harbor depot is 48213."], []).target).toBeUndefined();
    const stranger = corpusDocument({ number: 2, threadId: 2 });
    expect(fold(["The invoice is number 15."], [FIRST], stranger).target).toBeUndefined();
  });
});

describe("a forwarded mail without references", () => {
  const words = Array.from({ length: 120 }, (_, index) => `word${index}`);
  const original = corpusDocument({ number: 1, threadId: 1, text: words.join(" ") });
  const stranger = corpusDocument({ number: 2, threadId: 2 });

  it("is found by its words, however they are wrapped", () => {
    const lines = Array.from({ length: 12 }, (_, row) => `> ${words.slice(row * 10, row * 10 + 10).join(" ")}`);
    expect(fold(lines, [original], stranger)).toMatchObject({ target: 1, lines: [] });
  });

  it("keeps an amount that differs", () => {
    const lines = [words.slice(0, 60).join(" "), "The amount is 1,500 EUR.", words.slice(60).join(" ")];
    expect(fold(lines, [original], stranger)).toMatchObject({ target: 1, lines: ["The amount is 1,500 EUR."] });
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
