import { describe, expect, it } from "vitest";
import { bareClaims } from "../../../../renderer/features/ask/claims.ts";
import type { Citation } from "../../../../shared/schemas.ts";

const CODE: Citation = {
  id: "m12",
  claimedId: null,
  quote: "The gate code of the Harbor depot is 48213.",
  state: "verified",
  alsoIn: [],
};

function bare(answer: string, citations: readonly Citation[] = [CODE]): string[] {
  return bareClaims({ answer, citations });
}

describe("claims that carry no proof", () => {
  it("are the sentences that no checked quote and no checked id stands behind", () => {
    expect(bare("The gate code of the Harbor depot is 48213. Bob changed it on Monday last week.")).toEqual([
      "Bob changed it on Monday last week.",
    ]);
    expect(bare("You can open it with 48213 at any time. [m12]")).toEqual([]);
    expect(bare("You can open it with 48213 at any time. [m9]")).toEqual(["You can open it with 48213 at any time."]);
  });

  it("are told whatever the case of letters and the markdown", () => {
    expect(bare("**gate code of the Harbor depot is 48213.**")).toEqual([]);
    expect(
      bare("- Alice wrote: “The gate code of the Harbor depot is 48213.”\n- *Nobody* ever asked for the key"),
    ).toEqual(["Nobody ever asked for the key"]);
  });

  it("are not headings, code, or words too few to be looked up", () => {
    expect(
      bare("## What the archive says about it\nYes, it does.\n```\nsome code that says nothing here\n```\n"),
    ).toEqual([]);
  });

  it("stay bare where the quote was only near or nowhere", () => {
    for (const state of ["near", "not-found"] as const)
      expect(bare("The gate code of the Harbor depot is 48213.", [{ ...CODE, state }])).toHaveLength(1);
  });
});
