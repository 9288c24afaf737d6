import { describe, expect, it } from "vitest";
import { recommendedModels } from "../../../../main/core/planner/recommended.ts";

const GIB = 2 ** 30;

describe("recommended models", () => {
  it("that hold the archive and fit the machine come first", () => {
    const models = recommendedModels(200_000, 64 * GIB);
    const ranks = models.map(({ holdsArchive, fitsThisMachine }) => (holdsArchive ? 2 : 0) + (fitsThisMachine ? 1 : 0));
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    expect(models[0]).toMatchObject({ holdsArchive: true, fitsThisMachine: true });
    // 131,072 is less than 200,000: such a model reads it in several windows.
    expect(models.find(({ id }) => id === "llama-3.1-8b")?.holdsArchive).toBe(false);
    for (const model of models) expect(model.licence, model.id).not.toBe("");
  });

  it("need what their shape says: weights, and keys and values of every token", () => {
    const [short, long] = [1000, 501_000].map((tokens) =>
      recommendedModels(tokens, GIB).find(({ id }) => id === "llama-3-8b-1048k"),
    );
    // 32 layers, 8 heads of 128, keys and values, at 8.5 bits each (q8_0).
    const perToken = (32 * 8 * 128 * 2 * 8.5) / 8;
    const grown = (long?.memoryBytes ?? 0) - (short?.memoryBytes ?? 0);
    expect(grown / (perToken * 500_000)).toBeGreaterThan(0.98);
    expect(grown / (perToken * 500_000)).toBeLessThan(1.3);
    expect(short?.fileBytes).toBeGreaterThan(4.5e9);
    expect(short?.fitsThisMachine).toBe(false);
    expect(short?.effectiveTokens).toBe(16_384);
  });
});
