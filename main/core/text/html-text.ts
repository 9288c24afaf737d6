/**
 * Readable text of HTML mail, by html-to-text.
 *
 * Owns the settings: what nobody sees (hidden preheaders, tracking pixels, pictures) is dropped; links keep their
 * address where a person could use it; lists keep their marks; rows of tables are lines.
 */
import { compile, type DomNode, type FormatCallback, type HtmlToTextOptions } from "html-to-text";

/** Ways in which mail hides text: preheaders, and the half of a newsletter that is for other programs. */
const HIDDEN_STYLES = [
  ...["display:none", "display: none", "visibility:hidden", "visibility: hidden", "mso-hide:all", "mso-hide: all"],
  ...["font-size:0;", "font-size:0px", "font-size: 0;", "font-size: 0px", "max-height:0;", "max-height:0px"],
  ...["max-height: 0;", "max-height: 0px"],
];

const MAX_ADDRESS_LENGTH = 100;

/**
 * The address that a link shows behind its words: of a person, or a page; none where the words say it already, and none
 * with a query, which is nearly always a tracker's.
 */
function shownAddress(href: string, words: string): string {
  const address = href.trim().replace(/^mailto:/i, "");
  if (address.length > MAX_ADDRESS_LENGTH || /[?#\s<>]/.test(address)) return "";
  if (!/^https?:\/\//i.test(address) && !/^[^/:]+@[^/:]+$/.test(address)) return "";
  const bare = (text: string): string => text.toLowerCase().replace(/^(?:https?:\/\/)?(?:www\.)?|\/$/g, "");
  return words.trim() === "" || words.toLowerCase().includes(bare(address)) ? "" : address;
}

function wordsOf(node: DomNode): string {
  return node.type === "text" ? (node.data ?? "") : (node.children ?? []).map(wordsOf).join("");
}

const link: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder);
  const address = shownAddress(String(element.attribs?.["href"] ?? ""), wordsOf(element));
  if (address !== "") builder.addInline(` <${address}>`, { noWordTransform: true });
};

const OPTIONS: HtmlToTextOptions = {
  formatters: {
    cell(element, walk, builder) {
      walk(element.children, builder);
      builder.addInline(" ");
    },
    link,
  },
  wordwrap: false,
  limits: { maxInputLength: 1 << 24, maxDepth: 200, maxChildNodes: 50_000 },
  selectors: [
    { selector: "img", format: "skip" },
    { selector: "style", format: "skip" },
    { selector: "script", format: "skip" },
    { selector: "head", format: "skip" },
    { selector: "[hidden]", format: "skip" },
    ...HIDDEN_STYLES.map((style) => ({ selector: `[style*="${style}" i]`, format: "skip" })),
    { selector: "a", format: "link" },
    { selector: "blockquote", format: "blockquote" },
    // Most tables of mail are layout: a row is a line, and the words of two cells must not grow together.
    { selector: "table", format: "block" },
    { selector: "tr", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: "td", format: "cell" },
    { selector: "th", format: "cell" },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
};

// Selectors are compiled once: for every mail it took longer than most of them.
const convert = compile(OPTIONS);

/** The text of an HTML document, quoted parts marked with `> `. */
export function htmlToText(html: string): string {
  return convert(html);
}
