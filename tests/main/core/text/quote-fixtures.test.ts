/**
 * The match rates on the quote and signature fixtures of three projects, pinned with the misses by name.
 *
 * `node tests/bench/quotes.ts` prints the same rates beside those of the libraries. A miss that is gone belongs out of
 * the list, a new one is a fault.
 */
import { describe, expect, it } from "vitest";
import { embeddedCases, quoteSets, signatureCases } from "../../../bench/quote-sets.ts";
import { isEmbeddedRight, missesOf, OURS, signatureMisses } from "../../../bench/quote-splitters.ts";
import { hasCorpora } from "../../../helpers/paths.ts";

/** Every mail of the sets that ours reads otherwise than the set, and why. */
const MISSES: Readonly<Record<string, readonly string[]>> = {
  email_reply_trimmer: [
    // The set keeps quotes between answers in the reply; to us they are quoted.
    "embedded_email_17.txt",
    // Nothing but a forwarded mail: the set takes its text for the reply; to us nobody's own words are there.
    "forwarded_message.txt",
  ],
  "talon, replies": [],
  "talon, HTML replies": [],
  crisp: [],
};

describe.skipIf(!hasCorpora())("quote fixtures", () => {
  it("reads every mail as the set does, but for the listed ones", async () => {
    const sets = await quoteSets();
    expect(sets.map(({ name, cases }) => [name, cases.length])).toEqual([
      ["email_reply_trimmer", 29],
      ["talon, replies", 7],
      ["talon, HTML replies", 5],
      ["crisp", 31],
    ]);
    for (const set of sets) expect([set.name, missesOf(OURS, set)]).toEqual([set.name, MISSES[set.name]]);
  });

  it("finds every signature, given who sent the mail", () => {
    const cases = signatureCases();
    expect(cases).toHaveLength(5);
    expect(signatureMisses(OURS, cases)).toEqual([]);
  });

  it("finds where a mail inside a mail begins", () => {
    const cases = embeddedCases();
    expect(cases).toHaveLength(5);
    expect(cases.filter((item) => !isEmbeddedRight(item)).map((item) => item.name)).toEqual([]);
  });
});
