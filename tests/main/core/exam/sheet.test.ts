import { describe, expect, it } from "vitest";
import { choosePlaces } from "../../../../main/core/exam/places.ts";
import { seededRandom } from "../../../../main/core/exam/random.ts";
import { spread } from "../../../../main/core/exam/run-exam.ts";
import { cycleHay, depthOf, placeNeedles, repeatHay, unitsWithin } from "../../../../main/core/exam/sheet.ts";

const hay = repeatHay({ text: "hay", tokens: 10 });
const needle = (text: string, length: number, depth: number) => ({ text, tokens: 10, length, depth });

describe("placing needles", () => {
  it("puts each at the seam nearest to its depth, by hand", () => {
    // 100 tokens of body: ten units of ten tokens. Depth 0 is the first, 0.5 the sixth, 1 the last.
    const { units, needleUnits } = placeNeedles(
      hay,
      [needle("a", 100, 0), needle("b", 100, 0.5), needle("c", 100, 1)],
      [100],
      (length) => length,
    );
    expect(units.map(({ text }) => text)).toEqual(["a", "hay", "hay", "hay", "hay", "b", "hay", "hay", "hay", "c"]);
    expect(needleUnits).toEqual([0, 5, 9]);
  });

  it("keeps every needle inside the length it was drawn for, and shorter prompts beginnings of longer ones", () => {
    const random = seededRandom("p");
    for (let round = 0; round < 50; round += 1) {
      const lengths = [500, 1000, 2000, 4000];
      const needles = lengths.flatMap((length) => Array.from({ length: 4 }, () => needle("n", length, random.next())));
      const mixed = cycleHay(
        Array.from({ length: 30 }, (_, index) => ({ text: `h${index}`, tokens: 5 + random.between(0, 60) })),
      );
      const { units, needleUnits } = placeNeedles(mixed, needles, lengths, (length) => length - 100);
      const counts = units.map(({ tokens }) => tokens);
      needles.forEach(({ length, depth }, index) => {
        const held = unitsWithin(counts, length - 100);
        const unit = needleUnits[index] as number;
        expect(unit).toBeLessThan(held);
        expect(Math.abs((depthOf([unit], counts, held) ?? 0) - depth)).toBeLessThan(0.16);
      });
    }
  });

  it("finds the depth of evidence by tokens", () => {
    expect(depthOf([0], [10, 10, 10], 3)).toBe(0);
    expect(depthOf([1], [10, 10, 10], 3)).toBe(0.5);
    expect(depthOf([2], [10, 10, 10], 3)).toBe(1);
    expect(depthOf([0, 2], [10, 10, 10], 3)).toBe(0.5);
    expect(depthOf([], [10], 1)).toBeNull();
  });

  it("hides anew only where shorter lengths hid nothing", () => {
    const places = choosePlaces([1000, 2000, 4000], () => 5);
    // Half of each longer length is covered by the one before.
    expect(places.filter(({ length }) => length === 1000)).toHaveLength(5);
    expect(places.filter(({ length }) => length === 2000).map(({ depth }) => depth)).toEqual([0.74, 1]);
    expect(places.filter(({ length }) => length === 4000).map(({ depth }) => depth)).toEqual([0.74, 1]);
  });

  it("asks the middle first, then the ends", () => {
    const order = spread([0, 0.25, 0.5, 0.75, 1].map((depth) => ({ depth }))).map(({ depth }) => depth);
    expect(order.slice(0, 3)).toEqual([0.5, 0, 1]);
  });
});
