import { expect, it } from "vitest";
import { ungroundedNumbers } from "../../../../main/core/proof/grounding.ts";

it("names figures of a draft that stand in no source, each once", () => {
  const sources = ["The rent is £1,290 a month.", "See you at 10:30 on 2026-10-09."];
  expect(ungroundedNumbers("The rent is £1,290. Is 1,350 too much? I said 1,350 at 10:30.", sources)).toEqual([
    "1,350",
  ]);
  expect(ungroundedNumbers("No figures here, but 7.", sources)).toEqual([]);
});
