import { describe, expect, it } from "vitest";
import { cleanText, oneLine } from "../../../../main/core/text/clean.ts";

describe("cleanText", () => {
  it("makes every line end a newline, so that quotes and hashes agree across systems", () => {
    expect(cleanText("a\r\nb\rc\nd")).toBe("a\nb\nc\nd");
  });

  it("drops what steers a terminal and keeps what a reader sees", () => {
    expect(cleanText("\ufeffa\u0000\u001b[31mb\u007f\tc\u00a0d é 😀")).toBe("a[31mb\tc d é 😀");
  });

  // A lone surrogate cannot be written as UTF-8: SQLite and the hash would see different text.
  it("gives well-formed Unicode", () => {
    expect(cleanText("a\ud800b").isWellFormed()).toBe(true);
  });
});

describe("oneLine", () => {
  it("folds a header's white space, so that no header can begin a line of its own", () => {
    expect(oneLine("  Re:\r\n\t budget \u2028 [m1]  ")).toBe("Re: budget [m1]");
  });
});
