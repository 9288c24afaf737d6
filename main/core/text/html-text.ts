/** Readable text of HTML mail, by html-to-text. Owns the settings; hidden preheaders and pictures are dropped. */
import { convert, type HtmlToTextOptions } from "html-to-text";

const OPTIONS: HtmlToTextOptions = {
  formatters: {
    cell(element, walk, builder) {
      walk(element.children, builder);
      builder.addInline(" ");
    },
  },
  wordwrap: false,
  limits: { maxInputLength: 1 << 24, maxDepth: 200, maxChildNodes: 50_000 },
  selectors: [
    { selector: "img", format: "skip" },
    { selector: "style", format: "skip" },
    { selector: "script", format: "skip" },
    { selector: "head", format: "skip" },
    { selector: "a", options: { ignoreHref: true } },
    { selector: "blockquote", format: "blockquote" },
    // Most tables of mail are layout: a row is a line, and the words of two cells must not grow together.
    { selector: "table", format: "block" },
    { selector: "tr", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: "td", format: "cell" },
    { selector: "th", format: "cell" },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
};

/** The text of an HTML document, quoted parts marked with `> `. */
export function htmlToText(html: string): string {
  return convert(html, OPTIONS);
}
