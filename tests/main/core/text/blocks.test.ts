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

  it.each([
    ["Russian", '20 окт. 2016 г. 19:37 пользователь "Alice Chen" <\nalice@example.org> написал:'],
    ["Chinese", "在 2016年12月12日，下午8:45，Alice Chen <alice@example.org> 写道："],
    ["Finnish", "pe 20. lokakuuta 2017 klo 17.50 Alice Chen\n<alice@example.org> kirjoitti:"],
    ["Norwegian", "Den 15. jun. 2016 kl. 20.42 skrev Alice Chen <alice@example.org<mailto:alice@example.org>>:"],
    ["Czech", "Dne 8. března 2021 15:14 Alice Chen <alice@example.org> napsal(a):"],
    ["Hungarian", "2021. márc. 8. 15:14, Alice Chen <alice@example.org> ezt írta:"],
    ["no verb", "2016-10-24 15:36 GMT+02:00 Alice Chen <\nalice@example.org>:"],
    ["dashes", "---- On Tue, 22 Dec 2015 14:17:36 +0530 Alice Chen <alice@example.org> wrote ----"],
  ])("quotes everything below an attribution beyond doubt, though it is not marked (%s)", (_, attribution) => {
    const text = `Agreed.\n\n${attribution}\n\nShall we meet?\nAlice`;
    expect(own(text)).toBe("Agreed.");
  });

  // Below a mere sentence, unmarked lines are the writer's own.
  it.each([
    "On 12 March 2004 Bob wrote to all of us:",
    "On 12 March 2004 he wrote:",
    "Bob wrote:",
    "Meeting on 12.03.2004 at 10:00 with bob@example.org:",
    "At 10:30 on 12.03.2004 I said:",
  ])("leaves what stands unmarked below '%s'", (line) => {
    const text = `Hello,\n\n${line}\n\nthe numbers are wrong.`;
    expect(own(text)).toBe(text);
  });

  it("keeps an answer below an unmarked attribution that stands first, and one between marked quotes", () => {
    const attribution = "On 15 May 2017 19:32, Alice Chen <alice@example.org> wrote:";
    expect(own(`${attribution}\n\nThe intent was clear.`)).toBe("The intent was clear.");
    expect(own(`Hi,\n\n${attribution}\nBob,\n\n> One?\n\nYes.`)).toBe("Hi,\n\nBob,\n\nYes.");
  });

  it("knows other quote marks right below an attribution", () => {
    const text = "On 3 April 2005 at 15:18, Alice Chen wrote:\n| One?\n| Two?\n\nBoth.\n| mine |";
    expect(own(text)).toBe("Both.\n| mine |");
  });

  it.each(["<snip>", "[...]", "[..snip..]"])("takes %s below an attribution with it", (snip) => {
    expect(own(`Hi,\n\nAlice <alice@example.org> writes:\n\n${snip}\n\n> One?\n\nYes.`)).toBe("Hi,\n\nYes.");
  });

  it("knows indented quotes, once one stands below a quote or an attribution", () => {
    const text =
      ">>>>> Alice Chen <alice@example.org>\n>>>>> on Tuesday writes:\n\n    >> One?\n\nYes.\n\n    AC> Two?\n\nNo.";
    expect(own(text)).toBe("Yes.\n\nNo.");
    expect(own("Type this:\n\n    > x <- 1\n\nat the prompt.")).toBe("Type this:\n\n    > x <- 1\n\nat the prompt.");
  });

  it.each([
    "On Wed, Aug 21, 2002 at 12:30:12PM +0100, Alice Chen mentioned:",
    "On Fri, 19 Jul 2002 23:38:09 +0100\nAlice Chen claiming to think:",
    "Alice Chen wrote on 2019-07-25 21:33:",
  ])("takes '%s' for an attribution where marked lines follow, and only there", (attribution) => {
    expect(own(`${attribution}\n> One?\n\nYes.`)).toBe("Yes.");
    expect(own(`${attribution}\n\nOne.`)).toBe(`${attribution}\n\nOne.`);
  });

  it("tells forwarded mail from quoted mail", () => {
    const header = "From: Bob Hale <bob@example.org>\nDate: Thu, Jan 28, 2016\nSubject: Budget\nTo: Nora\n\nOld words.";
    expect(kinds(`fyi\n\n---------- Forwarded message ----------\n${header}`)).toEqual(["own", "forwarded"]);
    expect(kinds(`fyi\n\n-----Original Message-----\n${header}`)).toEqual(["own", "quoted"]);
    const text = `fyi\n\n${header}`;
    expect(splitBlocks(text, { isForward: true }).map(([kind]) => kind)).toEqual(["own", "forwarded"]);
    expect(splitBlocks(text).map(([kind]) => kind)).toEqual(["own", "quoted"]);
  });

  it("knows the header that Lotus Notes puts over a quote", () => {
    const header = "To: Nora Winter/HOU/EX@EX\ncc: \nSubject: Budget\n\nOld words.";
    expect(own(`Agreed.\n\n\tBob Hale@EX\n\t04/13/99 02:21 PM\n${header}`)).toBe("Agreed.");
    expect(own(`Agreed.\n\nbob@example.org on 08/25/2000 03:14:04 PM\n${header}`)).toBe("Agreed.");
    expect(own(`Agreed.\n\n${header}`)).toBe("Agreed.");
    expect(own(`Thanks\n\n\n\tBob Hale\n\tSent by: Alice\n\t04/13/99 02:21 PM\n\n\n${header}`)).toBe("Thanks");
    expect(own("Flight on 08/25/2000 03:14 PM\nTo: Houston\nSeat: 3A")).toContain("Houston");
  });

  it("leaves a ruler that is the writer's own", () => {
    const text = "First part.\n______________________________\n\nSecond part.";
    expect(own(text)).toBe(text);
  });

  it.each([
    "Sent from my iPhone",
    "Gesendet von Outlook für Android<https://example.org/a>",
    "Envoyé de mon iPad",
    "Sendt fra min iPad",
    "Enviado desde mi iPhone",
  ])("takes '%s' off the own text, also in the middle", (line) => {
    expect(own(`Fine.\n\n${line}\n\nHi there!`)).toBe("Fine.\n\nHi there!");
  });

  it("leaves sentences like it", () => {
    const text = "Fine.\n\nSent from the office, where the mail server is slow today.\n\nGet well soon";
    expect(own(text)).toBe(text);
  });

  it("takes a list's footer off the own text", () => {
    const footer = `${"_".repeat(47)}\nbudget-talk mailing list\nhttps://example.org/mailman/listinfo/budget-talk`;
    expect(own(`Fine.\n\n${footer}`)).toBe("Fine.");
  });

  describe("given the sender", () => {
    const sender = { name: "Nora Winter", address: "nora@example.org" };
    const signed = (text: string) => ownText(text, splitBlocks(text, { sender }));

    it("takes the name with addresses at the end for a signature, and leaves the closing", () => {
      expect(signed("Fine.\n\nBest regards,\nNora\n\nNora Winter\nHarbor Ltd\nTel. +44 1865 272861")).toBe(
        "Fine.\n\nBest regards,\nNora",
      );
    });

    // The name under a letter is its closing, and the voice.
    it("leaves a name alone, a postscript, and somebody else's name", () => {
      for (const end of [
        "Nora Winter",
        "Nora Winter\n\nP.S. See https://example.org/plan",
        "Bob Hale\nTel. +44 1865 272861",
      ]) {
        expect(signed(`Fine.\n\n${end}`)).toBe(`Fine.\n\n${end}`);
      }
    });
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
      "---- Forwarded message ----",
      "2016-03-03 17:21 GMT+01:00 Some One",
      "Sent from my iPhone",
      "-----BEGIN PGP MESSAGE-----",
      "-----END PGP MESSAGE-----",
      "| q",
      "____________________________",
      "Nora Winter",
      "nora@example.org",
    ];
    const random = seededRandom(7);
    for (let round = 0; round < 2000; round += 1) {
      const lines = Array.from(
        { length: Math.floor(random() * 9) },
        () => pieces[Math.floor(random() * pieces.length)],
      );
      const text = lines.join("\n");
      let next = 0;
      for (const [, first, count] of splitBlocks(text, { sender: { name: "Nora Winter", address: "" } })) {
        expect(first).toBe(next);
        expect(count).toBeGreaterThan(0);
        next += count;
      }
      expect(next).toBe(text.split("\n").length);
    }
  });
});
