/**
 * Ours and the libraries behind one interface, for the comparison on the quote fixtures.
 *
 * A library is given what it takes: text, and for HTML mail the text that our own HTML reader makes of it.
 */
import { blockTexts, ownText, splitBlocks, textBlocks } from "../../main/core/text/blocks.ts";
import { cleanText } from "../../main/core/text/clean.ts";
import { htmlToText } from "../../main/core/text/html-text.ts";
import { embeddedAt } from "../../main/core/text/rulers.ts";
import { bare, type EmbeddedCase, type QuoteSet, type SignatureCase, type Split } from "./quote-sets.ts";

/** A way to tell own words from quotes. */
export type Splitter = {
  readonly name: string;
  /** `sender` is what a header says, a name or an address; only ours makes use of it. */
  split(text: string, sender?: string): Split;
};

/** The names of the cases of a set that a splitter gets wrong. */
export function missesOf(splitter: Splitter, set: QuoteSet): string[] {
  return set.cases
    .filter((item) => !item.isRight(splitter.split(item.html === undefined ? item.text : htmlToText(item.html))))
    .map((item) => item.name);
}

/** What main/core/text makes of it. */
export const OURS: Splitter = {
  name: "Longhand",
  split(input, sender) {
    const text = cleanText(input).trimEnd();
    const ranges = splitBlocks(text, sender === undefined ? {} : { sender: fromHeader(sender) });
    const blocks = textBlocks(text, ranges);
    const filled = blocks.filter((block) => block.text.trim() !== "");
    const visible = blocks.filter((block) => block.kind === "own" || block.kind === "signature");
    return {
      reply: ownText(text, ranges),
      replyWithSignature: visible.map((block) => block.text).join("\n"),
      first: filled[0]?.kind === "own" ? filled[0].text : "",
      signature: blockTexts(text, ranges, "signature").join("\n"),
    };
  },
};

function fromHeader(value: string): { name: string; address: string } {
  const commented = /^(\S+@\S+)\s+\((.*)\)$/.exec(value);
  if (commented !== null) return { name: commented[2] ?? "", address: commented[1] ?? "" };
  return value.includes("@") ? { name: "", address: value } : { name: value, address: "" };
}

/** The names of the mails whose signature a splitter does not find line by line. */
export function signatureMisses(splitter: Splitter, cases: readonly SignatureCase[]): string[] {
  return cases
    .filter((item) => bare(splitter.split(item.text, item.sender).signature) !== bare(item.signature))
    .map((item) => item.name);
}

/** Whether a mail inside another is found where it begins, with the ruler above it in neither. */
export function isEmbeddedRight(item: EmbeddedCase): boolean {
  const lines = cleanText(item.text).split("\n");
  const embedded = lines.map((_, at) => embeddedAt(lines, at)).find((found) => found !== undefined);
  if (embedded === undefined) return false;
  const before = lines.slice(0, embedded.start).join("\n");
  return bare(before) === bare(item.before) && bare(lines.slice(embedded.header).join("\n")) === bare(item.embedded);
}
