import { describe, expect, it } from "vitest";
import { prefixBudget } from "../../../../main/core/prompt/corpus.ts";
import { steadyBudget } from "../../../../main/core/prompt/fitted.ts";
import { answerLimit } from "../../../../main/core/prompt/run.ts";
import { byteEndpoint } from "../../../helpers/endpoint.ts";

describe("the room of fitted documents", () => {
  const room = (windowTokens: number, tail: number): number => {
    const endpoint = byteEndpoint({ windowTokens });
    return steadyBudget(endpoint, prefixBudget(endpoint, tail, answerLimit(windowTokens)));
  };

  it.each([4096, 8192, 131_072, 1_048_576])("is one for all questions of ordinary length, window %i", (window) => {
    const rooms = new Set(Array.from({ length: 440 }, (_, index) => room(window, 60 + index)));
    expect(rooms.size).toBe(1);
  });

  it("never takes more than there is, and gives up less than a step", () => {
    for (const window of [512, 2048, 8192, 131_072]) {
      for (let tail = 1; tail < window / 2; tail += 37) {
        const endpoint = byteEndpoint({ windowTokens: window });
        const budget = prefixBudget(endpoint, tail, answerLimit(window));
        expect(room(window, tail)).toBeLessThanOrEqual(budget);
        expect(room(window, tail)).toBeGreaterThan(budget - Math.min(1024, window / 8));
      }
    }
  });
});
