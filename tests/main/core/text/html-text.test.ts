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

  // Preheaders are written for the list of mails, not for the reader; they would be quoted as the sender's words.
  it.each([
    '<div style="display:none">',
    '<div style="DISPLAY: None; color:#fff">',
    '<span style="font-size:0px;">',
    '<div style="mso-hide:all">',
    "<div hidden>",
  ])("drops what %s hides", (tag) => {
    expect(htmlToText(`${tag}Secret</div></span><p>Seen</p>`).trim()).not.toContain("Secret");
    expect(htmlToText(`${tag}Secret</div></span><p>Seen</p>`)).toContain("Seen");
  });

  it("keeps small print", () => {
    expect(htmlToText('<p style="font-size:0.8em;overflow:hidden">Small</p>')).toBe("Small");
  });

  it("shows the address of a link where a person could use it, and only there", () => {
    const link = (href: string, words: string) => htmlToText(`<p><a href="${href}">${words}</a></p>`);
    expect(link("https://example.org/plan", "the plan")).toBe("the plan <https://example.org/plan>");
    expect(link("mailto:bob@example.org", "Bob")).toBe("Bob <bob@example.org>");
    expect(link("mailto:bob@example.org", "bob@example.org")).toBe("bob@example.org");
    expect(link("https://www.example.org/", "example.org")).toBe("example.org");
    expect(link("https://t.example/c?u=1", "here")).toBe("here");
    expect(link("javascript:alert(1)", "here")).toBe("here");
    expect(link("https://example.org/logo", "<img src=x>")).toBe("");
  });

  it("keeps the marks of lists", () => {
    const html = "<ul><li>One</li><li>Two<ul><li>deep</li></ul></li></ul><ol start=3><li>a</li><li>b</li></ol>";
    expect(htmlToText(html)).toBe(" * One\n * Two\n   * deep\n\n 3. a\n 4. b");
  });

  it("survives deep nesting and broken tags", () => {
    expect(htmlToText(`${"<div>".repeat(5000)}deep`)).toBeTypeOf("string");
    expect(htmlToText("<p>a<b>b</p><td>c</i>")).toMatch(/a\s*b\s*c/);
  });
});
