/**
 * Lines that stand in nearly every mail of a sender or a list: each stands once, at its first place.
 *
 * Owns which lines those are: the lines of a signature, of a list's footer, and a disclaimer that ends the own text.
 * A line that differs in one letter stays. Pure apart from its memory.
 */
import type { CorpusDocument } from "../archive/queries/corpus.ts";
import { isDisclaimer } from "../text/disclaimer.ts";

/** Remembers the repeated lines of one prefix. */
export type Repeats = {
  /** The lines of a signature or a footer that did not stand before. */
  signature(document: CorpusDocument, lines: readonly string[], isRemembered: boolean): readonly string[];
  /** Own text without the disclaimer at its end, where that stood before. */
  ownText(document: CorpusDocument, lines: readonly string[], isRemembered: boolean): readonly string[];
  /** What was learnt since the last call. */
  takeLearnt(): string[];
};

const FOOTER_RULER = /^\s*[_=-]{20,}\s*$/;
const RULER = /^\s*[-_=*~–—]{2,}\s*$/;
/** Longer lines than this are kept by their beginning and length: no line of a mail is a page. */
const MAX_KEY = 400;

function squeeze(text: string): string {
  const bare = text.replace(/\s+/g, "");
  return bare.length > MAX_KEY ? `${bare.slice(0, MAX_KEY)}#${bare.length}` : bare;
}

/** Where the last paragraph of `lines` before `end` begins. */
function paragraphStart(lines: readonly string[], end: number): number {
  let at = end;
  while (at > 0 && (lines[at - 1] ?? "").trim() !== "") at -= 1;
  return at;
}

/** Creates the memory of one prefix; `earlier` holds what sealed documents taught. */
export function createRepeats(earlier: ReadonlySet<string> = new Set()): Repeats {
  const seen = new Set<string>();
  let learnt: string[] = [];
  const isKnown = (key: string): boolean => earlier.has(key) || seen.has(key);
  const remember = (key: string): void => {
    if (isKnown(key)) return;
    seen.add(key);
    learnt.push(key);
  };

  return {
    signature(document, lines, isRemembered) {
      // A list puts the same footer under everybody's mail.
      const owner = FOOTER_RULER.test(lines[0] ?? "") ? "list" : `from ${document.from?.address ?? ""}`;
      const keys = lines.map((line) => (line.trim() === "" || RULER.test(line) ? "" : `${owner}\n${squeeze(line)}`));
      const isNew = keys.map((key) => key !== "" && !isKnown(key));
      if (isRemembered) for (const key of keys) if (key !== "") remember(key);
      if (!isNew.includes(true)) return keys.every((key) => key === "") ? lines : [];
      // The delimiter tells what follows from the sender's words: it stays with what stays.
      return lines.filter((_, index) => keys[index] === "" || isNew[index] === true);
    },
    ownText(document, lines, isRemembered) {
      let end = lines.length;
      const owner = document.from?.address.split("@").at(-1) ?? "";
      for (;;) {
        let last = end;
        while (last > 0 && ((lines[last - 1] ?? "").trim() === "" || RULER.test(lines[last - 1] ?? ""))) last -= 1;
        const start = paragraphStart(lines, last);
        const paragraph = lines.slice(start, last).filter((line) => !RULER.test(line));
        if (start === 0 || !isDisclaimer(paragraph.join("\n"))) return lines.slice(0, end);
        const key = `end ${owner}\n${squeeze(paragraph.join(""))}`;
        const wasKnown = isKnown(key);
        if (isRemembered) remember(key);
        if (!wasKnown) return lines.slice(0, end);
        end = start;
      }
    },
    takeLearnt() {
      const taken = learnt;
      learnt = [];
      return taken;
    },
  };
}
