import { describe, expect, it } from "vitest";
import { markBlocks } from "../../../../renderer/features/mail/mail-blocks.ts";
import { unwrapLines } from "../../../../renderer/features/mail/unwrap-lines.ts";

describe("the blocks of the reader", () => {
  it("mark the quote in the block that holds it, and in both where it goes over their border", () => {
    const blocks = [
      { kind: "own", text: "\n\nI agree with the\n" },
      { kind: "quoted", text: "price of ten pounds\n" },
      { kind: "signature", text: "-- \nNora" },
    ] as const;
    const inOne = markBlocks(blocks, "ten pounds");
    expect(inOne.map((block) => block.mark)).toEqual([null, { start: 9, end: 19 }, null]);
    const [own, quoted] = markBlocks(blocks, "agree with the price");
    expect(own?.text.slice(own.mark?.start, own.mark?.end)).toBe("agree with the");
    expect(quoted?.text.slice(quoted.mark?.start, quoted.mark?.end)).toBe("price");
  });
});

describe("lines that were only full", () => {
  const full = "This line is as long as a mail program lets one be before it breaks it";

  it("are joined, and nothing else changes", () => {
    const text = `${full}\nsomewhere in the middle.\n\nNext part.\nYours`;
    expect(unwrapLines(text)).toBe(`${full} somewhere in the middle.\n\nNext part.\nYours`);
    expect(unwrapLines(text)).toHaveLength(text.length);
  });

  it("keep their breaks in lists, tables and verse", () => {
    const list = `${full}\n- one thing that is here\n- another`;
    expect(unwrapLines(list)).toBe(list);
    const verse = "Roses are red\nViolets are blue\nSugar is sweet";
    expect(unwrapLines(verse)).toBe(verse);
    const table = `Name      Price     Number     Something else that is long enough\nLarch     46        1200`;
    expect(unwrapLines(table)).toBe(table);
  });
});
