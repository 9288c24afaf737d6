import { describe, expect, it } from "vitest";
import { htmlToText } from "../../../../main/core/text/html-text.ts";

describe("htmlToText", () => {
  it("keeps words and lines, drops pictures, styles, scripts and link targets", () => {
    const html = `<html><head><title>t</title><style>p{color:red}</style></head><body><h1>Plan</h1><p>Meet <a href="https://x.example/?track=1">here</a><br>at 5</p><img src="x" alt="pixel"><script>alert(1)</script></body></html>`;
    expect(htmlToText(html)).toBe("Plan\n\nMeet here\nat 5");
  });

  it("marks quotes, so that they are not taken for the owner's words", () => {
    expect(htmlToText("<p>Yes.</p><blockquote><p>Shall we?</p><p>Bob</p></blockquote>")).toBe(
      "Yes.\n\n> Shall we?\n> \n> Bob",
    );
  });

  // Layout tables without separators glue the words of newsletters and invoices together.
  it("keeps cells and rows of tables apart", () => {
    const html = "<table><tr><td>Total</td><td>48 EUR</td></tr><tr><th>Due</th><td>Friday</td></tr></table>";
    expect(
      htmlToText(html)
        .split("\n")
        .map((line) => line.trim())
        .join("|"),
    ).toBe("Total 48 EUR|Due Friday");
  });

  it("does not wrap long lines: a quote would not be found across a wrap that nobody wrote", () => {
    const line = "word ".repeat(100).trim();
    expect(htmlToText(`<p>${line}</p>`)).toBe(line);
  });

  it("survives deep nesting and broken tags", () => {
    expect(htmlToText(`${"<div>".repeat(5000)}deep`)).toBeTypeOf("string");
    expect(htmlToText("<p>a<b>b</p><td>c</i>")).toMatch(/a\s*b\s*c/);
  });
});
