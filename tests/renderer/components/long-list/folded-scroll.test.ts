import { describe, expect, it } from "vitest";
import {
  type FoldedScroll,
  foldedHeight,
  MAX_HEIGHT,
  scrolled,
  scrollInto,
  scrollTo,
} from "../../../../renderer/components/long-list/folded-scroll.ts";

const VIEW = 700;
const ROW = 58;
const million = { full: 1_000_000 * ROW, view: VIEW };
const small = { full: 500 * ROW, view: VIEW };
const topOf = ({ scrollTop, offset }: FoldedScroll): number => scrollTop + offset;

describe("a folded list", () => {
  it("is as it is while it is small", () => {
    expect(foldedHeight(small)).toBe(small.full);
    expect(scrolled({ scrollTop: 0, offset: 0 }, 20_000, small)).toEqual({ scrollTop: 20_000, offset: 0 });
    expect(scrollTo(1e9, small)).toEqual({ scrollTop: small.full - VIEW, offset: 0 });
  });

  it("shows its first and its last row where the bar begins and ends", () => {
    expect(foldedHeight(million)).toBe(MAX_HEIGHT);
    expect(topOf(scrolled({ scrollTop: 5_000_000, offset: 1 }, 0, million))).toBe(0);
    const end = scrolled({ scrollTop: 0, offset: 0 }, MAX_HEIGHT - VIEW, million);
    expect(topOf(end)).toBe(million.full - VIEW);
    expect(end.scrollTop).toBe(MAX_HEIGHT - VIEW);
  });

  it("moves by the wheel's own distance, also across what the bar shows as a pixel", () => {
    let state = scrollTo(30_000_000, million);
    for (let turn = 1; turn <= 200; turn += 1) {
      state = scrolled(state, state.scrollTop + 100, million);
      expect(topOf(state)).toBe(30_000_000 + turn * 100);
    }
  });

  // The fold must not end before the list does: with the wheel alone every row can be reached.
  it("comes by the wheel to both ends, pixel by pixel", () => {
    let state = scrollTo(million.full - VIEW - 50_000, million);
    let top = topOf(state);
    while (top < million.full - VIEW) {
      state = scrolled(state, Math.min(MAX_HEIGHT - VIEW, state.scrollTop + 120), million);
      expect(topOf(state) - top).toBeGreaterThan(0);
      expect(topOf(state) - top).toBeLessThanOrEqual(120);
      top = topOf(state);
    }
    expect(state.scrollTop).toBe(MAX_HEIGHT - VIEW);
    state = scrollTo(30_000, million);
    for (top = topOf(state); top > 0; top = topOf(state)) {
      state = scrolled(state, Math.max(0, state.scrollTop - 120), million);
      expect(top - topOf(state)).toBeGreaterThan(0);
    }
    expect(state).toEqual({ scrollTop: 0, offset: 0 });
  });

  it("goes to a share of the whole when the bar is dragged", () => {
    const half = scrolled({ scrollTop: 0, offset: 0 }, (MAX_HEIGHT - VIEW) / 2, million);
    expect(topOf(half)).toBeCloseTo((million.full - VIEW) / 2, -1);
  });

  it("reveals a row with the least movement", () => {
    const state = scrollTo(500_000 * ROW, million);
    expect(scrollInto(state, 500_003 * ROW, 500_004 * ROW, million)).toBe(state);
    expect(topOf(scrollInto(state, 499_999 * ROW, 500_000 * ROW, million))).toBe(499_999 * ROW);
    expect(topOf(scrollInto(state, 999_999 * ROW, 1_000_000 * ROW, million))).toBe(million.full - VIEW);
  });
});
