import { describe, expect, it } from "vitest";
import { listMove } from "../../../../renderer/components/long-list/list-move.ts";
import { pagesFor } from "../../../../renderer/components/long-list/pages.ts";

describe("keys in a list", () => {
  it("move within its ends", () => {
    expect(listMove("j", 0, 3, 10)).toBe(1);
    expect(listMove("ArrowDown", 2, 3, 10)).toBe(2);
    expect(listMove("k", 0, 3, 10)).toBe(0);
    expect(listMove("End", 0, 1_000_000, 10)).toBe(999_999);
    expect(listMove("PageDown", 5, 100, 10)).toBe(14);
    expect(listMove("x", 0, 3, 10)).toBeUndefined();
  });
});

describe("pages", () => {
  it("are those in sight and the first, each once", () => {
    expect(pagesFor(0, 30, 100)).toEqual([0]);
    expect(pagesFor(90, 120, 100)).toEqual([0, 1]);
    expect(pagesFor(999_950, 1_000_010, 100)).toEqual([0, 9999, 10_000]);
  });
});
