import { describe, expect, it } from "vitest";
import { shareOf, shortTokens } from "../../../../renderer/features/context/map-words.ts";
import { type Box, neighbour, treemap } from "../../../../renderer/features/context/treemap.ts";
import { seededRandom } from "../../../helpers/random.ts";

const area = (box: Box): number => box.width * box.height;

describe("the treemap", () => {
  it("gives every weight its share of the whole, without gaps or overlaps", () => {
    const random = seededRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const weights = Array.from(
        { length: 1 + Math.floor(random() * 60) },
        () => 1 + Math.floor(random() ** 4 * 100_000),
      ).sort((a, b) => b - a);
      const [width, height] = [200 + random() * 1200, 150 + random() * 500];
      const boxes = treemap(weights, width, height);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (const [index, box] of boxes.entries()) {
        expect(area(box) / (width * height)).toBeCloseTo((weights[index] ?? 0) / total, 6);
        expect(box.x).toBeGreaterThanOrEqual(-1e-6);
        expect(box.y).toBeGreaterThanOrEqual(-1e-6);
        expect(box.x + box.width).toBeLessThanOrEqual(width + 1e-6);
        expect(box.y + box.height).toBeLessThanOrEqual(height + 1e-6);
      }
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) {
          const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
          const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
          expect(Math.min(across, down)).toBeLessThan(1e-6);
        }
      }
    }
  });

  it("keeps tiles near squares: the example of the paper", () => {
    // Bruls, Huizing, van Wijk: 6, 6, 4, 3, 2, 2, 1 in 6 x 4; the first two share a column of 3 x 4.
    const boxes = treemap([6, 6, 4, 3, 2, 2, 1], 6, 4);
    expect(boxes[0]).toEqual({ x: 0, y: 0, width: 3, height: 2 });
    expect(boxes[1]).toEqual({ x: 0, y: 2, width: 3, height: 2 });
    expect(Math.max(...boxes.map((box) => Math.max(box.width / box.height, box.height / box.width)))).toBeLessThan(3);
  });

  it("survives nothing at all", () => {
    expect(treemap([], 100, 100)).toEqual([]);
    expect(treemap([1, 2], 0, 100).map(area)).toEqual([0, 0]);
  });

  it("leads from tile to tile as they lie", () => {
    const boxes: Box[] = [
      { x: 0, y: 0, width: 50, height: 100 },
      { x: 50, y: 0, width: 50, height: 50 },
      { x: 50, y: 50, width: 50, height: 50 },
    ];
    expect(neighbour(boxes, 1, "ArrowDown")).toBe(2);
    expect(neighbour(boxes, 2, "ArrowUp")).toBe(1);
    expect(neighbour(boxes, 1, "ArrowLeft")).toBe(0);
    expect(neighbour(boxes, 0, "ArrowLeft")).toBeUndefined();
    expect(neighbour(boxes, 0, "Tab")).toBeUndefined();
  });
});

describe("figures in tiles", () => {
  it("are short and never say nothing for something", () => {
    expect([0, 999, 1000, 29_451, 99_999, 812_402, 1_048_576].map(shortTokens)).toEqual([
      "0",
      "999",
      "1k",
      "29.5k",
      "100k",
      "812k",
      "1M",
    ]);
    expect([shareOf(0, 10), shareOf(1, 1000), shareOf(1, 4), shareOf(1, 0)]).toEqual(["0%", "under 1%", "25%", "0%"]);
  });
});
