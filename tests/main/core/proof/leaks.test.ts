/** Phrases carried from one person's mail into another's: found where they leak, silent where they do not. */
import { describe, expect, it } from "vitest";
import { findLeaks, type LeakSource } from "../../../../main/core/proof/leaks.ts";

const SECRET = "the buyer has offered forty thousand for the whole yard";
const STOCK = "please let me know if you have any questions about it";
const mail = (id: string, to: string, text: string): LeakSource => ({
  id,
  text,
  people: ["me@x", to],
  writtenTo: [to],
});
const MAILS = [
  mail("m1", "bob@x", `Bob, between us: ${SECRET}, so keep quiet. ${STOCK}.`),
  mail("m2", "carol@x", `Hello Carol. ${STOCK}. The crates are here.`),
  mail("m3", "dave@x", `Dave, ${STOCK}!`),
];
const leaks = (draft: string, options: { to?: string; given?: string[]; mails?: LeakSource[] } = {}) =>
  findLeaks(draft, options.mails ?? MAILS, {
    recipients: new Set([options.to ?? "alice@x"]),
    given: options.given ?? [],
  });

describe("leaks", () => {
  it("shows a phrase of eight words from a mail to somebody else, and where it comes from", () => {
    const draft = `Hi Alice,\n\nThe buyer has offered forty thousand\nfor the whole yard, it seems.\n\nNora`;
    const [leak, ...more] = leaks(draft);
    expect(more).toEqual([]);
    expect(leak).toMatchObject({ id: "m1", alsoIn: [] });
    expect(leak?.text).toContain("The buyer has offered forty thousand for the whole yard");
    expect(draft.slice(leak?.start, leak?.end)).toContain("buyer");
  });

  it("also in what others wrote to the owner", () => {
    const received = { id: "m8", text: `It is decided: ${SECRET}.`, people: ["me@x", "bob@x"], writtenTo: [] };
    expect(leaks(`So ${SECRET}.`, { mails: [received] })).toMatchObject([{ id: "m8" }]);
  });

  it("is silent about fewer words, stock phrases, and what the person has seen", () => {
    expect(leaks("The buyer has offered forty thousand for it.")).toEqual([]);
    expect(leaks(`Hi Alice, ${STOCK}.`)).toEqual([]);
    expect(leaks(`As I said, ${SECRET}.`, { to: "bob@x" })).toEqual([]);
    expect(leaks(`As you say, ${SECRET}.`, { given: [`You know that ${SECRET}?`] })).toEqual([]);
  });

  it("still warns where a phrase was used to two people only", () => {
    expect(leaks(`Hi Alice, ${STOCK}.`, { mails: MAILS.slice(0, 2) })).toMatchObject([{ id: "m1", alsoIn: ["m2"] }]);
  });

  it("does not let a stock phrase beside it hide a leak, nor take the stock phrase for a part of it", () => {
    const [leak, ...more] = leaks(`So ${SECRET}. ${STOCK}.`);
    expect(more).toEqual([]);
    expect(leak?.text).toContain("whole yard");
    expect(leak?.text).not.toContain("questions about it");
  });

  it("warns where only some of those written to have seen it", () => {
    const to = (...recipients: string[]) =>
      findLeaks(`So ${SECRET}.`, MAILS, { recipients: new Set(recipients), given: [] }).map(({ id }) => id);
    expect(to("bob@x")).toEqual([]);
    expect(to("bob@x", "alice@x")).toEqual(["m1"]);
    expect(to()).toEqual(["m1"]);
  });
});
