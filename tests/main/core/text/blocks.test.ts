import { describe, expect, it } from "vitest";
import { blockTexts, ownText, splitBlocks } from "../../../../main/core/text/blocks.ts";
import { seededRandom } from "../../../helpers/random.ts";

function own(text: string): string {
  return ownText(text, splitBlocks(text));
}

function kinds(text: string): string[] {
  return splitBlocks(text).map(([kind]) => kind);
}

describe("splitBlocks", () => {
  // An attribution that is not known leaves "On ... wrote:" in the owner's own words, which are the voice.
  it.each([
    ["English", "On Mon, Mar 8, 2021 at 3:14 PM Alice Chen <alice@example.org> wrote:"],
    ["German", "Am 08.03.2021 um 15:14 schrieb Alice Chen:"],
    ["French", "Le 8 mars 2021 à 15:14, Alice Chen a écrit :"],
    ["Spanish", "El lun, 8 mar 2021 a las 15:14, Alice Chen (<alice@example.org>) escribió:"],
    ["Italian", "Il giorno lun 8 mar 2021 alle ore 15:14 Alice Chen ha scritto:"],
    ["Dutch", "Op ma 8 mrt. 2021 om 15:14 schreef Alice Chen <alice@example.org>:"],
    ["Swedish", "Den 8 mars 2021 skrev Alice Chen <alice@example.org>:"],
    ["Portuguese", "Em seg., 8 de mar. de 2021 às 15:14, Alice Chen escreveu:"],
    ["Polish", "W dniu 8.03.2021 o 15:14, Alice Chen napisał(a):"],
    ["bare name", "Alice Chen writes:"],
  ])("takes the %s attribution off the own text", (_, attribution) => {
    const text = `Agreed.\n\n${attribution}\n> Shall we meet?\n> Alice`;
    expect(own(text)).toBe("Agreed.");
    expect(blockTexts(text, splitBlocks(text), "quoted").join("\n")).toContain("Shall we meet?");
  });

  it("takes an attribution that is wrapped over three lines", () => {
    const text =
      "Agreed.\n\nOn Mon, Mar 8, 2021 at 3:14 PM\nAlice Chen\n<alice@example.org> wrote:\n\n> Shall we meet?";
    expect(own(text)).toBe("Agreed.");
  });

  // Words above an attribution, without a blank line between, were taken for the beginning of it.
  it("leaves the own words that stand right above an attribution", () => {
    const text = "Fixed.\nBob\np.s. You mean 2.0.1\nOn 25/apr/05, at 16:23, Alice Chen wrote:\n\n> Broken.";
    expect(own(text)).toBe("Fixed.\nBob\np.s. You mean 2.0.1");
    expect(own("On 5 March, fine.\nOn 25/apr/05 Alice wrote:\n> Broken.")).toBe("On 5 March, fine.");
  });

  it("leaves a sentence that only looks like an attribution", () => {
    expect(own("This is what he wrote:\n\nnothing at all.")).toBe("This is what he wrote:\n\nnothing at all.");
  });

  it.each([
    "-----Original Message-----",
    "----- Forwarded message -----",
    "-------- Weitergeleitete Nachricht --------",
    "-----Ursprüngliche Nachricht-----",
    "-------- Message transféré --------",
    "----- Mensaje original -----",
    "-----Messaggio originale-----",
    "Begin forwarded message:",
  ])("quotes everything after %s", (ruler) => {
    expect(own(`See below.\n\n${ruler}\nFrom: Bob\nOld words.`)).toBe("See below.");
  });

  it.each([
    ["English", "From: Bob Hale\nSent: Monday, March 8, 2021 3:14 PM\nTo: Nora\nSubject: Budget"],
    ["German", "Von: Bob Hale\nGesendet: Montag, 8. März 2021 15:14\nAn: Nora\nBetreff: Budget"],
    ["French", "De : Bob Hale\nEnvoyé : lundi 8 mars 2021 15:14\nÀ : Nora\nObjet : Budget"],
    ["bold", "*From:* Bob Hale\n*Sent:* Monday\n*To:* Nora"],
  ])("quotes an Outlook block without a ruler (%s)", (_, header) => {
    expect(own(`See below.\n\n${header}\n\nOld words.`)).toBe("See below.");
  });

  it("leaves a sentence that begins like a header", () => {
    const text = "From: the east gate is best.\nIt is open.";
    expect(own(text)).toBe(text);
  });

  it("keeps every inline reply between quotes, in order", () => {
    const text = "Hi,\n\n> One?\n\nYes.\n\n> Two?\n> Three?\n\nNo.\n\nBye";
    expect(own(text)).toBe("Hi,\n\nYes.\n\nNo.\n\nBye");
    expect(kinds(text)).toEqual(["own", "quoted", "own", "quoted", "own"]);
  });

  it("takes the signature off, with and without the space of its delimiter", () => {
    expect(own("Fine.\n\n-- \nNora Winter\nHarbor Ltd")).toBe("Fine.");
    expect(own("Fine.\n\n--\nNora Winter")).toBe("Fine.");
  });

  it("does not end the mail at a signature in the middle of an interleaved reply", () => {
    const text = "Fine.\n-- \nNora\n> Two?\nNo.";
    expect(own(text)).toBe("Fine.\nNo.");
  });

  it("does not take a long text after two hyphens for a signature", () => {
    const text = `Fine.\n--\n${"a line\n".repeat(40)}`.trimEnd();
    expect(own(text)).toBe(text);
  });

  it("loses one level of marks from quotes and keeps the deeper ones", () => {
    const text = "> One\n>> Two\n>\n> > Three";
    expect(blockTexts(text, splitBlocks(text), "quoted")).toEqual(["One\n> Two\n\n> Three"]);
  });

  // Every later step reads the text through the blocks: a line outside of all of them is a lost line.
  it("covers every line exactly once, whatever the text", () => {
    const pieces = [
      "> q",
      "own",
      "",
      "-- ",
      "On Monday Bob wrote:",
      "From: a",
      "Sent: b",
      "---- Original Message ----",
    ];
    const random = seededRandom(7);
    for (let round = 0; round < 2000; round += 1) {
      const lines = Array.from(
        { length: Math.floor(random() * 9) },
        () => pieces[Math.floor(random() * pieces.length)],
      );
      const text = lines.join("\n");
      let next = 0;
      for (const [, first, count] of splitBlocks(text)) {
        expect(first).toBe(next);
        expect(count).toBeGreaterThan(0);
        next += count;
      }
      expect(next).toBe(text.split("\n").length);
    }
  });
});
