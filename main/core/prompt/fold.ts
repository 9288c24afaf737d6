/**
 * Folding: quoted text that stands in a document earlier in the same prefix is replaced by a reference to it.
 *
 * The comparison ignores white space, wrapping and quote marks. Lines that are not in the earlier document stay.
 */
import type { CorpusDocument } from "../archive/queries/documents.ts";
import { attributionLength } from "../text/attribution.ts";

/** A quoted block after folding: the document it points to, and the lines that stay. */
export type FoldedBlock = { readonly target: number | undefined; readonly lines: readonly string[] };

/** Remembers the documents of one prefix as they are added. */
export type Folder = {
  /** Folds one quoted block of `document`; `lines` have their outer quote mark already removed. */
  fold(document: CorpusDocument, lines: readonly string[]): FoldedBlock;
  /** Makes a document a possible target for those that follow. */
  add(document: CorpusDocument): void;
};

/** More candidates than this are not compared: a long thread would cost a square of its length. */
const MAX_CANDIDATES = 12;

/** A text without white space and quote marks. */
export function squeeze(text: string): string {
  return text.replace(/[\s>]+/g, "");
}

/** Words that make a sentence of one's own of what looks like an attribution: "As I wrote:". */
const OWN_WORDS = /\b(?:i|you|he|she|they|we|as|what|this|that|ich|wie|je|comme)\b/i;
const RULER = /^(?:[-_=]{2,}[^-_=]*[-_=]{2,}|[-_]{5,}|begin forwarded message:)$/i;
const HEADER_LINE =
  /^\*?(?:from|to|cc|sent|date|subject|von|an|gesendet|datum|betreff|de|à|objet|envoyé|para|fecha|asunto|enviado)\s*:.*$/i;

/**
 * How many lines at the start of a block only introduce it: a wrapped attribution, a ruler, a header block. What they
 * say is in the target's header. Further down such lines are text like any other: nothing tells them from content.
 */
function introductionLength(lines: readonly string[]): number {
  const plain = lines.map((line) => line.replace(/^[\s>]+/, "").trim());
  let at = plain.findIndex((line) => line !== "");
  if (at < 0) return 0;
  const start = at;
  if (RULER.test(plain[at] ?? "")) at += 1;
  while (plain[at] === "") at += 1;
  let headers = 0;
  while (HEADER_LINE.test(plain[at + headers] ?? "")) headers += 1;
  // One such line alone may be a sentence ("Date: Friday suits me").
  if (headers > 1) return at + headers;
  const attribution = attributionLength(plain, at);
  if (attribution > 0 && !OWN_WORDS.test(plain.slice(at, at + attribution).join(" "))) return at + attribution;
  return at > start ? at : 0;
}

const WORD = /[\p{L}\p{N}]/u;
/** Scripts that write without spaces: a line may end anywhere. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether squeezed words stand in a text as whole words: "5" does not stand in "15 apples". */
export function standsIn(text: string, squeezedText: string, key: string): boolean {
  let breaks: Set<number> | undefined;
  const isBreak = (at: number): boolean => {
    const before = squeezedText[at - 1] ?? "";
    const after = squeezedText[at] ?? "";
    if (!WORD.test(before) || !WORD.test(after) || UNSPACED.test(before) || UNSPACED.test(after)) return true;
    breaks ??= wordBreaks(text);
    return breaks.has(at);
  };
  for (let at = squeezedText.indexOf(key); at >= 0; at = squeezedText.indexOf(key, at + 1)) {
    if (isBreak(at) && isBreak(at + key.length)) return true;
  }
  return false;
}

/** The positions in a squeezed text where white space or quote marks were taken out. */
function wordBreaks(text: string): Set<number> {
  const breaks = new Set<number>();
  let length = 0;
  for (const run of text.split(/[\s>]+/)) {
    length += run.length;
    breaks.add(length);
  }
  return breaks;
}

/** Creates the memory of one prefix. */
export function createFolder(): Folder {
  /** Squeezed once when added: a document is compared with many that follow. */
  const texts = new Map<number, { readonly text: string; readonly squeezed: string }>();
  const byMessageId = new Map<string, number>();
  const byThread = new Map<number, number[]>();

  function candidates(document: CorpusDocument): number[] {
    const parents = [...document.references].reverse().flatMap((reference) => byMessageId.get(reference) ?? []);
    const thread = [...(byThread.get(document.threadId) ?? [])].reverse();
    return [...new Set([...parents, ...thread])].slice(0, MAX_CANDIDATES);
  }

  return {
    fold(document, lines) {
      const introduction = introductionLength(lines);
      const keys = lines.map((line, index) => (index < introduction ? "" : squeeze(line)));
      const whole = keys.join("");
      if (whole === "") return { target: undefined, lines };
      let best: { readonly target: number; readonly missing: number; readonly kept: readonly string[] } | undefined;
      for (const target of candidates(document)) {
        const { text, squeezed } = texts.get(target) ?? { text: "", squeezed: "" };
        if (standsIn(text, squeezed, whole)) return { target, lines: [] };
        const kept = lines.filter((_, index) => {
          const key = keys[index] ?? "";
          return key !== "" && !standsIn(text, squeezed, key);
        });
        const total = keys.filter((key) => key !== "").length;
        if (kept.length >= total || kept.length >= (best?.missing ?? Number.POSITIVE_INFINITY)) continue;
        // Where most of a block is not the target's, neither is its introduction: who wrote it must stay.
        const isMostlyThere = kept.length * 2 < total;
        best = {
          target,
          missing: kept.length,
          kept: isMostlyThere ? kept : [...lines.slice(0, introduction), ...kept],
        };
      }
      return best === undefined ? { target: undefined, lines } : { target: best.target, lines: best.kept };
    },
    add(document) {
      texts.set(document.number, { text: document.text, squeezed: squeeze(document.text) });
      if (document.messageId !== null && !byMessageId.has(document.messageId)) {
        byMessageId.set(document.messageId, document.number);
      }
      const thread = byThread.get(document.threadId);
      if (thread === undefined) byThread.set(document.threadId, [document.number]);
      else thread.push(document.number);
    },
  };
}
