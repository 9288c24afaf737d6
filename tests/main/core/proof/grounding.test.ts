/** Where the claims of drafts come from; every rule is tested for what it must find and what it must leave alone. */
import { describe, expect, it } from "vitest";
import { findClaims } from "../../../../main/core/proof/claims.ts";
import { type GroundingSources, groundDraft } from "../../../../main/core/proof/grounding.ts";

const HINTS = { known: new Set(["alice", "chen", "tom"]), hasCapitalNouns: false };
const SOURCES: GroundingSources = {
  message: {
    id: "m9",
    text: "2026-11-20 | Alice Chen to me | Crates\nCan you bring the 12 crates on Friday at 10:30? It is 1,200 euros.",
  },
  thread: [{ id: "m7", text: "The Harbor depot opens on 24 November." }],
  points: ["I will bring the straps to Oakham"],
  ownNames: ["Nora Hale"],
  archive: [
    { id: "m1", text: "The gate code of the north depot is 48213. Bob Marsh knows." },
    { id: "m2", text: "I will send you the signed lease by Tuesday." },
  ],
};
const ground = (draft: string, hints = HINTS) =>
  groundDraft(draft, SOURCES, hints).map(
    ({ kind, text, state, id }) => `${kind} "${text}" ${state}${id === null ? "" : ` ${id}`}`,
  );
const claims = (draft: string, hints = HINTS) => findClaims(draft, hints).map(({ kind, text }) => `${kind} ${text}`);

describe("grounding", () => {
  it("finds what was given: message, thread, points, one's own name", () => {
    expect(
      ground("Hi Alice,\n\nYes, Friday at 10:30. See you at the Harbor depot on November 24.\n\nNora Hale"),
    ).toEqual([
      'name "Alice" given m9',
      'date "Friday" given m9',
      'date "10:30" given m9',
      'name "Harbor" given m7',
      'date "November 24" given m7',
      'name "Nora Hale" given',
    ]);
    expect(ground("I'll bring the straps to Oakham.")).toEqual([
      `promise "I'll bring the straps to Oakham." given`,
      'name "Oakham" given',
    ]);
  });

  it("finds what stands elsewhere in the archive, with the document", () => {
    expect(ground("Ask Bob Marsh; the code is 48213.")).toEqual([
      'name "Bob Marsh" archive m1',
      'amount "48213" archive m1',
    ]);
  });

  it("marks what stands nowhere", () => {
    expect(ground("Let us meet Kurt in Lisbon on 3 March, it costs 77 euros.")).toEqual([
      'name "Kurt" nowhere',
      'name "Lisbon" nowhere',
      'date "3 March" nowhere',
      'amount "77" nowhere',
    ]);
    expect(ground("I will repaint the whole boathouse for free.")).toEqual([
      'promise "I will repaint the whole boathouse for free." nowhere',
    ]);
  });

  it("takes different ways of writing for one", () => {
    expect(ground("That is 1200 euros, or 1.200 in all.")).toEqual(['amount "1200" given m9']);
    expect(ground("On 24.11. or 2026-11-24 or Nov 24th?")).toEqual(['date "24.11." given m7']);
    expect(ground("At 10.30 am?")).toEqual(['date "10.30 am" given m9']);
    expect(ground("Freitag?")).toEqual(['date "Freitag" given m9']);
  });

  it("does not take a part of a number for the number", () => {
    expect(ground("Pay 120 euros.")).toEqual(['amount "120" nowhere']);
    expect(ground("The code is 4821.")).toEqual(['amount "4821" nowhere']);
  });

  it("raises no alarm about openings, small numbers and ordinary words", () => {
    expect(claims("Dear all,\n\nThanks for this. We have 2 boats. Sounds good, OK.\n\nBest regards")).toEqual([]);
    expect(claims("Great. Mind the step. Will you come? If you may, do.")).toEqual([]);
    expect(claims("Could you send the May figures?").filter((claim) => claim.startsWith("date"))).toEqual([]);
  });

  it("knows that German writes nouns with a capital", () => {
    const german = { known: new Set(["weber"]), hasCapitalNouns: true };
    expect(claims("Der Termin mit Weber passt, die Rechnung kommt.", german)).toEqual(["name Weber"]);
    expect(claims("Der Termin passt, die Rechnung kommt nach Hamburg.", german)).toEqual([]);
  });
});
